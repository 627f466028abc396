"""The events of one kind, gathered column by column and made into a batch at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import HTTP_ACTIVITY
from custodes.events.schema import WORDS
from custodes.sources.records.values import Column, Words, read_column
from custodes.sources.tables import LogSource
from custodes.sources.web.hosts import read_hosts
from custodes.sources.web.log import categories
from custodes.sources.web.reading import are_connects
from custodes.sources.web.spans import Ints

METHOD, URL, HOST = "http_request.http_method", "http_request.url.url_string", "http_request.url.hostname"
LOG_SOURCE = "logsource"
"""What the places of log sources are gathered under; they become the three columns of that name."""
CATEGORY, PLACES = "logsource.category", tuple(f"{LOG_SOURCE}.{word}" for word in LogSource._fields)
NO_TIME = "a web request without a time"


class Events(NamedTuple):
    """The rows of events, in order, and their columns; and the rows that are no events, each with what it lacks."""

    rows: Ints
    columns: dict[str, pa.Array]
    lacks: dict[int, str]


class Gathered:
    """Events of one kind in any order, each with its row: its place among the records of the chunk."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._rows: list[int] = []
        self._words = {field.name: Words() for field in schema if pa.types.is_dictionary(field.type)}
        self._columns: dict[str, list[Any]] = {}
        """By name; of columns of words the places that `Words` gives."""
        self._strict: list[bool] = []

    def add(self, rows: Sequence[int], columns: Mapping[str, Sequence[Any]], *, is_strict: bool) -> None:
        """Adds events whose values stand in `columns`; `is_strict` where a number that is none rejects an event."""
        for name in columns.keys() - self._columns.keys():
            self._columns[name] = [None] * len(self._rows)
        for name, gathered in self._columns.items():
            if name not in columns:
                gathered.extend(repeat(None, len(rows)))
            elif name in self._words:
                gathered.extend(self._words[name].encode(columns[name]))
            else:
                gathered.extend(columns[name])
        self._rows += rows
        self._strict += repeat(is_strict, len(rows))

    def read(self, sources: Sequence[LogSource]) -> Events:
        """What was gathered, in the order of the rows; `sources` are the log sources that the places mean."""
        columns, lacks = self._read_columns(_split(self._columns.pop(LOG_SOURCE), sources))
        rows, good = np.array(self._rows, np.int64), np.ones(len(self._rows), bool)
        good[list(lacks)] = False
        if self.schema is HTTP_ACTIVITY:
            columns |= _request(columns, len(rows))
        order = np.argsort(rows)
        order = order[good[order]]
        in_order = {name: array.take(pa.array(order)) for name, array in columns.items()}
        return Events(rows[order], in_order, {self._rows[index]: lack for index, lack in lacks.items()})

    def _read_columns(self, columns: dict[str, pa.Array]) -> tuple[dict[str, pa.Array], dict[int, str]]:
        """Each column, beside those that are read already, and the first thing that an event lacks."""
        lacks: dict[int, str] = {}
        for field in self.schema:
            if field.name in self._columns:
                array, unread = self._read_column(field)
                columns[field.name] = _first_given(array, columns[field.name]) if field.name in columns else array
                known = (
                    unread if field.name == "time" else {row: why for row, why in unread.items() if self._strict[row]}
                )
                lacks = {**known, **lacks}
            if field.name == "time" and self.schema is HTTP_ACTIVITY:
                missing = columns["time"].is_null() if "time" in columns else pa.repeat(True, len(self._rows))
                lacks = {**dict.fromkeys(np.flatnonzero(missing).tolist(), NO_TIME), **lacks}
        return columns, lacks

    def _read_column(self, field: pa.Field) -> Column:
        values = self._columns[field.name]
        words = self._words.get(field.name)
        return read_column(field, values) if words is None else Column(words.read(field.name, values))


def _split(places: list[int], sources: Sequence[LogSource]) -> dict[str, pa.Array]:
    """The three words of each event's log source as columns."""
    indices = pa.array(places, pa.int32())
    return {
        name: pa.array([source[word] for source in sources], pa.string()).dictionary_encode().take(indices)
        for word, name in enumerate(PLACES)
    }


def _request(columns: Mapping[str, pa.Array], rows: int) -> dict[str, pa.Array]:
    """What follows from a request's other columns: its host, what became of it, and what kind of server it asked."""
    nothing = pa.nulls(rows, WORDS)
    urls = columns[URL] if URL in columns else pa.nulls(rows, pa.large_string())
    hosts = read_hosts(urls.fill_null("").cast(pa.large_binary()), are_connects(columns.get(METHOD, nothing)))
    found: dict[str, pa.Array] = {HOST: _first_given(hosts, columns.get(HOST, nothing))}
    if "action_id" not in columns:
        found["action_id"] = pa.repeat(pa.scalar(0, pa.int8()), rows)
    untold = np.ones(rows, bool)
    for name in PLACES:
        untold &= columns.get(name, nothing).is_null().to_numpy(zero_copy_only=False)
    if untold.any():
        guessed = pc.if_else(pa.array(untold), categories(hosts).cast(pa.string()), None)
        found[CATEGORY] = _first_given(columns.get(CATEGORY, nothing), guessed)
    return found


def _first_given(*columns: pa.Array) -> pa.DictionaryArray:
    return pc.coalesce(*(column.cast(pa.string()) for column in columns)).dictionary_encode()
