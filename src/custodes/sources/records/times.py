"""Times as JSON logs write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

LAST_SECOND = 4_102_444_800
"""The year 2100: a later time is a mistake."""

_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))
"""Below each bound a number counts units of which so many make a second: every time of this century has one reading."""

_LOCAL = "%d/%b/%Y:%H:%M:%S %z"


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
        return datetime.strptime(text, _LOCAL).astimezone(UTC)
    time = datetime.fromisoformat(text)
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
