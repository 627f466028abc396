"""Texts on the library's telephones, as SMS Backup & Restore saves them.

https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from xml.sax.saxutils import quoteattr

from custodes.sample.systems.files import Form, Record, write_text
from custodes.sample.systems.kinds import week_of
from custodes.sample.systems.seat import Crew, Seat, Step, say_something

TEXTS_A_TELEPHONE = 2.5
SHARE_SENT = 0.4
TELEPHONES_EVERY, MOST_TELEPHONES = 6, 40
"""Every so many people carry a telephone of the library, of which a copy is kept; up to so many."""
_PROLOG = b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses type=\"incremental\">\n"
_FORM = Form("record", write_text, begin=_PROLOG, end=b"\n</smses>\n")


class Telephones:
    """A backup of each telephone a week."""

    name = "phones"

    def place(self, day: date, key: str) -> tuple[str, Form]:
        """A file a week and telephone."""
        return f"messages/phones/{key}/sms-{week_of(day)}.xml", _FORM

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Texts of those who have one, from colleagues and people outside."""
        rng, most = crew.rng, TELEPHONES_EVERY * MOST_TELEPHONES
        for at, person in crew.moments(TEXTS_A_TELEPHONE):
            if person.number % TELEPHONES_EVERY == 0 and person.number < most:
                said = say_something("texts", rng)
                yield Record(at, _text(at, said, rng, is_sent=rng.random() < SHARE_SENT), person.account)

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A text that reached the person."""
        return Record(step.at, _text(step.at, step.way["text"], seat.rng, is_sent=False), seat.person.account)


def _text(at: float, said: str, rng: Random, *, is_sent: bool) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    values = {
        "protocol": "0", "address": f"+1312555{rng.randrange(100, 200):04d}", "date": str(int(at * 1000)),
        "type": "2" if is_sent else "1", "subject": "null", "body": said, "toa": "null", "sc_toa": "null",
        "service_center": "null", "read": "1", "status": "-1", "locked": "0", "date_sent": "0", "sub_id": "1",
        "readable_date": f"{moment:%b} {moment.day}, {moment:%Y %I:%M:%S %p}", "contact_name": "(Unknown)",
    }  # fmt: skip
    return f"  <sms {' '.join(f'{name}={quoteattr(value)}' for name, value in values.items())} />"
