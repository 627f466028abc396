"""Payment cards: twelve to nineteen digits of an issuer's range, the last of which checks the others (ISO/IEC 7812)."""

from __future__ import annotations

import re
from typing import NamedTuple

from custodes.detect.personal_data.context import has_letter, said_near
from custodes.detect.personal_data.hit import Hit, Kind


class _Issuer(NamedTuple):
    name: str
    first: str
    """The range of its beginnings, as digits of one length."""
    last: str
    lengths: tuple[int, ...]


_ISSUERS = (
    _Issuer("Visa", "4", "4", (13, 16, 19)),
    _Issuer("Mastercard", "51", "55", (16,)),
    _Issuer("Mastercard", "2221", "2720", (16,)),
    _Issuer("American Express", "34", "34", (15,)),
    _Issuer("American Express", "37", "37", (15,)),
    _Issuer("Diners Club", "300", "305", (14,)),
    _Issuer("Diners Club", "3095", "3095", (14,)),
    _Issuer("Diners Club", "36", "36", (14,)),
    _Issuer("Diners Club", "38", "39", (14,)),
    _Issuer("enRoute", "2014", "2014", (15,)),
    _Issuer("enRoute", "2149", "2149", (15,)),
    _Issuer("JCB", "3528", "3589", (16, 17, 18, 19)),
    _Issuer("JCB", "3088", "3088", (16,)),
    _Issuer("JCB", "3096", "3096", (16,)),
    _Issuer("JCB", "3112", "3112", (16,)),
    _Issuer("JCB", "3158", "3158", (16,)),
    _Issuer("JCB", "3337", "3337", (16,)),
    _Issuer("JCB", "1800", "1800", (15,)),
    _Issuer("JCB", "2131", "2131", (15,)),
    _Issuer("Discover", "6011", "6011", (16, 17, 18, 19)),
    _Issuer("Discover", "644", "659", (16, 17, 18, 19)),
    _Issuer("UnionPay", "62", "62", (16, 17, 18, 19)),
    _Issuer("UnionPay", "810", "817", (16, 17, 18, 19)),
    _Issuer("Mir", "2200", "2204", (16,)),
    _Issuer("RuPay", "60", "60", (16,)),
    _Issuer("RuPay", "82", "82", (16,)),
    _Issuer("Maestro", "50", "50", tuple(range(12, 20))),
    _Issuer("Maestro", "56", "69", tuple(range(12, 20))),
)
_ISSUERS_BY_DIGIT = {
    digit: tuple(issuer for issuer in _ISSUERS if issuer.first[0] <= digit <= issuer.last[0]) for digit in "0123456789"
}
_PLAIN_ENOUGH = (15, 16)
"""Lengths that are told without a word beside them. Others are serial numbers, times or a library's items as often."""
SHORTEST_UNKNOWN = 15
"""Digits of a card of no known issuer, at least."""
_WRITTEN = re.compile(
    r"(?<![\w.$€£/+-])(?:\d{12,19}|\d{4}(?P<by>[ .-])\d{4}(?P=by)\d{4}(?P=by)\d{4}(?:(?P=by)\d{1,3})?"
    r"|\d{4}(?P<of>[ -])\d{6}(?P=of)\d{4,5})"
    r"(?![\w-]|\.\d)"
)
_SAID = re.compile(
    r"(?:credit|debit|payment|bank|charge|master|visa|amex|american express|discover|diners|jcb|maestro|\bcc\b"
    r"|\bcards?\b|cvv|cvc|\bexp(?:ir\w*|\b)|tarjeta|karte|carte)",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:atm|cash|withdr|bill|transaction|purchase|pay|spend|limit|lost|stolen|block|visa)", re.IGNORECASE
)
ITEM_DIGITS = 14
"""A library's items and cards have as many, and the same check digit."""
_WORDS_BEFORE, _WORDS_AFTER = 90, 40
_OF_A_LIBRARY = re.compile(
    r"patron|librar|barcode|\bholds?\b|overdue|checked|borrow|\bdue\b|\bitems?\b|\bbooks?\b|shelf|title|loan|renew",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(r"(?:exp(?:ir|\b)|cvv|cvc|visa|master ?card|amex|credit|debit)", re.IGNORECASE)
SHORTEST_CARD = 12
"""Digits of the shortest card."""
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")


_SHOWN_EVERYWHERE = (
    "4111111111111111",
    "4012888888881881",
    "4242424242424242",
    "5555555555554444",
    "5105105105105100",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "30569309025904",
    "3530111333300000",
)
"""Numbers that payment firms print in their manuals, and nobody's card has."""
_AS_EXAMPLE = re.compile(
    r"\b(?:such as|for example|e\.g\.|looks? like|like this|samples?|test cards?|dummy)", re.IGNORECASE
)
_SURE_OF_EXAMPLE = 0.3


def find_cards(text: str, start: int, end: int) -> list[Hit]:
    """The payment cards between two places."""
    found = (_judge(text, written) for written in _WRITTEN.finditer(text, start, end))
    return [hit for hit in found if hit]


def _judge(text: str, written: re.Match[str]) -> Hit | None:
    digits = re.sub(r"\D", "", written[0])
    is_grouped, is_right = len(digits) != len(written[0]), passes_luhn(digits)
    if not is_right and not is_grouped:
        return None
    issuer = issuer_of(digits)
    is_said = said_near(text, *written.span(), _SAID, _SAID_AFTER)
    if len(digits) == ITEM_DIGITS and _is_of_a_library(text, written):
        return None
    if not issuer:
        return _judge_by_words(written, digits) if is_said and is_right else None
    signals = [f"it begins and is as long as a card of {issuer}"]
    signals += ["it is written in a card's groups"] if is_grouped else []
    signals += ["words for a card stand beside it"] if is_said else []
    if not is_right:
        return Hit(Kind.CARD, *written.span(), 0.5, tuple(signals)) if is_grouped and is_said else None
    signals.insert(0, "its check digit is right")
    is_paid = is_said or said_near(text, *written.span(), _PAID)
    score = 0.95 if is_said else 0.8 if is_grouped else 0.55 if is_paid or len(digits) in _PLAIN_ENOUGH else 0.3
    if digits in _SHOWN_EVERYWHERE and said_near(text, *written.span(), _AS_EXAMPLE):
        signals.append("it is one that is often shown as an example, and said to be one")
        score = min(score, _SURE_OF_EXAMPLE)
    return Hit(Kind.CARD, *written.span(), score, tuple(signals))


def _judge_by_words(written: re.Match[str], digits: str) -> Hit | None:
    """New ranges are given out every year: a number of no known one may be a card still."""
    if len(digits) < SHORTEST_UNKNOWN:
        return None
    return Hit(Kind.CARD, *written.span(), 0.6, ("its check digit is right", "words for a card stand beside it"))


def _is_of_a_library(text: str, written: re.Match[str]) -> bool:
    around = text[max(0, written.start() - _WORDS_BEFORE) : written.end() + _WORDS_AFTER]
    return has_letter(around) and _OF_A_LIBRARY.search(around) is not None


def issuer_of(digits: str) -> str:
    """Who issues cards that begin so and are so long; "" for nobody known."""
    for issuer in _ISSUERS_BY_DIGIT.get(digits[:1], ()):
        if issuer.first <= digits[: len(issuer.first)] <= issuer.last and len(digits) in issuer.lengths:
            return issuer.name
    return ""


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others: from the right, every second one doubled (ISO/IEC 7812-1, annex B)."""
    signs = digits[::-1].encode("ascii")
    return (sum(signs[0::2]) + sum(signs[1::2].translate(_DOUBLED)) - len(signs) * ord("0")) % 10 == 0
