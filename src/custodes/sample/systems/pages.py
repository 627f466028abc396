"""Requests, as every log of the web has them: pages of work, and those that wordings order."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from random import Random

from custodes.sample.systems.seat import OUTSIDE_NETWORK, Way
from custodes.sample.texts import load_text

PAGES_A_HOST = 6
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_CHROME = f"{_WINDOWS}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
_APPLE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
BROWSERS = (
    _CHROME,
    f"{_CHROME} Edg/142.0.0.0",
    f"{_APPLE} (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
    f"{_WINDOWS}; rv:145.0) Gecko/20100101 Firefox/145.0",
)
MAC_CHROME = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
PHONE_BROWSER = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.1 Mobile/15E148 Safari/604.1"
)
PORTS = {"https": 443, "http": 80, "ftp": 21}


@dataclass(frozen=True, slots=True)
class Page:
    """One request and its answer."""

    url: str
    """For a tunnel, `host:port`."""
    method: str = "GET"
    status: int = 200
    length: int = 18_000
    kind: str = "text/html"
    agent: str = BROWSERS[0]

    @property
    def scheme(self) -> str:
        """`https` for a tunnel too."""
        return self.url.partition("://")[0] if "://" in self.url else "https"

    @property
    def host(self) -> str:
        """The host's name or address."""
        return self._authority.rpartition("@")[2].partition(":")[0]

    @property
    def port(self) -> int:
        """Where the host listens."""
        port = self._authority.rpartition("@")[2].partition(":")[2]
        return int(port) if port else PORTS[self.scheme]

    @property
    def target(self) -> str:
        """The path and the query."""
        return "/" + self.url.partition("://")[2].partition("/")[2]

    @property
    def address(self) -> str:
        """Who answers: the host itself where it is a number, else some address outside."""
        host = self.host
        if host.replace(".", "").isdigit():
            return host
        return f"{OUTSIDE_NETWORK}.{zlib.crc32(host.encode()) % 250 + 1}"

    @property
    def _authority(self) -> str:
        return self.url.rpartition("://")[2].partition("/")[0]


def page_of(way: Way, rng: Random) -> Page:
    """The request that a way orders."""
    method = way.get("method", "GET")
    kind = "-" if method == "CONNECT" else way.get("type", "text/html")
    length = way.get("length", rng.randrange(900, 60_000))
    return Page(way["url"], method, way.get("status", 200), length, kind, way.get("agent", rng.choice(BROWSERS)))


@cache
def ordinary_pages() -> tuple[Page, ...]:
    """Pages of work, the same for every sample: hosts more often visited stand there more often."""
    rng, sites = Random(7), load_text("sites")  # noqa: S311 - made-up data, no secret
    pages = []
    for site in sites["work"]:
        for _ in range(PAGES_A_HOST * site["weight"]):
            path = f"{rng.choice(sites['topics'])}/{rng.randrange(10_000)}"
            pages.append(
                Page(f"https://{site['host']}/{path}", length=rng.randrange(900, 60_000), agent=rng.choice(BROWSERS))
            )
    return tuple(pages)
