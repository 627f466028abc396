"""What is planted in the web log: each kind of visit a policy speaks of, and its innocent look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from custodes.sample.texts import load_text
from custodes.sample.web.desk import DENIED, TUNNEL, Desk, Request

Write = Callable[[Desk], Iterator[Request]]

PERSONAL = ("shopping", "social", "games", "streaming", "sports", "mail")
TOR_PORTS = (9001, 9030, 9050, 9150)
PROGRAM_LEAST_BYTES, PROGRAM_MOST_BYTES = 400_000, 90_000_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of thing to plant, and how one instance of it is written."""

    kind: str
    clause: str
    violation: bool
    note: str
    write: Write
    only: str = ""
    """The department whose first member alone does this, because a permit names them."""
    by_day: bool = True
    """Whether it counts by the day; else by the moment."""

    @property
    def crowd(self) -> str:
        """What of the same crowd must not fall on one person's same day."""
        return "personal" if self.clause in {"use.personal", "use.purpose"} else self.clause


def _visits(kind: str) -> Write:
    """A sitting of several pages at such a site; sometimes all that is seen of it is tunnels."""

    def write(desk: Desk) -> Iterator[Request]:
        rng, at = desk.rng, desk.moment()
        tunnels_only = rng.random() < 0.15
        for _ in range(rng.randrange(5, 15)):
            url = desk.address(kind)
            if tunnels_only:
                yield Request(at, f"{url.split('/')[2]}:443", "-", TUNNEL, rng.randrange(2_000, 400_000))
            else:
                yield from desk.page(at, url)
            at += rng.uniform(8, 130)

    return write


def _long_personal(desk: Desk) -> Iterator[Request]:
    """Over the hour for certain: in one go, or in pieces over the day, each at one site or several."""
    rng = desk.rng
    kinds = tuple(rng.sample(PERSONAL, rng.randrange(1, 4)))
    pieces = rng.choice((1, 1, 2, 3))
    minutes = rng.uniform(70, 120) / pieces
    room = (desk.shift.end - desk.shift.start - 5) / pieces
    first = desk.moment(minutes_needed=desk.shift.end - desk.shift.start)
    for number in range(pieces):
        slack = max(0.0, room - minutes - 10)
        yield from desk.stretch(first + (number * room + rng.uniform(0, slack)) * 60, minutes, kinds)


def _short_personal(desk: Desk) -> Iterator[Request]:
    """Close to the hour and under it."""
    kinds = tuple(desk.rng.sample(PERSONAL, 2))
    yield from desk.stretch(desk.moment(minutes_needed=60), desk.rng.uniform(48, 54), kinds)


