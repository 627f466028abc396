r"""Which rules an event may fire, by one pass over its bytes for the literals of all of them at once.

The bytes are those of a JSON object as received, or of the values one a line. In JSON a literal is looked for as JSON
writes it (`\\` for a backslash, a quote where a value starts or ends), so that an event of which nothing is found
need never be parsed. Where the bytes may write a character in another way, they are written anew and looked
through again. Numbers may be written in several ways too, and so are no literals (`literals`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import hyperscan
import orjson

from custodes.detect.compiled import compile_database
from custodes.detect.sigma.literals import Literal

_REWRITTEN = (rb"\\u[0-9a-f]{4}", rb"\\/")
"""In JSON: a character written as a number, and a slash with a backslash before it."""

_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL


class Prefilter:
    """The triggers of some rules, numbered from 0, as one database. Made where it is used: it cannot be sent."""

    def __init__(self, triggers: Sequence[tuple[Literal, ...] | None], *, is_json: bool) -> None:
        self.is_json = is_json
        self._always = tuple(number for number, trigger in enumerate(triggers) if trigger is None)
        self._always_too = frozenset(self._always)
        self._owners: dict[bytes, list[int]] = {}
        for number, trigger in enumerate(triggers):
            for literal in trigger or ():
                owners = self._owners.setdefault(_expression(literal, is_json=is_json), [])
                if not owners or owners[-1] != number:
                    owners.append(number)
        self._found: list[int] = []

    @cached_property
    def _database(self) -> hyperscan.Database:
        return compile_database([*self._owners, *(_REWRITTEN if self.is_json else ())], flags=_FLAGS)

    @cached_property
    def _rules(self) -> list[tuple[int, ...]]:
        return list(map(tuple, self._owners.values()))

    def candidates(self, text: bytes) -> Sequence[int]:
        """The numbers of the rules that may fire on an event of these bytes, ascending."""
        found = self._scan(text)
        if not found:
            return self._always
        if max(found) >= len(self._rules):
            rewritten = self._scan(orjson.dumps(orjson.loads(text)))
            found = [literal for literal in rewritten if literal < len(self._rules)]
        return sorted(self._always_too.union(*map(self._rules.__getitem__, found)))

    def _scan(self, text: bytes) -> list[int]:
        if not self._owners:
            return []
        self._found = []
        self._database.scan(text, match_event_handler=self._note)
        return self._found

    def _note(self, literal: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        self._found.append(literal)


def _expression(literal: Literal, *, is_json: bool) -> bytes:
    if not is_json:
        return _plain(literal.text.encode())
    written = orjson.dumps(literal.text)[1:-1]
    return b'"' * literal.starts + _plain(written) + b'"' * literal.ends


def _plain(text: bytes) -> bytes:
    """The bytes as an expression that means just them."""
    return b"".join(b"\\x%02x" % byte for byte in text)
