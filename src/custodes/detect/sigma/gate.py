"""Which rules an event can concern at all, by where it comes from and how its product calls it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from custodes.detect.sigma.evaluate import compile_node
from custodes.detect.sigma.fields import Fields, Spellings, fold
from custodes.detect.sigma.rule import And, Node, Not, Or, Text
from custodes.events.fields import normal_name
from custodes.sources.tables import LogSource, Table, broader_sources, tables


class GroupKey(NamedTuple):
    """What events of a group have in common; None where an event does not say."""

    product: str | None
    category: str | None
    service: str | None
    code: str | None

    def meets(self, asked: LogSource) -> bool:
        """Whether a rule that asks for this log source concerns such events: each word it names must be the event's.

        Category and service may be wider ones that hold the event's.
        """
        wider = broader_sources()
        return (
            asked.product in {None, self.product}
            and asked.category in {None, self.category, wider.get(self.category or "")}
            and asked.service in {None, self.service, wider.get(self.service or "")}
        )


def settle(condition: Node, name: str, code: str) -> Node | None:
    """What is left of a condition once the event's code is known, which rules ask for by this name, written so.

    None where it cannot hold any more.
    """
    left = _settle(condition, name, code)
    return (And(()) if left else None) if isinstance(left, bool) else left


def _settle(node: Node, name: str, code: str) -> Node | bool:
    match node:
        case And(items):
            return _joined(And, [_settle(item, name, code) for item in items], ends_with=False)
        case Or(items):
            return _joined(Or, [_settle(item, name, code) for item in items], ends_with=True)
        case Not(item):
            left = _settle(item, name, code)
            return not left if isinstance(left, bool) else Not(left)
        case Text(field=field) if field == name:
            return compile_node(node)(Fields({name: code}))
    return node


def _joined(kind: type[And | Or], left: list[Node | bool], *, ends_with: bool) -> Node | bool:
    """The parts as one: `ends_with` where one of them decides it so, else what is left open."""
    if ends_with in left:
        return ends_with
    items = tuple(item for item in left if not isinstance(item, bool))
    if not items:
        return not ends_with
    return items[0] if len(items) == 1 else kind(items)


def settling_codes(condition: Node, name: str) -> frozenset[str] | None:
    """The codes by which a condition is settled in a way of its own, folded; by any other it is settled in one way.

    None where that cannot be told: it asks for more than whole codes.
    """
    match condition:
        case And(items) | Or(items):
            found = [settling_codes(item, name) for item in items]
        case Not(item):
            found = [settling_codes(item, name)]
        case Text(field, (str(code),)) if field == name:
            found = [frozenset({fold(code)})]
        case Text(field) if field == name:
            found = [None]
        case _:
            found = [frozenset()]
    known = [codes for codes in found if codes is not None]
    return frozenset().union(*known) if len(known) == len(found) else None


@cache
def code_name(product: str | None) -> str | None:
    """The name that rules use for the event code of a product, or None.

    Only where each of its tables reads the code from the first name that is given, of just those under which a rule
    that uses the first would look for it: then a test on that name, written so, is a test on the code.
    """
    codes = {table.event_code for table in _tables_of(product)}
    if len(codes) != 1 or not (names := codes.pop()):
        return None
    own = (names[0], *spellings_of(product, None).get(normal_name(names[0]), ()))
    return names[0] if own == names else None


@cache
def _tables_of(product: str | None, service: str | None = None) -> tuple[Table, ...]:
    """The tables whose records are of a product, and may be of that service."""
    return tuple(
        table
        for table in tables().values()
        if table.logsource.product == product
        and (service is None or service in {table.logsource.service, *(case.adds.service for case in table.cases)})
    )


@cache
def spellings_of(product: str | None, service: str | None) -> Spellings:
    """The product's own names by those that rules use for them, of several the first first."""
    names: dict[str, tuple[str, ...]] = {}
    for table in _tables_of(product, service):
        for used, own in table.spellings():
            names[used] = tuple(dict.fromkeys((*names.get(used, ()), own)))
    return names
