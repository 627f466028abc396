"""Whether a permit covers what someone did."""

from __future__ import annotations

from datetime import date

from custodes.detect.context import Context
from custodes.detect.permits import EVERYONE


def is_permitted(context: Context, kind: str, subject: str, *things: str, on: date) -> bool:
    """Whether a permit of that kind lets `subject` (as `Staff.subject` gives it) do any one of `things` on that day.

    `things` are names of the same thing: the host, the file name, the media type of one download.
    """
    permits = [permit for permit in context.lists.permits if permit.kind == kind]
    if not permits:
        return False
    person = context.staff.find(subject)
    holders = {EVERYONE, subject, *(person.aliases if person else ())}
    names = [thing.lower() for thing in things if thing]
    return any(permit.subject in holders and any(permit.covers(name, on) for name in names) for permit in permits)
