"""The library's own web site, on Internet Information Services: https://learn.microsoft.com/windows/win32/http/w3c-logging."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

from custodes.sample.systems.files import Form, Record, write_text
from custodes.sample.systems.kinds import packed, week_of
from custodes.sample.systems.pages import BROWSERS
from custodes.sample.systems.seat import Crew, Seat, Step, outside_address
from custodes.sample.texts import load_text

VISITS_A_PERSON = 6
SERVER = "10.10.255.20"
_FIELDS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status "
    "sc-substatus sc-win32-status time-taken"
)
_FORM = Form(
    "line",
    write_text,
    begin=f"#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Fields: {_FIELDS}\n".encode(),
)


class Site:
    """One line a request."""

    name = "site"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/site/u_ex{week_of(day)[2:].replace('-', '')}.log", day), _FORM

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """What the public reads, and some who sign in."""
        rng, topics = crew.rng, load_text("sites")["topics"]
        for at in crew.around_the_clock(VISITS_A_PERSON * len(crew.staff)):
            client = outside_address(rng)
            if rng.random() < 0.02:
                yield Record(at, _line(at, client, "POST /user/login", 302, rng))
            else:
                status = rng.choices((200, 304, 404), (90, 7, 3))[0]
                yield Record(at, _line(at, client, f"GET /{rng.choice(topics)}", status, rng))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A request of the person's computer."""
        way = step.way
        request = f"{way['method']} {way['url']}"
        return Record(step.at, _line(step.at, seat.person.addresses[0], request, way.get("status", 200), seat.rng))


def _line(at: float, client: str, request: str, status: int, rng: Random) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    agent = BROWSERS[int(rng.random() * len(BROWSERS))].replace(" ", "+")
    asked = f"{SERVER} {request} - 443 - {client} {agent}"
    return f"{moment:%Y-%m-%d %H:%M:%S} {asked} - {status} 0 0 {rng.randrange(3, 900)}"
