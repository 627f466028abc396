r"""Which rules an event may fire, by one pass over its bytes for the literals of all of them at once.

The bytes are those of a JSON object as received (`JsonPrefilter`), or the values of many events, one a line
(`PlainPrefilter`). In JSON a literal is looked for as JSON writes it (`\\` for a backslash, a quote where a value
starts or ends), so that an event of which nothing is found need never be parsed. Where the bytes may write a
character in another way, they are written anew and looked through again; numbers, which may be written in many, are
no literals there (`literals`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import hyperscan
import numpy as np
import orjson
import pyarrow as pa

from custodes.detect.compiled import compile_database, plain_expression
from custodes.detect.sigma.literals import FAR, Literal, Trigger

_REWRITTEN = (rb"\\u[0-9a-f]{4}", rb"\\/")
"""In JSON: a character written as a number, and a slash with a backslash before it."""

_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL


class _Prefilter:
    """The triggers of some conditions as one database. Made where it is used: it cannot be sent.

    Conditions are numbered from 0, and several of them are a whole number with a bit for each (`memory.bits`).
    """

    def __init__(self, triggers: Iterable[Trigger | None]) -> None:
        self.always = 0
        """The conditions that every event may fulfil."""
        owners: dict[bytes, int] = {}
        for number, trigger in enumerate(triggers):
            if trigger is None:
                self.always |= 1 << number
                continue
            for literal in trigger.literals:
                expression = self._expression(literal)
                owners[expression] = owners.get(expression, 0) | 1 << number
        self._expressions = list(owners)
        self._owners = list(owners.values())
        """By the number of a literal, the conditions that it triggers."""

    def _expression(self, literal: Literal) -> bytes:
        if literal.text == FAR:
            return rb"[\xc4-\xff]"
        return self._plain_expression(literal)

    def _plain_expression(self, literal: Literal) -> bytes:
        return plain_expression(literal.text.encode())

    def _chosen(self, literals: Iterable[int]) -> int:
        chosen = self.always
        for literal in literals:
            chosen |= self._owners[literal]
        return chosen


class JsonPrefilter(_Prefilter):
    """For events as JSON objects, one at a time."""

    def _plain_expression(self, literal: Literal) -> bytes:
        return b'"' * literal.starts + plain_expression(orjson.dumps(literal.text)[1:-1]) + b'"' * literal.ends

    @cached_property
    def _find(self) -> Callable[[bytes], list[int]]:
        if not self._expressions:
            return lambda _: []
        flags = _FLAGS | hyperscan.HS_FLAG_SINGLEMATCH
        return _finder(compile_database([*self._expressions, *_REWRITTEN], flags=flags))

    def candidates(self, record: bytes) -> int:
        """The conditions that an object may fulfil."""
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

    def candidates(self, texts: pa.LargeBinaryArray) -> Mapping[int, int]:
        """By the index of a text, the conditions that its event may fulfil; only where some literal was found."""
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
        found: dict[int, int] = {}
        for row, literal in zip(rows, literals, strict=True):
            found[row] = found.get(row, self.always) | self._owners[literal]
        return found


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
