"""Local days and the time passed in them, for many moments at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND_US = 1_000_000
QUARTER_US = 900 * SECOND_US
DAY_US = 86_400 * SECOND_US
LATEST_US = 253_370_764_800 * SECOND_US
"""The year 9999; later moments have no local date."""


def local_times(at_us: Integers, zone: ZoneInfo) -> tuple[Integers, Integers]:
    """For moments in microseconds since 1970: the local day since 1970, and seconds since that day began.

    Zones change their offset on a quarter of an hour, so one look a quarter is enough.
    """
    quarters, places = np.unique(at_us // QUARTER_US, return_inverse=True)
    offsets = np.fromiter((_offset_us(quarter, zone) for quarter in quarters.tolist()), np.int64, len(quarters))
    days = (at_us + offsets[places]) // DAY_US
    distinct, places = np.unique(days, return_inverse=True)
    begins = np.fromiter((_day_begins_us(day, zone) for day in distinct.tolist()), np.int64, len(distinct))
    return days, (at_us - begins[places]) // SECOND_US


def _offset_us(quarter: int, zone: ZoneInfo) -> int:
    offset = (EPOCH + timedelta(seconds=quarter * 900)).astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)


def _day_begins_us(day: int, zone: ZoneInfo) -> int:
    midnight = (EPOCH + timedelta(days=day)).replace(tzinfo=zone)
    return (midnight.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)
