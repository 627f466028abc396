"""Account numbers in international form (ISO 13616, IBAN Registry of SWIFT, release 98): country, length, remainder."""

from __future__ import annotations

import re

from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.people import find_name

_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
    "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 "
    "IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 "
    "MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 "
    "SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 "
)
COUNTRIES = {item[:2].lower(): int(item[2:]) for item in _LENGTHS.split()}
"""How long the number is, by country in small letters."""
_LONGEST_WRITTEN = 34 + 9
_WRITTEN = re.compile(r"[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){11,30}")
_PLACE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d\d(?=[ -]?[A-Za-z0-9])")
_BACK, _NAMED_WITHIN = 16, 80
_FIRM = re.compile(
    r"\b(?:gmbh|ag|kg|e\.? ?v|verlag|llc|ltd|inc|corp|plc|s\.?a\.?|s\.?r\.?l|b\.?v|company|press|publish\w*|foundation"
    r"|association|library|our (?:bank|account)|invoice)\b",
    re.IGNORECASE,
)


def find_iban(text: str, end: int) -> Hit | None:
    """The account number that begins shortly before `end`, if its length and its remainder are right."""
    for begin in _PLACE.finditer(text, max(0, end - _BACK), end):
        stop = _end_of_length(text, begin.start(), COUNTRIES.get(begin[0][:2].lower(), 0))
        if stop and is_iban(text[begin.start() : stop]):
            signals = ["its two check digits are right", "it is as long as that country's numbers are"]
            if is_named := _is_a_persons(text, begin.start(), stop):
                signals.append("a person's name stands beside it")
            return Hit(Kind.IBAN, begin.start(), stop, 0.95 if is_named else 0.75, tuple(signals))
    return None


def _is_a_persons(text: str, start: int, end: int) -> bool:
    """Whether a person is named near the number, and no firm: most accounts in letters are firms'."""
    before = text[max(0, start - _NAMED_WITHIN) : start].rpartition("\n")[2]
    near = f"{before}{text[end : end + _NAMED_WITHIN].partition(chr(10))[0]}"
    return find_name(near, 0, len(near)) is not None and _FIRM.search(near) is None


def _end_of_length(text: str, start: int, length: int) -> int:
    """Where so many letters and digits from `start` on end, if no further one follows; else 0."""
    written = _WRITTEN.match(text, start, start + _LONGEST_WRITTEN)
    if not length or not written:
        return 0
    seen = 0
    for place in range(start, written.end()):
        seen += text[place].isalnum()
        if seen == length:
            after = text[place + 1 : place + 2]
            return 0 if after.isalnum() else place + 1
    return 0


def is_iban(written: str) -> bool:
    """Whether the remainder modulo 97 is one (ISO 7064), the first four signs put last, letters as 10 to 35."""
    signs = written.replace(" ", "").replace("-", "")
    moved = signs[4:] + signs[:4]
    try:
        return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1
    except ValueError:
        return False
