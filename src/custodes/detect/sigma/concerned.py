"""The events that rules fired on: when, whom they concern, and where they stand. Read column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import cite_each
from custodes.detect.mail_text import RECIPIENTS, is_inside, read_mail, recipient_subject, subject_of
from custodes.detect.sigma.correlate import Event
from custodes.detect.sigma.running import Fired
from custodes.events import EMAIL_ACTIVITY, is_kind

DID, GOT = "did", "got"
"""What the person whom an event concerns had to do with it."""

_WHO = ("actor.user.name", "communication.to", "communication.channel", "src_endpoint.ip", "device.hostname")
"""Whom an event concerns, the first that is given; of what someone else wrote, who got it."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def list_events(batch: pa.RecordBatch, fired: Sequence[Fired], context: Context) -> Iterator[tuple[Event, str]]:
    """Each event that rules fired on, and what its person had to do with it: `DID` or `GOT`."""
    rows = [one.row for one in fired]
    columns = zip(fired, _moments(batch, rows), _concern(batch, rows, context), cite_each(batch, rows), strict=True)
    for one, at, (subject, part), evidence in columns:
        yield Event(at, one.fields, subject, evidence), part


def _moments(batch: pa.RecordBatch, rows: Sequence[int]) -> Iterator[datetime | None]:
    """The time of each event, if it has one."""
    for at_us in _take(batch, rows, "time").column(0).cast(pa.int64()).to_pylist():
        yield None if at_us is None else _EPOCH + timedelta(microseconds=at_us)


def _concern(batch: pa.RecordBatch, rows: Sequence[int], context: Context) -> Iterator[tuple[str, str]]:
    """Whom each event concerns, and what that person had to do with it."""
    if is_kind(batch, EMAIL_ACTIVITY):
        return _concern_of_mail(_take(batch, rows, "email.from", *RECIPIENTS), context)
    named = [name for name in _WHO if name in batch.schema.names]
    return ((subject, DID) for subject in _name_subjects(_take(batch, rows, *named), context))


def _concern_of_mail(batch: pa.RecordBatch, context: Context) -> Iterator[tuple[str, str]]:
    """The one of us who sent or got it."""
    for sender, *recipients in read_mail(batch, "email.from", *RECIPIENTS):
        if is_inside(sender, context):
            yield subject_of(sender, context), DID
        else:
            yield recipient_subject(chain.from_iterable(recipients), context), GOT


def _name_subjects(batch: pa.RecordBatch, context: Context) -> Iterator[str]:
    """The account, else the address or device."""
    name_subject = cache(lambda name: subject_of(name, context))
    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        yield name_subject(_first_name(values))


def _first_name(values: Sequence[str | list[str | None] | None]) -> str:
    for value in values:
        if value and (name := value[0] if isinstance(value, list) else value):
            return name
    return ""


def _take(batch: pa.RecordBatch, rows: Sequence[int], *columns: str) -> pa.RecordBatch:
    return batch.select(columns).take(pa.array(rows, pa.int64()))
