"""The report for a terminal: by clause, worst first, counts first, and what to do next."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from custodes.engine.results import ClauseResult, Results
from custodes.report.account import balance_sentence, balances, masked_sentence, total
from custodes.report.margin import Note, Tone, note
from custodes.report.shown import shown
from custodes.report.words import counted

COUNTS = ("yes", "people", "could not tell", "unsure")


NEXT_STEP = "To read it clause by clause, add: --format html --out report.html"


def render(results: Results, console: Console, *, next_step: str = NEXT_STEP) -> None:
    """Write the counts by clause, the account, and what to do next."""
    console.print(_heading(results))
    if results.clauses:
        console.print(Padding(_by_clause(results), (1, 0)))
    for line in _closing(results):
        console.print(line)
    console.print(Text(f"\n{next_step}", "dim"))


def _heading(results: Results) -> Text:
    findings = sum(result.yes for result in results.clauses.values())
    with_findings = sum(bool(result.yes) for result in results.clauses.values())
    said = f"{counted(findings, 'finding')} under {with_findings} of {len(results.policy.clauses)} clauses"
    return Text.assemble((shown(results.policy.title), "bold"), f": {said}")


def _by_clause(results: Results) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in COUNTS:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("clause", no_wrap=True)
    table.add_column("", style="dim")
    everything = total(results.accounts)
    for result in worst_first(results):
        table.add_row(*_row(result, note(result.clause, results, everything), results))
    return table


def worst_first(results: Results) -> list[ClauseResult]:
    """Most findings first, then most that could not be told; equals in the policy's order."""
    order = {clause.id: place for place, clause in enumerate(results.policy.clauses)}
    return sorted(
        results.clauses.values(),
        key=lambda result: (-result.yes, -result.could_not_tell, order.get(result.clause, len(order)), result.clause),
    )


def _row(result: ClauseResult, beside: Note, results: Results) -> tuple[Text, ...]:
    """Counts, id and text; dashes where there was nothing to look at, since no finding would say too much."""
    idle = beside.tone is Tone.IDLE
    said = beside.head if idle else _text(result.clause, results)
    counts = [Text("–", "dim")] * len(COUNTS) if idle else _counts(result)
    return (*counts, Text(shown(result.clause)), Text(said, no_wrap=True, overflow="ellipsis"))


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


def _closing(results: Results) -> list[Text]:
    everything = total(results.accounts)
    lines = []
    kept = {control.clause for control in results.policy.controls}
    if unkept := sum(clause.id not in kept for clause in results.policy.clauses):
        lines.append(Text(f"Nothing keeps {counted(unkept, 'clause')} yet: custodes policy coverage"))
    well = all(balances(account) for account in results.accounts)
    lines.append(Text(balance_sentence(results.accounts), "" if well else "bold red"))
    lines.append(Text(masked_sentence(everything.masked)))
    if results.shows_people:
        lines.append(Text("Names are shown because --show-people asked for them.", "yellow"))
    return lines
