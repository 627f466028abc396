"""Numbers that only their words tell: driver's licences, passports, bank accounts, taxpayers, patients."""

from __future__ import annotations

import re

from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.licenses import fits_a_state, named_states

_NUMBER = (
    r"(?:\s{0,9}(?:number|numbers|num|nr|no|id|card|details|like|data|record|is|was|listed|it'?s)\b\.?"
    r"|\s{0,9}(?:of|for)(?: [\w']+){0,3}"
    r"|\s{0,9}[:#=\"'(\[,.-]){0,6}\s{0,9}"
)
_LICENSE = re.compile(_NUMBER + r"(?P<value>[A-Za-z]{0,9}[ -]?\d[\dA-Za-z*-]{3,18}\d[A-Za-z]?)(?![\w-])", re.IGNORECASE)
_PASSPORT = re.compile(_NUMBER + r"(?P<value>[A-Za-z]{0,3}\d{6,9}[A-Za-z]?)(?![\w-])", re.IGNORECASE)
_ACCOUNT = re.compile(_NUMBER + r"(?P<value>(?:[A-Za-z]{2,4})?\d(?:[ -]?\d){5,16}[A-Za-z]?)(?![\w-])", re.IGNORECASE)
_ROUTING = re.compile(_NUMBER + r"(?P<value>\d{9}|\d{4}-\d{4}-\d)(?![\w-])", re.IGNORECASE)
_TAXPAYER = re.compile(_NUMBER + r"(?P<value>\d\d-\d{7}|9\d\d-\d\d-\d{4})(?![\w-])", re.IGNORECASE)
_RECORD = re.compile(_NUMBER + r"(?P<value>(?:[A-Za-z]{1,4}-?)?\d[\dA-Za-z-]{3,14})(?![\w-])", re.IGNORECASE)
_OF_A_BANK = re.compile(
    r"\b(?:bank\w*|checking|savings?|routing|aba|deposit|wire|wired|transfer|credit union|iban|swift|bic|sort code)\b",
    re.IGNORECASE,
)
_OF_A_DRIVER = re.compile(r"driv|dl|d\.l|dmv", re.IGNORECASE)
_FULL_NUMBER = re.compile(r"number|no\b|num|#|id|[:=]", re.IGNORECASE)
_LOOKED_AROUND = 120


def find_license(text: str, end: int) -> Hit | None:
    """The driver's licence number announced by words that end at `end`."""
    found = _LICENSE.match(text, end - 1) or _LICENSE.match(text, end)
    if not found or _count_digits(found["value"]) < 4:
        return None
    value = re.sub("[ -]", "", found["value"]).upper()
    states = fits_a_state(value)
    if not _OF_A_DRIVER.search(text[max(0, end - 16) : end]) and not (states and value[0].isalpha()):
        return None
    signals = ["the words for a driver's licence stand before it"]
    if states:
        signals.append("it is written as a state writes such numbers")
    named = named_states(text[max(0, end - _LOOKED_AROUND) : found.end() + _LOOKED_AROUND // 2])
    is_named = bool(named & states)
    signals += ["that state is named beside it"] if is_named else []
    return _hit(Kind.LICENSE, found, 0.9 if is_named else 0.75 if states else 0.6, signals)


def find_passport(text: str, end: int) -> Hit | None:
    """The passport number announced by the word that ends at `end`."""
    found = _PASSPORT.match(text, end)
    if not found:
        return None
    is_called_number = _FULL_NUMBER.search(text[end : found.start("value")]) is not None
    score = 0.8 if is_called_number else 0.55
    return _hit(Kind.PASSPORT, found, score, ["the word passport stands before it"])


def find_account(text: str, end: int) -> Hit | None:
    """The account number announced by words that end about at `end`; surer where a bank is spoken of."""
    found = _ACCOUNT.match(text, end) or _ACCOUNT.match(text, end - 1)
    if not found:
        return None
    around = text[max(0, end - _LOOKED_AROUND) : found.end() + _LOOKED_AROUND // 2]
    signals = ["the words for an account stand before it"]
    is_banks = _OF_A_BANK.search(around) is not None
    signals += ["words for a bank stand beside it"] if is_banks else []
    is_called_number = _FULL_NUMBER.search(text[end : found.start("value")]) is not None
    return _hit(Kind.ACCOUNT, found, 0.7 if is_banks else 0.5 if is_called_number else 0.4, signals)


def find_routing(text: str, end: int) -> Hit | None:
    """The routing number of a US bank announced by words that end about at `end`."""
    found = _ROUTING.match(text, end) or _ROUTING.match(text, end - 1)
    if not found or not is_routing(found["value"].replace("-", "")):
        return None
    return _hit(Kind.ROUTING, found, 0.9, ["its check digit is right", "the words for it stand before it"])


def is_routing(digits: str) -> bool:
    """Whether nine digits are a routing number: a district's beginning, weights 3, 7, 1 adding up to tens (ABA)."""
    district = int(digits[:2])
    is_district = district <= 12 or 21 <= district <= 32 or 61 <= district <= 72 or district == 80
    total = sum(int(digit) * (3, 7, 1)[place % 3] for place, digit in enumerate(digits))
    return is_district and total > 0 and total % 10 == 0


def find_taxpayer(text: str, end: int) -> Hit | None:
    """The taxpayer's number announced by words that end about at `end`: an employer's or an ITIN."""
    found = _TAXPAYER.match(text, end) or _TAXPAYER.match(text, end - 1)
    return _hit(Kind.TAXPAYER, found, 0.8, ["the words for it stand before it"]) if found else None


def find_record(text: str, end: int) -> Hit | None:
    """The number of a patient or an insured person announced by words that end about at `end`."""
    found = _RECORD.match(text, end) or _RECORD.match(text, end - 1)
    if not found or _count_digits(found["value"]) < 4:
        return None
    return _hit(Kind.RECORD, found, 0.65, ["the words for a patient's or insured person's number stand before it"])


def _count_digits(value: str) -> int:
    return sum(map(str.isdigit, value))


def _hit(kind: Kind, found: re.Match[str], score: float, signals: list[str]) -> Hit:
    return Hit(kind, *found.span("value"), score, tuple(signals))
