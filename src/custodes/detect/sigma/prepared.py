"""A condition with what is made of it once and used wherever it is asked: most are never asked at all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from custodes.detect.sigma.evaluate import Predicate, compile_node
from custodes.detect.sigma.fields import fold
from custodes.detect.sigma.gate import GroupKey, code_name, settle, settling_codes
from custodes.detect.sigma.literals import Trigger, find_trigger
from custodes.detect.sigma.rule import And, Node, Not, Or, asked_fields


class Question:
    """A part of a condition: the condition holds where all of its questions do."""

    def __init__(self, asked: frozenset[str] | None, parts: Iterable[Node]) -> None:
        self.asked = asked
        """The fields that decide it; None where all do."""
        self._parts = tuple(parts)

    @cached_property
    def holds(self) -> Predicate:
        """Whether it holds for an event."""
        return compile_node(And(self._parts) if len(self._parts) > 1 else self._parts[0])


class Prepared:
    """A condition."""

    def __init__(self, condition: Node) -> None:
        self._condition = condition
        self._codes: dict[str, frozenset[str] | None] = {}
        self._settled: dict[tuple[str, str | None], Prepared | None] = {}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What must all hold where it does, one question for all that the same fields decide."""
        parts: dict[frozenset[str] | None, list[Node]] = {}
        for part in _parts(self._condition):
            parts.setdefault(asked_fields(part), []).append(part)
        return tuple(Question(asked, some) for asked, some in parts.items())

    @cached_property
    def in_json(self) -> Trigger | None:
        """What stands in every JSON object that fulfils it."""
        return find_trigger(self._condition, are_numbers_plain=False)

    @cached_property
    def in_words(self) -> Trigger | None:
        """What stands in the words of every event that fulfils it."""
        return find_trigger(self._condition, are_numbers_plain=True)

    def settled(self, key: GroupKey) -> Prepared | None:
        """What is left to ask of events with that code; None where it cannot hold."""
        name = code_name(key.product)
        if key.code is None or name is None or (codes := self._codes_of(name)) == frozenset():
            return self
        code = key.code if codes is None or fold(key.code) in codes else None
        if (name, code) not in self._settled:
            left = settle(self._condition, name, key.code)
            self._settled[name, code] = None if left is None else Prepared(left)
        return self._settled[name, code]

    def _codes_of(self, name: str) -> frozenset[str] | None:
        """The codes, folded, each of which settles it in a way of its own; all others do in one."""
        if name not in self._codes:
            self._codes[name] = settling_codes(self._condition, name)
        return self._codes[name]


def _parts(node: Node) -> Iterable[Node]:
    """Nodes that all hold just where this one does, the smallest that there are."""
    match node:
        case And(items):
            return (part for item in items for part in _parts(item))
        case Not(Or(items)):
            return (part for item in items for part in _parts(Not(item)))
        case Not(Not(item)):
            return _parts(item)
    return (node,)
