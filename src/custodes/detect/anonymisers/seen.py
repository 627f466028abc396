"""Who did something when, in events that are no web requests; and what a day's measure of them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from custodes.detect.columns import Integers, read_numbers, read_words
from custodes.detect.context import Context
from custodes.detect.finding import cite
from custodes.detect.local_time import EPOCH, LATEST_US, local_times
from custodes.detect.measure import EVIDENCE_KEPT, Key, Kind, Measure, Measures, Seen, first_seen
from custodes.detect.permission import is_permitted

UNKNOWN = "unknown"
STRETCH_SECONDS = 300
"""What is repeated within so long counts once: a program asks again and again."""


class Sight(NamedTuple):
    """An event that says something: its row, and what is measured of it."""

    row: int
    value: Any
    thing: str
    """What a permit would name."""


def measure_sights(batch: pa.RecordBatch, name: str, sights: Iterable[Sight], context: Context) -> Measures:
    """Sets of (stretch of the day, value) by person and local day, but for what is permitted."""
    rows = list(sights)
    places = np.array([sight.row for sight in rows], np.int64)
    at_us = read_numbers(batch, "time", missing=-1)[places] if rows else places
    days, seconds = local_times(np.clip(at_us, 0, LATEST_US), context.timezone)
    subjects = list(_subjects(batch, places, context))
    values: dict[Key, set[Any]] = {}
    moments: dict[Key, list[tuple[int, int]]] = {}
    for sight, at, day, second, subject in zip(
        rows, at_us.tolist(), days.tolist(), seconds.tolist(), subjects, strict=True
    ):
        on = (EPOCH + timedelta(days=day)).date()
        if 0 <= at < LATEST_US and not is_permitted(context, "anonymiser", subject, sight.thing, on=on):
            key = Key(name, subject, str(on))
            values.setdefault(key, set()).add((second // STRETCH_SECONDS, *sight.value))
            moments.setdefault(key, []).append((at, sight.row))
    return {key: Measure(Kind.SET, frozenset(value), _see(batch, moments[key])) for key, value in values.items()}


def _subjects(batch: pa.RecordBatch, rows: Integers, context: Context) -> Iterator[str]:
    """The account where one is named, else the device's address, else its name."""
    columns = ("actor.user.name", "src_endpoint.ip", "device.hostname")
    for user, address, device in zip(*(read_words(batch, name).take(rows).read() for name in columns), strict=True):
        yield context.staff.subject(user or address or device) or UNKNOWN


def _see(batch: pa.RecordBatch, moments: list[tuple[int, int]]) -> tuple[Seen, ...]:
    latest = sorted(at for at, _ in moments)[:EVIDENCE_KEPT][-1]
    return first_seen(Seen(EPOCH + timedelta(microseconds=at), cite(batch, row)) for at, row in moments if at <= latest)
