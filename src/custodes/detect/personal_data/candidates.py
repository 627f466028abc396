"""Where to look: every place of a text that may hold personal data, in one pass over its bytes.

What is found here is only a reason to look closer; the recognisers decide.
"""

from __future__ import annotations

import contextlib
from enum import IntEnum
from functools import cache
from itertools import count

import hyperscan

from custodes.detect.compiled import compile_database
from custodes.detect.personal_data import words
from custodes.detect.personal_data.iban import COUNTRIES
from custodes.detect.personal_data.tables import HEADINGS

MOST_PLACES = 200_000
"""A text with more is no letter, and has been looked at enough."""


class Sign(IntEnum):
    """What stands at a place."""

    DIGITS = 0
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
    Sign.DIGITS: r"(?:[0-9][ ().+/\-]{0,3}){6}[0-9]",
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


def find_places(folded: str) -> list[tuple[Sign, int]]:
    """What stands where in a folded text: each sign with the place where it ends, in order of the ends."""
    places: list[tuple[Sign, int]] = []
    signs = list(EXPRESSIONS)
    numbers = count(1)

    def note(number: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
        places.append((signs[number], end))
        return next(numbers) >= MOST_PLACES or None

    with contextlib.suppress(hyperscan.ScanTerminated):
        _database().scan(folded.encode("latin-1"), match_event_handler=note)
    return places


@cache
def _database() -> hyperscan.Database:
    expressions = [expression.encode() for expression in EXPRESSIONS.values()]
    return compile_database(expressions, flags=hyperscan.HS_FLAG_CASELESS)
