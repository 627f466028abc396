"""What events were asked before: those of an office say the same things again and again.

Conditions are asked question by question (`prepared.Question`), and those that the same fields decide together: one
look at what an event says there leaves out every condition that was ever found to fail by it. Answers are kept within
records of one shape: the same names with values of the same types, for as values 1, 1.0 and true are the same, and as
texts they are not.

Conditions are numbered, and many of them are one whole number with a bit for each (`bits`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from custodes.detect.sigma.fields import Fields, Names, Spellings
from custodes.detect.sigma.prepared import Question

_SHAPES_KEPT = 256
_VALUES_KEPT = 4000
"""Of the same fields: enough for the programs and accounts of an office, little enough for three thousand rules."""

_WORTH_KEEPING = 2
"""How often values must come again on average."""

_PLAIN = frozenset({str, int, bool, type(None), True, False})
"""Types of which equal values have equal texts. Not numbers with a point (0.0 equals -0.0), nor lists."""

_Read = Callable[[Mapping[str, Any]], Hashable]
_Known = dict[tuple[frozenset[str] | None, tuple[Any, ...]], "_Answers"]
"""By the names of fields and their types; of a missing field whether it is an object, of which its own fields are
named."""


def bits(numbers: int) -> Iterator[int]:
    """The numbers that a whole number holds, ascending."""
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest


class _Answers:
    """What the same fields decide, of records in which those are of the same types or missing.

    It knows of each combination of values which conditions were asked of it, and which of them failed.
    """

    __slots__ = ("_known", "_times", "concerned", "questions", "varies")

    def __init__(self, *, varies: bool) -> None:
        self._known: dict[Hashable, list[int]] = {}
        self._times = 0
        self.concerned = 0
        """The conditions that have a question here."""
        self.questions: dict[int, Question] = {}
        """That question, by the condition's number."""
        self.varies = varies
        """Whether values hardly ever come again, or cannot be told apart: then nothing is kept."""

    def failing(self, chosen: int, values: Hashable, fields: Fields) -> int:
        """The conditions that fail by what these fields say, all of the chosen among them."""
        known = [0, 0] if self.varies else self._of(values)
        if new := chosen & ~known[0]:
            known[0] |= new
            for number in bits(new & self.concerned):
                if not self.questions[number].holds(fields):
                    known[1] |= 1 << number
        return known[1]

    def _of(self, values: Hashable) -> list[int]:
        """The conditions that were asked of these values, and those that failed."""
        self._times += 1
        known = self._known.get(values)
        if known is None:
            if len(self._known) >= _VALUES_KEPT:
                self._forget()
            known = self._known[values] = [0, 0]
        return known

    def _forget(self) -> None:
        self.varies = self._times < _WORTH_KEEPING * len(self._known)
        self._known.clear()
        self._times = 0


class Shape:
    """Records with the same names and types: how names are met in them, and where answers about them are kept."""

    __slots__ = ("_asked", "_known", "_order", "_readers", "_types", "names")

    def __init__(self, record: Mapping[str, Any], spellings: Spellings, known: _Known) -> None:
        self.names = Names(record, spellings)
        self._types = {name: type(value) for name, value in record.items()}
        self._known = known
        self._readers: dict[_Answers, _Read] = {}
        self._order: list[tuple[_Answers, _Read]] = []
        """Those in which most is known come first."""
        self._asked = 0

    def learn(self, chosen: int, ask: Callable[[int], Iterable[Question]]) -> None:
        """Makes ready to answer for the conditions of these numbers."""
        if not (new := chosen & ~self._asked):
            return
        self._asked |= new
        for number in bits(new):
            for question in ask(number):
                answers = self._answers_of(question.asked)
                answers.concerned |= 1 << number
                answers.questions[number] = question
        self._order = sorted(self._readers.items(), key=_likely_to_know)

    def left(self, chosen: int, record: Mapping[str, Any]) -> int:
        """Those of the chosen conditions, all learnt, that hold for a record."""
        fields = Fields(record, self.names)
        for answers, read in self._order:
            if chosen & answers.concerned:
                chosen &= ~answers.failing(chosen, read(record), fields)
                if not chosen:
                    break
        return chosen

    def _answers_of(self, asked: frozenset[str] | None) -> _Answers:
        names = sorted(asked or ())
        own = [self.names.meet(name) for name in names]
        types = tuple(
            self.names.holds(name) if met is None else self._types[met] for name, met in zip(names, own, strict=True)
        )
        answers = self._known.get((asked, types))
        if answers is None:
            is_told = asked is not None and _PLAIN.issuperset(types)
            answers = self._known[asked, types] = _Answers(varies=not is_told)
        if answers not in self._readers:
            met = [name for name in own if name is not None]
            self._readers[answers] = itemgetter(*met) if met else lambda _: ()
        return answers


def _likely_to_know(pair: tuple[_Answers, _Read]) -> tuple[bool, int]:
    answers, _ = pair
    return answers.varies, -answers.concerned.bit_count()


class Shapes:
    """The shapes met: most logs have few. Where there are too many, all are forgotten."""

    def __init__(self, spellings: Spellings) -> None:
        self._spellings = spellings
        self._shapes: dict[tuple[Any, ...], Shape] = {}
        self._known: _Known = {}

    def of(self, record: Mapping[str, Any]) -> Shape:
        """The shape of a record."""
        key = (*record, *map(type, record.values()))
        if (shape := self._shapes.get(key)) is None:
            if len(self._shapes) >= _SHAPES_KEPT:
                self._shapes.clear()
                self._known.clear()
            shape = self._shapes[key] = Shape(record, self._spellings, self._known)
        return shape
