"""A condition with what is made of it once and used wherever it is asked: most are never asked at all."""

from __future__ import annotations

from functools import cached_property

from custodes.detect.sigma.evaluate import Predicate, compile_node
from custodes.detect.sigma.gate import GroupKey, code_name, settle
from custodes.detect.sigma.literals import Trigger, find_trigger
from custodes.detect.sigma.rule import Node, asked_fields


class Prepared:
    """A condition."""

    def __init__(self, condition: Node) -> None:
        self.condition = condition

    @cached_property
    def asked(self) -> frozenset[str] | None:
        """The fields it asks for; None where it asks all."""
        return asked_fields(self.condition)

    @cached_property
    def in_json(self) -> Trigger | None:
        """What stands in every JSON object that fulfils it."""
        return find_trigger(self.condition, are_numbers_plain=False)

    @cached_property
    def in_words(self) -> Trigger | None:
        """What stands in the words of every event that fulfils it."""
        return find_trigger(self.condition, are_numbers_plain=True)

    @cached_property
    def holds(self) -> Predicate:
        """Whether it holds for an event."""
        return compile_node(self.condition)

    def settled(self, key: GroupKey) -> Prepared | None:
        """What is left to ask of events with that code; None where it cannot hold."""
        name = code_name(key.product)
        if key.code is None or name is None or (self.asked is not None and name not in self.asked):
            return self
        left = settle(self.condition, name, key.code)
        return None if left is None else Prepared(left)
