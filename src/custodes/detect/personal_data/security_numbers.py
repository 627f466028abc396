"""US Social Security numbers, and the taxpayer numbers of those who have none (ITIN).

Area, group and serial are never all zeros, and no area begins with 9 or is 666 (SSA, "Social Security Number
Randomization", 2011). An ITIN begins with 9, and its group is 50 to 65, 70 to 88, 90 to 92 or 94 to 99 (IRS,
Internal Revenue Manual 3.21.263). Neither has a check digit.
"""

from __future__ import annotations

import re

from custodes.detect.personal_data.context import after, before, said_near
from custodes.detect.personal_data.hit import Hit, Kind

_WRITTEN = re.compile(r"(?<![\w.+/#-])(\d{3})(?P<by>[ .-]?)(\d{2})(?P=by)(\d{4})(?![\w/-]|\.\d)")
_SAID = re.compile(
    r"\bs\.?s\.?n\b|\bss ?#|social(?: |-)?sec|soc\.? sec|\bsocial\b|\bitin\b|tax(?:payer)? ?-?id|seguro social",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(r"^\W{0,3}(?:\(?ssn|social sec)", re.IGNORECASE)
_OF_THE_PAST = re.compile(
    r"census|micro(?:film|fiche)|\bfilms?\b|\breels?\b|genealog|ancestry|famil(?:y|ies) histor|obituar|cemeter"
    r"|headstone|parish|regist(?:er|ry) of (?:births|deaths|marriages)|naturali[sz]ation"
    r"|(?:birth|death|marriage) (?:index|register|records)"
)
"""What a catalogue of old records speaks of. Its numbers are written in all sorts of groups."""
_NUMBERED = re.compile(
    r"\b(?:order|invoice|films?|reel|roll|item|part|serial|ticket|tracking|case|docket|accession|catalog(?:ue)?|call|shelf"
    r"|barcode|box|isbn|issn|oclc|sku|model|p\.?o\.?)\b[\s.:#=]{0,4}(?:number|no|num|nr)?[\s.:#=]{0,4}$"
)
_PAST_BEFORE, _PAST_AFTER = 60, 60
_GROUPS_OF_ITIN = (*range(50, 66), *range(70, 89), 90, 91, 92, *range(94, 100))
_SHOWN_EVERYWHERE = ("123456789", "078051120", "219099999", "987654321", "111111111")


def find_security_numbers(text: str, start: int, end: int) -> list[Hit]:
    """The Social Security and taxpayer numbers between two places."""
    found = (_judge(text, written) for written in _WRITTEN.finditer(text, start, end))
    return [hit for hit in found if hit]


def _judge(text: str, written: re.Match[str]) -> Hit | None:
    area, by, group, serial = written.groups()
    kind = _kind(area, group, serial)
    if kind is None:
        return None
    is_said = said_near(text, *written.span(), _SAID, _SAID_AFTER)
    if not is_said and (by != "-" or kind is Kind.TAXPAYER):
        return None
    if not is_said and _is_another_number(text, written):
        return None
    signals = ["its groups are those of such a number", *(["the words for it stand beside it"] if is_said else [])]
    score = 0.95 if is_said and by else 0.85 if is_said else 0.6
    if area + group + serial in _SHOWN_EVERYWHERE:
        signals.append("it is one that is often shown as an example")
        score -= 0.25
    return Hit(kind, *written.span(), score, tuple(signals))


def _is_another_number(text: str, written: re.Match[str]) -> bool:
    said = before(text, written.start(), _PAST_BEFORE).lower()
    if _NUMBERED.search(said) or _OF_THE_PAST.search(said):
        return True
    return _OF_THE_PAST.search(after(text, written.end(), _PAST_AFTER).lower()) is not None


def _kind(area: str, group: str, serial: str) -> Kind | None:
    if area.startswith("9"):
        return Kind.TAXPAYER if int(group) in _GROUPS_OF_ITIN else None
    is_valid = area not in ("000", "666") and group != "00" and serial != "0000"
    return Kind.SOCIAL_SECURITY if is_valid else None
