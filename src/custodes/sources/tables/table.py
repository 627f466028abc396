"""What the names of a product's records mean, as data: one readable table a product.

A table (`sources/tables/*.yaml`) says how its records are recognised, which column of which kind of event each
name fills, which of Sigma's log sources a record is of, and under which names Sigma's rules look for a field.

    name: entra-sign-in                # what a person calls it, one word
    described: https://learn.microsoft.com/…   # the published description of the format
    kind: Authentication               # a class name of `custodes.events.KINDS`
    recognised_by: [[createdDateTime, appDisplayName, ipAddress]]  # names a record has, all of one of the lists
    columns:                           # column of the event: names in the record, the first that is given counts
      time: [createdDateTime]
      actor.user.name: [userPrincipalName]
    values:                            # what a column holds for a value of the record, where it is not the value itself
      status_id: {"0": 1, else: 2}
    event_code: [operationName]        # how the product calls such an event
    logsource: {product: azure, service: signinlogs}
    cases:                             # what else is known of an event, by its fields: each case that fits adds to it
      - {if: {Category: AuditLogs}, service: auditlogs}
    sigma:                             # a name that rules use: the record's own, where it differs
      ResultType: [status.errorCode]
    strip: [winlog.event_data.]        # what may stand before a name, and means nothing
    broader: {registry_set: registry_event}  # the wider category, or service, whose rules such an event meets too

What a table may add to the fields of a record (`strip`, `whole`, `derived`) stands in `derived.py`.
Where a case asks for a field by a name of `sigma`, the record's own names for it are asked too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from custodes.events.fields import normal_name
from custodes.sources.tables.derived import Derived
from custodes.sources.tables.meanings import meaning_of, text_of

NOTHING = (None, "", "-")
"""Values that say nothing."""


class LogSource(NamedTuple):
    """Sigma's three words; None where one is not known."""

    product: str | None = None
    category: str | None = None
    service: str | None = None


class Case(NamedTuple):
    """What more is known of an event whose fields have these values (compared as text, without regard to case)."""

    fields: Mapping[str, frozenset[str]]
    adds: LogSource


@dataclass(frozen=True)
class Table:
    """One product's records. Names are compared as they are written; see `read` of `sources.tables`."""

    name: str
    described: str
    kind: str
    recognised_by: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    event_code: tuple[str, ...] = ()
    logsource: LogSource = field(default_factory=LogSource)
    cases: tuple[Case, ...] = ()
    sigma: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broader: Mapping[str, str] = field(default_factory=dict)
    derived: Derived = field(default_factory=Derived)
    _sources: dict[tuple[str, ...], LogSource] = field(default_factory=dict, compare=False, repr=False)

    @property
    def strip(self) -> tuple[str, ...]:
        """What may stand before a name, and means nothing."""
        return self.derived.strip

    @cached_property
    def _asked(self) -> dict[str, tuple[str, ...]]:
        """The fields that the cases ask for, each with the names that a record may have for it."""
        return {name: (name, *self.sigma.get(name, ())) for case in self.cases for name in case.fields}

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Whether a record (names as flattened and stripped) is of this product."""
        return any(names <= record.keys() for names in self.recognised_by)

    def complete(self, flat: dict[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a record of this product, with what the table adds; `flat` itself where that is nothing.

        Columns, log sources and rules read these: where it is not `flat` that is returned, `unmapped` holds it.
        """
        return self.derived.add_to(flat, record)

    def pick(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the record by column, of several names the first that says something."""
        picked: dict[str, Any] = {}
        for column, names in self.columns.items():
            value = first_given(record, names)
            if value is not None:
                meanings = self.values.get(column)
                picked[column] = value if meanings is None else meaning_of(value, meanings)
        return picked

    def log_source(self, record: Mapping[str, Any]) -> LogSource:
        """Which of Sigma's log sources the record is of."""
        key = tuple(text_of(first_given(record, names)).casefold() for names in self._asked.values())
        if (known := self._sources.get(key)) is None:
            known = self._decide(dict(zip(self._asked, key, strict=True)))
            if len(self._sources) < 10_000:
                self._sources[key] = known
        return known

    def _decide(self, values: Mapping[str, str]) -> LogSource:
        decided = self.logsource
        for case in self.cases:
            if all(values[name] in wanted for name, wanted in case.fields.items()):
                decided = LogSource(*(new or old for new, old in zip(case.adds, decided, strict=True)))
        return decided

    def spellings(self) -> Iterator[tuple[str, str]]:
        """Each name that rules use, in its normal form, with a name of the record, the first first."""
        for name, owns in self.sigma.items():
            for own in owns:
                yield normal_name(name), own


def first_given(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The value of the first name that says something, or None."""
    for name in names:
        value = record.get(name)
        if value not in NOTHING:
            return value
    return None
