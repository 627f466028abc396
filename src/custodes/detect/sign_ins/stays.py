"""Where an account was used in the course of a month, as values that merge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Evidence, cite_each
from custodes.detect.local_time import EPOCH, SECOND_US
from custodes.detect.measure import Key, Kind, Measure, Measures
from custodes.detect.permission import is_permitted
from custodes.detect.sign_ins.accounts import find_accounts
from custodes.detect.sign_ins.reading import SignIn, network_of

STAYS = "sign-ins.stays"
"""Run of `Stay` by account and local month; the last hours of the month before are in it too."""

CARRIED_SECONDS = 6 * 3600
"""How much of the month before is carried over, so that midnight parts nothing. Longer journeys are not judged."""
SLOT_US = 60 * SECOND_US
"""Of what is alike within so long, the first is kept: a program that asks every second makes no long value."""

ON_SITE = "on-site"


class Stay(NamedTuple):
    """A moment at which an account was used, and from where. Sorts by time; a text is "" where none was told."""

    at_us: int
    station: str
    """What names the computer, with the kind of name before it: `id:…`, `host:…`."""
    system: str
    program: str
    place: str
    """`on-site`, or the neighbourhood of the address."""
    country: str
    owner: str
    """Whose the computer is by the register."""
    is_mobile: bool
    is_pooled: bool
    """Whether the address tells nothing of where the person is: a private network's or a telephone company's."""
    is_carried: bool
    """Whether it was in the month before."""
    evidence: tuple[str, str, str]

    @property
    def computer(self) -> tuple[str, ...]:
        """What it is recognised by when the account comes back to it."""
        return (self.station,) if self.station else (self.system, self.program)

    @property
    def at(self) -> datetime:
        """The moment, UTC."""
        return EPOCH + timedelta(microseconds=self.at_us)

    @property
    def cited(self) -> Evidence:
        """The event it was read from."""
        return Evidence(*self.evidence)


def measure_stays(batch: pa.RecordBatch, sign_ins: Iterable[SignIn], context: Context) -> Measures:
    """The stays of each account and month, but for accounts that several people or programs may use."""
    firsts: dict[tuple[str, str, int, Stay], SignIn] = {}
    asked: dict[str, bool] = {}
    is_hidden: dict[tuple[str, int], bool] = {}
    for one in sign_ins:
        if one.name not in asked:
            asked[one.name] = not is_meant_for_many(one.name, context)
        if not asked[one.name] or not one.is_present:
            continue
        person_day = one.subject, one.day
        if person_day not in is_hidden:
            is_hidden[person_day] = is_permitted(context, "anonymiser", one.subject, "*", on=one.on)
        stay = _stay(one, context, is_hidden=is_hidden[person_day])
        for month in {_month(one.day), _month_reached(one)}:
            kept = stay._replace(is_carried=month != _month(one.day))
            where = one.subject, month, one.at_us // SLOT_US, kept
            if where not in firsts or one.at_us < firsts[where].at_us:
                firsts[where] = one
    return _as_measures(batch, firsts)


def _as_measures(batch: pa.RecordBatch, firsts: dict[tuple[str, str, int, Stay], SignIn]) -> Measures:
    cited = cite_each(batch, [one.row for one in firsts.values()])
    runs: dict[Key, list[Stay]] = {}
    for ((subject, month, _, stay), one), evidence in zip(firsts.items(), cited, strict=True):
        place = evidence.source, evidence.locator, evidence.sha256
        runs.setdefault(Key(STAYS, subject, month), []).append(stay._replace(at_us=one.at_us, evidence=place))
    return {key: Measure(Kind.RUN, tuple(sorted(run))) for key, run in runs.items()}


@lru_cache(maxsize=4096)
def _month(day: int) -> str:
    return f"{EPOCH + timedelta(days=day):%Y-%m}"


def _month_reached(one: SignIn) -> str:
    """The month that the hours after it belong to."""
    return _month(one.day + (one.second + CARRIED_SECONDS) // 86_400)


def is_meant_for_many(name: str, context: Context) -> bool:
    """Whether the register says that several people, or a program, may use the account."""
    return any(account.kind in ("shared", "service") for account in find_accounts(name, context))


def _stay(one: SignIn, context: Context, *, is_hidden: bool) -> Stay:
    """All but the time and the evidence."""
    register = context.lists.register
    device = register.find_device(one.device_id, one.computer)
    network = register.find_network(one.address) if one.address else None
    kind = network.kind if network else ""
    is_on_site = one.is_on_site or kind == "office"
    return Stay(
        at_us=0,
        station=f"id:{one.device_id}" if one.device_id else f"host:{one.computer}" if one.computer else "",
        system=one.agent.system,
        program=one.agent.program,
        place=ON_SITE if is_on_site else network_of(one.address),
        country=one.country or (network.country if network else ""),
        owner=context.staff.subject(device.owner) if device and device.owner else "",
        is_mobile=one.agent.is_mobile,
        is_pooled=is_hidden or kind in ("vpn", "mobile"),
        is_carried=False,
        evidence=("", "", ""),
    )
