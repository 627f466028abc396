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


Values = Sequence[Any]


class Events(NamedTuple):
    """The rows of events, in order, and their columns; and the rows that are no events, each with what it lacks."""

    rows: Ints
    columns: dict[str, pa.Array]
    lacks: dict[int, str]


class _Part(NamedTuple):
    """Events that were added together."""

    rows: Sequence[int]
    is_strict: bool
    columns: Mapping[str, Ints | Values]
    """Of columns of words, and of the log source, codes; of all others values."""


class Gathered:
    """Events of one kind in any order, each with its row: its place among the records of the chunk."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._parts: list[_Part] = []
        self._words = {field.name: Words() for field in schema if pa.types.is_dictionary(field.type)}

    def add(
        self, rows: Sequence[int], columns: Mapping[str, Values], *, places: Ints | None = None, is_strict: bool
    ) -> None:
        """Adds events whose values stand in `columns`.

        Those of columns of words, and of the log source, stand at the events' `places`, where these are given.
        `is_strict` is where a number that is none rejects an event.
        """
        given: dict[str, Ints | Values] = {}
        for name, values in columns.items():
            if name in self._words:
                codes = self._words[name].encode(values)
            elif name == LOG_SOURCE:
                codes = np.array(values, np.int64)
            else:
                given[name] = values
                continue
            given[name] = codes if places is None else codes[places]
        self._parts.append(_Part(rows, is_strict, given))

    def read(self, sources: Sequence[LogSource]) -> Events:
        """What was gathered, in the order of the rows; `sources` are the log sources that the places mean."""
        rows = np.concatenate([np.array(part.rows, np.int64) for part in self._parts])
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        columns, lacks = self._read_columns(sources, order)
        if self.schema is HTTP_ACTIVITY:
            columns |= _request(columns, len(rows))
        lacking = {int(rows[index]): lack for index, lack in lacks.items()}
        if lacks:
            good = np.ones(len(rows), bool)
            good[list(lacks)] = False
            rows, columns = rows[good], {name: array.filter(pa.array(good)) for name, array in columns.items()}
        return Events(rows, columns, lacking)

    def _read_columns(self, sources: Sequence[LogSource], order: Ints) -> tuple[dict[str, pa.Array], dict[int, str]]:
        """Each column, in that order, and the first thing that an event lacks."""
        columns, lacks = _split(self._codes(LOG_SOURCE)[order], sources), dict[int, str]()
        strict = np.repeat([part.is_strict for part in self._parts], [len(part.rows) for part in self._parts])[order]
        for field in self.schema:
            name = field.name
            if any(name in part.columns for part in self._parts):
                if name in self._words:
                    words = self._words[name].read(name, self._codes(name)[order])
                    columns[name] = _first_given(words, columns[name]) if name in columns else words
                    continue
                columns[name], unread = read_column(field, list(map(self._values(name).__getitem__, order.tolist())))
                known = unread if name == "time" else {row: why for row, why in unread.items() if strict[row]}
                lacks = {**known, **lacks}
            if name == "time" and self.schema is HTTP_ACTIVITY:
                missing = columns["time"].is_null() if "time" in columns else pa.repeat(True, len(order))
                lacks = {**dict.fromkeys(np.flatnonzero(missing).tolist(), NO_TIME), **lacks}
        return columns, lacks

    def _codes(self, name: str) -> Ints:
        """The codes of a column, below 0 for events that do not have it."""
        parts = self._parts
        return np.concatenate(
            [part.columns[name] if name in part.columns else np.full(len(part.rows), -1) for part in parts]
        )

    def _values(self, name: str) -> Values:
        """The values of a column, None for events that do not have it."""
        return [value for part in self._parts for value in part.columns.get(name, repeat(None, len(part.rows)))]


def _split(places: Ints, sources: Sequence[LogSource]) -> dict[str, pa.Array]:
    """The three words of each event's log source as columns."""
    columns = {}
    for name, given in zip(PLACES, zip(*sources, strict=True), strict=True):
        words = Words()
        columns[name] = words.read(name, words.encode(given)[places])
    return columns


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
