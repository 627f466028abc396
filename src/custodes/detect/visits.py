"""Web events as numbers: who, which host, which local day and second, for the rows that matter.

The web detectors first pick rows by columns of repeated words, where each distinct word is looked at
once a batch, and only then make `Visits` of the few that are left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from custodes.detect.context import Context
from custodes.detect.finding import Evidence
from custodes.detect.measure import EVIDENCE_KEPT, Key, Kind, Measure, Measures, Seen, first_seen
from custodes.events.schema import ACTION_DENIED

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

HOST = "http_request.url.hostname"
URL = "http_request.url.url_string"
METHOD = "http_request.http_method"
REFERRER = "http_request.referrer"
CODE = "http_response.code"
CONTENT_TYPE = "http_response.content_type"

UNKNOWN = "unknown"
"""The subject of an event that names neither an account nor a device."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND_US = 1_000_000
QUARTER_US = 900 * SECOND_US
DAY_US = 86_400 * SECOND_US
LATEST_US = 253_370_764_800 * SECOND_US  # the year 9999; later moments have no local date


@dataclass(frozen=True, slots=True)
class Words:
    """A column of text that repeats: a code each row, -1 where there is none, and the words they mean."""

    codes: Integers
    words: list[str]

    def where(self, flags: Iterable[bool]) -> Flags:
        """The rows whose word is flagged; `flags` goes with `words`. A row without a word is not."""
        by_code = np.fromiter((*flags, False), np.bool_, len(self.words) + 1)
        return np.asarray(by_code[self.codes], np.bool_)

    def where_in(self, wanted: Iterable[str]) -> Flags:
        """The rows whose word is one of these."""
        chosen = frozenset(wanted)
        return self.where(word in chosen for word in self.words)

    def take(self, rows: Integers) -> Words:
        """Those rows."""
        return Words(self.codes[rows], self.words)

    def read(self) -> Iterator[str]:
        """The word of each row; empty where there is none."""
        words = [*self.words, ""]
        return (words[code] for code in self.codes.tolist())

    def of(self, rows: Integers) -> Iterator[tuple[str, Integers]]:
        """Each word that occurs in the rows, with the rows it occurs in."""
        for (code,), members in group(self.codes[rows]):
            if code >= 0:
                yield self.words[code], rows[members]


def read_words(batch: pa.RecordBatch, column: str) -> Words:
    """A dictionary column of the batch as words."""
    array = batch.column(column)
    codes = array.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return Words(codes, [word or "" for word in array.dictionary.to_pylist()])


def read_numbers(batch: pa.RecordBatch, column: str, *, missing: int) -> Integers:
    """A column of whole numbers or moments (microseconds) with `missing` where it is null."""
    array = batch.column(column)
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.int64())
    return np.asarray(array.fill_null(missing).to_numpy(zero_copy_only=False), dtype=np.int64)


def went_through(batch: pa.RecordBatch) -> Flags:
    """The rows that the proxy let pass and the site did not refuse."""
    allowed: Flags = read_numbers(batch, "action_id", missing=0) != ACTION_DENIED
    allowed &= read_numbers(batch, CODE, missing=0) < 400
    return allowed


class PersonDay(NamedTuple):
    """One subject's visits on one local day, by their indices."""

    subject: str
    on: date
    chosen: Integers


@dataclass(frozen=True, slots=True)
class Visits:
    """Some rows of a batch, in the order of the batch; arrays of one length."""

    rows: Integers
    at_us: Integers
    """Microseconds since 1970, UTC."""
    days: Integers
    """Local days since 1970."""
    seconds: Integers
    """Seconds passed since the local day began: up to 90,000 on a day whose clocks go back."""
    people: Words
    hosts: Words

    def __len__(self) -> int:
        return len(self.rows)

    def by_person_and_day(self) -> Iterator[PersonDay]:
        """The visits of each subject on each local day."""
        for (person, day), chosen in group(self.people.codes, self.days):
            yield PersonDay(self.people.words[person], (EPOCH + timedelta(days=day)).date(), chosen)


