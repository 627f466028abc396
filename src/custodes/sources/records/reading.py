"""Records to events, over the tables of what products' names mean.

Records alike (`shapes`) are read together, column by column. A record that fits no product's table is a web request
where it gives a URL, and else a base event, whose message is the whole record where it has none.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import orjson
import pyarrow as pa

from custodes.events import KINDS, make_batch
from custodes.events.fields import flatten
from custodes.sources.contract import Chunk, Parsed, Rejected
from custodes.sources.records.gathering import LOG_SOURCE, URL, Gathered
from custodes.sources.records.peek import Peeked
from custodes.sources.records.shapes import EVENT, REQUEST, Shape, Shapes, Simple
from custodes.sources.records.times import Unreadable
from custodes.sources.tables import LogSource, Table, first_given, tables
from custodes.sources.tables.meanings import meaning_of
from custodes.sources.tables.table import NOTHING
from custodes.sources.web.spans import Ints, Spans, take

MESSAGE = "message"
_LOOSE = frozenset({bool, float, list})
"""Types of which two different values may pass for one: true and 1, 1.0 and 1."""


@dataclass(frozen=True)
class Records:
    """A chunk's records as they are loaded, each an object or what it lacks; each is let go once it was looked at."""

    loaded: Iterable[dict[str, Any] | Unreadable]
    data: bytes
    spans: Spans
    """Their ranges in the data."""
    positions: Ints
    is_json: bool = True
    """Whether the bytes of a record are the object that was loaded."""
    rows: Iterable[int] = field(default_factory=itertools.count)
    """Which of the ranges are loaded."""
    peeked: Sequence[Peeked] = ()
    """The others, which need not be."""


class _Group(NamedTuple):
    """Records alike."""

    shape: Shape
    rows: Sequence[int]
    sayings: int
    given: Mapping[str, Sequence[Any]]
    """By name what they say, so many different things: what several say alike may be held once."""
    places: Ints | None
    """Of each record the place of what it says in `given`, where that is so."""
    own: Mapping[str, Sequence[Any]]
    """By name the values of each, of names that fill columns in which each record may say something of its own."""

    @classmethod
    def of(cls, peeked: Peeked) -> Self:
        """Records that were peeked at."""
        shape = _SHAPES.of(peeked.table, (*peeked.given, *peeked.own))
        own = {}
        for name in (
            name for column, names in shape.columns.items() if not shape.is_of_words(column) for name in names
        ):
            values = peeked.given.get(name)
            own[name] = peeked.own[name] if values is None else [values[place] for place in peeked.places]
        return cls(shape, peeked.rows, peeked.sayings, peeked.given, peeked.places, own)


@dataclass
class _Alike:
    """Records alike as they come."""

    shape: Shape
    rows: list[int] = field(default_factory=list)
    values: list[tuple[Any, ...]] = field(default_factory=list)
    """Of each record those of `shape.names`."""

    def group(self) -> _Group:
        """All of them."""
        given = dict(zip(self.shape.names, zip(*self.values, strict=True), strict=True))
        return _Group(self.shape, self.rows, len(self.rows), given, None, given)


def load(record: bytes) -> dict[str, Any] | Unreadable:
    """The object of a record, or what it lacks. What is not UTF-8 is replaced."""
    try:
        value = orjson.loads(record)
    except orjson.JSONDecodeError:
        try:
            value = orjson.loads(record.decode(errors="replace"))
        except orjson.JSONDecodeError:
            return Unreadable("not JSON, or nested too deeply")
    return value if isinstance(value, dict) else Unreadable("JSON, but not an object")


def _write(fields: Mapping[str, Any]) -> bytes:
    """Its JSON, copied: what orjson gives has eight thousand bytes of room behind it, and is held until the end."""
    return bytes(memoryview(orjson.dumps(fields)))


def read_records(chunk: Chunk, records: Records, *, unit: str | None = None) -> Parsed:
    """The chunk's events, a batch for each kind that there is, and what was rejected, each under its position."""
    reading = _Reading(chunk, records)
    kinds: dict[str, Gathered] = {}
    for group in reading.groups():
        table = group.shape.table
        gathered = kinds.setdefault(table.kind, Gathered(KINDS[table.kind]))
        is_strict = table.name in {REQUEST, EVENT}
        gathered.add(group.rows, reading.columns(group), places=group.places, is_strict=is_strict)
    batches = [reading.batch(kinds[kind], unit) for kind in KINDS if kind in kinds]
    return Parsed(tuple(batch for batch in batches if batch.num_rows), (*chunk.rejected, *reading.rejected()))