def _open_tab(desk: Desk) -> Iterator[Request]:
    """A page that asks for itself again and again while nobody looks at it."""
    start, step = desk.moment(minutes_needed=200), desk.rng.choice((30, 60, 120))
    url, kind = desk.rng.choice(
        (
            ("https://www.scoreline.example/live/ticker.json", "application/json"),
            ("https://www.freepost.example/poll?since=0", "application/json"),
            ("https://www.watchall.example/heartbeat", "text/plain"),
            ("https://www.scoreline.example/football/live", "text/html"),
        )
    )
    yield from (Request(start + number * step, url, kind, length=512) for number in range(180 * 60 // step))


def _own_page(desk: Desk) -> Iterator[Request]:
    """The library's own presence on a social site, tended by the one who may."""
    yield from desk.stretch(desk.moment(minutes_needed=90), desk.rng.uniform(70, 85), ("social",))


def _stray(desk: Desk) -> Iterator[Request]:
    """One advertisement, brought in by another page."""
    at = desk.moment()
    yield from desk.page(at - 1, "https://www.fernwoodherald.example/2026/10/09/fall-festival")
    host = desk.rng.choice(("www.luckyspin.example", "www.heartlink.example", "play.luckyspin.example"))
    path, kind = desk.rng.choice(
        (("banner/{n}.gif", "image/gif"), ("frame?slot={n}", "text/html"), ("ad/{hex}.js", "text/javascript"))
    )
    yield Request(at, f"https://{host}/{desk.say(path)}", kind, length=9_000)


def _refused(kind: str) -> Write:
    """A click that the filter stopped."""

    def write(desk: Desk) -> Iterator[Request]:
        yield Request(desk.moment(), desk.address(kind), result=DENIED, length=3_900)

    return write


def _pages(kind: str) -> Write:
    """Pages that speak of what they are not."""

    def write(desk: Desk) -> Iterator[Request]:
        at, pages = desk.moment(), load_text("visits")["innocent_pages"][kind]
        for _ in range(desk.rng.randrange(4, 9)):
            yield from desk.page(at, desk.say(desk.rng.choice(pages)))
            at += desk.rng.uniform(15, 150)

    return write


def _download(kind: str, *, result: str = "TCP_MISS/200", small: bool = False) -> Write:
    def write(desk: Desk) -> Iterator[Request]:
        rng = desk.rng
        url, mime = rng.choice(load_text("visits")[kind])
        size = rng.randrange(4_000, 90_000) if small else rng.randrange(PROGRAM_LEAST_BYTES, PROGRAM_MOST_BYTES)
        at = desk.moment()
        yield Request(
            at, desk.say(url), "text/html" if result == DENIED else mime, result, 3_900 if result == DENIED else size
        )

    return write


def _update(desk: Desk) -> Iterator[Request]:
    """A system or browser that renews itself."""
    yield update_request(desk.rng, desk.moment())


def update_request(rng: Random, at: float) -> Request:
    """A package fetched from the maker of a system or browser."""
    row = rng.choice(load_text("sites")["updates"])
    url = row["url"].format(n=rng.randrange(1, 90), hex=f"{rng.getrandbits(80):020x}")
    return Request(at, url, row["type"], length=int(row["megabytes"] * rng.uniform(0.7, 1.3) * 1_000_000))


def _tor(desk: Desk) -> Iterator[Request]:
    at = desk.moment()
    for _ in range(desk.rng.randrange(3, 9)):
        relay = f"198.51.100.{desk.rng.randrange(1, 254)}:{desk.rng.choice(TOR_PORTS)}"
        yield Request(at, relay, "-", TUNNEL, desk.rng.randrange(4_000, 900_000))
        at += desk.rng.uniform(20, 400)


def _permitted_tunnel(desk: Desk) -> Iterator[Request]:
    at = desk.moment()
    for _ in range(desk.rng.randrange(2, 6)):
        yield Request(at, "eu3.veilway.example:443", "-", TUNNEL, desk.rng.randrange(40_000, 900_000))
        at += desk.rng.uniform(60, 300)


def _odd_ports(desk: Desk) -> Iterator[Request]:
    """Tunnels to ports that are no anonymiser's: a scanner's console, a vendor's own."""
    for host in desk.rng.sample(
        ["scans.paperdeck.example:9443", "sip.roundtable.example:5061", "z3950.unioncat.example:210"], 2
    ):
        yield Request(desk.moment(), host, "-", TUNNEL, 48_000)


WEB_RECIPES: tuple[Recipe, ...] = (
    Recipe("gambling", "use.purpose", True, "A sitting at a gambling site.", _visits("gambling")),
    Recipe("dating", "use.purpose", True, "A sitting at a dating site.", _visits("dating")),
    Recipe("long-personal", "use.personal", True, "Over an hour at personal sites on one day.", _long_personal),
    Recipe(
        "filesharing", "use.copyright", True, "Visits to a site that shares films and music.", _visits("filesharing")
    ),
    Recipe("adult", "misuse.content", True, "Pages of an adult site.", _visits("adult")),
    Recipe("hate", "misuse.content", True, "Pages of a site that spreads hate.", _visits("hate")),
    Recipe("warez", "misuse.illegal", True, "Pages that offer cracked programs.", _visits("warez")),
    Recipe("hacking", "misuse.illegal", True, "Pages that sell break-in tools.", _visits("hacking")),
    Recipe(
        "anonymiser", "misuse.identity", True, "Browsing through a site that hides who browses.", _visits("anonymiser")
    ),
    Recipe("tor", "misuse.identity", True, "Tunnels to ports on which Tor relays listen.", _tor),
    Recipe(
        "installer",
        "security.downloads",
        True,
        "A program that nobody approved.",
        _download("installers"),
        by_day=False,
    ),
    Recipe(
        "program", "security.downloads", True, "Another program nobody approved.", _download("installers"), by_day=False
    ),
    Recipe("short-personal", "use.personal", False, "Personal sites, for less than the hour.", _short_personal),
    Recipe("open-tab", "use.personal", False, "A page left open that renews itself.", _open_tab),
    Recipe(
        "own-page",
        "use.personal",
        False,
        "The library's page on a social site, by permit.",
        _own_page,
        only="Communications",
    ),
    Recipe("stray-ad", "use.purpose", False, "One advertisement inside another page.", _stray),
    Recipe("refused", "use.purpose", False, "One visit that the filter refused.", _refused("gambling")),
    Recipe("charity-bingo", "use.purpose", False, "Pages about bingo, betting and dating.", _pages("charity_bingo")),
    Recipe("open-torrents", "use.copyright", False, "Works that may be shared.", _pages("open_torrents")),
    Recipe("health", "misuse.content", False, "Health and art pages.", _pages("health")),
    Recipe("history", "misuse.content", False, "History and news about hatred.", _pages("history")),
    Recipe("security-news", "misuse.illegal", False, "Articles about piracy and break-ins.", _pages("security_news")),
    Recipe(
        "permitted-vpn",
        "misuse.identity",
        False,
        "A tunnel that a permit allows.",
        _permitted_tunnel,
        only="Information Technology",
    ),
    Recipe("privacy-news", "misuse.identity", False, "Articles about VPNs and Tor.", _pages("privacy_news")),
    Recipe("odd-ports", "misuse.identity", False, "Tunnels to unusual ports of ordinary services.", _odd_ports),
    Recipe(
        "approved",
        "security.downloads",
        False,
        "A program that a permit names.",
        _download("approved_installers"),
        by_day=False,
    ),
    Recipe(
        "own-program",
        "security.downloads",
        False,
        "A program from the library's own server.",
        _download("own_installers"),
        by_day=False,
    ),
    Recipe("update", "security.downloads", False, "A system update.", _update, by_day=False),
    Recipe(
        "landing-page",
        "security.downloads",
        False,
        "A page about a program, not the program.",
        _download("landing_pages", small=True),
        by_day=False,
    ),
    Recipe(
        "refused-program",
        "security.downloads",
        False,
        "A program that the filter refused.",
        _download("installers", result=DENIED),
        by_day=False,
    ),
)
