"""How a planted visit goes: each function writes one instance as the requests the proxy sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from custodes.sample.texts import load_text
from custodes.sample.web.desk import DENIED, MISS, TUNNEL, Desk, Request

Write = Callable[[Desk], Iterator[Request]]

PERSONAL = ("shopping", "social", "games", "streaming", "sports", "mail")
TOR_PORTS = (9001, 9030, 9050, 9150)
PROGRAM_LEAST_BYTES, PROGRAM_MOST_BYTES = 400_000, 90_000_000


def sitting(kind: str) -> Write:
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


def long_personal(desk: Desk) -> Iterator[Request]:
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


def short_personal(desk: Desk) -> Iterator[Request]:
    """Close to the hour and under it."""
    kinds = tuple(desk.rng.sample(PERSONAL, 2))
    yield from desk.stretch(desk.moment(minutes_needed=60), desk.rng.uniform(48, 54), kinds)


def open_tab(desk: Desk) -> Iterator[Request]:
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


def own_page(desk: Desk) -> Iterator[Request]:
    """The library's own presence on a social site, tended by the one who may."""
    yield from desk.stretch(desk.moment(minutes_needed=90), desk.rng.uniform(70, 85), ("social",))


def stray_advertisement(desk: Desk) -> Iterator[Request]:
    """One advertisement, brought in by another page."""
    at = desk.moment()
    yield from desk.page(at - 1, "https://www.fernwoodherald.example/2026/10/09/fall-festival")
    host = desk.rng.choice(("www.luckyspin.example", "www.heartlink.example", "play.luckyspin.example"))
    path, kind = desk.rng.choice(
        (("banner/{n}.gif", "image/gif"), ("frame?slot={n}", "text/html"), ("ad/{hex}.js", "text/javascript"))
    )
    yield Request(at, f"https://{host}/{desk.say(path)}", kind, length=9_000)


def refused_click(kind: str) -> Write:
    """A click that the filter stopped."""

    def write(desk: Desk) -> Iterator[Request]:
        yield Request(desk.moment(), desk.address(kind), result=DENIED, length=3_900)

    return write


def reading(kind: str) -> Write:
    """Pages that speak of what they are not."""

    def write(desk: Desk) -> Iterator[Request]:
        at, pages = desk.moment(), load_text("visits")["innocent_pages"][kind]
        for _ in range(desk.rng.randrange(4, 9)):
            yield from desk.page(at, desk.say(desk.rng.choice(pages)))
            at += desk.rng.uniform(15, 150)

    return write


def download(kind: str, *, result: str = MISS, small: bool = False) -> Write:
    """One file fetched, from a row of that table: a program's size, or a page's."""

    def write(desk: Desk) -> Iterator[Request]:
        rng = desk.rng
        url, mime = rng.choice(load_text("visits")[kind])
        size = rng.randrange(4_000, 90_000) if small else rng.randrange(PROGRAM_LEAST_BYTES, PROGRAM_MOST_BYTES)
        at = desk.moment()
        yield Request(
            at, desk.say(url), "text/html" if result == DENIED else mime, result, 3_900 if result == DENIED else size
        )

    return write


def system_update(desk: Desk) -> Iterator[Request]:
    """A system or browser that renews itself."""
    yield update_request(desk.rng, desk.moment())


def update_request(rng: Random, at: float) -> Request:
    """A package fetched from the maker of a system or browser."""
    row = rng.choice(load_text("sites")["updates"])
    url = row["url"].format(n=rng.randrange(1, 90), hex=f"{rng.getrandbits(80):020x}")
    return Request(at, url, row["type"], length=int(row["megabytes"] * rng.uniform(0.7, 1.3) * 1_000_000))


def tor_ports(desk: Desk) -> Iterator[Request]:
    """Tunnels to the ports on which Tor relays listen."""
    at = desk.moment()
    for _ in range(desk.rng.randrange(3, 9)):
        relay = f"198.51.100.{desk.rng.randrange(1, 254)}:{desk.rng.choice(TOR_PORTS)}"
        yield Request(at, relay, "-", TUNNEL, desk.rng.randrange(4_000, 900_000))
        at += desk.rng.uniform(20, 400)


def permitted_tunnel(desk: Desk) -> Iterator[Request]:
    """Some tunnels of the one who may."""
    at = desk.moment()
    for _ in range(desk.rng.randrange(2, 6)):
        yield Request(at, "eu3.veilway.example:443", "-", TUNNEL, desk.rng.randrange(40_000, 900_000))
        at += desk.rng.uniform(60, 300)


def odd_ports(desk: Desk) -> Iterator[Request]:
    """Tunnels to ports that are no anonymiser's: a scanner's console, a vendor's own."""
    for host in desk.rng.sample(
        ["scans.paperdeck.example:9443", "sip.roundtable.example:5061", "z3950.unioncat.example:210"], 2
    ):
        yield Request(desk.moment(), host, "-", TUNNEL, 48_000)
