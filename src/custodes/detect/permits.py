"""Permits: what the library has allowed someone, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.detect.tables import Row, read_table
from custodes.policy.errors import Problem

KINDS = ("download", "newsletter", "anonymiser", "site", "work")
EVERYONE = "*"
COLUMNS = {"kind": (), "subject": ("person", "who"), "what": (), "until": ("valid until", "expires")}


@dataclass(frozen=True, slots=True)
class Permit:
    """A permission of one kind, for one person or everyone, for one thing."""

    kind: str
    subject: str
    """A person's id, account or address, lower case; `*` for everyone."""
    what: str
    """Lower case: a host or mail domain (and all below it), a file name, a media type; `*` stands for any letters."""
    until: date | None = None
    """The last day on which it holds, in the policy's time zone."""

    def covers(self, thing: str, on: date) -> bool:
        """Whether it is for that thing (lower case), and holds on that day."""
        if self.until is not None and on > self.until:
            return False
        return thing == self.what or thing.endswith("." + self.what) or fnmatchcase(thing, self.what)


def load_permits(path: Path) -> tuple[Permit, ...]:
    """The permits in a CSV file with the columns of `COLUMNS`. Raises ListError naming every line to mend."""
    rows = read_table(path, COLUMNS, required=("kind", "subject", "what"))
    if problems := [problem for row in rows for problem in _problems(path, row)]:
        raise ListError(*problems)
    return tuple(_permit(row) for row in rows)


def _problems(path: Path, row: Row) -> Iterator[Problem]:
    if row["kind"].lower() not in KINDS:
        yield Problem(str(path), row.line, f"There is no permit of kind “{row['kind']}”.", f"Write {', '.join(KINDS)}.")
    if not row["subject"]:
        yield Problem(str(path), row.line, "It does not say whom it is for.", "Write a person's id, or * for everyone.")
    if not row["what"]:
        yield Problem(str(path), row.line, "It does not say what it is for.", "Write a host, a file name, or *.")
    if row["until"] and _date(row["until"]) is None:
        what = f"“{row['until']}” is not a date."
        yield Problem(str(path), row.line, what, "Write the last day as 2026-12-31, or leave it empty.")


def _permit(row: Row) -> Permit:
    what = row["what"].lower().rstrip(".")
    return Permit(row["kind"].lower(), row["subject"].lower(), what.removeprefix("*."), _date(row["until"]))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
