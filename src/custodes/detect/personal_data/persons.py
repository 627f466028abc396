"""Birth dates and homes: what is personal because of whom it is said."""

from __future__ import annotations

import re

from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.people import find_name
from custodes.detect.personal_data.words import STREETS

_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"(?<![\d/.-])(?:{_MONTH}[/.-]{_DAY}[/.-](?:{_YEAR}|\d\d)|{_DAY}[/.-]{_MONTH}[/.-]{_YEAR}|{_YEAR}-{_MONTH}-{_DAY}"
    rf"|{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS}\.?,? {_YEAR})"
    r"(?![\d/-])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_BORN_WITHIN, _NAMED_WITHIN = 48, 90
_OF_A_LIFE = re.compile(r"\b(?:was|were) born$", re.IGNORECASE)
_OF_A_LIFE_BACK = 12
_TOWN = r"(?P<town>[,\s]{1,3}[A-Z][A-Za-z .'-]{1,30}[,\s]{1,3}[A-Z]{2}\.? \d{5}(?:-\d{4})?\b)?"
_ADDRESS = re.compile(
    r"(?<![\w.:-])\d{1,6}[A-Za-z]? (?:[NSEW]{1,2}\.? )?(?:(?:(?![AP]M )[A-Z][\w'.-]*|\d+(?:st|nd|rd|th)) ){1,4}"
    rf"(?i:{STREETS})\b\.?(?:,? (?i:apt|apartment|suite|ste|unit|#)\.? ?[\w-]{{1,6}})?{_TOWN}"
)
_BOX = re.compile(rf"(?i:p\.? ?o\.? box) \d{{1,6}}{_TOWN}")
_ADDRESS_BACK = 64


def find_birth_date(text: str, end: int) -> Hit | None:
    """The date announced as someone's birth by words that end at `end`."""
    if not _DIGIT.search(text, end, end + _BORN_WITHIN):
        return None
    found = _DATE.search(text, end, end + _BORN_WITHIN)
    if not found:
        return None
    named = find_name(text, end - _NAMED_WITHIN, found.end() + _NAMED_WITHIN)
    signals = ["words for a birth stand before it", *(["a name stands beside it"] if named else [])]
    score = 0.85 if named else 0.55
    if _OF_A_LIFE.search(text, max(0, end - _OF_A_LIFE_BACK), end):
        signals.append("it is told as of a life, as of authors")
        score = 0.55 if named else 0.4
    return Hit(Kind.BIRTH_DATE, *found.span(), score, tuple(signals))


def find_address(text: str, end: int) -> Hit | None:
    """The postal address around a word for a street that ends at `end`."""
    begin = max(0, end - _ADDRESS_BACK)
    for pattern in (_ADDRESS, _BOX):
        for found in pattern.finditer(text, begin, end + _ADDRESS_BACK):
            if found.start() <= end <= found.end() + 1:
                has_town = bool(found["town"])
                signals = ["a house number and a street", *(["a town, a state and a postal code"] if has_town else [])]
                return Hit(Kind.ADDRESS, *found.span(), 0.85 if has_town else 0.6, tuple(signals))
    return None
