"""What the detectors of language could not tell: texts in other languages, and locked attachments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.language.writings import Writing
from custodes.detect.measure import Key, Kind, Measure, Measures, Seen, merge_into
from custodes.detect.prose import count, write_day
from custodes.detect.tongue import name_language, tell_language

UNREAD = "language.unread"
LOCKED = "locked"
_UNDATED = datetime.min.replace(tzinfo=UTC)


def is_foreign(writing: Writing) -> str | None:
    """The language of the message where it is told, and is not English; else None."""
    longest = max((text.text for text in writing.texts), key=len, default="")
    language = tell_language(longest)
    return None if language == "en" else language


def note_unread(measures: Measures, writing: Writing, what: str, batch: pa.RecordBatch, context: Context) -> None:
    """Count a message that could not be read: `what` is its language, or `locked`."""
    at = writing.at or _UNDATED
    day = f"{at.astimezone(context.timezone):%Y-%m-%d}" if writing.at else "undated"
    seen = (Seen(at, cite(batch, writing.row)),)
    merge_into(measures, {Key(UNREAD, writing.writer, f"{day} {what}"): Measure(Kind.COUNT, 1, seen)})


def could_not_tell(name: str, key: Key, measure: Measure, context: Context) -> Finding:
    """One finding for all messages of a person and day that could not be read for the same cause."""
    day, _, what = key.window.partition(" ")
    first = measure.seen[0]
    when = "" if day == "undated" else f" on {write_day(date.fromisoformat(day))}"
    messages = count(measure.value, "message")
    if what == LOCKED:
        says = f"{messages}{when} had an attachment that is locked or damaged: what it says could not be told."
        reason = Reason("language.locked", says)
    else:
        says = f"{messages}{when} in {name_language(what)}: this detector reads English only and could not tell."
        reason = Reason("language.other-language", says)
    return Finding(
        clause=context.clause,
        detector=name,
        subject=key.subject,
        at=None if first.at == _UNDATED else first.at,
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=(reason,),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )


def list_unread(writing: Writing) -> Sequence[str]:
    """Why a message of ours could not be read in full: its language, a locked attachment."""
    language = is_foreign(writing)
    return [*([language] if language else []), *([LOCKED] if writing.locked else [])]
