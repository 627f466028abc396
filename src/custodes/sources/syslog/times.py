"""Times as syslog, CEF and LEEF write them, as text of ISO 8601 in UTC; None where one cannot be told.

A time without a year (RFC 3164) can be told only from when its file was written. A time zone's short name but UTC means
different things in different places, so such a time is not guessed at.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

KEPT = 4096
_LONGEST = 100
"""No time, and no format of one, is longer; longer ones are not looked at."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WRITTEN = re.compile(
    r"([A-Z][a-z]{2}) +(\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6})\d*)?(?: +(\S+))?", re.ASCII
)
_YEARLESS = re.compile(r"([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d.*)", re.ASCII)
SLACK = timedelta(days=1)
"""What is written may be so much later than its file: a clock ahead, a time zone."""
_YEARS_TRIED = 9
"""As far back as to find a leap year (1896 to 1904 had none)."""
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)", re.ASCII)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d{1,9})?|\d{12,13}", re.ASCII)
_JAVA = re.compile(r"y+|M+|d+|H+|m+|s+|S+|[zZX]+|'[^']*'|.", re.ASCII)
_STRPTIME = {"d": "%d", "H": "%H", "m": "%M", "s": "%S", "S": "%f", "z": "%z", "Z": "%z", "X": "%z"}


@lru_cache(KEPT)
def read_time(text: str, zone: str = "") -> str | None:
    """The time in text: seconds or milliseconds since 1970, `Nov 24 2026 07:42:38.123 UTC`, or ISO 8601.

    `zone` holds where the text tells none, and UTC where that is empty.
    """
    if _EPOCH.fullmatch(text):
        seconds = float(text) if "." in text or len(text) < 12 else int(text) / 1000
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    written = _WRITTEN.fullmatch(text)
    try:
        return _in_utc(_from_written(written, zone) if written else datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):  # the second for what has no moment in UTC: the first of January of the year 1
        return None


def is_yearless(text: str) -> bool:
    """Whether a time leaves out the year."""
    return _YEARLESS.fullmatch(text) is not None


@lru_cache(KEPT)
def read_time_before(text: str, latest: str) -> str | None:
    """The same of a time that may leave out the year: then it is the last moment so written before `latest`, a time of
    ISO 8601, and a day. None where `latest` is empty.
    """
    found = _YEARLESS.fullmatch(text)
    if found is None:
        return read_time(text)
    if not latest:
        return None
    month, day, clock = found.groups()
    latest_at = datetime.fromisoformat(latest)
    for year in range(latest_at.year + 1, latest_at.year - _YEARS_TRIED, -1):
        time = read_time(f"{month} {day} {year:04} {clock}")
        if time is not None and datetime.fromisoformat(time) - latest_at <= SLACK:
            return time
    return None


@lru_cache(KEPT)
def read_time_as(text: str, java_format: str) -> str | None:
    """The time in a format as LEEF's `devTimeFormat` names it: `yyyy-MM-dd'T'HH:mm:ss.SSSZ`."""
    if "y" not in java_format or max(len(text), len(java_format)) > _LONGEST:
        return None
    try:
        return _in_utc(datetime.strptime(text, _translate(java_format)), "")  # noqa: DTZ007 - made aware where it is not
    except (ValueError, OverflowError, re.error):
        return None


def _translate(java_format: str) -> str:
    return "".join(map(_translate_token, _JAVA.findall(java_format)))


def _translate_token(token: str) -> str:
    if token.startswith("M"):
        return "%b" if len(token) > 2 else "%m"
    if token.startswith("y"):
        return "%y" if len(token) == 2 else "%Y"
    if token.startswith("'"):
        return token[1:-1].replace("%", "%%")
    return _STRPTIME.get(token[0], token.replace("%", "%%"))


def _from_written(found: re.Match[str], zone: str) -> datetime:
    month, day, year, hour, minute, second, fraction, named = found.groups()
    known = _read_zone(named or zone or "UTC")
    if known is None:
        raise ValueError
    date = int(year), _MONTHS.index(month) + 1, int(day)
    micros = int((fraction or "").ljust(6, "0"))
    return datetime(*date, int(hour), int(minute), int(second), micros, tzinfo=known)


def _in_utc(time: datetime, zone: str) -> str | None:
    if time.tzinfo is None:
        known = _read_zone(zone or "UTC")
        if known is None:
            return None
        time = time.replace(tzinfo=known)
    return time.astimezone(UTC).isoformat()


def _read_zone(name: str) -> tzinfo | None:
    """`UTC`, `+02:00`, or a place such as `America/Chicago`; None for what is not known."""
    if name in {"UTC", "GMT", "Z"}:
        return UTC
    if found := _OFFSET.fullmatch(name):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-offset if found[1] == "-" else offset)
    try:
        return ZoneInfo(name) if "/" in name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
