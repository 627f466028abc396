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

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import compress, repeat
from typing import Annotated, Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
from msgspec import UNSET, UnsetType

from custodes.sources.records.mattering import Wanted, choose_names, find_mattering, opened_names
from custodes.sources.records.shapes import MOST_KEPT, find_product, may_add
from custodes.sources.tables import Table, tables
from custodes.sources.web.spans import Flags, Ints, Lines

BLOCK_LINES = 512
"""Lines that are held as objects at a time."""

FEWEST_LINES = 16
"""Where fewer hold one that is no object, they are read in full, all of them."""

_UNKNOWN = -1
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
    if not found or not wanted or not wanted.alike:
        return Look([], list(range(len(lines))))
    peeking = _Peeking(lines, _decoder(wanted))
    for begin in range(0, len(lines), BLOCK_LINES):
        if not peeking.pays:
            break
        peeking.read(begin, min(begin + BLOCK_LINES, len(lines)))
    return peeking.look(_find_rows(lines, found.doubts))


class _Decoder:
    """Reads the fields of these names."""

    def __init__(self, wanted: Wanted) -> None:
        self.alike = sorted(wanted.alike)
        self.telling = sorted(wanted.own & wanted.deciding)
        """Names of which it tells a product whether a line has them."""
        self.own = [*self.telling, *sorted(wanted.own - wanted.deciding)]
        self.opened = sorted(wanted.own & opened_names())
        kinds = [*((name, _Alike) for name in self.alike), *((name, _Own) for name in self.own)]
        fields = [
            (f"field_{place}", kind, msgspec.field(name=name, default=UNSET))
            for place, (name, kind) in enumerate(kinds)
        ]
        self.decode: Callable[[bytes], list[Any]] = msgspec.json.Decoder(
            msgspec.defstruct("Line", fields, gc=False)
        ).decode_lines
        """Gives an object a line."""


_decoder = lru_cache(64)(_Decoder)


class _Sayings(dict[tuple[Any, ...], int]):
    """What lines say in the fields in which they are alike, each with its number; unknown where that is not enough.

    A saying is the values of the decoder's names, and the types of those names that tell a product.
    """

    def __init__(self, decoder: _Decoder) -> None:
        super().__init__()
        self._decoder = decoder
        self.products: list[str] = []
        self.records: list[dict[str, Any]] = []

    def __missing__(self, saying: tuple[Any, ...]) -> int:
        alike, kinds = saying[: len(self._decoder.alike)], saying[len(self._decoder.alike) :]
        record = {name: value for name, value in zip(self._decoder.alike, alike, strict=True) if value is not UNSET}
        told = (name for name, kind in zip(self._decoder.telling, kinds, strict=True) if kind is not UnsetType)
        product = _find_plain_product((*record, *told))
        if product is None or any(_is_object(record.get(name)) for name in opened_names()):
            number = _UNKNOWN
        else:
            number = len(self.records)
            self.products.append(product)
            self.records.append(record)
        self[saying] = number
        return number


class _Peeking:
    """The lines of a chunk, looked at some at a time."""

    def __init__(self, lines: Lines, decoder: _Decoder) -> None:
        self.lines, self.decoder = lines, decoder
        self.sayings = _Sayings(decoder)
        self.numbers: list[int] = []
        """Of each line so far what it says."""
        self.own: dict[str, list[Any]] = {name: [] for name in decoder.own}
        self._left = 0

    @property
    def pays(self) -> bool:
        """Whether most lines so far are known, and say what others say, too."""
        return (self._left + len(self.sayings)) * 2 <= len(self.numbers)

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
        """Notes what each of these lines says."""
        rows, width = list(map(msgspec.structs.astuple, objects)), len(self.decoder.alike)
        for place, name in enumerate(self.decoder.own, width):
            self.own[name] += [row[place] for row in rows]
        if told := len(self.decoder.telling):
            sayings = [(*row[:width], *map(type, row[width : width + told])) for row in rows]
        else:
            sayings = [row[:width] for row in rows]
        numbers = list(map(self.sayings.__getitem__, sayings))
        for name in self.decoder.opened:
            values = self.own[name][-len(rows) :]
            numbers = [_UNKNOWN if _is_object(value) else one for one, value in zip(numbers, values, strict=True)]
        self._left += numbers.count(_UNKNOWN)
        self.numbers += numbers

    def _leave(self, lines: int) -> None:
        self._left += lines
        self.numbers += [_UNKNOWN] * lines
        for values in self.own.values():
            values.extend(repeat(UNSET, lines))

    def look(self, doubtful: Ints) -> Look:
        """What was seen, but for the doubtful lines."""
        numbers = np.full(len(self.lines), _UNKNOWN)
        numbers[: len(self.numbers)] = self.numbers
        numbers[doubtful] = _UNKNOWN
        products = np.array([*self.sayings.products, ""], object)
        """The last stands for the lines that are unknown."""
        known = [
            self._gather(product, numbers, products == product) for product in dict.fromkeys(self.sayings.products)
        ]
        return Look([some for some in known if some.rows], np.flatnonzero(numbers == _UNKNOWN).tolist())

    def _gather(self, product: str, numbers: Ints, are_of_product: Flags) -> Peeked:
        chosen = are_of_product[numbers]
        places = np.cumsum(are_of_product) - 1
        records = list(compress(self.sayings.records, are_of_product))
        names = dict.fromkeys(name for record in records for name in record)
        own = {name: list(compress(values, chosen)) for name, values in self.own.items()}
        return Peeked(
            tables()[product],
            np.flatnonzero(chosen).tolist(),
            len(records),
            places[numbers[chosen]],
            {name: [record.get(name) for record in records] for name in names},
            {name: [None if value is UNSET else value for value in values] for name, values in own.items()},
        )


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
