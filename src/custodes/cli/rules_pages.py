"""How rules look on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from custodes.detect.sigma.clauses import clause_of
from custodes.detect.sigma.explain import explain
from custodes.detect.sigma.rule import LEVELS, About, Correlation, Rule, Unusable
from custodes.detect.sigma.trial import Told, Tried
from custodes.policy.catalogue import CLAUSE_IDS
from custodes.report.shown import UNSEEN, shown
from custodes.sources.contract import Rejected

QUIET, HEADING, BAD = "dim", "bold", "red"
Known = Rule | Correlation | Unusable


def _foreign(text: str, style: str = "") -> Text:
    """What a stranger may have written, with nothing in it unseen."""
    return Text(shown(text), style)


def title_of(rule: Known) -> str:
    """Its title."""
    return rule.title if isinstance(rule, Unusable) else rule.about.title


def file_of(rule: Known) -> str:
    """Its file, below the folder it was read from."""
    return rule.file if isinstance(rule, Unusable) else rule.about.file


def handles(rule: Known) -> set[str]:
    """What a person may call it, in small letters."""
    words = (rule.id,) if isinstance(rule, Unusable) else (rule.about.id, rule.about.name)
    return {word.casefold() for word in (*words, title_of(rule), file_of(rule)) if word}


def listed(runnable: Sequence[Rule | Correlation], unusable: Sequence[Unusable]) -> RenderableType:
    """The counts, every rule below the clause it serves, and every one that cannot run with its reason."""
    by_clause: dict[str, list[Rule | Correlation]] = {}
    for rule in runnable:
        by_clause.setdefault(clause_of(rule), []).append(rule)
    clauses = [_clause(clause, by_clause[clause]) for clause in CLAUSE_IDS if clause in by_clause]
    return Group(_counts(runnable, unusable), Text(), *clauses, *_unusable(unusable))


def _clause(clause: str, rules: Sequence[Rule | Correlation]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    for rule in sorted(rules, key=lambda rule: (-LEVELS.index(rule.about.level), rule.about.title.casefold())):
        of = " · ".join(filter(None, (source_of(rule), rule.about.status)))
        table.add_row(rule.about.level, _foreign(rule.about.title), _foreign(of, QUIET))
    return Group(Text.assemble((clause, HEADING), f"  {len(rules):,}"), Padding(table, (0, 0, 1, 2)))


def _counts(runnable: Sequence[Rule | Correlation], unusable: Sequence[Unusable]) -> Text:
    levels = Counter(rule.about.level for rule in runnable)
    counts = [_count(len(runnable), "rule")]
    counts += [f"{levels[level]:,} {level}" for level in reversed(LEVELS) if levels[level]]
    return Text(" · ".join([*counts, f"{len(unusable):,} cannot run"]))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def source_of(rule: Rule | Correlation) -> str:
    """The log source as rules write it."""
    if isinstance(rule, Correlation):
        return "counts other rules"
    return "/".join(word for word in rule.logsource if word)


def _unusable(unusable: Sequence[Unusable]) -> Iterator[RenderableType]:
    if unusable:
        yield Text("Cannot run", BAD)
        for rule in unusable:
            yield Padding(
                Group(Text.assemble(shown(title_of(rule)), (f"  {shown(rule.file)}", QUIET)), _foreign(rule.reason)),
                (0, 0, 0, 2),
            )
        yield Text()


def list_as_json(runnable: Sequence[Rule | Correlation], unusable: Sequence[Unusable]) -> dict[str, Any]:
    """The same for a program."""
    return {
        "counts": {"rules": len(runnable), "unusable": len(unusable)},
        "rules": [_as_json(rule) for rule in runnable],
        "unusable": [
            {"title": rule.title, "id": rule.id, "file": rule.file, "reason": rule.reason} for rule in unusable
        ],
    }


def _as_json(rule: Rule | Correlation) -> dict[str, Any]:
    about = rule.about
    return {
        "id": about.id,
        "title": about.title,
        "clause": clause_of(rule),
        "level": about.level,
        "status": about.status,
        "logsource": dict(rule.logsource._asdict()) if isinstance(rule, Rule) else None,
        "counts": list(rule.rules) if isinstance(rule, Correlation) else [],
        "reports": rule.reports,
        "author": about.author,
        "license": about.license,
        "file": about.file,
    }


def explained(rule: Known, titles: Mapping[str, str]) -> RenderableType:
    """What one rule looks for."""
    head = (_foreign(title_of(rule), HEADING), _foreign(file_of(rule), QUIET))
    if isinstance(rule, Unusable):
        return Group(*head, Text("It cannot run.", BAD), _foreign(rule.reason), Text())
    return Group(*head, *map(_line, explain(rule, titles)), Text())


def _line(text: str) -> RenderableType:
    """A line whose later rows stand under its first word."""
    bare = UNSEEN.sub("\ufffd", text.lstrip(" "))
    indent = len(text) - len(bare)
    if not bare.startswith("– "):
        return Padding(Text(bare), (0, 0, 0, indent))
    row = Table.grid(padding=0)
    row.add_row(Text("– "), Text(bare[2:]))
    return Padding(row, (0, 0, 0, indent))


def tried(outcomes: Sequence[tuple[Path, Tried]], *, without: int) -> RenderableType:
    """How the samples of each file came out; those that did well, and rules without samples, are only counted."""
    samples = sum(outcome.samples for _, outcome in outcomes)
    bad = [_surprise(file, outcome) for file, outcome in outcomes if not outcome.is_well]
    counts = [_count(len(outcomes), "rule file"), _count(samples, "sample"), _count(len(bad), "surprise")]
    return Group(Text(" · ".join([*counts, f"{without:,} without samples"])), *bad)


def _surprise(file: Path, outcome: Tried) -> RenderableType:
    lines = [f"sample {number} of `fires` did not fire" for number in outcome.missed]
    lines += [f"sample {number} of `quiet` fired" for number in outcome.false_alarms]
    lines += outcome.cannot_run
    return Group(_foreign(str(file), BAD), Padding(Group(*map(_foreign, lines)), (0, 0, 0, 2)))


def fired(
    told: Mapping[About, Told],
    rejected: Sequence[Rejected],
    looked_at: int,
    left_out: int = 0,
    *,
    mask: Callable[[str], str],
) -> RenderableType:
    """Which rule fired how often, the most often first, and where first; `mask` leaves no patron's card in a place."""
    times = sum(one.times for one in told.values())
    head = f"{_count(looked_at, 'event')} · {_count(len(told), 'rule')} fired, {_count(times, 'time')} in all"
    head += f" · {left_out:,} left out unread" if left_out else ""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    for rule, one in sorted(told.items(), key=lambda item: (-item[1].times, item[0].title)):
        table.add_row(f"{one.times:,}", rule.level, _foreign(rule.title), _foreign(_places(one, mask), QUIET))
    return Group(Text(head), Text(), table, Text(), *map(_rejection, rejected))


def _places(told: Told, mask: Callable[[str], str]) -> str:
    by_source = groupby(told.evidence, key=lambda item: item.source)
    places = [f"{mask(source)}: {', '.join(mask(item.locator) for item in items)}" for source, items in by_source]
    more = told.times - len(told.evidence)
    return "; ".join(places) + (f" and {more:,} more" if more > 0 else "")


def _rejection(item: Rejected) -> RenderableType:
    return Text.assemble((shown(f"Not read: {item.source}:{item.locator}. "), BAD), " ", shown(item.reason))
