"""The values of a column as its type asks.

`None`, an empty text and a dash say nothing. A truth that cannot be read is null. A time or a number that cannot be
read is null too, and its row is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED, TIME
from custodes.sources.records.times import Unreadable, read_time, read_times
from custodes.sources.tables import text_of
from custodes.sources.tables.table import NOTHING
from custodes.sources.web.hosts import read_host
from custodes.sources.web.spans import Ints

LARGEST = {"http_response.code": 999}
"""The largest number of a column, where its type alone does not say."""

_NUMBER = re.compile(r"-?\d{1,19}", re.ASCII)
_TEXT = {str, type(None)}
_PORT = re.compile(r"([\d.]+):\d{1,5}|\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?", re.ASCII)
_BOOLS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_ACTIONS = {
    **dict.fromkeys(("allow", "allowed", "permit", "permitted", "pass"), ACTION_ALLOWED),
    **dict.fromkeys(("deny", "denied", "block", "blocked", "drop", "dropped"), ACTION_DENIED),
}


class _Codes(dict[str | None, int]):
    """The place of each text among the distinct ones, in the order in which they were met; None has none."""

    def __init__(self) -> None:
        super().__init__({None: -1})

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self) - 1
        return place


class Words:
    """Values of a column of words as they come: each distinct one is kept, and read, once."""

    def __init__(self) -> None:
        self._codes = _Codes()

    def encode(self, values: Sequence[Any]) -> Ints:
        """The place of each value's text among the distinct ones, below 0 for None; of a list its first value's."""
        texts = values if _are_texts(values) else _texts(_firsts(values))
        return np.fromiter(map(self._codes.__getitem__, texts), np.int64, len(texts))

    def read(self, name: str, codes: Ints) -> pa.DictionaryArray:
        """The column of that name whose values have these places."""
        read = _WORDS.get(name)
        given = [text for text in self._codes if text is not None]
        words = [None if text in NOTHING else read(text) if read else text for text in given]
        if words != given:
            places = _Codes()
            codes = np.array([*map(places.__getitem__, words), -1])[codes]
            given = [word for word in places if word is not None]
        indices = pa.array(codes.astype(np.int32), mask=codes < 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(given, pa.string()))


class Column(NamedTuple):
    """A column, and the rows that cannot be read, each with what it lacks."""

    array: pa.Array
    unread: Mapping[int, str] = {}


def read_column(field: pa.Field, values: Sequence[Any]) -> Column:
    """The column of those values as the field's type asks."""
    kind = field.type
    if pa.types.is_dictionary(kind):
        words = Words()
        return Column(words.read(field.name, words.encode(values)))
    if not pa.types.is_list(kind):
        values = _firsts(values)
    if pa.types.is_timestamp(kind):
        return _read_times(values)
    if pa.types.is_integer(kind) and field.name != "action_id":
        return _read_numbers(field, values)
    return Column(_read_optional(field, values))


def _read_optional(field: pa.Field, values: Sequence[Any]) -> pa.Array:
    """A column in which what cannot be read is null."""
    kind = field.type
    if pa.types.is_large_string(kind) or pa.types.is_string(kind):
        return _null_where_nothing(pa.array(_texts(values), kind))
    if pa.types.is_boolean(kind):
        return pa.array([_BOOLS.get(text_of(value).lower()) for value in values], kind)
    if pa.types.is_integer(kind):
        return pa.array(list(map(_read_action, values)), kind)
    if kind == pa.list_(pa.string()):
        return pa.array(list(map(_read_list, values)), kind)
    return pa.nulls(len(values), kind)


def _as_texts(values: Sequence[Any]) -> pa.StringArray | None:
    """The values as texts; None where one of them is none."""
    try:
        return pa.array(values, pa.string())
    except pa.ArrowTypeError:
        return None


def _are_texts(values: Sequence[Any]) -> bool:
    return set(map(type, values)) <= _TEXT


def _texts(values: Sequence[Any]) -> Sequence[str | None]:
    """Each value as text; those that are text already are not looked at."""
    kinds = set(map(type, values))
    if kinds <= _TEXT:
        return values
    if kinds <= {str, int, type(None)}:  # no two of these are equal and differ in type
        texts = {value: _text(value) for value in set(values)}
        return list(map(texts.__getitem__, values))
    return list(map(_text, values))


def _text(value: Any) -> str | None:
    """A number or a truth as JSON writes it."""
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _firsts(values: Sequence[Any]) -> Sequence[Any]:
    """Of each list its first value; all others as they are."""
    if list not in set(map(type, values)):
        return values
    return [next(iter(value), None) if isinstance(value, list) else value for value in values]


def _null_where_nothing(texts: pa.Array) -> pa.Array:
    shortest = pc.min(pc.binary_length(texts)).as_py()
    if shortest is None or shortest > 1:
        return texts
    return pc.if_else(pc.is_in(texts, pa.array(["", "-"], texts.type)), None, texts)


def _read_address(text: str) -> str:
    """The address alone: `198.51.100.7:52110` and `[::1]:443` name a port, too."""
    found = _PORT.fullmatch(text)
    return found[1] or found[2] if found else text


def _read_host(text: str) -> str | None:
    return read_host(text.encode(errors="replace"))


def _read_queried(text: str) -> str | None:
    return text.lower().rstrip(".") or None


def _read_content_type(text: str) -> str | None:
    return text.partition(";")[0].strip().lower() or None


_WORDS: Mapping[str, Callable[[str], str | None]] = {
    "src_endpoint.ip": _read_address,
    "http_request.url.hostname": _read_host,
    "dst_endpoint.hostname": _read_host,
    "query.hostname": _read_queried,
    "http_response.content_type": _read_content_type,
}
"""How the words of some columns are read; those of all others stay as they are."""


def _read_times(values: Sequence[Any]) -> Column:
    """The texts in one step where that can be, all else one by one."""
    texts = _as_texts(values)
    whole = texts is not None
    if not whole:
        texts = _as_texts([value if isinstance(value, str) else None for value in values])
    times = read_times(_null_where_nothing(texts))
    if times is None:
        times = pa.nulls(len(values), TIME)
    elif whole:
        return Column(times)
    read, unread = times.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False).copy(), dict[int, str]()
    for row in np.flatnonzero(np.isnat(read)).tolist():
        if values[row] not in NOTHING:
            try:
                read[row] = read_time(values[row]).replace(tzinfo=None)
            except Unreadable as lack:
                unread[row] = str(lack)
    return Column(pa.array(read, mask=np.isnat(read)).cast(TIME), unread)


def _read_numbers(field: pa.Field, values: Sequence[Any]) -> Column:
    largest = LARGEST.get(field.name, 2 ** (field.type.bit_width - 1) - 1)
    numbers = [_number(value, largest) for value in values]
    reason = f"{field.name} is not a whole number, or is too large"
    unread = {row: reason for row, number in enumerate(numbers) if number is False}
    return Column(pa.array([None if number is False else number for number in numbers], field.type), unread)


def _number(value: Any, largest: int) -> int | None:
    """A whole number from 0, written as one or as text; None where negative or not given; False where it is none."""
    if value in NOTHING:
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value > largest:
        return False
    return value if value >= 0 else None


def _read_action(value: Any) -> int:
    if isinstance(value, str):
        return _ACTIONS.get(value.lower(), 0)
    return value if type(value) is int and value in {ACTION_ALLOWED, ACTION_DENIED} else 0


def _read_list(value: Any) -> list[str] | None:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(_text, values) if text not in NOTHING] or None
