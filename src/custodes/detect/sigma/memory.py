"""What conditions were asked before: an office's events say the same things again and again.

Answers are kept by the values of the fields that a condition asks for, within records of one shape: the same names
with values of the same types, for as values 1, 1.0 and true are the same, and as texts they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from operator import itemgetter
from typing import Any

from custodes.detect.sigma.fields import Names, Spellings

_SHAPES_KEPT = 256
_ANSWERS_KEPT = 1000
"""Of each condition: enough for the programs and accounts of an office, little enough for three thousand rules."""

_PLAIN = frozenset({str, int, bool, type(None)})
"""Types of which equal values have equal texts. Not numbers with a point (0.0 equals -0.0), nor lists."""


class Shape:
    """Records with the same names and types: how names are met in them, and what was asked of them."""

    __slots__ = ("memories", "names", "types")

    def __init__(self, record: Mapping[str, Any], spellings: Spellings) -> None:
        self.names = Names(record, spellings)
        self.types = {name: type(value) for name, value in record.items()}
        self.memories: dict[int, Memory] = {}
        """By the number of a condition, whoever numbers them."""


class Shapes:
    """The shapes met: most logs have few. Where there are too many, all are forgotten."""

    def __init__(self, spellings: Spellings) -> None:
        self._spellings = spellings
        self._known: dict[tuple[Any, ...], Shape] = {}

    def of(self, record: Mapping[str, Any]) -> Shape:
        """The shape of a record."""
        key = (*record, *map(type, record.values()))
        if (shape := self._known.get(key)) is None:
            if len(self._known) >= _SHAPES_KEPT:
                self._known.clear()
            shape = self._known[key] = Shape(record, self._spellings)
        return shape


class Memory:
    """The answers of one condition for records of one shape."""

    __slots__ = ("answers", "read")

    def __init__(self, asked: frozenset[str] | None, shape: Shape) -> None:
        self.answers: dict[Hashable, bool] = {}
        self.read: Callable[[Mapping[str, Any]], Hashable] = _reader(asked, shape)
        """What decides the answer for a record; None where nothing that can be remembered does."""

    def keep(self, values: Hashable, answer: bool) -> None:
        """Remember an answer, while there is room."""
        if values is not None and len(self.answers) < _ANSWERS_KEPT:
            self.answers[values] = answer


def _reader(asked: frozenset[str] | None, shape: Shape) -> Callable[[Mapping[str, Any]], Hashable]:
    own = None if asked is None else {met for name in asked if (met := shape.names.meet(name)) is not None}
    if own is None or not _PLAIN.issuperset(shape.types[name] for name in own):
        return lambda _: None
    if not own:
        return lambda _: ()
    read = itemgetter(*sorted(own))
    return read if len(own) > 1 else lambda record: (read(record),)  # a null alone is a value too
