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
from custodes.sources.records.values import Words, read_column
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
        self._strict: list[bool] = []
        self._own: dict[str, list[Any]] = {}
        """Columns in which each event has its own value."""
        self._places: list[int] = []
        """Of each event the place of its values in those columns in which several may share one."""
        self._shared: dict[str, list[Any]] = {LOG_SOURCE: []}
        self._words = {field.name: Words() for field in schema if pa.types.is_dictionary(field.type)}

    def add(
        self, rows: Sequence[int], columns: Mapping[str, Sequence[Any]], *, places: Ints | None = None, is_strict: bool
    ) -> None:
        """Adds events whose values stand in `columns`.

        Those of columns of words, and of the log source, stand at the events' `places`, where these are given.
        `is_strict` is where a number that is none rejects an event.
        """
        shared = len(self._shared[LOG_SOURCE])
        own = {name: values for name, values in columns.items() if name not in self._words and name != LOG_SOURCE}
        _extend(self._own, own, len(self._rows), len(rows))
        codes = {name: list(self._words[name].encode(columns[name])) for name in columns.keys() & self._words.keys()}
        _extend(self._shared, {**codes, LOG_SOURCE: columns[LOG_SOURCE]}, shared, len(columns[LOG_SOURCE]))
        self._rows += rows
        self._places += range(shared, shared + len(rows)) if places is None else (places + shared).tolist()
        self._strict += repeat(is_strict, len(rows))

    def read(self, sources: Sequence[LogSource]) -> Events:
        """What was gathered, in the order of the rows; `sources` are the log sources that the places mean."""
        columns, lacks = self._read_columns(_split(self._shared.pop(LOG_SOURCE), sources))
        rows, good = np.array(self._rows, np.int64), np.ones(len(self._rows), bool)
        good[list(lacks)] = False
        if self.schema is HTTP_ACTIVITY:
            columns |= _request(columns, len(rows))
        order = np.argsort(rows)
        order = order[good[order]]
        in_order = {name: array.take(pa.array(order)) for name, array in columns.items()}
        return Events(rows[order], in_order, {self._rows[index]: lack for index, lack in lacks.items()})

    def _read_columns(self, columns: dict[str, pa.Array]) -> tuple[dict[str, pa.Array], dict[int, str]]:
        """Each column, beside those that are shared and read already, and the first thing that an event lacks."""
        for name, codes in self._shared.items():
            words = self._words[name].read(name, codes)
            columns[name] = _first_given(words, columns[name]) if name in columns else words
        places = pa.array(self._places)
        columns = {name: array.take(places) for name, array in columns.items()}
        lacks: dict[int, str] = {}
        for field in self.schema:
            if field.name in self._own:
                columns[field.name], unread = read_column(field, self._own[field.name])
                known = (
                    unread if field.name == "time" else {row: why for row, why in unread.items() if self._strict[row]}
                )
                lacks = {**known, **lacks}
            if field.name == "time" and self.schema is HTTP_ACTIVITY:
                missing = columns["time"].is_null() if "time" in columns else pa.repeat(True, len(self._rows))
                lacks = {**dict.fromkeys(np.flatnonzero(missing).tolist(), NO_TIME), **lacks}
        return columns, lacks


def _extend(gathered: dict[str, list[Any]], columns: Mapping[str, Sequence[Any]], before: int, events: int) -> None:
    """Adds the values of so many events to the columns gathered, each of which has `before`; nothing where none is."""
    for name in columns.keys() - gathered.keys():
        gathered[name] = [None] * before
    for name, values in gathered.items():
        values.extend(columns[name] if name in columns else repeat(None, events))


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
