"""A record as its table reads it, and as a rule sees it (the order in which names are looked up: `detect.sigma.rule`)."""

from dataclasses import dataclass
from typing import Any

from custodes.events.fields import flatten, normal_name
from custodes.sources.records.shapes import find_product
from custodes.sources.tables import LogSource, Table, first_given, text_of


@dataclass(frozen=True)
class Seen:
    table: str
    columns: dict[str, Any]
    code: Any
    source: LogSource
    fields: dict[str, Any]
    spellings: dict[str, list[str]]

    def get(self, name: str) -> Any:
        """What a rule that asks for this field finds; None where the event has none."""
        own = {normal_name(own): own for own in reversed(self.fields)}
        wanted = [normal_name(name), *map(normal_name, self.spellings.get(normal_name(name), ()))]
        found = name if name in self.fields else next((own[normal] for normal in wanted if normal in own), None)
        return None if found is None else self.fields[found]

    def says(self, name: str, value: str) -> bool:
        """Whether a rule that asks the field for this value is satisfied."""
        found = self.get(name)
        values = found if isinstance(found, list) else [] if found is None else [found]
        return value.lower() in [text_of(one).lower() for one in values]


def see(record: dict[str, Any]) -> Seen:
    flat = flatten(record)
    table = find_product(tuple(flat))
    assert table is not None
    fields = table.complete(flat, record)
    code = first_given(fields, table.event_code)
    return Seen(table.name, table.pick(fields), code, table.log_source(fields), fields, _spellings(table))


def _spellings(table: Table) -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for used, own in table.spellings():
        spellings.setdefault(used, []).append(own)
    return spellings
