"""All personal data in a text: candidates in one pass, then each by the recogniser of its kind."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence

from custodes.detect.personal_data.candidates import Sign, find_places
from custodes.detect.personal_data.cards import find_cards
from custodes.detect.personal_data.fold import fold
from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.iban import find_iban
from custodes.detect.personal_data.identity import (
    find_account,
    find_license,
    find_passport,
    find_record,
    find_routing,
    find_taxpayer,
)
from custodes.detect.personal_data.network import find_domain, find_email, find_ipv4, find_ipv6, find_url
from custodes.detect.personal_data.persons import find_address, find_birth_date, find_illness
from custodes.detect.personal_data.phones import find_phones
from custodes.detect.personal_data.security_numbers import find_security_numbers
from custodes.detect.personal_data.tables import read_table
from custodes.redact import PatronMask

SURE = 0.5
"""The least score of what is given unless less is asked for."""
_NUMBER_SIGNS = "0123456789 ().+/-"
_REACH = 64
"""Characters to each side that a number may go on."""

_FINDERS: dict[Sign, Callable[[str, int], Hit | None]] = {
    Sign.IBAN: find_iban,
    Sign.AT: find_email,
    Sign.URL: find_url,
    Sign.DOMAIN: find_domain,
    Sign.IPV4: find_ipv4,
    Sign.IPV6: find_ipv6,
    Sign.STREET: find_address,
    Sign.BIRTH: find_birth_date,
    Sign.LICENSE: find_license,
    Sign.PASSPORT: find_passport,
    Sign.ACCOUNT: find_account,
    Sign.ROUTING: find_routing,
    Sign.TAXPAYER: find_taxpayer,
    Sign.RECORD: find_record,
    Sign.MEDICAL: find_illness,
}


def find_personal_data(text: str, *, least: float = SURE, card_prefixes: Sequence[str] = ("2",)) -> list[Hit]:
    """The personal data in a text, in order; no two overlap, the surer one stays.

    `least` is the score below which a hit is left out; `card_prefixes` are what this library's cards begin with.
    """
    folded = fold(text)
    hits = [hit for hit in _find_all(folded, tuple(card_prefixes)) if hit.score >= least]
    return _apart(hits)


def _find_all(text: str, prefixes: tuple[str, ...]) -> Iterator[Hit]:
    covered, headed, is_card_possible = 0, 0, False
    for sign, end in find_places(text):
        if sign is Sign.HEADING:
            if end - 1 > headed:
                hits, headed = read_table(text, end - 2)
                yield from hits
        elif sign is not Sign.DIGITS:
            hit = _FINDERS[sign](text, end)
            if hit:
                yield hit
        elif end > covered:
            start, covered = _number_around(text, end)
            is_card_possible = is_card_possible or covered - start >= 14
            yield from _find_numbers(text, start, covered)
    if is_card_possible:
        yield from _find_library_cards(text, prefixes)


def _number_around(text: str, end: int) -> tuple[int, int]:
    """The stretch of digits, and of what may part them, around a place."""
    left, right = text[max(0, end - _REACH) : end], text[end : end + _REACH]
    start = end - len(left) + len(left.rstrip(_NUMBER_SIGNS))
    return start, end + len(right) - len(right.lstrip(_NUMBER_SIGNS))


def _find_numbers(text: str, start: int, end: int) -> Iterator[Hit]:
    """`end` is moved on a little, so that what stands after a number is seen."""
    stop = end + 12
    yield from find_security_numbers(text, start, stop)
    yield from find_phones(text, start, stop)
    if end - start >= 12:
        yield from find_cards(text, start, stop)


def _find_library_cards(text: str, prefixes: tuple[str, ...]) -> Iterator[Hit]:
    signals = ("its check digit is right", "it begins as this library's cards do")
    for code in PatronMask(prefixes).find_card_places(text.encode("latin-1")):
        yield Hit(Kind.LIBRARY_CARD, code.start, code.end, 0.8, signals)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Those that overlap no surer one, in order. Illness is told of a stretch that may hold others."""
    kept: list[tuple[int, int, Hit]] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.start - hit.end)):
        place = bisect_left(kept, (hit.start, hit.end))
        beside = kept[max(0, place - 1) : place + 1]
        if hit.kind is Kind.MEDICAL or all(hit.end <= start or end <= hit.start for start, end, _ in beside):
            insort(kept, (hit.start, hit.end, hit))
    return [hit for _, _, hit in kept]
