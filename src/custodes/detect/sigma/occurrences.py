"""What a correlation counts, an event a record: bytes that sort by group and time, and hold all that may be told of it.

    group ␀ 8 time · 2 rule · 4 source · value ␀ onward ␀ locator ␀ subject ␀ digest

Of a record only what is asked is read, and where it is asked. The source is 0 until all sources are known and have
their numbers, so that a long path costs no more than a short one.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from struct import Struct
from typing import NamedTuple

from custodes.detect.finding import Evidence

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_HEAD = Struct(">QHI")
_TIME, _SOURCE = slice(8), slice(10, 14)
_BEFORE_ANY = 1 << 63
"""Added to a time, so that those before 1970 sort first."""
_MICROSECOND = timedelta(microseconds=1)
_LONGEST_VALUE = 64
"""Longer ones are counted by their hash."""


class Onward(NamedTuple):
    """What an event is to a correlation that counts another, should the other's condition hold with it."""

    counted: int
    parent: int
    """The two correlations, by their places among those of the set."""
    rule: int
    """The counted one's place among what the parent counts."""
    group: str
    value: str


def pack_event(evidence: Evidence, subject: str) -> bytes:
    """The part of a record that is the same for all that count the event."""
    return b"\0".join((_pack_text(evidence.locator), _pack_text(subject), bytes.fromhex(evidence.sha256)))


def pack(event: bytes, *, at: datetime, rule: int, group: str, value: str, onward: Sequence[Onward]) -> bytes:
    """The record of a packed event. `rule` is the place of what fired among the rules that the correlation counts."""
    head = _HEAD.pack((at - EPOCH) // _MICROSECOND + _BEFORE_ANY, rule, 0)
    packed = json.dumps(onward).encode() if onward else b""
    return b"\0".join((group.encode(), head + _pack_value(value), packed, event))


def repack(record: bytes, onward: Onward) -> bytes:
    """The record as the correlation counts it that it goes on to."""
    known, rest = _split(record, 1)
    head = known[_TIME] + onward.rule.to_bytes(2) + known[_SOURCE]
    return b"\0".join((onward.group.encode(), head + _pack_value(onward.value), rest))


def group_of(record: bytes) -> bytes:
    """The group that the event is of, as JSON."""
    return record[: record.index(b"\0")]


def onward_of(record: bytes) -> list[Onward]:
    """What the event is to the correlations above."""
    packed = _split(record, 2)[1]
    return [Onward(*fields) for fields in json.loads(packed)] if packed else []


def with_source(record: bytes, place: int) -> bytes:
    """The record with its source's place among all sources."""
    begin = record.index(b"\0") + 1 + _SOURCE.start
    return record[:begin] + place.to_bytes(4) + record[begin + 4 :]


def subject_of(record: bytes) -> str:
    """Whom the event concerns."""
    return _unpack_text(_split(record, 4)[3])


def _split(record: bytes, times: int) -> list[bytes]:
    """The parts after the group: first the head with the value. Only the head and the digest may hold a ␀."""
    head = record.index(b"\0") + 1
    value = head + _HEAD.size
    first, *rest = record[value:].split(b"\0", times)
    return [record[head:value] + first, *rest]


class Run:
    """The records of one group, at least one, ascending; and what is counted of them, by their places."""

    def __init__(self, records: Sequence[bytes], sources: Sequence[str]) -> None:
        self._sources = sources
        self._head = len(group_of(records[0])) + 1
        self.records = records
        self.times_us = array("q", (time - _BEFORE_ANY for time, _, _ in self._heads()))
        """Microseconds since 1970."""

    def _heads(self) -> Iterator[tuple[int, int, int]]:
        return (_HEAD.unpack_from(record, self._head) for record in self.records)

    def __len__(self) -> int:
        return len(self.records)

    @cached_property
    def rules(self) -> array[int]:
        """The place of each one's rule among those that the correlation counts."""
        return array("H", (rule for _, rule, _ in self._heads()))

    @cached_property
    def value_numbers(self) -> array[int]:
        """A number for each one's value: 0 and on, as they are met."""
        numbers: dict[bytes, int] = {}
        return array("L", (numbers.setdefault(self.value(place), len(numbers)) for place in range(len(self))))

    def value(self, place: int) -> bytes:
        """What is counted or summed of it, where the type asks for that; else empty."""
        record, begin = self.records[place], self._head + _HEAD.size
        return record[begin : record.index(b"\0", begin)]

    def evidence(self, place: int) -> Evidence:
        """Where it stands."""
        head, _, locator, _, digest = _split(self.records[place], 4)
        return Evidence(self._sources[int.from_bytes(head[_SOURCE])], _unpack_text(locator), digest.hex())

    def time(self, place: int) -> datetime:
        """When it was."""
        return EPOCH + timedelta(microseconds=self.times_us[place])


def _pack_text(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").replace(b"\0", b"\xff")  # which UTF-8 never holds


def _unpack_text(packed: bytes) -> str:
    return packed.replace(b"\xff", b"\0").decode("utf-8", "surrogatepass")


def _pack_value(value: str) -> bytes:
    packed = _pack_text(value)
    return packed if len(packed) <= _LONGEST_VALUE else hashlib.blake2b(packed, digest_size=16).hexdigest().encode()
