"""`custodes rules`: what rules there are, what one looks for, and whether it finds what it should."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.text import Text

from custodes.cli import rules_pages
from custodes.cli.check import DONE, FOUND, REJECTED, tell_unread
from custodes.detect.excluded import load_excluded
from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.clauses import clause_of
from custodes.detect.sigma.files import OWN_RULES, rule_files
from custodes.detect.sigma.placeholders import load_placeholders
from custodes.detect.sigma.rule import About, Correlation, Rule, RuleSet, Unusable
from custodes.detect.sigma.samples import Samples, read_samples, samples_of
from custodes.detect.sigma.trial import Told, Trial, try_samples
from custodes.engine.examine import mask_rejected
from custodes.engine.intake import read_chunks
from custodes.engine.reading import read_chunk
from custodes.policy import policy_of
from custodes.policy.catalogue import CLAUSE_IDS
from custodes.policy.problems import did_you_mean
from custodes.report.shown import UNSEEN, shown, written
from custodes.sources.contract import Rejected
from custodes.sources.firewall import Firewall
from custodes.sources.walk import open_items

app = typer.Typer(
    help="Rules of the community and of our own: what there is, what one looks for, whether it finds it.",
    no_args_is_help=True,
)


_TITLES_OFFERED = 5


class Format(StrEnum):
    """How the answer is given."""

    TEXT = "text"
    JSON = "json"


Folders = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[DIR]...", help="Folders or files of rules; our own if left out.", exists=True),
]
More = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="The same, as every command takes it. Repeatable.", exists=True),
]
Lists = Annotated[
    Path | None,
    typer.Option(
        help="Folder of your lists, for the values that rules ask for and what is excluded.",
        exists=True,
        file_okay=False,
    ),
]
AsFormat = Annotated[Format, typer.Option("--format", help="For a person, or for a program.")]


@app.command("list")
def list_command(
    folders: Folders = None,
    more: More = None,
    lists: Lists = None,
    clause: Annotated[str | None, typer.Option(help="Only the rules that serve this clause.")] = None,
    as_format: AsFormat = Format.TEXT,
) -> None:
    """Every rule, and every one that cannot run, with the reason."""
    if clause is not None and clause not in CLAUSE_IDS:
        raise typer.BadParameter(f"There is no clause {clause!r}. {did_you_mean(clause, CLAUSE_IDS)}")
    named = [*(folders or ()), *(more or ())]
    rules = _load(named, lists)
    runnable = [rule for rule in _runnable(rules) if clause in (None, clause_of(rule))]
    if as_format is Format.JSON:
        print(written(rules_pages.list_as_json(runnable, rules.unusable)))
    else:
        _answer(rules_pages.listed(runnable, rules.unusable), then=f'custodes rules explain "TITLE"{_where(named)}')


@app.command("explain")
def explain_command(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its title, its id, or its file.")],
    folders: Annotated[
        list[Path] | None, typer.Option("--rules", help="Where it is; our own if left out. Repeatable.", exists=True)
    ] = None,
    lists: Lists = None,
) -> None:
    """What a rule looks for, in plain words."""
    is_file = folders is None and Path(rule).is_file()
    rules = _load([Path(rule)] if is_file else folders, lists)
    titles = {known.about.id: known.about.title for known in _runnable(rules)}
    found = [*_runnable(rules), *rules.unusable] if is_file else _find(rules, rule)
    page = Group(*(rules_pages.explained(one, titles) for one in found))
    _answer(page, then=f"custodes rules test{_where([Path(rule)] if is_file else folders)}")


@app.command("test")
def try_command(
    folders: Folders = None,
    more: More = None,
    events: Annotated[
        list[Path] | None, typer.Option(help="A file or folder of events to run them on. Repeatable.", exists=True)
    ] = None,
    lists: Lists = None,
    policy: Annotated[
        Path | None, typer.Option(help="The policy's folder, for what is set apart; the model policy if left out.")
    ] = None,
) -> None:
    """Whether rules find what they should: on the samples beside them, or on events of your own.

    It ends with 0 when done; 1 when a sample did not come out as it should; 2 for a mistake in its use; 3 when done
    but some events could not be read. Of an event its place is told: the file is named as it is, but for patrons'
    cards.
    """
    named = [*(folders or ()), *(more or ())]
    if events:
        tell_unread(lists, (policy, *named))
        firewall = Firewall.of(policy_of(policy), load_excluded(lists))
        _test_on_events(_load(named, lists), events, firewall, where=_where(named))
    else:
        _test_on_samples(named or [OWN_RULES], lists)


def _test_on_events(rules: RuleSet, events: Sequence[Path], firewall: Firewall, *, where: str) -> None:
    trial, rejected, looked_at, left_out = Trial(rules), list[Rejected](), 0, 0
    told: dict[About, Told] = defaultdict(Told)
    for chunk in read_chunks(open_items(events)):
        parsed = read_chunk(chunk)
        rejected += (mask_rejected(item, firewall.mask) for item in parsed.rejected)
        for batch in parsed.batches:
            passed = firewall.apply(batch)
            looked_at += passed.batch.num_rows
            left_out += batch.num_rows - passed.batch.num_rows
            for alarm in trial.look(passed.batch):
                told[alarm.rule].add(alarm)
    for alarm in trial.end():
        told[alarm.rule].add(alarm)
    page = rules_pages.fired(told, rejected, looked_at, left_out, mask=firewall.mask.mask)
    _answer(page, then=f'custodes rules explain "TITLE"{where}')
    raise typer.Exit(REJECTED if rejected else DONE)


def _test_on_samples(folders: Sequence[Path], lists: Path | None) -> None:
    placeholders = load_placeholders(lists)
    files = [file for folder in folders for file in _rule_files(folder)]
    tried = [file for file in files if samples_of(file).exists()]
    outcomes = [(file, try_samples(load_rules([file], placeholders), _samples_beside(file))) for file in tried]
    page = rules_pages.tried(outcomes, without=len(files) - len(tried))
    _answer(page, then="custodes rules test --rules DIR --events FILE")
    raise typer.Exit(DONE if all(outcome.is_well for _, outcome in outcomes) else FOUND)


def _samples_beside(file: Path) -> Samples:
    try:
        return read_samples(samples_of(file))
    except (ValueError, TypeError) as error:
        raise typer.BadParameter(shown(f"{samples_of(file)}: {error}.")) from error


def _rule_files(path: Path) -> list[Path]:
    """Those that can be read; what else there is, `list` tells."""
    return [path / file.name for file in rule_files([path]) if not file.problem] if path.is_dir() else [path]


def _load(folders: Sequence[Path] | None, lists: Path | None) -> RuleSet:
    return load_rules(folders or [OWN_RULES], load_placeholders(lists))


def _runnable(rules: RuleSet) -> Iterator[Rule | Correlation]:
    yield from rules.rules
    yield from rules.correlations


def _find(rules: RuleSet, word: str) -> list[Rule | Correlation | Unusable]:
    """The rules of that title, id, name or file, or the one whose title holds the words; raises where there is none."""
    wanted = word.casefold()
    known = [*_runnable(rules), *rules.unusable]
    if found := [rule for rule in known if wanted in rules_pages.handles(rule)]:
        return found
    near = [rule for rule in known if wanted in rules_pages.title_of(rule).casefold()]
    if len(near) == 1:
        return near
    titles = [shown(rules_pages.title_of(rule)) for rule in near]
    raise typer.BadParameter(f"There is no rule “{shown(word)}” here. {_offer(titles)}")


def _offer(titles: Sequence[str]) -> str:
    if not titles:
        return "`custodes rules list` lists them."
    quoted = ", ".join(f"“{title}”" for title in titles[:_TITLES_OFFERED])
    more = len(titles) - _TITLES_OFFERED
    return f"There are {quoted} and {more:,} more; name one." if more > 0 else f"There are {quoted}; name one."


def _where(folders: Sequence[Path] | None) -> str:
    """The folders as the commands take them."""
    return UNSEEN.sub("\ufffd", "".join(f" --rules {shlex.quote(str(folder))}" for folder in folders or ()))


def _answer(page: RenderableType, *, then: str) -> None:
    console = Console(highlight=False)
    console.print(page)
    console.print(Text.assemble(("Next: ", "dim"), then), soft_wrap=True)  # on one line, to be copied