def read_visits(batch: pa.RecordBatch, rows: Integers, context: Context) -> Visits:
    """Those rows as visits; rows without a time that can be read are left out."""
    at_us = read_numbers(batch, "time", missing=-1)[rows]
    timed = (at_us >= 0) & (at_us < LATEST_US)
    rows, at_us = rows[timed], at_us[timed]
    days, seconds = local_times(at_us, context.timezone)
    people = _read_people(batch, rows, context)
    return Visits(rows, at_us, days, seconds, people, read_words(batch, HOST).take(rows))


def _read_people(batch: pa.RecordBatch, rows: Integers, context: Context) -> Words:
    """Whom each row concerns: the account where one is named, else the device's address."""
    users = read_words(batch, "actor.user.name").take(rows)
    devices = read_words(batch, "src_endpoint.ip").take(rows)
    aliases = [*users.words, *devices.words, ""]
    device_codes = np.where(devices.codes >= 0, devices.codes + len(users.words), len(aliases) - 1)
    used, places = np.unique(np.where(users.codes >= 0, users.codes, device_codes), return_inverse=True)
    subjects = [context.staff.subject(aliases[code]) or UNKNOWN for code in used]
    numbers = {subject: number for number, subject in enumerate(dict.fromkeys(subjects))}
    codes = np.fromiter((numbers[subject] for subject in subjects), np.int64, len(subjects))
    return Words(codes[places], list(numbers))


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


def group(*columns: Integers) -> Iterator[tuple[tuple[int, ...], Integers]]:
    """Each distinct combination of values in ascending order, with the indices that have it, ascending."""
    order = np.lexsort(columns[::-1])
    if not len(order):
        return
    sorted_columns = [column[order] for column in columns]
    changes = np.logical_or.reduce([column[1:] != column[:-1] for column in sorted_columns])
    starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
    for start, members in zip(starts.tolist(), np.split(order, starts[1:]), strict=True):
        yield tuple(int(column[start]) for column in sorted_columns), members


def measure_visits(
    batch: pa.RecordBatch, visits: Visits, kind: Kind, drafts: Mapping[Key, tuple[Any, Integers]]
) -> Measures:
    """Measures of that kind from their values and the visits, by index, that each rests on."""
    earliest = {key: _earliest(batch, visits, chosen) for key, (_, chosen) in drafts.items()}
    indices = np.unique(np.concatenate([np.empty(0, np.int64), *earliest.values()]))
    seen = dict(zip(indices.tolist(), _see(batch, visits, indices), strict=True))
    return {
        key: Measure(kind, value, first_seen(seen[index] for index in earliest[key].tolist()))
        for key, (value, _) in drafts.items()
    }


def _earliest(batch: pa.RecordBatch, visits: Visits, chosen: Integers) -> Integers:
    """The few visits that a measure keeps: of those at one moment, the first by place."""
    if len(chosen) > EVIDENCE_KEPT:
        latest = np.partition(visits.at_us[chosen], EVIDENCE_KEPT - 1)[EVIDENCE_KEPT - 1]
        chosen = chosen[visits.at_us[chosen] <= latest]
    if len(chosen) <= EVIDENCE_KEPT:
        return chosen
    places = zip(visits.at_us[chosen].tolist(), _places(batch, visits.rows[chosen]), chosen.tolist(), strict=True)
    return np.array([index for _, _, index in sorted(places)[:EVIDENCE_KEPT]])


def _see(batch: pa.RecordBatch, visits: Visits, indices: Integers) -> Iterator[Seen]:
    """The visits as evidence. The same as `finding.cite` gives for each, at a tenth of its cost."""
    rows = visits.rows[indices]
    records = batch.column("raw_data").take(pa.array(rows))
    digests = (hashlib.sha256(record.as_buffer()).hexdigest() for record in records)
    moments = visits.at_us[indices].tolist()
    for at_us, (source, locator), digest in zip(moments, _places(batch, rows), digests, strict=True):
        yield Seen(EPOCH + timedelta(microseconds=at_us), Evidence(source, locator, digest))


def _places(batch: pa.RecordBatch, rows: Integers) -> Iterator[tuple[str, str]]:
    """The source and the locator of each row, as `events.locate` gives them for lines."""
    columns = [batch.column(name).take(pa.array(rows)).to_pylist() for name in ("source", "file", "position")]
    return (
        (source, f"line {position}" if file is None else file) for source, file, position in zip(*columns, strict=True)
    )
