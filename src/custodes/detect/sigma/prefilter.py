r"""Which rules an event may fire, by one pass over its bytes for the literals of all of them at once.

The bytes are those of a JSON object as received (`JsonPrefilter`), or the values of many events, one a line
(`PlainPrefilter`). In JSON a literal is looked for as JSON writes it (`\\` for a backslash, a quote where a value
starts or ends), so that an event of which nothing is found need never be parsed. Where the bytes may write a
character in another way, they are written anew and looked through again; numbers, which may be written in many, are
no literals there (`literals`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import hyperscan
import numpy as np
import orjson
import pyarrow as pa

from custodes.detect.compiled import compile_database
from custodes.detect.sigma.literals import Literal, Trigger

_REWRITTEN = (rb"\\u[0-9a-f]{4}", rb"\\/")
"""In JSON: a character written as a number, and a slash with a backslash before it."""

_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL


class _Prefilter:
    """The triggers of some conditions, numbered from 0, as one database. Made where it is used: it cannot be sent."""

    def __init__(self, triggers: Iterable[Trigger | None]) -> None:
        always: list[int] = []
        owners: dict[bytes, dict[int, None]] = {}
        for number, trigger in enumerate(triggers):
            if trigger is None:
                always.append(number)
                continue
            for literal in trigger.literals:
                owners.setdefault(self._expression(literal), {})[number] = None
        self.always = tuple(always)
        """The conditions that every event may fulfil."""
        self._always = frozenset(always)
        self._expressions = list(owners)
        self._owners = list(map(tuple, owners.values()))
        """By the number of a literal, the conditions that it triggers."""

    def _expression(self, literal: Literal) -> bytes:
        return _only(literal.text.encode())

    def _chosen(self, literals: Sequence[int]) -> list[int]:
        return sorted(self._always.union(*map(self._owners.__getitem__, literals)))


class JsonPrefilter(_Prefilter):
    """For events as JSON objects, one at a time."""

    def _expression(self, literal: Literal) -> bytes:
        return b'"' * literal.starts + _only(orjson.dumps(literal.text)[1:-1]) + b'"' * literal.ends

    @cached_property
    def _find(self) -> Callable[[bytes], list[int]]:
        if not self._expressions:
            return lambda _: []
        flags = _FLAGS | hyperscan.HS_FLAG_SINGLEMATCH
        return _finder(compile_database([*self._expressions, *_REWRITTEN], flags=flags))

    def candidates(self, record: bytes) -> Sequence[int]:
        """The numbers of the conditions that an object may fulfil, ascending."""
        found = self._find(record)
        if not found:
            return self.always
        if max(found) >= len(self._owners):
            rewritten = self._find(orjson.dumps(orjson.loads(record)))
            found = [literal for literal in rewritten if literal < len(self._owners)]
        return self._chosen(found)


class PlainPrefilter(_Prefilter):
    """For many events, each as the text of its values."""

    @cached_property
    def _database(self) -> hyperscan.Database:
        return compile_database(self._expressions, flags=_FLAGS)

    def candidates(self, texts: pa.LargeBinaryArray) -> Mapping[int, Sequence[int]]:
        """By the index of a text, the numbers of the conditions that its event may fulfil; without those for all."""
        if not self._expressions or not len(texts):
            return {}
        literals: list[int] = []
        ends: list[int] = []

        def note(literal: int, _start: int, end: int, _flags: int, _context: object) -> None:
            literals.append(literal)
            ends.append(end)

        offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
        data = memoryview(texts.buffers()[2] or b"")[offsets[0] : offsets[-1]]
        self._database.scan(data.tobytes(), match_event_handler=note)
        rows = np.searchsorted(offsets[1:] - offsets[0], np.array(ends, np.int64), side="left").tolist()
        found: dict[int, set[int]] = {}
        for row, literal in zip(rows, literals, strict=True):
            found.setdefault(row, set()).add(literal)
        return {row: self._chosen(list(met)) for row, met in found.items()}


def _finder(database: hyperscan.Database) -> Callable[[bytes], list[int]]:
    """What finds the literals of a text, each once."""
    found: list[int] = []

    def note(literal: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        found.append(literal)

    def find(text: bytes) -> list[int]:
        found.clear()
        database.scan(text, match_event_handler=note)
        return found

    return find


def _only(text: bytes) -> bytes:
    """The bytes as an expression that means just them."""
    return b"".join(b"\\x%02x" % byte for byte in text)
