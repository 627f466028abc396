"""When a message was sent, as aware UTC times within reason."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeGuard

from custodes.sources.mail.letter import Letter

_FIRST_YEAR, _LAST_YEAR = 1980, 2099
_DATE_LIMIT = 200
"""No date is longer; longer ones are not looked at."""


def sent_at(letter: Letter) -> datetime | None:
    """From its Date; else from the last hop it passed (the topmost Received, RFC 5321 4.4); else None."""
    if is_within_reason(letter.date):
        return letter.date
    hops = (hop.rpartition(";")[2] for hop in letter.headers.get("received", ())[:20])
    dates = (read_date(text) for text in (letter.first("date"), *hops))
    return next((date for date in dates if date is not None), None)


def read_date(text: str | None) -> datetime | None:
    """The moment a date header names; a date without a zone is taken as UTC. None where it is none."""
    if not text or len(text) > _DATE_LIMIT:
        return None
    try:
        moment = parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if is_within_reason(moment) else None


def is_within_reason(moment: datetime | None) -> TypeGuard[datetime]:
    """Whether a message can have been sent then."""
    return moment is not None and _FIRST_YEAR <= moment.year <= _LAST_YEAR
