"""Phone numbers: by the way they are written, the plans of the world's numbers, and the words beside them."""

from __future__ import annotations

import re
from bisect import bisect_left

from custodes.detect.personal_data.context import after, before, has_letter, is_in_address
from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.numbering import is_valid

_EXTENSION = r"(?: ?(?:x|ext\.?|extension) ?\d{1,6})?"
_BEGIN, _END = r"(?<![\w.\-/#$])", r"(?![\w@]|-\w|[.:/]\d)"
_NORTH_AMERICAN = re.compile(
    rf"{_BEGIN}(?:\+?1[ .-]?|001[ .-])?(?:\(\d{{3}}\)[ -]?|\d{{3}}[ .-])\d{{3}}[ .-]\d{{4}}{_EXTENSION}{_END}"
)
_INTERNATIONAL = re.compile(rf"{_BEGIN}\+\d(?:[ .\-()]{{0,3}}\d){{6,14}}+{_EXTENSION}{_END}")
_LOCAL = re.compile(rf"{_BEGIN}(?<!\+)\(?\d(?:[ .\-/()]{{0,2}}\d){{6,14}}+{_EXTENSION}{_END}")

_SOMEONE = "me|us|him|her|them"
_SAID = re.compile(
    r"\b(?:phone|phoned|(?:tele|i|smart)phone|t[eé]l[eé]fono?|tel|tlf|mobile?|m[oó]vil|handy|mob|cell|celular|cellular"
    r"|cellphone|fax|desk|office|home|landline|hotline|whatsapp|sms|emergency"
    rf"|text(?:ed|ing)?(?: (?:{_SOMEONE}))?|call(?:ed|ing)?(?: (?:{_SOMEONE}|back|now|from))?|ring|dial(?:ed|ing)?"
    r"|reach(?:ed|able)?|answering|answer|contact(?: me| us| number| details?)?|voice ?mail|pager|direct|ph"
    r"|messages? (?:to|at|on)|(?:my|his|her|their|your|our|the|new|'s) number)\b"
    r"|(?:^|[|,;(])[ \t>*]*[tmfhopcwd](?=:)"
)
"""In small letters: a search that need not mind the case is many times quicker."""
_SAID_ON = re.compile(
    rf"(?:[ \t]+(?:{_SOMEONE}|at|on|to|is|was|number|no|via|under|back|it|by|or|the|line|my|this|that|following|please"
    r"|now|anytime|directly|from)|:?[ \t]+(?-i:[A-Z])[\w'.-]{1,20},?){0,8}[\s.:;#=()'\"*-]*",
    re.IGNORECASE,
)
"""What may stand between such a word and the number."""
_SAID_AFTER = re.compile(
    r"^[\s,(\-]*(?:(?:is|was|as) (?:my|his|her|their|your|our)(?: new| old| own)?)?[ \t]?"
    r"(?:your number|(?<=[a-z] )number|office|fax|mobile|cell|home|work|desk|phone|tel|direct|landline)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:order|invoice|isbn|issn|ticket|tracking|serial|version|ver|build|commit|case|part|ref(?:erence)?|zip|box|upc"
    r"|oclc|id|sku|model|policy|docket|bug|rev|page|pp?|vol|account|acct|card|routing)\b"
)
_OTHERWISE_ON = re.compile(r"[\s.:#=]*(?:no\.?|number|num)?[\s.:#=]*")
_DATE = re.compile(
    r"^(?:(?:19|20)\d\d([-./ ])\d\d?\1\d\d?|\d\d?([-./ ])\d\d?\2(?:19|20)\d\d|(?:19|20)\d{6}"
    r"|(?:19|20)\d\d-(?:19|20)\d\d)(?!\d)"
)
_LEAST_DIGITS, _MOST_DIGITS = 7, 15


def find_phones(text: str, start: int, end: int) -> list[Hit]:
    """The phone numbers between two places."""
    found: list[Hit] = []
    for pattern, judge in (
        (_NORTH_AMERICAN, _judge_american),
        (_INTERNATIONAL, _judge_foreign),
        (_LOCAL, _judge_local),
    ):
        taken = [(hit.start, hit.end) for hit in found]
        for written in pattern.finditer(text, start, end):
            if _is_free(taken, *written.span()):
                hit = judge(text, written)
                found += [hit] if hit else []
        found.sort(key=lambda hit: hit.start)
    return found


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether none of the stretches taken, in order and apart, overlaps this one."""
    place = bisect_left(taken, (end, 0))
    return place == 0 or taken[place - 1][1] <= start


def _judge_american(text: str, written: re.Match[str]) -> Hit | None:
    is_said = _is_said(text, written)
    if _is_otherwise(text, written) or (not is_said and is_in_address(text, written.start())):
        return None
    if not is_valid(written[0], "US"):
        return _hit(written, 0.7, "words for a phone stand beside it") if is_said else None
    signals = ["it is a number that can be dialled in North America"]
    if is_said:
        return _hit(written, 0.95, *signals, "words for a phone stand beside it")
    return _hit(written, 0.5 if "." in written[0] else 0.65, *signals)


def _judge_foreign(text: str, written: re.Match[str]) -> Hit | None:
    is_said = _is_said(text, written)
    if is_valid(written[0], None):
        return _hit(written, 0.95 if is_said else 0.75, "it is a number that can be dialled from anywhere")
    if not _LEAST_DIGITS <= _count_digits(written[0]) <= _MOST_DIGITS:
        return None
    return _hit(written, 0.7, "words for a phone stand beside it") if is_said else None


def _judge_local(text: str, written: re.Match[str]) -> Hit | None:
    digits = _count_digits(re.split("[xe]", written[0])[0])
    if not _LEAST_DIGITS <= digits <= _MOST_DIGITS or _DATE.match(written[0]) or not _is_said(text, written):
        return None
    return _hit(written, 0.7, "words for a phone stand beside it")


def _hit(written: re.Match[str], score: float, *signals: str) -> Hit:
    return Hit(Kind.PHONE, *written.span(), score, signals)


def _is_said(text: str, written: re.Match[str]) -> bool:
    said = before(text, written.start())
    if has_letter(said) and any(_SAID_ON.fullmatch(said, found.end()) for found in _SAID.finditer(said.lower())):
        return True
    return _SAID_AFTER.match(after(text, written.end())) is not None


def _is_otherwise(text: str, written: re.Match[str]) -> bool:
    said = before(text, written.start()).lower()
    if not has_letter(said):
        return False
    return any(_OTHERWISE_ON.fullmatch(said, found.end()) for found in _OTHERWISE.finditer(said))


def _count_digits(written: str) -> int:
    return sum(map(str.isdigit, written))
