"""The web gate of the wireless network, which tells of each request by syslog: in CEF, every second week in LEEF.

"Implementing ArcSight Common Event Format", revision 26; https://www.ibm.com/docs/en/dsm?topic=leef-event-components
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from custodes.sample.people import Member
from custodes.sample.systems.files import LINES, Form, Record
from custodes.sample.systems.kinds import is_odd_week, packed, week_of
from custodes.sample.systems.pages import Page, ordinary_pages, page_of
from custodes.sample.systems.seat import Crew, Seat, Step

REQUESTS_A_PERSON = 8.0
USED_BY_ONE_OF = 3
"""Every so many people are on the wireless for a good part of a day."""


class Gate:
    """One line a request."""

    name = "gate"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/gate/gate-{week_of(day)}.log", day), LINES

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Pages of work, from a third of those who are there."""
        pages = ordinary_pages()
        for at, person in crew.moments(REQUESTS_A_PERSON):
            if (person.number + crew.day.toordinal()) % USED_BY_ONE_OF == 0:
                yield Record(at, _line(crew.day, at, person, crew.rng.choice(pages)))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A request of the person's."""
        return Record(step.at, _line(seat.day, step.at, seat.person, page_of(step.way, seat.rng)))


def _line(day: date, at: float, person: Member, page: Page) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    head = f"<134>{moment:%b} {moment.day:>2} {moment:%H:%M:%S} gate1 "
    return head + (_leef(moment, person, page) if is_odd_week(day) else _cef(at, person, page))


def _cef(at: float, person: Member, page: Page) -> str:
    values = {
        "act": "Allowed", "app": page.scheme.upper(), "dhost": page.host, "dst": page.address, "in": page.length,
        "out": 812, "outcome": page.status, "request": page.url, "requestClientApplication": page.agent,
        "requestMethod": page.method, "rt": int(at * 1000), "src": person.addresses[-1], "suser": person.email,
    }  # fmt: skip
    fields = " ".join(f"{name}={_escaped(str(value))}" for name, value in values.items() if value != "-")
    return f"CEF:0|Zscaler|NSSWeblog|5.7|Allowed|Allowed|3|{fields}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("=", "\\=")


def _leef(moment: datetime, person: Member, page: Page) -> str:
    values = {
        "devTime": f"{moment:%Y-%m-%d %H:%M:%S}+0000", "devTimeFormat": "yyyy-MM-dd HH:mm:ssZ", "action": "permitted",
        "usrName": person.account, "src": person.addresses[-1], "dst": page.address, "hostname": page.host,
        "method": page.method, "url": page.url, "httpStatus": page.status, "dstBytes": page.length,
        "contentType": page.kind, "userAgent": page.agent,
    }  # fmt: skip
    fields = "\t".join(f"{name}={value}" for name, value in values.items() if value != "-")
    return f"LEEF:1.0|Forcepoint|Security|8.5.6|transaction:permitted|{fields}"
