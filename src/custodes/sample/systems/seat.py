"""Who is at work on a day, and one person's part of it: everything that wordings may mention."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random
from typing import Any
from urllib.parse import quote

from custodes.sample.mail.facts import make_secret
from custodes.sample.numbers import made_numbers
from custodes.sample.people import Member
from custodes.sample.plan import Plan, clock_base_seconds
from custodes.sample.rota import Rota, Shift
from custodes.sample.texts import load_text, vary

Way = dict[str, Any]
"""One way to do a thing, as the texts have it."""

SERVERS = ("fpl-web", "fpl-files", "fpl-print")
OUTSIDE_NETWORK = "192.88.99"
"""Addresses outside: a network that was given back (RFC 7526), so they are nobody's, and yet no private ones."""
HOUSE_ADDRESS = "192.88.99.254"
"""As whom the world outside sees every computer of the house."""
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def outside_address(rng: Random) -> str:
    """Some address outside the house."""
    return f"{OUTSIDE_NETWORK}.{rng.randrange(1, 250)}"


@dataclass(frozen=True, slots=True)
class Crew:
    """Those at work on a day, and the chance that decides what they do."""

    day: date
    rng: Random
    staff: tuple[Member, ...]
    present: tuple[tuple[Member, int, int], ...]
    """Each with the minutes at which the shift begins and ends."""

    def moments(self, times_a_person: float) -> Iterator[tuple[float, Member]]:
        """So many moments of the day for each one at work, in no order."""
        base, rng = clock_base_seconds(self.day), self.rng
        for person, start, end in self.present:
            for _ in range(int(times_a_person + rng.random())):
                yield base + (start + rng.random() * (end - start)) * 60, person

    def around_the_clock(self, times: float) -> Iterator[float]:
        """So many moments of the opening hours and the evening: what the public does."""
        base, rng = clock_base_seconds(self.day), self.rng
        for _ in range(int(times + rng.random())):
            yield base + rng.uniform(6, 23) * 3600


def crew_of(plan: Plan, staff: tuple[Member, ...], rota: Rota, day: date, system: str) -> Crew:
    """Who is at work that day, with the system's own chance."""
    who, start, end, _ = rota.on(day)
    present = tuple(
        (staff[number], first, last) for number, first, last in zip(who, start.tolist(), end.tolist(), strict=True)
    )
    return Crew(day, plan.random(system, day), staff, present)


@dataclass(frozen=True)
class Seat:
    """One person on one day, for what is planted there."""

    person: Member
    day: date
    shift: Shift
    staff: tuple[Member, ...]
    rng: Random

    def moment(self, *, minutes_needed: float = 30) -> float:
        """Some second of the shift after which that many minutes are left."""
        latest = max(self.shift.start + 1, self.shift.end - minutes_needed)
        return clock_base_seconds(self.day) + self.rng.uniform(self.shift.start, latest) * 60

    @cached_property
    def facts(self) -> dict[str, str]:
        """What stays the same throughout the thing that is planted."""
        me, rng = self.person, self.rng
        other = self.staff[(me.number + rng.randrange(1, len(self.staff))) % len(self.staff)]
        it = next(person for person in self.staff if person.department == "Information Technology")
        director = self.staff[0]
        return {
            "account": me.account, "uid": str(1000 + me.number), "email": me.email, "first": me.first,
            "host": me.device, "ip": me.addresses[0],
            "colleague": other.name, "colleague_first": other.first, "colleague_account": other.account,
            "colleague_email": other.email, "director": director.name, "director_first": director.first,
            "director_account": director.account,
            "it": it.name, "it_first": it.first, "it_account": it.account, "server": rng.choice(SERVERS),
            "away": outside_address(rng), "same": f"{rng.choice(load_text('visits')['words'])}{rng.randrange(10, 99)}",
        }  # fmt: skip

    def say(self, way: Any, number: int = 1) -> Any:
        """The way with every text in it varied; `number` is that of the repetition."""
        if isinstance(way, str):
            return vary(way, self.rng, self.facts | chances(self.rng) | {"i": str(number)}) if _varies(way) else way
        if isinstance(way, dict):
            return {name: self.say(value, number) for name, value in way.items()}
        return [self.say(value, number) for value in way] if isinstance(way, list) else way


def _varies(text: str) -> bool:
    return "{" in text or "|" in text


def chances(rng: Random) -> dict[str, str]:
    """What differs each time."""
    bits, secret = rng.getrandbits(320), make_secret(rng)
    return {
        "n": str(100 + bits % 99_899), "d": str(1 + bits % 9), "nn": f"{10 + bits % 90}", "nnn": f"{100 + bits % 900}",
        "long": str(10**17 + bits % (9 * 10**17)), "hex": f"{bits >> 200 & 0xFFFFFFFFFF:010x}",
        "hex6": f"{bits >> 160 & 0xFFFFFF:06x}", "hex8": f"{bits >> 128 & 0xFFFFFFFF:08x}",
        "guid": str(uuid.UUID(int=bits & (1 << 128) - 1)), "word": rng.choice(load_text("visits")["words"]),
        "pct": "%".join(("", *(f"{bits >> 8 * place & 0xFF:02X}" for place in range(9)))),
        "b32": "".join(BASE32[bits >> 5 * place & 31] for place in range(50)),
        "onion": "".join(BASE32[bits >> 5 * place & 31] for place in range(56)),
        "secret": secret, "secret_url": quote(secret, safe=""),
    } | made_numbers(Random(bits))  # fmt: skip # noqa: S311 - made-up data, no secret


def say_something(kind: str, rng: Random) -> str:
    """One of the ordinary wordings of a kind: `chat`, `texts`, `voicemail`."""
    words = load_text("letters")
    facts = {name: rng.choice(words[f"{name}s"]) for name in ("title", "event", "place", "weekday")}
    more = {"patron": rng.choice(load_text("names")["first"]), "count": str(rng.randrange(4, 40))}
    return vary(rng.choice(load_text("ordinary")[kind]), rng, facts | more)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of several that make up what is planted."""

    at: float
    number: int
    way: Way = field(repr=False)


def steps_of(seat: Seat, way: Way) -> Iterator[Step]:
    """Every moment of a way: its steps after each other, each as often and as fast as it says."""
    rng, at = seat.rng, seat.moment(minutes_needed=way.get("minutes", 30))
    for step in way.get("steps", [way]):
        at += rng.uniform(*step.get("after", (0, 0)))
        for number in range(1, rng.randint(*step.get("repeat", (1, 1))) + 1):
            yield Step(
                at, number, seat.say({name: value for name, value in step.items() if name not in _TIMING}, number)
            )
            at += rng.uniform(*step.get("gap", (1, 1)))


_TIMING = frozenset({"repeat", "gap", "after", "minutes", "steps"})
