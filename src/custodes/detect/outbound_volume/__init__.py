"""Mail sent to very many, or very large: what a policy calls mass unsolicited mail and excessive files.

Only what goes outside counts: a message to all staff is no mass mailing. A mailing split into many messages is
put together again by its text. It cannot see whether those written to had asked for it; a permit of kind
"newsletter" says so.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.mail_text import RECIPIENTS, list_outside, read_mail, sent_by_us, subject_of
from custodes.detect.measure import Key, Kind, Measure, Measures, Seen, merge_into
from custodes.detect.outbound_volume.mailing import fingerprint
from custodes.detect.permission import is_permitted
from custodes.detect.prose import write_day
from custodes.detect.registry import Detection, detector
from custodes.events import EMAIL_ACTIVITY

HOUR, MAILING, DAY_BYTES = "volume.hour", "volume.mailing", "volume.bytes"
MEGABYTE = 1_000_000
UNDATED = "undated "
"""How the window of a message without a time begins: it is measured by itself, for nobody knows its hour."""
NO_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Parameters:
    """How much mail to outside is ordinary work."""

    recipients_an_hour: int = 200
    recipients_a_mailing: int = 200
    """Different people who get the same text on one day, in however many messages."""
    megabytes_a_message: int = 25
    megabytes_a_day: int = 500


_COLUMNS = ("time", "email.from", *RECIPIENTS, "email.subject", "email.list_id", "body", "email.size")


@detector(
    "outbound-volume",
    clauses=("use.volume",),
    reads=EMAIL_ACTIVITY,
    parameters=Parameters,
    looks_at="Mail to many people outside, and very large mail.",
    needs_domains=True,
)
def outbound_volume(batch: pa.RecordBatch, context: Context) -> Detection:
    """Measures the recipients and bytes of each sender of ours; a message too large by itself is a finding at once."""
    measures: Measures = {}
    findings = []
    batch = sent_by_us(batch, context)
    for row, (at, sender, to, cc, bcc, subject, list_id, body, size) in enumerate(read_mail(batch, *_COLUMNS)):
        outside = list_outside((*to, *cc, *bcc), context)
        person = subject_of(sender, context)
        if not outside or _is_permitted_newsletter(at, person, (sender, list_id, subject), context):
            continue
        evidence = cite(batch, row)
        hour, day = _windows(at, evidence.sha256, context)
        people = frozenset(map(_short_hash, outside))
        seen = (Seen(at or NO_TIME, evidence),)
        part = {
            Key(HOUR, person, hour): Measure(Kind.SET, people, seen),
            Key(MAILING, person, f"{day} {fingerprint(subject, body):016x}"): Measure(Kind.SET, people, seen),
            Key(DAY_BYTES, person, day): Measure(Kind.COUNT, size or 0, seen),
        }
        merge_into(measures, part)
        if (size or 0) > context.parameters.megabytes_a_message * MEGABYTE:
            findings.append(_too_large(person, size, seen[0], context))
    return Detection(tuple(findings), measures)


def _is_permitted_newsletter(at: datetime | None, person: str, things: tuple[str, ...], context: Context) -> bool:
    """Whether a permit lets that person send it: by the sending address, the list, or the subject."""
    if not context.lists.permits or at is None:
        return False
    return is_permitted(context, "newsletter", person, *things, on=at.astimezone(context.timezone).date())


def _windows(at: datetime | None, sha256: str, context: Context) -> tuple[str, str]:
    """The hour, with its offset where clocks go back, and the day, of the policy's time zone."""
    if at is None:
        return UNDATED + sha256, UNDATED + sha256
    local = at.astimezone(context.timezone)
    return f"{local:%Y-%m-%dT%H%z}", f"{local:%Y-%m-%d}"


def _short_hash(address: str) -> int:
    """Eight bytes that stand for an address: enough to count people by, and no list of them."""
    return int.from_bytes(hashlib.blake2b(address.lower().encode("utf-8", "replace"), digest_size=8).digest())


@outbound_volume.limit(HOUR)
def over_the_hour(key: Key, measure: Measure, context: Context) -> Finding | None:
    """More people outside in one hour of the clock than the policy allows."""
    people, limit = len(measure.value), context.parameters.recipients_an_hour
    if people <= limit:
        return None
    when = "in one message" if key.window.startswith(UNDATED) else _hour_in_words(key.window)
    text = f"Mail to {people} different addresses outside {when}; the policy's limit is {limit}. Our own do not count."
    return _finding(key, measure, context, Reason("volume.recipients", text), times_limit=people / max(limit, 1))


@outbound_volume.limit(MAILING)
def over_a_mailing(key: Key, measure: Measure, context: Context) -> Finding | None:
    """The same text to more people outside, in however many messages, than the policy allows."""
    people, limit = len(measure.value), context.parameters.recipients_a_mailing
    if people <= limit:
        return None
    when = "in one message" if key.window.startswith(UNDATED) else f"on {_day_in_words(key.window)}"
    text = f"The same text went to {people} different addresses outside {when}; the policy's limit is {limit}."
    return _finding(key, measure, context, Reason("volume.mailing", text), times_limit=people / max(limit, 1))


@outbound_volume.limit(DAY_BYTES)
def over_the_day(key: Key, measure: Measure, context: Context) -> Finding | None:
    """More bytes to outside on one day than the policy allows."""
    limit = context.parameters.megabytes_a_day
    megabytes = measure.value / MEGABYTE
    if megabytes <= limit or key.window.startswith(UNDATED):
        return None
    text = f"Mail of {megabytes:,.0f} MB went outside on {_day_in_words(key.window)}; the policy's limit is {limit} MB."
    return _finding(key, measure, context, Reason("volume.bytes", text), times_limit=megabytes / max(limit, 1))


def _finding(key: Key, measure: Measure, context: Context, reason: Reason, *, times_limit: float) -> Finding:
    at = measure.seen[0].at
    return Finding(
        clause=context.clause,
        detector="outbound-volume",
        subject=key.subject,
        at=None if at == NO_TIME else at,
        outcome=Outcome.YES,
        confidence=_sure(times_limit),
        reasons=(reason,),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )


def _too_large(person: str, size: int, seen: Seen, context: Context) -> Finding:
    limit = context.parameters.megabytes_a_message
    text = f"A message of {size / MEGABYTE:,.0f} MB went outside; the policy's limit is {limit} MB."
    key, measure = Key("", person, ""), Measure(Kind.COUNT, size, (seen,))
    return _finding(key, measure, context, Reason("volume.message", text), times_limit=size / MEGABYTE / max(limit, 1))


def _sure(times_limit: float) -> float:
    """Just over the limit 0.8, at twice the limit 0.9, and never quite 1."""
    return round(1 - 0.2 / max(times_limit, 1.0), 3)


def _hour_in_words(window: str) -> str:
    begin = datetime.strptime(window, "%Y-%m-%dT%H%z")
    return f"between {begin:%H}:00 and {(begin.hour + 1) % 24:02}:00 on {_day_in_words(window)}"


def _day_in_words(window: str) -> str:
    return write_day(datetime.fromisoformat(window[:10]).date())
