"""The report for a terminal: by clause, worst first, counts first, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from custodes.engine.results import ClauseResult, Results
from custodes.report.account import (
    balance_sentence,
    balances,
    masked_sentence,
    place_sentence,
    rules_sentence,
    total,
)
from custodes.report.margin import Note, Tone, note, unseen
from custodes.report.shown import shown
from custodes.report.words import counted

COUNTS = ("yes", "whom", "not told", "unsure")
WIDE_COLUMNS = 100
REASONS_SHOWN = 3

NAMED = "--show-people: what --format jsonl and html write names people; keep it so. The counts here name nobody."
NEXT_STEP = "To read it clause by clause, add: --format html --out report.html"


def render(results: Results, console: Console, *, next_step: str = NEXT_STEP) -> None:
    """Write the counts by clause, the account, and what to do next."""
    everything = total(results.accounts)
    notes = {result.clause: note(result.clause, results, everything) for result in worst_first(results)}
    console.print(_heading(results))
    if results.clauses:
        console.print(Padding(_by_clause(results, notes, wide=console.width >= WIDE_COLUMNS), (1, 0)))
    for line in (*_not_looked_at(notes), *_looked_at_in_part(notes, results), *_closing(results)):
        console.print(line)
    console.print(Text(f"\n{next_step}", "dim"))


def _heading(results: Results) -> Text:
    findings = sum(result.yes for result in results.clauses.values())
    with_findings = sum(bool(result.yes) for result in results.clauses.values())
    clauses = len(results.policy.clauses)
    said = f"{counted(findings, 'finding')} under {with_findings} of {clauses} clauses"
    said = said if findings else f"nothing was seen that its {clauses} clauses speak of"
    return Text.assemble((shown(results.policy.title), "bold"), f": {said}")


def _by_clause(results: Results, notes: Mapping[str, Note], *, wide: bool) -> Table:
    """A row a clause that was looked at; where there is room, with its text."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in COUNTS:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("clause", no_wrap=True)
    if wide:
        table.add_column("", style="dim")
    for result in worst_first(results):
        if notes[result.clause].tone is not Tone.IDLE:
            text = [Text(_text(result.clause, results), no_wrap=True, overflow="ellipsis")] if wide else []
            table.add_row(*_counts(result), Text(shown(result.clause)), *text)
    return table


def _not_looked_at(notes: Mapping[str, Note]) -> Iterator[Text]:
    """`Not looked at: no web log was read. use.purpose, use.personal`: nothing seen would say too much there."""
    heads = dict.fromkeys(beside.head for beside in notes.values() if beside.tone is Tone.IDLE)
    for head in heads:
        clauses = ", ".join(shown(clause) for clause, beside in notes.items() if beside.head == head)
        yield Text(f"{head} {clauses}", "yellow")


def _looked_at_in_part(notes: Mapping[str, Note], results: Results) -> Iterator[Text]:
    """A line for each thing that was missing, with every clause of which it hid a part."""
    hidden: dict[str, list[str]] = {}
    for clause, beside in notes.items():
        if beside.tone is not Tone.IDLE:
            for missing in dict.fromkeys(unseen(results.policy.list_controls(clause), results)):
                hidden.setdefault(missing, []).append(shown(clause))
    for missing, clauses in hidden.items():
        yield Text(f"Looked at in part: {missing}. {', '.join(clauses)}", "yellow")


def worst_first(results: Results) -> list[ClauseResult]:
    """Most findings first, then most that could not be told; equals in the policy's order."""
    order = {clause.id: place for place, clause in enumerate(results.policy.clauses)}
    return sorted(
        results.clauses.values(),
        key=lambda result: (-result.yes, -result.could_not_tell, order.get(result.clause, len(order)), result.clause),
    )


def _counts(result: ClauseResult) -> list[Text]:
    return [
        Text(f"{result.yes:,}", "yellow" if result.yes else "green"),
        Text(f"{result.subjects:,}"),
        Text(f"{result.could_not_tell:,}", "yellow" if result.could_not_tell else ""),
        Text(f"{result.unsure:,}"),
    ]


def _text(clause_id: str, results: Results) -> str:
    clause = results.policy.find_clause(clause_id)
    return shown(clause.text, longest=200) if clause else "no clause of this policy"


def _rejections(results: Results) -> Iterator[Text]:
    """Each reason something was not read for, with the first place; the summary and the page list them all."""
    places: dict[str, tuple[str, int]] = {}
    for account in results.accounts:
        for item in account.rejections:
            first, count = places.get(item.reason, (f"{item.source}, {item.locator}", 0))
            places[item.reason] = first, count + item.items
    for reason, (first, count) in list(places.items())[:REASONS_SHOWN]:
        more = f" and {count - 1:,} more" if count > 1 else ""
        yield Text(f"Not read: {shown(first)}{more}. {shown(reason)}", "yellow")


def _closing(results: Results) -> list[Text]:
    everything = total(results.accounts)
    lines = []
    kept = {control.clause for control in results.policy.controls}
    if unkept := sum(clause.id not in kept for clause in results.policy.clauses):
        folder = f" {shown(str(results.policy.folder))}" if results.policy.folder else ""
        lines.append(Text(f"Nothing keeps {counted(unkept, 'clause')} yet: custodes policy coverage{folder}"))
    well = all(balances(account) for account in results.accounts)
    lines.append(Text(balance_sentence(results.accounts), "" if well else "bold red"))
    lines.extend(_rejections(results))
    lines.append(Text(masked_sentence(everything.masked)))
    lines.append(Text(place_sentence(everything)))
    lines.append(Text(rules_sentence(results), "yellow" if results.unusable_rules else ""))
    if results.shows_people:
        lines.append(Text(NAMED, "yellow"))
    return lines
