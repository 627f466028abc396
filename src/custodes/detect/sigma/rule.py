"""Sigma rules as values: what pySigma read, reduced to what an event is asked.

A rule's condition is a tree of And, Or and Not over tests of one field (or, for keywords, of every field).
Modifiers are gone: pySigma has applied them (Sigma specification 2.1,
https://github.com/SigmaHQ/sigma-specification). The tree is plain data, so that it can be kept as JSON, explained in
words and evaluated.

How a test reads an event:

- A field's name is looked up as written, then without regard to case and spaces, then under the names that the event's
  table gives for it (`sources.tables`).
- A field that is missing satisfies no test but `Null` and `Exists(False)`; `Not` of a test on it is therefore true.
- A field that holds a list satisfies a test if one of its values does.
- Values are compared as text: `true` and `false`, numbers in decimal; without regard to case unless `cased`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from custodes.sources.tables import LogSource

ANY, ONE = 0, 1
"""Wildcards of a pattern: any run of characters, and one character."""


@dataclass(frozen=True, slots=True)
class And:
    """All hold."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One holds."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    item: Node


@dataclass(frozen=True, slots=True)
class Text:
    """The whole value is this pattern of plain parts and wildcards: `ANY` and then one part, for `endswith`.

    An empty tuple is the empty text. `field` is None for a keyword: any value of the event; pySigma's keywords
    carry `ANY` on both sides here.
    """

    field: str | None
    parts: tuple[str | int, ...]
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Regex:
    """The expression (Python's syntax) is found somewhere in the value. Minds case unless `flags` holds `i`."""

    field: str | None
    pattern: str
    flags: str = ""
    """Of `i`, `m`, `s`, in that order."""


@dataclass(frozen=True, slots=True)
class Network:
    """The value is an address in this network (CIDR)."""

    field: str
    network: str


@dataclass(frozen=True, slots=True)
class Compare:
    """The value, read as a number, stands in this relation to `number`. What is no number does not."""

    field: str
    relation: Literal["lt", "lte", "gt", "gte"]
    number: float


@dataclass(frozen=True, slots=True)
class SameAs:
    """The value equals, without regard to case, that of the field `other`; or starts, ends with, or contains it."""

    field: str
    other: str
    where: Literal["whole", "starts", "ends", "contains"] = "whole"


@dataclass(frozen=True, slots=True)
class Exists:
    """The event has the field, or has it not."""

    field: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Null:
    """The field is missing or null."""

    field: str


@dataclass(frozen=True, slots=True)
class TimePart:
    """One part of the field's time (UTC) is the number."""

    field: str
    part: Literal["minute", "hour", "day", "week", "month", "year"]
    number: int


Test = Text | Regex | Network | Compare | SameAs | Exists | Null | TimePart
Node = And | Or | Not | Test

LEVELS = ("informational", "low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class About:
    """What a rule says of itself."""

    id: str
    """Its UUID; its name, or the first 32 digits of its content's SHA-256, where it has none."""
    title: str
    file: str
    """Path below the folder it was read from."""
    level: str = "medium"
    status: str = ""
    author: str = ""
    license: str = ""
    description: str = ""
    falsepositives: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A detection: events of `logsource` for which `condition` holds."""

    about: About
    logsource: LogSource
    condition: Node
    reports: bool = True
    """Whether an event of it is a finding; not where it only feeds a correlation."""


Alternative = tuple[tuple[int, ...], tuple[int, ...]]
"""Rules that must all occur, and rules of which none may, by their places among a correlation's."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """A limit over the events of other rules: so many within a stretch, by group."""

    about: About
    type: Literal[
        "event_count",
        "value_count",
        "temporal",
        "temporal_ordered",
        "value_sum",
        "value_avg",
        "value_percentile",
        "value_median",
    ]
    rules: tuple[str, ...]
    """Ids of the rules (or correlations) it counts."""
    timespan_seconds: int
    group_by: tuple[str, ...] = ()
    aliases: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """A group field's name, with for each rule's id the field that it is in that rule's events."""
    relation: Literal["lt", "lte", "gt", "gte", "eq", "neq"] = "gte"
    number: float = 1
    """What the count, or the value, is held against; for temporal types the number of rules."""
    value_fields: tuple[str, ...] = ()
    """Whose values are counted or summed; of several, what they say together."""
    percentile: float | None = None
    alternatives: tuple[Alternative, ...] = ()
    """Where not every rule must occur: one of these must hold, and `number` is 1."""
    reports: bool = True


@dataclass(frozen=True, slots=True)
class Unusable:
    """A rule that cannot run, and the reason in plain words."""

    file: str
    title: str
    reason: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule of a folder, in the order of their files: those that run and those that cannot."""

    rules: tuple[Rule, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    unusable: tuple[Unusable, ...] = ()


def asked_fields(node: Node) -> frozenset[str] | None:
    """The names of the fields that a condition asks for; None where it asks every field."""
    match node:
        case And(items) | Or(items):
            parts = [asked_fields(item) for item in items]
        case Not(item):
            parts = [asked_fields(item)]
        case SameAs(field, other):
            parts = [frozenset({field, other})]
        case _:
            parts = [None if node.field is None else frozenset({node.field})]
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None
