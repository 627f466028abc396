"""JSON lines of which only those fields are made that their events need, and what many of them say is read once.

msgspec checks a line's syntax and passes over what it is not asked for. Which lines are enough known that way is
decided here; of each of these is told what reading it in full would tell, and all others are left to that:

    lines that are not JSON objects, that break in the middle, or stand in a chunk that is not UTF-8
    lines with a number larger than any, which msgspec passes over: a chunk's bytes are searched for them
    lines whose names are escaped, or may have to be stripped of what stands before them: so, too
    lines of no product, or to which their product's table adds fields
    lines in which a field that matters is an object or a list, or a whole number that is very large
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import compress, count, islice, repeat
from operator import is_, itemgetter, not_
from typing import Annotated, Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
from msgspec import UNSET, UnsetType

from custodes.sources.records.mattering import Wanted, choose_names, find_mattering, opened_names
from custodes.sources.records.shapes import MOST_KEPT, find_product, may_add, vocabulary
from custodes.sources.tables import Table, tables
from custodes.sources.web.spans import Flags, Ints, Lines

BLOCK_LINES = 512
"""Lines that are held as objects at a time."""

FEWEST_LINES = 16
"""Where fewer hold one that is no object, they are read in full, all of them."""

_Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_Alike = str | _Whole | None | UnsetType
"""No two values of these types are equal and differ in type, as 1, 1.0 and true do."""
_Own = str | _Whole | float | bool | None | UnsetType


class Peeked(NamedTuple):
    """Lines of one product of which all is known that their events need."""

    table: Table
    rows: list[int]
    sayings: int
    """How many different things they say."""
    places: Ints
    """Of each line the place of what it says in `given`."""
    given: Mapping[str, Sequence[Any]]
    """By name what several lines say alike, each once; None where they have no such field."""
    own: Mapping[str, Sequence[Any]]
    """By name what each line says of its own; None where it has no such field."""


class Look(NamedTuple):
    """What was seen of lines: those that are known, by product, and the rows of those that must be read in full."""

    known: list[Peeked]
    left: list[int]


def peek(lines: Lines) -> Look:
    """What can be known of the lines without reading all of each."""
    found = find_mattering(lines.data) if _is_utf8(lines.data) and not _has_returns_inside(lines.data) else None
    wanted = choose_names(found.names) if found else None
    if not found or not wanted or not wanted.deciding:
        return Look([], list(range(len(lines))))
    peeking = _Peeking(lines, _decoder(wanted))
    for begin in range(0, len(lines), BLOCK_LINES):
        if not peeking.pays:
            break
        peeking.read(begin, min(begin + BLOCK_LINES, len(lines)))
    return peeking.look(_find_rows(lines, found.doubts))


class _Decoder:
    """Reads the fields of these names: of each line a row, first what it may say as others do, then its own."""

    def __init__(self, wanted: Wanted) -> None:
        self.alike, self.own = (
            sorted(names, key=lambda name: (name not in wanted.deciding, name)) for names in (wanted.alike, wanted.own)
        )
        names = (*self.alike, *self.own)
        self.saying_of = itemgetter(slice(len(self.alike)))
        self.deciding = [name for name in names if name in wanted.deciding]
        """Names of which those that a line has decide its product; of the others one that is missing is null."""
        self.telling = [place for place, name in enumerate(names) if name in wanted.own & wanted.deciding]
        """Places of those of them that are its own."""
        self.opened = [place for place, name in enumerate(names) if name in opened_names()]
        fields = [
            (
                f"field_{place}",
                _Alike if name in wanted.alike else _Own,
                msgspec.field(name=name, default=UNSET if name in wanted.deciding else None),
            )
            for place, name in enumerate(names)
        ]
        self.decode: Callable[[bytes], list[Any]] = msgspec.json.Decoder(
            msgspec.defstruct("Line", fields, gc=False)
        ).decode_lines
        """Gives an object a line."""
        self.products = _Products(self.deciding)


class _Products(dict[tuple[bool, ...], str | None]):
    """By which of the deciding names a line lacks its product, where that adds nothing to it."""

    def __init__(self, deciding: Sequence[str]) -> None:
        super().__init__()
        self._deciding = deciding

    def __missing__(self, lacked: tuple[bool, ...]) -> str | None:
        product = self[lacked] = _find_plain_product(tuple(compress(self._deciding, map(not_, lacked))))
        return product


_decoder = lru_cache(64)(_Decoder)


class _Peeking:
    """The lines of a chunk, looked at some at a time."""

    def __init__(self, lines: Lines, decoder: _Decoder) -> None:
        self.lines, self.decoder = lines, decoder
        self.sayings: defaultdict[tuple[Any, ...], int] = defaultdict(count().__next__)
        """What lines say in the fields in which they are alike, and which of the telling names they lack; each with its
        number in the order in which it was met."""
        self.places: list[int] = []
        """Of each saying the place of its product."""
        self.products: defaultdict[str | None, int] = defaultdict(count(1).__next__, {None: 0})
        """Those met, each with its place; None where it is unknown."""
        self.said: list[Ints] = []
        """The numbers of what the lines so far say."""
        self.placed: list[Ints] = []
        """The places of their products."""
        self.own: dict[str, list[Any]] = {name: [] for name in decoder.own}
        self._seen = self._left = 0

    @property
    def pays(self) -> bool:
        """Whether most lines so far are known."""
        return self._left * 2 <= self._seen

    def read(self, begin: int, end: int) -> None:
        """Notes what the lines from `begin` up to `end` say."""
        objects = self._decode(begin, end)
        if objects is not None:
            self._note(objects)
        elif end - begin < FEWEST_LINES:
            self._leave(end - begin)
        else:
            middle = (begin + end) // 2
            self.read(begin, middle)
            self.read(middle, end)

    def _decode(self, begin: int, end: int) -> list[Any] | None:
        """An object a line, or None where one of them is none."""
        starts, ends = self.lines.spans
        try:
            objects = self.decoder.decode(self.lines.data[starts[begin] : ends[end - 1]])
        except (msgspec.DecodeError, RecursionError):
            return None
        return objects if len(objects) == end - begin else None  # else one goes on in the next line

    def _note(self, objects: list[Any]) -> None:
        """Notes what each of these lines says. What is done for every line takes no step of Python's own."""
        rows, decoder = list(map(msgspec.structs.astuple, objects)), self.decoder
        lacks = (map(is_, map(itemgetter(place), rows), repeat(UNSET)) for place in decoder.telling)
        sayings = zip(map(decoder.saying_of, rows), *lacks, strict=True)
        said = np.fromiter(map(self.sayings.__getitem__, sayings), np.int64, len(rows))
        self._place_sayings()
        placed = np.array(self.places)[said]
        for place in decoder.opened:
            placed[[row for row, values in enumerate(rows) if values[place] and _is_object(values[place])]] = 0
        self._add(said, placed, (map(itemgetter(place), rows) for place in range(len(decoder.alike), len(rows[0]))))

    def _place_sayings(self) -> None:
        """Finds the products of what was said for the first time."""
        if len(self.places) < len(self.sayings):
            decoder = self.decoder
            sayings, *lacks = zip(*islice(self.sayings, len(self.places), None), strict=True)
            deciding = range(len(decoder.deciding) - len(lacks))
            lacked = (map(is_, map(itemgetter(place), sayings), repeat(UNSET)) for place in deciding)
            products = map(decoder.products.__getitem__, zip(*lacked, *lacks, strict=True))
            self.places += map(self.products.__getitem__, products)

    def _add(self, said: Ints, placed: Ints, own: Iterable[Iterable[Any]]) -> None:
        self._seen += len(said)
        self._left += len(said) - int(np.count_nonzero(placed))
        self.said.append(said)
        self.placed.append(placed)
        for values, more in zip(self.own.values(), own, strict=True):
            values.extend(more)

    def _leave(self, lines: int) -> None:
        nothing = np.zeros(lines, np.int64)
        self._add(nothing, nothing, [[None] * lines] * len(self.own))

    def look(self, doubtful: Ints) -> Look:
        """What was seen, but for the doubtful lines."""
        placed = np.concatenate([*self.placed, np.zeros(len(self.lines) - self._seen, np.int64)])
        placed[doubtful] = 0
        known = [self._gather(product, placed == place) for product, place in self.products.items() if product]
        return Look([some for some in known if some.rows], np.flatnonzero(placed == 0).tolist())

    def _gather(self, product: str, chosen: Flags) -> Peeked:
        """The lines chosen, which are all of that product."""
        rows, numbers = np.flatnonzero(chosen).tolist(), np.concatenate(self.said)[chosen[: self._seen]]
        is_said = np.zeros(len(self.sayings), bool)
        is_said[numbers] = True
        sayings = zip(*(saying for saying, *_ in compress(self.sayings, is_said.tolist())), strict=True)
        given = dict(zip(self.decoder.alike, sayings, strict=False))
        read = vocabulary(product)
        return Peeked(
            tables()[product],
            rows,
            int(is_said.sum()),
            (np.cumsum(is_said) - 1)[numbers],
            {name: self._given(name, values) for name, values in given.items() if name in read},
            {name: self._given(name, map(own.__getitem__, rows)) for name, own in self.own.items() if name in read},
        )

    def _given(self, name: str, values: Iterable[Any]) -> list[Any]:
        """The values of a name, None where it is not given."""
        return [None if value is UNSET else value for value in values] if name in self.decoder.deciding else [*values]


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 throughout; nothing is copied."""
    whole = np.array([0, len(data)])
    array = pa.LargeBinaryArray.from_buffers(pa.large_binary(), 1, [None, pa.py_buffer(whole), pa.py_buffer(data)])
    try:
        array.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _has_returns_inside(data: bytes) -> bool:
    """Whether a carriage return stands elsewhere than before a line feed."""
    return b"\r" in data and data.count(b"\r") != data.count(b"\r\n")


def _find_rows(lines: Lines, places: Sequence[int]) -> Ints:
    """The lines that end with or after those places."""
    return np.searchsorted(lines.spans.starts, np.array(places, np.int64) - 1, "right") - 1


def _is_object(value: Any) -> bool:
    """Whether the value is a text that may be a JSON object."""
    return isinstance(value, str) and value.lstrip().startswith("{")


@lru_cache(MOST_KEPT)
def _find_plain_product(names: tuple[str, ...]) -> str | None:
    """The table of records with these names, where it adds nothing to them."""
    table = find_product(names)
    closed = tuple(name for name in names if name not in opened_names())
    return None if table is None or may_add(table, closed) else table.name
