"""One pass over a text: where personal data may stand, and at each place the recogniser of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from custodes.detect.effort import Effort
from custodes.detect.personal_data.candidates import Place, Sign, find_places
from custodes.detect.personal_data.cards import SHORTEST_CARD, find_cards
from custodes.detect.personal_data.documents_of_identity import (
    find_account,
    find_license,
    find_passport,
    find_record,
    find_routing,
    find_taxpayer,
)
from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.iban import find_iban
from custodes.detect.personal_data.illness import find_illness
from custodes.detect.personal_data.network import find_domain, find_email, find_ipv4, find_ipv6, find_url
from custodes.detect.personal_data.persons import find_address, find_birth_date
from custodes.detect.personal_data.phones import find_phones
from custodes.detect.personal_data.security_numbers import find_security_numbers
from custodes.detect.personal_data.tables import read_table
from custodes.redact import PatronMask

PLACE_UNITS, CHARACTER_UNITS, ROW_UNITS, HIT_UNITS = 20, 4, 10, 6
"""What a look costs: at a place, for a character among digits, for a row of a table, and for what is found."""
_SIGNS_BEFORE, _SIGNS_BACK = "(+", 2
_SEEN_AFTER = 12
"""Characters after a number that may tell what it is."""
_LIBRARY_CARD_DIGITS = 14
_TELLING_DIGITS, _SURER_THAN_A_PAYMENT_CARD = 4, 0.96
"""What a card scores that begins with as many digits of this library's own: some issuers' cards are as long."""

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


class Look:
    """A folded text, how far it was looked at, and what that may still cost."""

    def __init__(self, text: str, effort: Effort, card_prefixes: tuple[str, ...]) -> None:
        self.until = len(text)
        """How far it was looked at: known once everything was asked for."""
        self._text = text
        self._effort = effort
        self._prefixes = card_prefixes
        self._headed = self._linked = 0
        self._is_card_possible = False

    def find_all(self) -> Iterator[Hit]:
        """The hits in no order; some may overlap."""
        places, self.until = find_places(self._text)
        for place in places:
            if place.start >= self.until:
                break
            if not self._effort.spend(PLACE_UNITS):
                self.until = place.start
                break
            for hit in self._find_at(place):
                self._effort.spend(HIT_UNITS)
                yield hit
        if self._is_card_possible:
            yield from _find_library_cards(self._text[: self.until], self._prefixes)

    def _find_at(self, place: Place) -> Iterator[Hit]:
        if place.sign is Sign.DIGITS:
            yield from self._find_numbers(place)
        elif place.sign is Sign.HEADING:
            yield from self._read_table(place)
        elif place.sign is not Sign.URL or place.end > self._linked:
            hit = _FINDERS[place.sign](self._text, place.end)
            if hit:
                self._linked = hit.end if hit.kind is Kind.URL else self._linked
                yield hit

    def _find_numbers(self, place: Place) -> Iterator[Hit]:
        end = min(place.end, place.start + self._effort.left // CHARACTER_UNITS)
        self._effort.spend((end - place.start) * CHARACTER_UNITS)
        if end < place.end:
            self.until = end
        self._is_card_possible |= end - place.start >= _LIBRARY_CARD_DIGITS
        before = self._text[max(0, place.start - _SIGNS_BACK) : place.start]
        start = place.start - len(before) + len(before.rstrip(_SIGNS_BEFORE))
        yield from find_security_numbers(self._text, start, end + _SEEN_AFTER)
        yield from find_phones(self._text, start, end + _SEEN_AFTER)
        if end - start >= SHORTEST_CARD:
            yield from find_cards(self._text, start, end + _SEEN_AFTER)

    def _read_table(self, place: Place) -> Iterator[Hit]:
        if place.end - 1 <= self._headed:
            return
        table = read_table(self._text, place.end - 2, most_rows=self._effort.left // ROW_UNITS)
        self._effort.spend((table.rows + 1) * ROW_UNITS)
        self._headed = table.end
        if table.is_cut:
            self.until = min(self.until, table.end)
        yield from table.hits


def _find_library_cards(text: str, prefixes: tuple[str, ...]) -> Iterator[Hit]:
    signals = ("its check digit is right", "it begins as this library's cards do")
    telling = tuple(prefix for prefix in prefixes if len(prefix) >= _TELLING_DIGITS)
    for code in PatronMask(prefixes).find_card_places(text.encode("latin-1")):
        score = _SURER_THAN_A_PAYMENT_CARD if code.digits.startswith(telling) else 0.8
        yield Hit(Kind.LIBRARY_CARD, code.start, code.end, score, signals)
