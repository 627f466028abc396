"""One person's day at the proxy, for what is planted line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from custodes.sample.people import Member
from custodes.sample.plan import clock_base_seconds
from custodes.sample.rota import Shift
from custodes.sample.texts import load_text, vary
from custodes.sample.web.sites import peer_address

MISS, DENIED, TUNNEL = "TCP_MISS/200", "TCP_DENIED/403", "TCP_TUNNEL/200"


@dataclass(frozen=True, slots=True)
class Request:
    """One line to be. `counts` tells whether the truth names it as evidence."""

    at: float
    """Epoch seconds."""
    url: str
    """For a tunnel, `host:port`."""
    kind: str = "text/html"
    result: str = MISS
    length: int = 24_000
    counts: bool = True

    def line(self, client: str, user: str, elapsed_ms: int) -> str:
        """The line in Squid's native format, with its end."""
        method = "CONNECT" if self.result.startswith("TCP_TUNNEL") else "GET"
        host = self.url.rpartition("//")[2].partition("/")[0].partition(":")[0]
        answer = "HIER_NONE/-" if self.result == DENIED else f"HIER_DIRECT/{peer_address(host)}"
        return (
            f"{int(self.at)}.{int(self.at * 1000) % 1000:03d} {elapsed_ms:>6} {client} {self.result} {self.length} "
            f"{method} {self.url} {user} {answer} {self.kind}\n"
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits there, when, and the chance that decides what they open."""

    person: Member
    day: date
    shift: Shift
    rng: Random

    @property
    def client(self) -> str:
        """The device used: the laptop, now and then, where there is one."""
        return self.rng.choice(self.person.addresses)

    def moment(self, *, minutes_needed: int = 40) -> float:
        """Some second of the shift after which that many minutes are left."""
        latest = max(self.shift.start + 1, self.shift.end - minutes_needed)
        minute = self.rng.uniform(self.shift.start, latest)
        return clock_base_seconds(self.day) + minute * 60

    def say(self, wording: str) -> str:
        """The wording of an address, varied."""
        rng = self.rng
        word = rng.choice(load_text("visits")["words"])
        return vary(
            wording, rng, {"n": str(rng.randrange(100, 99_999)), "hex": f"{rng.getrandbits(40):010x}", "word": word}
        )

    def address(self, kind: str) -> str:
        """A page of a planted kind of site."""
        site = load_text("visits")[kind]
        return f"https://{self.rng.choice(site['hosts'])}/{self.say(self.rng.choice(site['paths']))}"

    def page(self, at: float, url: str) -> Iterator[Request]:
        """A page and the pictures and scripts it brings along."""
        yield Request(at, url, length=self.rng.randrange(6_000, 90_000))
        host = "/".join(url.split("/", 3)[:3])
        for number in range(self.rng.randrange(4)):
            part, kind = self.rng.choice((("img/{n}.jpg", "image/jpeg"), ("js/{hex}.js", "application/javascript")))
            yield Request(at + 0.4 + number * 0.2, f"{host}/{self.say(part)}", kind, counts=False)

    def stretch(self, start: float, minutes: float, kinds: tuple[str, ...]) -> Iterator[Request]:
        """Pages of these kinds of site without a pause, within so many minutes of `start`."""
        end, at = start + minutes * 60, start
        while at < end:
            yield from self.page(at, self.address(self.rng.choice(kinds)))
            at += self.rng.uniform(20, 95)
