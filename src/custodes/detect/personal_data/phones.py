"""Phone numbers: by the way they are written, the plans of the world's numbers, and the words beside them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import phonenumbers

from custodes.detect.personal_data.context import after, before, has_letter, is_in_address
from custodes.detect.personal_data.hit import Hit, Kind

_EXTENSION = r"(?: ?(?:x|ext\.?|extension) ?\d{1,6})?"
_BEGIN, _END = r"(?<![\w.\-/#$])", r"(?![\w@]|-\w|[.:/]\d)"
_NORTH_AMERICAN = re.compile(
    rf"{_BEGIN}(?:\+?1[ .-]?|001[ .-])?(?:\(\d{{3}}\)[ -]?|\d{{3}}[ .-])\d{{3}}[ .-]\d{{4}}{_EXTENSION}{_END}"
)
_INTERNATIONAL = re.compile(rf"{_BEGIN}\+\d(?:[ .\-()]{{0,3}}\d){{6,14}}+{_EXTENSION}{_END}")
_LOCAL = re.compile(rf"{_BEGIN}(?<!\+)\(?\d(?:[ .\-/()]{{0,2}}\d){{6,14}}+{_EXTENSION}{_END}")

_SOMEONE = "me|us|him|her|them"
_SAID = re.compile(
    r"(?:\b(?:phone|phoned|(?:tele|i|smart)phone|t[eé]l[eé]fono?|tel|tlf|mobile?|m[oó]vil|handy|mob|cell|celular|cellular"
    r"|cellphone|fax|desk|office|home|landline|hotline|whatsapp|sms|emergency"
    rf"|text(?:ed|ing)?(?: (?:{_SOMEONE}))?|call(?:ed|ing)?(?: (?:{_SOMEONE}|back|now|from))?|ring|dial(?:ed|ing)?"
    r"|reach(?:ed|able)?|answering|answer|contact(?: me| us| number| details?)?|voice ?mail|pager|direct|ph"
    r"|messages? (?:to|at|on)|(?:my|his|her|their|your|our|the|new|'s|’s) number)\b"
    r"|(?:^|[|,;(])[ \t>*]*[TMFHOPCWD](?=:))"
    rf"(?:[ \t]+(?:{_SOMEONE}|at|on|to|is|was|number|no|via|under|back|it|by|or|the|line|my|this|that|following|please"
    r"|now|anytime|directly|from)|:?[ \t]+(?-i:[A-Z])[\w'.-]{1,20},?){0,8}[\s.:;#=()'\"*-]*$",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    r"^[\s,(\-]*(?:(?:is|was|as) (?:my|his|her|their|your|our)(?: new| old| own)?)?[ \t]?"
    r"(?:your number|(?<=[a-z] )number|office|fax|mobile|cell|home|work|desk|phone|tel|direct|landline)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:order|invoice|isbn|issn|ticket|tracking|serial|version|ver|build|commit|case|part|ref(?:erence)?|zip|box|upc"
    r"|oclc|id|sku|model|policy|docket|bug|rev|page|pp?|vol|account|acct|card|routing)\b[\s.:#=]*(?:no\.?|number|num)?"
    r"[\s.:#=]*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^(?:(?:19|20)\d\d([-./ ])\d\d?\1\d\d?|\d\d?([-./ ])\d\d?\2(?:19|20)\d\d|(?:19|20)\d{6}"
    r"|(?:19|20)\d\d-(?:19|20)\d\d)(?!\d)"
)
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
_AMERICAN_DIGITS = 10
_AMERICAN_CODE = 1
_TYPES = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan"),
    "voicemail",
)


def find_phones(text: str, start: int, end: int) -> list[Hit]:
    """The phone numbers between two places."""
    found: list[Hit] = []
    for pattern, judge in (
        (_NORTH_AMERICAN, _judge_american),
        (_INTERNATIONAL, _judge_foreign),
        (_LOCAL, _judge_local),
    ):
        for written in pattern.finditer(text, start, end):
            if all(written.end() <= hit.start or hit.end <= written.start() for hit in found):
                hit = judge(text, written)
                found += [hit] if hit else []
    return found


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
    if has_letter(said) and _SAID.search(said):
        return True
    return _SAID_AFTER.match(after(text, written.end())) is not None


def _is_otherwise(text: str, written: re.Match[str]) -> bool:
    said = before(text, written.start())
    return has_letter(said) and _OTHERWISE.search(said) is not None


def _count_digits(written: str) -> int:
    return sum(map(str.isdigit, written))


def is_valid(written: str, region: str | None) -> bool:
    """Whether a number so written is one of its country's plan; `region` for numbers that name no country."""
    number = re.split("[xe]", written)[0]
    digits = re.sub(r"\(0\)|[^\d+]", "", number)
    if region == "US" or digits.startswith(f"+{_AMERICAN_CODE}"):
        national = digits.removeprefix("00").removeprefix("+")
        if len(national) > _AMERICAN_DIGITS:
            national = national.removeprefix(str(_AMERICAN_CODE))
        return _american().fullmatch(national) is not None
    return _is_valid(digits, region)


@cache
def _american() -> re.Pattern[str]:
    """All that the plans of North America give out, as one expression: a hundred times quicker than asking each."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[_AMERICAN_CODE]
    plans = [phonenumbers.PhoneMetadata.metadata_for_region(region) for region in regions]
    said = (getattr(plan, name) for plan in plans for name in _TYPES)
    forms = {kind.national_number_pattern for kind in said if kind and kind.national_number_pattern}
    return re.compile("|".join(f"(?:{form})" for form in sorted(forms)))


@lru_cache(maxsize=4096)
def _is_valid(digits: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False
