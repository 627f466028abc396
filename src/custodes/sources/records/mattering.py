"""Which names matter to which product's table, and which of them stand in a chunk: found in its bytes in one pass.

A name that stands nowhere in a chunk is a field of none of its lines, and need not be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import hyperscan

from custodes.sources.records.shapes import MOST_KEPT, asked_by, is_of_words, vocabulary
from custodes.sources.tables import Table, tables

MOST_DOUBTS = 4096
"""Doubtful places of a chunk: where there are more, its lines are read in full."""

_REST_OF_NAME = rb'(?:[^"\\\n]|\\.)*"[ \t\r]*:'
_ESCAPE_IN_NAME = rb"\\u00[0-9a-fA-F]{2}" + _REST_OF_NAME
"""A name that could be one that matters, written in another way."""
_LARGE_NUMBERS = (rb"[0-9]{64}", rb"[0-9][eE]\+?[0-9]{3}[0-9]*[ \t\r,\]}]")
"""Where a number ends that may be larger than any (1e999): JSON that is read in full has none."""
_LONGEST_SEEN = 80
"""Signs of a number that are looked at to tell it from the end of a word."""

Names = frozenset[str]


class Found(NamedTuple):
    """What stands in a chunk."""

    names: Names
    """The names that stand in it, as names or as values, at any depth."""
    doubts: list[int]
    """Places in lines of which more than these names must be known; each the end of what was found, not in order."""


class Wanted(NamedTuple):
    """The fields of lines that are asked for."""

    alike: Names
    """Those in which many lines say the same."""
    own: Names
    """Those in which each line says something of its own: times, texts, sizes."""
    deciding: Names
    """Those of all that tell a product."""


class _Scanner(NamedTuple):
    names: tuple[str, ...]
    database: hyperscan.Database


@cache
def _products() -> Mapping[str, Wanted]:
    """By the name of a product's table the names that matter to it."""
    return {table.name: _names(table) for table in tables().values() if table.recognised_by}


def _names(table: Table) -> Wanted:
    """What the table is known by, reads and opens; and in what those names may be nested."""
    words, others = set[str](), set[str]()
    for column, names in table.columns.items():
        (words if is_of_words(table.kind, column) else others).update(names)
    own = (others | set(table.derived.inside)) - words - {*table.event_code, *asked_by(table)}
    known_by = {start + name for names in table.recognised_by for name in names for start in ("", *table.strip)}
    every = known_by | vocabulary(table.name) | set(table.derived.inside)
    outer = {outer for name in (*every, *table.strip) for outer in _outer_names(name)}
    return Wanted(frozenset((every | outer) - own), frozenset(own), frozenset(known_by))


@cache
def opened_names() -> Names:
    """The names of texts that may be objects, whose fields are given, too."""
    return frozenset().union(*(tables()[product].derived.inside for product in _products()))


def _outer_names(name: str) -> Iterator[str]:
    """In what the field of a dotted name may be nested: `a` and `a.b` for `a.b.c`."""
    return (name[: dot.start()] for dot in re.finditer(r"\.", name))


def find_mattering(data: bytes) -> Found | None:
    """The names in JSON lines that matter to any product, and where more must be known; None where that is often."""
    names, database = _scanner()
    found, doubts = set[str](), list[int]()

    def note(number: int, _begin: int, end: int, _flags: int, _context: object) -> bool:
        if number < len(names):
            found.add(names[number])
        else:
            doubts.append(end)
        return len(doubts) > MOST_DOUBTS

    try:
        database.scan(data, match_event_handler=note)
    except hyperscan.ScanTerminated:
        return None
    return Found(frozenset(found), [end for end in doubts if _is_doubtful(data, end)])


def _is_doubtful(data: bytes, end: int) -> bool:
    """Whether what ends there is a name, or may be a number and not the end of a word, as of `SHA1=3E1234`."""
    before = data[max(0, end - _LONGEST_SEEN) : end - 1].rstrip(b"0123456789.+-eE")
    return data[end - 1] == ord(":") or not before or before[-1] in b":,[ \t\r\n"


@lru_cache(MOST_KEPT)
def choose_names(stand: Names) -> Wanted:
    """Of the names that stand in a chunk those that matter to a product that its lines may be of."""
    possible = [
        Wanted(*[frozenset[str]()] * 3),
        *(names for product, names in _products().items() if _may_hold(product, stand)),
    ]
    alike, own, deciding = (stand & frozenset().union(*part) for part in zip(*possible, strict=True))
    return Wanted(alike, own - alike, deciding)


def _may_hold(product: str, stand: Names) -> bool:
    """Whether a record all of whose names stand there may be of the product."""
    return any(not any(map(stand.isdisjoint, spellings)) for spellings in _spellings(product))


@cache
def _spellings(product: str) -> list[list[set[str]]]:
    """Of each of the names that the product is known by, list by list, all that may stand for it."""
    table = tables()[product]

    def of(name: str) -> set[str]:
        whole = [start + name for start in ("", *table.strip)]
        return {*whole, *(outer for spelling in whole for outer in _outer_names(spelling))}

    return [list(map(of, names)) for names in table.recognised_by]


@cache
def _scanner() -> _Scanner:
    names = tuple(sorted(frozenset().union(*(names.alike | names.own for names in _products().values()))))
    literals = [b'"' + re.escape(name.encode()) + b'"' for name in names]
    starts = sorted({start for table in tables().values() for start in table.strip})
    begun = b'"(?:' + b"|".join(re.escape(start.encode()) for start in starts) + b")" + _REST_OF_NAME
    return _Scanner(names, _compile(literals, [begun, _ESCAPE_IN_NAME, *_LARGE_NUMBERS]))


def _compile(once: Iterable[bytes], each: Iterable[bytes]) -> hyperscan.Database:
    """A database that tells the first of each kind once, and of the second every one."""
    flagged = [*((one, hyperscan.HS_FLAG_SINGLEMATCH) for one in once), *((one, 0) for one in each)]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression for expression, _ in flagged],
        ids=list(range(len(flagged))),
        elements=len(flagged),
        flags=[flags for _, flags in flagged],
    )
    return database
