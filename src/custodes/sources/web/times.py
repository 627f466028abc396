"""Times of log lines, a whole column at once, as microseconds since 1970 (UTC)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from custodes.sources.web.spans import Flags, Ints, Octets, Spans, read_numbers

SECOND = 1_000_000
LAST = 4_102_444_800 * SECOND
"""The year 2100: a later time is a mistake."""

_DATE = re.compile(rb"(\d{4})-(\d\d)-(\d\d)")
_CLOCK = re.compile(rb"(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?")
_UNFIT, _IMPOSSIBLE = -1, -2

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_BRACKETED_SIZE = len("24/Nov/2026:07:42:38 +0000")
_SIGNS = {2: "/", 6: "/", 11: ":", 14: ":", 17: ":", 20: " "}


class Times(NamedTuple):
    """Microseconds since 1970. A row that is not `fit` holds no time; one not `possible` one that cannot be."""

    micros: Ints
    fit: Flags
    possible: Flags


def read_epoch(octets: Octets, spans: Spans) -> Times:
    """Times such as `1732434158.123`: whole seconds of up to 12 digits, then up to six digits of a fraction or none."""
    dots, sizes = _find_dots(octets, spans)
    seconds = read_numbers(octets, Spans(spans.starts, dots))
    fractions = read_numbers(octets, Spans(np.minimum(dots + 1, spans.ends), spans.ends))
    fit = seconds.given & (dots - spans.starts <= 12) & ((sizes == 0) | (fractions.given & (sizes <= 6)))
    whole = np.where(fit, seconds.values, 0) * SECOND
    parts = np.where(fit, fractions.values, 0) * 10 ** np.clip(6 - sizes, 0, 6)
    micros = whole + parts
    return Times(micros, fit, (micros > 0) & (micros < LAST))


def _find_dots(octets: Octets, spans: Spans) -> tuple[Ints, Ints]:
    """Where each time's dot is, or its end where it has none, and how many digits follow."""
    dots = spans.ends.copy()
    for size in range(1, 7):
        at = spans.ends - size - 1
        is_dot = (at >= spans.starts) & (octets[np.maximum(at, 0)] == ord("."))
        dots = np.where(is_dot, at, dots)
    return dots, np.maximum(spans.ends - dots - 1, 0)


def read_bracketed(octets: Octets, spans: Spans) -> Times:
    """Times such as `24/Nov/2026:07:42:38 +0000`, which is always so long."""
    fit = spans.sizes == _BRACKETED_SIZE
    starts = np.where(fit, spans.starts, 0)

    def number(place: int, size: int) -> Ints:
        nonlocal fit
        read = read_numbers(octets, Spans(starts + place, np.minimum(starts + place + size, len(octets))))
        fit = fit & read.given
        return np.where(read.given, read.values, 0)

    for place, sign in _SIGNS.items():
        fit = fit & (octets[np.minimum(starts + place, len(octets) - 1)] == ord(sign))
    months, signs = _read_months(octets, starts), octets[np.minimum(starts + 21, len(octets) - 1)]
    fit = fit & (months > 0) & ((signs == ord("+")) | (signs == ord("-")))
    years, days = number(7, 4), number(0, 2)
    hours, minutes, seconds = number(12, 2), number(15, 2), number(18, 2)
    zone_hours, zone_minutes = number(22, 2), number(24, 2)
    first, after = _first_days(years, months), _first_days(years, months + 1)
    possible = (days >= 1) & (days <= after - first) & (hours < 24) & (minutes < 60) & (seconds <= 60)
    possible &= (zone_hours < 24) & (zone_minutes < 60)
    zone = np.where(signs == ord("-"), -1, 1) * (zone_hours * 3600 + zone_minutes * 60)
    micros = ((first + days - 1) * 86_400 + hours * 3600 + minutes * 60 + seconds - zone) * SECOND
    return Times(micros, fit, possible & (micros > 0) & (micros < LAST))


def _read_months(octets: Octets, starts: Ints) -> Ints:
    """1 to 12 by the three letters, whatever their case; 0 for no month."""
    at = [octets[np.minimum(starts + place, len(octets) - 1)].astype(np.int64) | 0x20 for place in (3, 4, 5)]
    codes = at[0] << 16 | at[1] << 8 | at[2]
    months = np.zeros(len(starts), np.int64)
    for month, name in enumerate(_MONTHS, 1):
        months[codes == int.from_bytes(name.lower().encode(), "big")] = month
    return months


def _first_days(years: Ints, months: Ints) -> Ints:
    """Days from 1970 to the first of the month."""
    since_1970 = ((years - 1970) * 12 + months - 1).astype("M8[M]")
    return since_1970.astype("M8[D]").astype(np.int64)


def read_dates_and_clocks(dates: pa.LargeBinaryArray, clocks: pa.LargeBinaryArray) -> Times:
    """Times in two fields, `2026-11-24` and `07:42:38` or `07:42` or `07:42:38.123`; each distinct one is read once."""
    days, moments = _read_each(dates, _read_day), _read_each(clocks, _read_clock)
    fit, possible = (days != _UNFIT) & (moments != _UNFIT), (days > 0) & (moments >= 0)
    micros = np.where(fit & possible, days * 86_400 * SECOND + moments, 0)
    return Times(micros, fit, possible & (micros < LAST))


def _read_each(values: pa.LargeBinaryArray, read: Callable[[bytes], int]) -> Ints:
    coded = values.dictionary_encode()
    meanings = np.array([read(value) for value in coded.dictionary.to_pylist()], np.int64)
    return meanings[coded.indices.to_numpy()] if len(values) else meanings


def _read_day(value: bytes) -> int:
    """Days since 1970."""
    found = _DATE.fullmatch(value)
    if not found:
        return _UNFIT
    try:
        return date(*map(int, found.groups())).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError:
        return _IMPOSSIBLE


def _read_clock(value: bytes) -> int:
    """Microseconds since midnight."""
    found = _CLOCK.fullmatch(value)
    if not found:
        return _UNFIT
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    if hours > 23 or minutes > 59 or seconds > 60:
        return _IMPOSSIBLE
    return (hours * 3600 + minutes * 60 + seconds) * SECOND + int((found[4] or b"").ljust(6, b"0"))