class _Reading:
    """One chunk being read."""

    def __init__(self, chunk: Chunk, records: Records) -> None:
        self.chunk, self.records = chunk, records
        self.lacks: dict[int, str] = {}
        self.sources: defaultdict[LogSource, int] = defaultdict(itertools.count().__next__)
        """The log sources met, each with its place."""
        self.unmapped: dict[int, bytes] = {}

    def groups(self) -> Iterator[_Group]:
        """The records, those alike together."""
        yield from map(_Group.of, self.records.peeked)
        for alike in self._load():
            yield alike.group()

    def _load(self) -> Iterable[_Alike]:
        groups: dict[Shape, _Alike] = {}
        simple = _SHAPES.simple if self.records.is_json else {}
        for row, record in zip(self.records.rows, self.records.loaded, strict=False):
            if isinstance(record, Unreadable):
                self.lacks[row] = str(record)
                continue
            known = simple.get(tuple(record))
            if known is not None and _is_flat(record, known):
                shape, fields = known.shape, record
            else:
                shape, fields = self._look_at(row, record)
            group = groups.get(shape)
            if group is None:
                group = groups[shape] = _Alike(shape)
            group.rows.append(row)
            group.values.append(shape.read(fields))
        return groups.values()

    def _look_at(self, row: int, record: dict[str, Any]) -> tuple[Shape, dict[str, Any]]:
        """The shape of a record, and its fields with what its table adds; where it adds any they go to `unmapped`."""
        flat = flatten(record)
        names = tuple(flat)
        table, adds = _SHAPES.table_of(names)
        if adds and table is not None:
            fields = table.complete(flat, record)
            if fields is not flat:
                self.unmapped[row] = _write(fields)
                return _SHAPES.of(table, tuple(fields)), fields
        if not self.records.is_json:
            self.unmapped[row] = _write(flat)
        shape = _SHAPES.of(table or _plain_table(flat), names)
        if (
            self.records.is_json
            and not adds
            and flat == record
            and (table is not None or _MAY_BE_URLS.isdisjoint(names))
        ):
            _SHAPES.keep_simple(record, shape)
        return shape, flat

    def columns(self, group: _Group) -> dict[str, Sequence[Any]]:
        """The values of the group's events, column by column; of columns of words, what several say alike once."""
        shape, given = group.shape, group.given
        columns: dict[str, Sequence[Any]] = {LOG_SOURCE: self._log_sources(shape, given, group.sayings)}
        if shape.code:
            columns["metadata.event_code"] = _only_one(_first_given(given, shape.code))
        for column, names in shape.columns.items():
            values = _first_given(given if shape.is_of_words(column) else group.own, names)
            meanings = shape.table.values.get(column)
            columns[column] = values if meanings is None else [_mean(value, meanings) for value in values]
        if shape.table.name == EVENT:
            messages = columns.get(MESSAGE, [None] * len(group.rows))
            columns[MESSAGE] = [
                self._whole(row) if message in NOTHING else message
                for row, message in zip(group.rows, messages, strict=True)
            ]
        return columns

    def _log_sources(self, shape: Shape, given: Mapping[str, Sequence[Any]], sayings: int) -> Sequence[int]:
        """The place of each one's log source in `sources`; what decides it is looked at once for the same values."""
        columns = [given[name] for name in shape.asked] or [[None] * sayings]
        keys = zip(*columns, strict=True)
        if all(_LOOSE.isdisjoint(map(type, column)) for column in columns):
            found = map(shape.log_sources.__getitem__, keys)
        else:
            found = map(shape.log_source, keys)
        return list(map(self.sources.__getitem__, found))

    def _whole(self, row: int) -> str:
        """A record's bytes as text."""
        starts, ends = self.records.spans
        return self.records.data[starts[row] : ends[row]].decode(errors="replace")

    def batch(self, gathered: Gathered, unit: str | None) -> pa.RecordBatch:
        """The events of one kind in order; what is none goes to `lacks`."""
        events = gathered.read(list(self.sources))
        self.lacks |= events.lacks
        rows = events.rows
        columns = {
            **events.columns,
            "source": self.chunk.source,
            "position": pa.array(self.records.positions[rows]),
            "raw_data": take(self.records.data, self.records.spans.of(rows)),
        }
        if self.unmapped:
            columns["unmapped"] = pa.array(map(self.unmapped.get, rows.tolist()), pa.large_binary())
        return make_batch(gathered.schema, columns, rows=len(rows), unit=unit)

    def rejected(self) -> Iterator[Rejected]:
        """What was no event, in order; neighbours that lack the same as one."""
        run: Rejected | None = None
        for row in sorted(self.lacks):
            position, reason = int(self.records.positions[row]), self.lacks[row]
            if run is not None and (run.last + 1, run.reason) == (position, reason):
                run = Rejected(run.source, reason, run.first, position)
                continue
            if run is not None:
                yield run
            run = Rejected(self.chunk.source, reason, position, position)
        if run is not None:
            yield run


_SHAPES = Shapes()
_URLS = tables()[REQUEST].columns[URL]
_MAY_BE_URLS = frozenset(_URLS)
_HOLD_NOTHING = frozenset({dict, list}).isdisjoint


def _is_flat(record: Mapping[str, Any], known: Simple) -> bool:
    """Whether flattening would leave the record as it is; quickest where its values are of the known types."""
    lists, kinds = known.lists, tuple(map(type, record.values()))
    if kinds != known.kinds:
        if _HOLD_NOTHING(kinds):
            return True
        if dict in kinds:
            return False
        lists = tuple(name for name, value in record.items() if isinstance(value, list))
    return not lists or all(_HOLD_NOTHING(map(type, record[name])) for name in lists)


def _plain_table(flat: Mapping[str, Any]) -> Table:
    """The table of what is of no product."""
    return tables()[EVENT] if first_given(flat, _URLS) is None else tables()[REQUEST]


def _first_given(given: Mapping[str, Sequence[Any]], names: Sequence[str]) -> Sequence[Any]:
    """Of each record the value of the first of the names that says something."""
    if len(names) == 1:
        return given[names[0]]
    values = list(given[names[0]])
    missing = [row for row, value in enumerate(values) if value is None or value in NOTHING]
    for name in names[1:]:
        others = given[name]
        for row in missing:
            values[row] = others[row]
        missing = [row for row in missing if others[row] is None or others[row] in NOTHING]
    return values


def _only_one(codes: Sequence[Any]) -> Sequence[Any]:
    """The codes; none for an event that has several, any of which a rule may ask for."""
    if list not in set(map(type, codes)):
        return codes
    return [None if isinstance(code, list) and len(code) > 1 else code for code in codes]


def _mean(value: Any, meanings: Mapping[str, Any]) -> Any:
    return None if value in NOTHING else meaning_of(value, meanings)
