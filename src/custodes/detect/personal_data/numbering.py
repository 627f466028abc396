"""The plans of the world's phone numbers, each as one expression.

`phonenumbers` knows them, but takes fifty times longer for each number, which whoever writes many could make use of.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, REGION_CODE_FOR_NON_GEO_ENTITY, PhoneMetadata

_TYPES = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan"),
    "voicemail",
)
_AMERICAN_CODE, _AMERICAN_DIGITS = 1, 10
_LONGEST_CODE = 3


class _Plan(NamedTuple):
    numbers: re.Pattern[str]
    trunk: re.Pattern[str] | None
    """What is dialled before a number inside of the country, and by mistake after its code too."""


def is_valid(written: str, region: str | None) -> bool:
    """Whether a number so written is one of its country's plan; `region` is "US" for numbers that name no country."""
    number = re.split("[xe]", written)[0]
    digits = re.sub(r"\(0\)|[^\d+]", "", number)
    if region == "US" and not digits.startswith("+"):
        return _is_american(digits)
    return digits.startswith("+") and _is_foreign(digits[1:])


def _is_american(digits: str) -> bool:
    national = digits.removeprefix("00")
    if len(national) > _AMERICAN_DIGITS:
        national = national.removeprefix(str(_AMERICAN_CODE))
    return _plan(_AMERICAN_CODE).numbers.fullmatch(national) is not None


def _is_foreign(digits: str) -> bool:
    if not digits.isascii() or digits.startswith("0"):
        return False
    codes = (
        length for length in range(1, _LONGEST_CODE + 1) if int(digits[:length] or 0) in COUNTRY_CODE_TO_REGION_CODE
    )
    length = next(codes, 0)
    return bool(length) and _fits(_plan(int(digits[:length])), digits[length:])


def _fits(plan: _Plan, national: str) -> bool:
    if plan.numbers.fullmatch(national):
        return True
    dialled = plan.trunk.match(national) if plan.trunk else None
    return bool(dialled and dialled.end() and plan.numbers.fullmatch(national, dialled.end()))


@cache
def _plan(code: int) -> _Plan:
    regions = COUNTRY_CODE_TO_REGION_CODE[code]
    metadata = [one for region in regions if (one := _metadata(region, code)) is not None]
    said = (getattr(one, name) for one in metadata for name in _TYPES)
    forms = {kind.national_number_pattern for kind in said if kind and kind.national_number_pattern}
    trunk = metadata[0].national_prefix_for_parsing
    return _Plan(re.compile("|".join(f"(?:{form})" for form in sorted(forms))), re.compile(trunk) if trunk else None)


def _metadata(region: str, code: int) -> PhoneMetadata | None:
    if region == REGION_CODE_FOR_NON_GEO_ENTITY:
        return PhoneMetadata.metadata_for_nongeo_region(code)
    return PhoneMetadata.metadata_for_region(region)
