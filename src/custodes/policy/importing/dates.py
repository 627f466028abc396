"""Dates as boards write them, and what the words around them say happened on that day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from custodes.policy.importing.wrapping import squeeze

Deed = Literal["approved", "revised", "other"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_UNITS = (  # noqa: SIM905 - words in a row read best as a line
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_ORDINALS = (  # noqa: SIM905 - the same
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_NUMBERS = {
    **_TENS,
    **{word: number for number, word in enumerate(_UNITS, 1)},
    **{word: number for number, word in enumerate(_ORDINALS, 1)},
    "twentieth": 20,
    "thirtieth": 30,
}

_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d|two\s+thousand(?:\s+and)?[\s-]+[a-z]+(?:[\s-][a-z]+)?)"
_DAY_WORD = rf"(?:(?:twenty|thirty)[\s-])?(?:{'|'.join(_ORDINALS)}|twentieth|thirtieth)"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_DAY_OF = rf"(?:{_DAY}|(?P<dayword>{_DAY_WORD}))\s*(?:day\s+)?(?:of\s+)?"

_FORMS = tuple(
    re.compile(rf"(?i)(?<![\w/.-]){form}(?![\w/]|-\d)")
    for form in (
        rf"{_MONTH}\s*{_DAY}\s*,?\s+{_YEAR}",
        rf"(?:(?:the|this)\s+)?{_DAY_OF}{_MONTH}\s*,?\s*(?:in\s+the\s+year\s+)?{_YEAR}",
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<monthnum>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>(?:19|20)?\d\d)",
        rf"(?P<day>\d{{1,2}})-{_MONTH}-(?P<year>(?:19|20)?\d\d)",
        rf"{_MONTH}\s*,?\s*(?:of\s+)?(?P<year>(?:19|20)\d\d)",
        r"(?P<monthnum>\d{1,2})/(?P<year>(?:19|20)\d\d)",
    )
)

_DEEDS = re.compile(
    r"""(?ix) \b(?:
      (?P<revised> (?:last\s+)?(?:revis(?:ed|ions?|ing)|amend(?:ed|ments?)?|updat(?:ed|es?))
        | modif(?:ied|ications?) | (?:last\s+)?(?:changed|edited) | rev(?=\.?\s*[\d:]|\.\s) )
    | (?P<approved> (?:re-?)?(?:approv(?:ed|als?|es)|appr?(?=\.|'d)|adopt(?:ed|ions?|s))
        | enact(?:ed|ment) | ratif(?:ied|ication) | passed(?!\s+away) | ordained
        | (?:motion|resolution)\s+(?:was\s+)?(?:carried|passed) )
    | (?P<other> (?:next\s+|last\s+)?(?:re)?view(?:ed)?s?(?:\s+date|\s+due)? | effective | issued | created
        | draft(?:ed)? | printed | acknowledged | signed | posted | received | supersed(?:es|ed|ing)
        | replac(?:es|ed|ing) | rescind(?:s|ed|ing) | previous(?:ly)? | expires? | retired | origin(?:ated|al)
        | training | presented | discussed | first\s+reading | tabled )
    )\b"""
)
_LAW = re.compile(r"(?i)\b(?:ilcs|public\s+act|p\.?\s?a\.\s+\d|u\.?s\.?c\.?\b|statutes?|§\s*\d|\bcode\s+of\s+federal)")
_SUPERSEDES = re.compile(r"(?i)\b(?:supersed|replac|rescind|previous)\w*\b[^.;]*$")
_SEGMENT = re.compile(r"[;\n|•●]|(?<=[a-z\d\)])\.\s+(?=[A-Z])|(?<=\d\d)\s{2,}|\t")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text and where it stands. `exact` is false where only the month is named."""

    on: date
    start: int
    end: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says of its own days."""

    approved_on: date | None
    revised_on: tuple[date, ...]
    inexact: tuple[date, ...] = ()
    """Days written as the first of a month because the document names only the month."""


def find_dates(text: str) -> list[Found]:
    """Every date in `text`, in order; month before day, as in the United States, where both are possible."""
    taken: list[Found] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < found.end and found.start < match.end() for found in taken):
                continue
            on = _as_date(match.groupdict())
            if on is not None:
                taken.append(Found(on, match.start(), match.end(), exact=_names_day(match.groupdict())))
    return sorted(taken, key=lambda found: found.start)


def names_a_date(text: str) -> bool:
    """Whether `text` has a word for what happened on a date: approved, revised, reviewed, effective."""
    return _DEEDS.search(text) is not None


def read_dates(texts: Iterable[str]) -> Told:
    """The approval and the revisions that `texts`, in reading order, tell of; the earliest approval counts."""
    approved: list[Found] = []
    revised: list[Found] = []
    carried: Deed = "other"
    for text in texts:
        carried = _read_text(text, carried, approved, revised)
    first = min(approved, key=lambda found: found.on, default=None)
    changes = {found.on: found for found in revised if first is None or found.on != first.on}
    kept = [*changes.values(), *([first] if first else [])]
    inexact = tuple(sorted({found.on for found in kept if not found.exact}))
    return Told(first.on if first else None, tuple(sorted(changes)), inexact)


def without_dates(text: str) -> str:
    """What is left of `text` when dates and the words for what happened on them are taken out."""
    for found in reversed(find_dates(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return squeeze(_DEEDS.sub(" ", text))


def _read_text(text: str, carried: Deed, approved: list[Found], revised: list[Found]) -> Deed:
    """Sorts the dates of one text; returns the label that dates on the next line would still have."""
    says: Deed = carried if not without_dates(text).strip(" ,:-–—.()&") and not names_a_date(text) else "other"
    for start, end in _segments(text):
        segment = text[start:end]
        found = find_dates(segment)
        if not found:
            says = _deed_of(segment, nearest_last=True) if names_a_date(segment) and _is_label(segment) else says
            continue
        if _LAW.search(segment):
            continue
        says = _read_segment(segment, found, says, approved, revised)
    return says


def _read_segment(segment: str, found: list[Found], says: Deed, approved: list[Found], revised: list[Found]) -> Deed:
    at = 0
    for number, one in enumerate(found):
        before = segment[at : one.start]
        until = found[number + 1].start if number + 1 < len(found) else len(segment)
        after = segment[one.end : until]
        used = 0
        if names_a_date(before):
            says = _deed_of(before, nearest_last=True)
        elif names_a_date(after) and (number == 0 or _follows_its_date(after)):
            says = _deed_of(after, nearest_last=False)
            used = len(after) if _follows_its_date(after) else 0
        if says == "approved":
            approved.append(one)
        elif says == "revised":
            revised.append(one)
        at = one.end + used
    return says


def _follows_its_date(after: str) -> bool:
    """A label in brackets or behind a dash, as in "9/24/24 (adopted), 3/18/25 (revised)"."""
    return re.match(r"\s*(?:\(|[–—-]\s|:)", after) is not None


def _deed_of(text: str, *, nearest_last: bool) -> Deed:
    """What the words nearest a date say; "Reviewed/Revised" and "approved as revised" are revisions.

    `nearest_last` tells on which side of `text` the date stands.
    """
    labels = list(_DEEDS.finditer(text))
    order = labels[::-1] if nearest_last else labels
    group = order[:1]
    for label in order[1:]:
        between = text[min(group[-1].end(), label.end()) : max(group[-1].start(), label.start())]
        if not re.fullmatch(r"\s*(?:,?\s*(?:and|or|as|then|&|the|was)?\s*|/)\s*", between):
            break
        group.append(label)
    if _SUPERSEDES.search(text[: group[-1].start()]) and nearest_last:
        return "other"
    kinds = {label.lastgroup for label in group}
    if "revised" in kinds:
        return "revised"
    return "approved" if "approved" in kinds else "other"


def _is_label(segment: str) -> bool:
    """Words that announce dates below them ("Revision history:"), not a sentence that happens to use one."""
    return len(segment.split()) <= 6 and segment.rstrip()[-1:] not in (".", ",")


def _segments(text: str) -> list[tuple[int, int]]:
    cuts = [match.end() for match in _SEGMENT.finditer(text) if not _in_date(text, match.start())]
    edges = [0, *cuts, len(text)]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def _in_date(text: str, at: int) -> bool:
    return re.search(r"(?i)\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$", text[:at]) is not None


def _names_day(parts: dict[str, str | None]) -> bool:
    return any(parts.get(name) for name in ("day", "dayword", "first"))


def _as_date(parts: dict[str, str | None]) -> date | None:
    month, day = _month(parts), _number(parts.get("dayword") or parts.get("day") or "1")
    if parts.get("first"):
        month, day = _number(parts["first"] or ""), _number(parts["second"] or "")
        if month > 12:
            month, day = day, month
    try:
        return date(_year(parts.get("year") or ""), month, day)
    except ValueError:
        return None


def _year(written: str) -> int:
    """The year of four figures, of two (70 and later are 1900s), or in words."""
    if not written.isdigit():
        return 2000 + _number(re.split(r"(?i)thousand(?:\s+and)?[\s-]+", written)[-1])
    year = int(written)
    if year >= 100:
        return year
    return year + (2000 if year < 70 else 1900)


def _month(parts: dict[str, str | None]) -> int:
    if parts.get("monthnum"):
        return int(parts["monthnum"] or 0)
    name = (parts.get("month") or "").lower()[:3]
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _number(written: str) -> int:
    """A number in figures, or in words as in "twenty-fourth"; 0 where it is neither."""
    if written.isdigit():
        return int(written)
    return sum(_NUMBERS.get(word, 0) for word in re.split(r"[\s-]+", written.lower()))
