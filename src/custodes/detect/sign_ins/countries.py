"""How far apart two countries are, at the very least."""

from __future__ import annotations

import csv
import math
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

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
