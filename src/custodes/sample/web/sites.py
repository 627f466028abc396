"""The sites people visit, each as a pool of addresses that a page view or a page's parts are drawn from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from custodes.sample.cards import make_card
from custodes.sample.plan import Plan
from custodes.sample.texts import load_text

PAGES_A_SITE, PARTS_A_SITE = 120, 60
GROUPS = ("work", "personal", "catalog", "public_only", "shared")

_PARTS = (
    ("img/{n}.jpg", "image/jpeg", 42_000),
    ("img/{n}.webp", "image/webp", 26_000),
    ("static/css/main.{hex}.css", "text/css", 18_000),
    ("static/js/app.{hex}.js", "application/javascript", 95_000),
    ("icons/{topic}.svg", "image/svg+xml", 2_400),
    ("api/v2/items?page={n}", "application/json", 3_100),
    ("fonts/{hex}.woff2", "font/woff2", 31_000),
)
_PAGES: dict[str, tuple[str, ...]] = {
    "portal": ("", "{topic}", "services/{topic}", "news/{topic}-{n}", "about/{topic}"),
    "vendor": ("title/{isbn}", "orders/{n}", "search?q={topic}", "cart", "account/invoices?page={n}"),
    "news": ("", "2026/{month:02d}/{day:02d}/{topic}", "local/{topic}-{n}", "opinion/{topic}"),
    "wiki": ("wiki/{Topic}", "wiki/{Topic}#History", "search?query={topic}"),
    "search": ("search?q={topic}", "search?q={topic}+hours", "search?q={topic}&page=2", "images?q={topic}"),
    "shop": ("", "item/{n}/{good}", "search?q={good}", "cart", "c/home?sort=price"),
    "social": ("", "u/{topic}", "groups/{topic}", "photos/{n}", "messages"),
    "mail": ("inbox", "inbox?folder=sent", "message/{n}", "compose"),
    "video": ("", "watch?v={hex}", "results?q={topic}"),
    "catalog": ("search?q={topic}", "record/b{n}", "patron/holds?card={card}", "patron/checkouts?card={card}", "login"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """One host's stretch of the pool."""

    host: str
    group: str
    weight: int
    departments: tuple[str, ...]
    tunnel: int
    """Where its CONNECT request stands in the pool."""
    first_page: int
    pages: int
    first_part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Every request that ordinary traffic can make; parallel arrays."""

    sites: tuple[Site, ...]
    requests: pa.Array
    """`GET https://…`, ready to be written."""
    answers: pa.Array
    """`HIER_DIRECT/203.0.113.7 text/html`."""
    bytes_typical: npt.NDArray[np.float64]

    def numbers_of(self, *groups: str) -> npt.NDArray[np.int64]:
        """Which sites belong to these groups."""
        return np.array([number for number, site in enumerate(self.sites) if site.group in groups], dtype=np.int64)


def peer_address(host: str) -> str:
    """A server address from the blocks reserved for documentation (RFC 5737), the same for a host each time."""
    digest = hashlib.sha256(host.encode()).digest()
    block = ("192.0.2", "198.51.100", "203.0.113")[digest[0] % 3]
    return f"{block}.{digest[1] % 254 + 1}"


class _Builder:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.requests: list[str] = []
        self.answers: list[str] = []
        self.sizes: list[float] = []
        texts = load_text("sites")
        self.topics: list[str] = texts["topics"]
        self.goods: list[str] = texts["goods"]

    def add(self, host: str, request: str, kind: str, size: float) -> int:
        self.requests.append(request)
        self.answers.append(f"HIER_DIRECT/{peer_address(host)} {kind}")
        self.sizes.append(size)
        return len(self.requests) - 1

    def fill(self, path: str) -> str:
        rng = self.rng
        topic = rng.choice(self.topics)
        return path.format(
            topic=topic,
            Topic=topic.replace("-", "_").capitalize(),
            good=rng.choice(self.goods),
            n=rng.randrange(1000, 90_000),
            month=rng.randrange(9, 12),
            day=rng.randrange(1, 29),
            hex=f"{rng.getrandbits(40):010x}",
            isbn=f"978{rng.randrange(10**9, 10**10)}",
            card=make_card(rng),
        )

    def site(self, row: dict[str, Any], group: str) -> Site:
        host, style = row["host"], row["style"]
        tunnel = self.add(host, f"CONNECT {host}:443", "-", 6_000.0)
        first_page = len(self.requests)
        if style not in {"app", "cdn", "counter"}:  # what is left is never opened by the proxy, or is no page
            for _ in range(PAGES_A_SITE):
                path = self.fill(self.rng.choice(_PAGES[style]))
                self.add(host, f"GET https://{host}/{path}", "text/html", self.rng.uniform(9_000, 70_000))
        first_part = len(self.requests)
        if style == "counter":
            self.add(host, f"GET https://{host}/c.gif?site={self.rng.randrange(10_000)}", "image/gif", 43.0)
        elif style != "app":
            for _ in range(PARTS_A_SITE):
                path, kind, size = self.rng.choice(_PARTS)
                self.add(host, f"GET https://{host}/{self.fill(path)}", kind, size)
        pages, parts = first_part - first_page, len(self.requests) - first_part
        if not pages:
            first_page, pages = tunnel, 1
        return Site(
            host, group, row.get("weight", 1), tuple(row.get("for", ())), tunnel, first_page, pages, first_part, parts
        )


def make_pool(plan: Plan) -> Pool:
    """The pool of that plan: the same hosts for every seed, other addresses below them."""
    builder = _Builder(plan.random("sites"))
    texts = load_text("sites")
    sites = tuple(builder.site(row, group) for group in GROUPS for row in texts[group])
    return Pool(sites, pa.array(builder.requests), pa.array(builder.answers), np.array(builder.sizes))
