"""Times as JSON logs write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from custodes.events.schema import TIME

LAST_SECOND = 4_102_444_800
"""The year 2100: a later time is a mistake."""

_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))
"""Below each bound a number counts units of which so many make a second: every time of this century has one reading."""

_TO_THE_SECOND = len("2026-11-24T07:42:38")
_FINEST, _FINEST_ZONED = pa.timestamp("ns"), pa.timestamp("ns", tz="UTC")
"""Windows writes seven places behind the second; what is finer than a microsecond is cut off."""

_LOCAL = "%d/%b/%Y:%H:%M:%S %z"
_AMERICAN = "%m/%d/%Y %I:%M:%S %p"
_DATE = re.compile(r"/Date\((\d{1,15})\)/", re.ASCII)


class Unreadable(Exception):  # noqa: N818 - no error: an answer
    """The line is no event; the text says what it lacks."""


def read_time(value: Any) -> datetime:
    """The time, aware, UTC: seconds, milli-, micro- or nanoseconds since 1970, ISO 8601, or as web servers write it.

    A time without a zone is taken as UTC. Raises `Unreadable`.
    """
    try:
        time = _from_number(value) if not isinstance(value, str) else _from_text(value.strip())
    except (ValueError, OverflowError):
        raise Unreadable("its time cannot be read") from None
    if not 0 < time.timestamp() < LAST_SECOND:
        raise Unreadable("its time is impossible")
    return time


def _from_number(value: float) -> datetime:
    if isinstance(value, bool):
        raise Unreadable("its time cannot be read")
    units = next((units for bound, units in _UNITS if 0 <= value < bound), None)
    if units is None:
        raise Unreadable("its time is impossible")
    if isinstance(value, int):
        seconds, rest = divmod(value, units)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1_000_000 // units)
    return datetime.fromtimestamp(round(value / units * 1_000_000) / 1_000_000, UTC)


def _from_text(text: str) -> datetime:
    try:
        return _from_number(int(text) if text.isdecimal() else float(text))
    except ValueError:
        pass
    if "/" in text:
        return _from_slashes(text)
    time = datetime.fromisoformat(text)
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _from_slashes(text: str) -> datetime:
    """Web servers' `24/Nov/2026:07:42:38 +0000`, .NET's `/Date(1795506158000)/`, or Microsoft's, month first."""
    if date := _DATE.fullmatch(text):
        return _from_number(int(date[1]))
    if text[3:6].isalpha():
        return datetime.strptime(text, _LOCAL).astimezone(UTC)
    return datetime.strptime(text.replace(",", ""), _AMERICAN).replace(tzinfo=UTC)


def read_times(texts: pa.StringArray) -> pa.TimestampArray | None:
    """The times as `read_time` gives them, read in one step; None where one of them must be read by itself.

    In one step go texts of ISO 8601, to the second or finer, with `Z` or without a zone, or all with one.
    """
    bare = pc.ascii_rtrim(texts, "Z")
    shortest = pc.min(pc.binary_length(bare)).as_py()
    if shortest is None:
        return pa.nulls(len(texts), TIME)
    if shortest < _TO_THE_SECOND or pc.any(pc.ends_with(texts, "ZZ")).as_py():
        return None
    times = _cast(bare, _FINEST)
    if times is None:
        times = _cast(texts, _FINEST_ZONED)
    if times is None:
        return None
    times = times.cast(pa.timestamp("us"), safe=False).cast(TIME)
    first, last = pc.min_max(times.cast(pa.int64())).as_py().values()
    return times if first > 0 and last < LAST_SECOND * 1_000_000 else None


def _cast(texts: pa.StringArray, kind: pa.DataType) -> pa.TimestampArray | None:
    """The texts as times; the first alone is tried first, since of many each that cannot be read takes its time."""
    try:
        texts.drop_null()[:1].cast(kind)
        return texts.cast(kind)
    except pa.ArrowInvalid:
        return None
