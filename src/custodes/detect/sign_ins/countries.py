"""How far apart two countries are, at the very least, and how a sentence names them."""

from __future__ import annotations

import csv
import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from phonenumbers import example_number
from phonenumbers.geocoder import country_name_for_number

EARTH_RADIUS_KM = 6371.0


class Country(NamedTuple):
    """The middle of a country, in radians, and how far its mainland reaches from there."""

    latitude: float
    longitude: float
    reach_km: float


@cache
def _load_countries() -> dict[str, Country]:
    text = files("custodes.detect").joinpath("data/sign_ins/countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["code"]: Country(
            math.radians(float(row["latitude"])), math.radians(float(row["longitude"])), float(row["reach_km"])
        )
        for row in rows
    }


@lru_cache(maxsize=4096)
def least_km_between(one: str, other: str) -> float | None:
    """What lies between the two at their nearest, or less; None where either is not known. Neighbours are 0 apart."""
    left, right = _load_countries().get(one), _load_countries().get(other)
    if left is None or right is None:
        return None
    return max(0.0, _middle_to_middle_km(left, right) - left.reach_km - right.reach_km)


def _middle_to_middle_km(left: Country, right: Country) -> float:
    """By the haversine formula."""
    across = math.sin((right.longitude - left.longitude) / 2) ** 2
    along = math.sin((right.latitude - left.latitude) / 2) ** 2
    half = along + math.cos(left.latitude) * math.cos(right.latitude) * across
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


_OTHER_NAMES = {
    "CD": "the Democratic Republic of the Congo",
    "CG": "the Republic of the Congo",
    "IM": "the Isle of Man",
    "KN": "Saint Kitts and Nevis",
    "MK": "North Macedonia",
    "SZ": "Eswatini",
    "VC": "Saint Vincent and the Grenadines",
    "XK": "Kosovo",
}
"""Those that the table of telephone numbers has not, or by an old name."""
_WITH_ARTICLE = re.compile(r"United |.*(?:Islands|Republic|Emirates)$|(?:Bahamas|Gambia|Netherlands|Philippines)$")


@lru_cache(maxsize=512)
def name_country(code: str) -> str:
    """`Brazil` for `BR`, `the United States` for `US`; the code itself where no telephone numbers tell whose it is."""
    number = example_number(code)
    name = _OTHER_NAMES.get(code) or (country_name_for_number(number, "en") if number else "")
    return f"the {name}" if _WITH_ARTICLE.match(name) else name or code
