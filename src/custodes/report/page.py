"""The report as a tree of plain values, in the order in which it is read; the template only sets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from custodes.detect.finding import Finding, Outcome
from custodes.detect.sigma.rule import Unusable
from custodes.engine.results import Account, ClauseResult, Results
from custodes.policy.model import Clause, Section
from custodes.report.account import (
    balance_sentence,
    balances,
    masked_sentence,
    place_sentence,
    rules_sentence,
    total,
)
from custodes.report.chart import Chart, chart
from custodes.report.evidence import Cited, Shown, cited, worded
from custodes.report.margin import Note, Tone, note
from custodes.report.shown import shown
from custodes.report.words import moment, short_day

SOURCES_SHOWN = 60

NOT_KEPT: Mapping[Tone, str] = {
    Tone.PARTLY: "Looked at in part, since something it needs was not given",
    Tone.IDLE: "Not looked at, since what it needs was not given",
    Tone.PART: "Not set up yet",
    Tone.UNKEPT: "Nothing keeps these yet",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A big number, the words under it, and where what it counts is."""

    value: int
    words: str
    leads_to: str
    tone: Tone = Tone.KEPT


@dataclass(frozen=True, slots=True)
class ClauseOnPage:
    """A clause with its note and what was seen of it."""

    id: str
    text: str
    is_bullet: bool
    note: Note
    result: ClauseResult
    chart: Chart | None
    findings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class SectionOnPage:
    """A section of the policy."""

    anchor: str
    title: str
    clauses: tuple[ClauseOnPage, ...]

    @property
    def findings(self) -> int:
        """Findings under its clauses."""
        return sum(clause.result.yes for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Untold:
    """A reason why something could not be told, and where."""

    reason: str
    findings: int
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class UntoldClause:
    """What could not be told under one clause; `listed` may be fewer than there are."""

    clause: ClauseOnPage
    reasons: tuple[Untold, ...]

    @property
    def listed(self) -> int:
        """How many are listed."""
        return sum(reason.findings for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class AccountOnPage:
    """The account of the run: a row a source, the totals, and whether they balance."""

    sources: tuple[Account, ...]
    total: Account
    balances: bool
    sentence: str
    masked: str
    places: str
    rules: str
    unusable_rules: tuple[Unusable, ...]
    with_rejections: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page says."""

    title: str
    dates: tuple[str, ...]
    names_people: bool
    numbers: tuple[Number, ...]
    sections: tuple[SectionOnPage, ...]
    worst_first: tuple[ClauseOnPage, ...]
    not_kept: tuple[tuple[str, tuple[ClauseOnPage, ...]], ...]
    """Words, and the clauses they are true of: nothing keeps them, or nothing could be looked at."""
    chart: Chart | None
    untold: tuple[UntoldClause, ...]
    account: AccountOnPage


def lay_out(results: Results) -> Page:
    """The page of those results."""
    everything = total(results.accounts, "Everything")
    zone = ZoneInfo(results.policy.timezone)
    span = _span(results)
    sections = tuple(
        SectionOnPage(
            f"section-{number}",
            shown(section.title),
            tuple(_clause(clause, results, everything, zone, span) for clause in section.clauses),
        )
        for number, section in enumerate(_sections(results), 1)
    )
    clauses = tuple(clause for section in sections for clause in section.clauses)
    return Page(
        title=shown(results.policy.title),
        dates=tuple(_dates(results, zone)),
        names_people=results.shows_people,
        numbers=_numbers(clauses, everything),
        sections=sections,
        worst_first=_worst_first(clauses),
        not_kept=tuple(_not_kept(clauses)),
        chart=chart(_by_day(results), span) if span else None,
        untold=tuple(_untold(clause, results) for clause in clauses if clause.result.could_not_tell),
        account=_account(results, everything),
    )


def _sections(results: Results) -> tuple[Section, ...]:
    """The policy's, and one more where something was seen that no clause of the text stands for."""
    known = {clause.id for clause in results.policy.clauses}
    strays = [result.clause for result in results.clauses.values() if result.clause not in known]
    if not strays:
        return results.policy.sections
    title = "Looked for, though no clause asks"
    clauses = tuple(Clause(name, f"The policy has no clause “{name}”.", title) for name in strays)
    return (*results.policy.sections, Section(title, clauses))


def _clause(
    clause: Clause, results: Results, everything: Account, zone: ZoneInfo, span: tuple[date, date] | None
) -> ClauseOnPage:
    result = results.clauses.get(clause.id, ClauseResult(clause.id))
    return ClauseOnPage(
        id=clause.id,
        text=shown(clause.text, longest=10_000),
        is_bullet=clause.kind == "bullet",
        note=note(clause.id, results, everything),
        result=result,
        chart=chart(result.by_day, span) if span else None,
        findings=tuple(worded(finding, zone) for finding in result.findings if finding.outcome is Outcome.YES),
    )


def _numbers(clauses: tuple[ClauseOnPage, ...], everything: Account) -> tuple[Number, ...]:
    findings = sum(clause.result.yes for clause in clauses)
    with_findings = sum(bool(clause.result.yes) for clause in clauses)
    untold = sum(clause.result.could_not_tell for clause in clauses)
    tone = Tone.SEEN if findings else Tone.KEPT
    return (
        Number(len(clauses), "clauses", "#policy", Tone.IDLE),
        Number(with_findings, "with findings", "#seen", tone),
        Number(findings, "findings", "#by-day", tone),
        Number(untold, "could not be told", "#untold", Tone.UNTOLD if untold else Tone.KEPT),
        Number(everything.taken, "items read", "#account", Tone.IDLE),
    )


def _worst_first(clauses: tuple[ClauseOnPage, ...]) -> tuple[ClauseOnPage, ...]:
    someone_needed = [clause for clause in clauses if clause.result.yes or clause.result.could_not_tell]
    return tuple(sorted(someone_needed, key=lambda clause: (-clause.result.yes, -clause.result.could_not_tell)))


def _not_kept(clauses: tuple[ClauseOnPage, ...]) -> Iterator[tuple[str, tuple[ClauseOnPage, ...]]]:
    for tone, words in NOT_KEPT.items():
        if found := tuple(clause for clause in clauses if clause.note.tone is tone):
            yield words, found


def _dates(results: Results, zone: ZoneInfo) -> list[str]:
    policy = results.policy
    said = []
    if policy.approved_on:
        said.append(f"Approved {short_day(policy.approved_on)}")
    if policy.revised_on:
        said.append(f"revised {short_day(max(policy.revised_on))}")
    said.append(f"checked {moment(results.started_at, zone)} ({zone.key} time)")
    if results.first_at and results.last_at:
        first, last = (short_day(at.astimezone(zone).date()) for at in (results.first_at, results.last_at))
        said.append(f"items from {first} to {last}" if first != last else f"items of {first}")
    return [said[0][0].upper() + said[0][1:], *said[1:]]


def _by_day(results: Results) -> dict[date, int]:
    by_day: dict[date, int] = {}
    for result in results.clauses.values():
        for on, findings in result.by_day.items():
            by_day[on] = by_day.get(on, 0) + findings
    return by_day


def _span(results: Results) -> tuple[date, date] | None:
    """From the first day with a finding to the last, so that the charts of one page line up.

    Not the span of the events: one mail dated 1970 would flatten every chart.
    """
    by_day = _by_day(results)
    return (min(by_day), max(by_day)) if by_day else None


def _untold(clause: ClauseOnPage, results: Results) -> UntoldClause:
    def reason(finding: Finding) -> str:
        return shown(" ".join(reason.text for reason in finding.reasons))

    findings = [f for f in results.clauses[clause.id].findings if f.outcome is Outcome.COULD_NOT_TELL]
    groups = [(why, list(group)) for why, group in groupby(sorted(findings, key=reason), reason)]
    return UntoldClause(
        clause,
        tuple(
            Untold(why, len(group), cited(tuple(sorted(item for finding in group for item in finding.evidence))))
            for why, group in groups
        ),
    )


def _account(results: Results, everything: Account) -> AccountOnPage:
    """Sources that lost something come first; past `SOURCES_SHOWN` the rest stand in one row."""
    ordered = sorted(results.accounts, key=lambda account: account.rejected == 0)
    listed, rest = ordered[:SOURCES_SHOWN], ordered[SOURCES_SHOWN:]
    if rest:
        listed.append(total(rest, f"{len(rest):,} more sources"))
    return AccountOnPage(
        sources=tuple(listed),
        total=everything,
        balances=all(balances(account) for account in results.accounts),
        sentence=balance_sentence(results.accounts),
        masked=masked_sentence(everything.masked),
        places=place_sentence(everything),
        rules=rules_sentence(results),
        unusable_rules=results.unusable_rules,
        with_rejections=tuple(account for account in ordered[:SOURCES_SHOWN] if account.rejected),
    )
