"""One file that a rule must find something in, and one that it must leave alone, of one format."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
OUTSIDE = "192.88.99.7"
"""Of no private network, unlike those that are kept for documentation; no one has it since RFC 7526."""


class Case(NamedTuple):
    """Both files of a rule, as bytes; `form` is what wrote them."""

    rule: str
    """Path of the rule's file, without its ending."""
    form: str
    fires: bytes
    quiet: bytes

    def __str__(self) -> str:
        return f"{self.rule} {self.form}"


def json_lines(*records: Any) -> bytes:
    return b"\n".join(map(orjson.dumps, records))


def moments(many: int, every_seconds: float) -> list[datetime]:
    """So many times, one after the other."""
    return [AT + timedelta(seconds=number * every_seconds) for number in range(many)]


def iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def cases(
    form: str, write: Callable[..., bytes], rules: dict[str, tuple[Any, Any]], *, without: Iterable[str] = ()
) -> list[Case]:
    """The cases of rules whose two things `write` makes files of."""
    left_out = set(without)
    return [
        Case(rule, form, write(fires), write(quiet)) for rule, (fires, quiet) in rules.items() if rule not in left_out
    ]


def csv(*rows: dict[str, str]) -> bytes:
    """Rows below their names, as portals write them: with a mark, and every cell in quotes."""
    lines = (
        ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
        for cells in (rows[0], *(row.values() for row in rows))
    )
    return "\r\n".join(lines).encode("utf-8-sig")
