"""Where to look: every place of a text that may hold personal data, in two passes over its bytes.

What is found here is only a reason to look closer; the recognisers decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import hyperscan

from custodes.detect.compiled import compile_database
from custodes.detect.personal_data import words
from custodes.detect.personal_data.iban import COUNTRIES
from custodes.detect.personal_data.tables import HEADINGS

MOST_PLACES = 200_000
"""A text with more is no letter; where it has been looked at so far is told."""


class Sign(IntEnum):
    """What stands at a place."""

    DIGITS = 0
    """A stretch of digits, and of what may part them."""
    IBAN = 1
    AT = 2
    URL = 3
    DOMAIN = 4
    IPV4 = 5
    IPV6 = 6
    STREET = 7
    BIRTH = 8
    LICENSE = 9
    PASSPORT = 10
    ACCOUNT = 11
    ROUTING = 12
    TAXPAYER = 13
    RECORD = 14
    MEDICAL = 15
    HEADING = 16


_EDGE = "(?:^|[^0-9a-z])"
_HEX = "[0-9a-f]"
EXPRESSIONS = {
    Sign.IBAN: f"{_EDGE}(?:{'|'.join(sorted(COUNTRIES))})[0-9]{{2}} ?[0-9a-z]{{4}} ?[0-9a-z]{{4}}",
    Sign.AT: "[0-9a-z_+%-]@[0-9a-z]",
    Sign.URL: "https?://|www[.][0-9a-z]",
    Sign.DOMAIN: f"{_EDGE}(?:[0-9a-z-]{{2,40}}[.]){{1,3}}(?:com|org|net|edu|gov|io|info)[^0-9a-z.-]",
    Sign.IPV4: "[0-9][.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]",
    Sign.IPV6: f"(?:{_HEX}{{1,4}}:){{4}}|{_HEX}{{1,4}}::{_HEX}",
    Sign.STREET: rf"[0-9][a-z]? [0-9a-z .'\-]{{2,40}} (?:{words.STREETS})[^a-z]|p[.]? ?o[.]? box [0-9]",
    Sign.BIRTH: f"{_EDGE}(?:{words.BIRTH})",
    Sign.LICENSE: f"{_EDGE}(?:{words.LICENSE})",
    Sign.PASSPORT: f"{_EDGE}(?:{words.PASSPORT})",
    Sign.ACCOUNT: f"{_EDGE}(?:{words.ACCOUNT})",
    Sign.ROUTING: f"{_EDGE}(?:{words.ROUTING})",
    Sign.TAXPAYER: f"{_EDGE}(?:{words.TAXPAYER})",
    Sign.RECORD: f"{_EDGE}(?:{words.RECORD})",
    Sign.MEDICAL: f"{_EDGE}(?:{words.MEDICAL})",
    Sign.HEADING: rf"(?:^|[\n,;\t|]) ?\"?(?:{HEADINGS})\"? ?[,;\t|\r\n]",
}

_DIGITS = re.compile(r"[0-9](?:[ ().+/\-]{0,3}[0-9]){6,}+")


class Place(NamedTuple):
    """Where something stands that may be personal data."""

    end: int
    sign: Sign
    start: int
    """Known only of digits; of others a place inside."""


def find_places(folded: str) -> tuple[list[Place], int]:
    """What stands where in a folded text, in order of the ends, and up to where all of it was found."""
    places: list[Place] = []
    signs = list(EXPRESSIONS)

    def note(number: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
        places.append(Place(end, signs[number], end))
        return len(places) >= MOST_PLACES or None

    until = len(folded)
    try:
        _database().scan(folded.encode("latin-1"), match_event_handler=note)
    except hyperscan.ScanTerminated:
        until = places[-1].end
    places += _find_digits(folded, until)
    places.sort()
    return places, until


def _find_digits(folded: str, until: int) -> Iterator[Place]:
    return (Place(found.end(), Sign.DIGITS, found.start()) for found in _DIGITS.finditer(folded, 0, until))


@cache
def _database() -> hyperscan.Database:
    expressions = [expression.encode() for expression in EXPRESSIONS.values()]
    return compile_database(expressions, flags=hyperscan.HS_FLAG_CASELESS)
