"""How `custodes policy` answers a person: the annotated book, in a terminal.

Counts come first; the clause stands in the text column and what keeps it in the margin. Colour marks
states only, and no state is told by colour alone.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import get_args

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from custodes.policy.coverage import Coverage, Kept, State
from custodes.policy.coverage import coverage as cover
from custodes.policy.describe import describe_control
from custodes.policy.diff import Change, ChangeKind, Diff
from custodes.policy.load import CONTROLS_FILE
from custodes.policy.model import Clause, Control, Policy
from custodes.policy.problems import did_you_mean
from custodes.policy.words import Span
from custodes.report.shown import UNSEEN

QUIET, HEADING = "dim", "bold"
STATES: dict[State, tuple[str, str]] = {
    "nothing": ("Nothing keeps this.", "red"),
    "in part": ("In part.", "yellow"),
    "kept": ("Kept.", "green"),
}
_TITLES: dict[State, str] = {"nothing": "Nothing keeps", "in part": "Kept in part", "kept": "Kept"}
_MARKS = {"equal": ("", "", ""), "delete": ("[-", "-]", "red"), "insert": ("{+", "+}", "green")}
"""A changed stretch is marked as `git diff --word-diff` marks it, so that it can be read without colour."""
_MARGIN_FROM = 70
"""Columns of a terminal below which the margin folds under its clause."""


def show(policy: Policy, *, columns: int) -> RenderableType:
    """The whole policy, what keeps each clause in the margin."""
    found = cover(policy)
    parts: list[RenderableType] = [_head(policy), _counts(found), Text()]
    for section, kept_clauses in groupby(found.clauses, key=lambda kept: kept.clause.section):
        parts += [Text(seen(section), HEADING), Text()]
        parts += [_annotated(kept, has_margin=columns >= _MARGIN_FROM) for kept in kept_clauses]
    return Group(*parts)


def coverage(policy: Policy, found: Coverage) -> RenderableType:
    """Clauses that nothing keeps, controls that no clause asks for, then what is kept."""
    ids = [clause.id for clause in policy.clauses]
    unasked = [(control.clause, _unasked(control, ids)) for control in found.unasked]
    tables = {
        state: _listed(title, [_coverage_row(kept) for kept in found.list_clauses(state)], STATES[state][1])
        for state, title in _TITLES.items()
    }
    return Group(
        _head(policy),
        _counts(found),
        Text(),
        *tables["nothing"],
        *_listed("No clause asks for", unasked, "red"),
        *tables["in part"],
        *tables["kept"],
    )


def diff(found: Diff) -> RenderableType:
    """What changed, clause by clause; unchanged clauses are only counted."""
    counted = Counter(change.kind for change in found.changes)
    counts = " · ".join(f"{counted[kind]} {kind}" for kind in get_args(ChangeKind))
    headings = [(pair.old, f"is now “{pair.new}”") for pair in found.renamed]
    return Group(
        Text(seen(found.new.title), HEADING),
        Text(f"{_dates(found.old)} → {_dates(found.new)}", QUIET),
        Text(counts),
        Text(),
        *_listed("Headings", headings, ""),
        *(_changed(change) for change in found.changes if change.kind != "unchanged"),
        *(() if found.has_changes else (Text("Nothing differs.\n"),)),
    )


def seen(text: str) -> str:
    """The text with a sign for whatever a terminal would not show, or would obey; lines stay."""
    return "\n".join(UNSEEN.sub("\ufffd", line) for line in text.split("\n"))


def _head(policy: Policy) -> RenderableType:
    return Group(Text(seen(policy.title), HEADING), Text(_dates(policy), QUIET))


def _dates(policy: Policy) -> str:
    if policy.approved_on is None:
        return "not approved yet"
    revised = f", revised {_written(max(policy.revised_on))}" if policy.revised_on else ""
    return f"approved {_written(policy.approved_on)}{revised}"


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _counts(found: Coverage) -> Text:
    counted = Counter(kept.state for kept in found.clauses)
    counts = [f"{len(found.clauses)} clauses", f"{counted['kept']} kept", f"{counted['in part']} in part"]
    unasked = [f"{len(found.unasked)} controls without a clause"] if found.unasked else []
    return Text(" · ".join([*counts, f"{counted['nothing']} kept by nothing", *unasked]))


def _annotated(kept: Kept, *, has_margin: bool) -> RenderableType:
    clause = kept.clause
    text = Text("• " if clause.kind == "bullet" else "").append(seen(clause.text))
    says = "".join(f" {seen(describe_control(control))}" for control in kept.controls)
    margin = Text.assemble((clause.id, QUIET), "\n", STATES[kept.state], says)
    if not has_margin:
        return Group(text, Padding(margin, (0, 0, 1, 4)))
    row = Table.grid(padding=(0, 3, 0, 0), expand=True)
    row.add_column(ratio=3)
    row.add_column(ratio=2)
    row.add_row(text, margin)
    return Padding(row, (0, 0, 1, 0))


def _coverage_row(kept: Kept) -> tuple[str, str]:
    if kept.controls:
        return kept.clause.id, "\n".join(map(describe_control, kept.controls))
    return kept.clause.id, textwrap.shorten(kept.clause.text, 100, placeholder=" …")


def _listed(title: str, rows: Iterable[tuple[str, str]], style: str) -> Iterator[RenderableType]:
    """A titled table of names and texts; nothing where there are no rows."""
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for name, text in rows:
        table.add_row(Text(seen(name)), Text(seen(text)))
    if table.row_count:
        yield from (Text(title, style), Padding(table, (0, 0, 1, 2)))


def _unasked(control: Control, ids: Iterable[str]) -> str:
    where = f"{CONTROLS_FILE}, line {control.line}"
    near = did_you_mean(control.clause, ids, or_else="No clause has this id.")
    return f"{control.kind} {control.name} ({where}). {near}"


def _changed(change: Change) -> RenderableType:
    title = Text.assemble((change.kind, HEADING), f"  {change.id}", (f"  {seen(_place(change))}", QUIET))
    text = Text.assemble(*map(_span, change.spans))
    return Group(title, Padding(text, (0, 0, 1, 2)))


def _place(change: Change) -> str:
    stands_in = (change.new or change.old or Clause("", "", "")).section
    if not change.has_moved or change.old is None:
        return stands_in
    came_from = change.old.section
    return f"{came_from} → {stands_in}" if came_from != stands_in else f"{stands_in}, in another order"


def _span(span: Span) -> tuple[str, str]:
    before, after, style = _MARKS[span.kind]
    return before + seen(span.text) + after, style
