"""`custodes check`: from a policy and real exports to findings by clause."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from custodes.cli.progress import show_progress
from custodes.cli.records import takes_records
from custodes.detect.lists import Lists, load_lists
from custodes.detect.lists_folder import tell_unknown
from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.files import OWN_RULES
from custodes.detect.sigma.placeholders import load_placeholders
from custodes.detect.staff import load_staff
from custodes.engine import Period, Run, bind, run
from custodes.engine.intake import read_chunks
from custodes.engine.output import write_whole
from custodes.engine.workers import count_cores
from custodes.policy import Policy, policy_of
from custodes.policy.controls import is_domain
from custodes.report import jsonl, summary, table
from custodes.report.shown import encodable, shown
from custodes.sources.registry import SOURCES
from custodes.sources.walk import open_items, total_bytes

DONE, FOUND, BAD_USE, REJECTED = 0, 1, 2, 3
ANY = "any"
FILE_COLUMNS = 120
"""Width of a table that goes to a file."""


class Format(StrEnum):
    """What is given: counts by clause, every finding a line, or a page."""

    TABLE = "table"
    JSONL = "jsonl"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What to look at, and what to know of it."""

    paths: Annotated[list[Path], typer.Argument(help="Files and folders to look at.", exists=True)]
    policy: Annotated[Path | None, typer.Option(help="The policy's folder; the model policy if left out.")] = None
    staff: Annotated[Path | None, typer.Option(help="The staff list, CSV.", exists=True, dir_okay=False)] = None
    lists: Annotated[Path | None, typer.Option(help="Folder of site lists and permits.", exists=True)] = None
    rules: Annotated[
        list[Path] | None, typer.Option(help="Folder of Sigma rules to run beside our own; repeatable.", exists=True)
    ] = None
    source: Annotated[str | None, typer.Option(help=f"Read every input as one format: {', '.join(SOURCES)}.")] = None
    domain: Annotated[list[str] | None, typer.Option(help="A mail or web domain of your own; repeatable.")] = None
    since: Annotated[str | None, typer.Option(help="From this date or time on (2026-11-24, or with T09:00).")] = None
    until: Annotated[str | None, typer.Option(help="Up to, not including, this date or time.")] = None
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help="Worker processes; one a processor.")] = None


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is told of it, and where."""

    format: Annotated[
        Format, typer.Option(help="Counts by clause (table), every finding (jsonl), or a page (html).")
    ] = Format.TABLE
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.", dir_okay=False)] = None
    summary: Annotated[
        Path | None, typer.Option(help="Write the counts and the account here, as JSON.", dir_okay=False)
    ] = None
    fail_on: Annotated[str | None, typer.Option(help="Exit 1 if this clause (or `any`) has a finding.")] = None
    show_people: Annotated[
        bool, typer.Option("--show-people", help="Names instead of pseudonyms, in jsonl and html.")
    ] = False


@takes_records
def check_command(inputs: Inputs, outputs: Outputs) -> None:
    """Look through exports for what the policy speaks of, clause by clause.

    Nothing is sent anywhere and nothing is changed. Findings show pseudonyms unless --show-people is given.

    It ends with 0 when done; 1 when --fail-on matched; 2 for a mistake in its use or in the policy; 3 when done
    but some input could not be read; 4 when the machine did not let it finish.
    """
    check_outputs(outputs, (*inputs.paths, inputs.staff))
    check_source(inputs.source)
    policy = choose_policy(inputs)
    check_clause(outputs.fail_on, policy)
    staff = load_staff(inputs.staff)
    lists = load_lists(inputs.lists, staff)
    tell_skipped(lists)
    tell_unread(inputs.lists, (inputs.staff, inputs.policy, *(inputs.rules or ())))
    plan = bind(
        policy,
        staff=staff,
        lists=lists,
        rules=load_rules([OWN_RULES, *(inputs.rules or ())], load_placeholders(inputs.lists)),
        period=read_period(inputs.since, inputs.until, policy.timezone),
    )
    with show_progress(total_bytes(inputs.paths)) as progress:
        found = run(
            read_chunks(open_items(inputs.paths), reader=inputs.source, on_read=progress.read),
            plan,
            policy,
            jobs=inputs.jobs or count_cores(),
            shows_people=outputs.show_people,
            on_part=progress.examined,
        )
    write_outputs(found, outputs)
    raise typer.Exit(exit_status(found, outputs.fail_on))


def choose_policy(inputs: Inputs) -> Policy:
    """The policy that is asked for, with the domains that are named beside its own."""
    policy = policy_of(inputs.policy)
    return dataclasses.replace(policy, domains=(*policy.domains, *read_domains(inputs.domain or [])))


def tell_skipped(lists: Lists) -> None:
    """Tell which lines of the category lists were no names, so that a damaged list is not taken for a short one."""
    for skipped in lists.skipped:
        typer.echo(encodable(shown(str(skipped))), err=True)


def tell_unread(folder: Path | None, besides: Iterable[Path | None] = ()) -> None:
    """Tell what of the lists folder nothing reads, so that a mistyped name is not taken for a list that is kept."""
    for told in tell_unknown(folder, [path for path in besides if path is not None]) if folder else ():
        typer.echo(encodable(shown(told)), err=True)


def check_source(source: str | None) -> None:
    """Refuse a format that nothing reads."""
    if source is not None and source not in SOURCES:
        raise typer.BadParameter(f"There is no source {source!r}. There are: {', '.join(SOURCES)}.")


def check_clause(fail_on: str | None, policy: Policy) -> None:
    """Refuse to wait for findings of a clause that the policy does not have."""
    if fail_on not in (None, ANY) and policy.find_clause(fail_on or "") is None:
        raise typer.BadParameter(f"The policy has no clause {fail_on!r}. `custodes policy show` lists them.")


def read_domains(names: list[str]) -> Iterator[str]:
    """The domains the option names, lower case."""
    for name in names:
        if not is_domain(name.lower()):
            raise typer.BadParameter(f"{name!r} is no domain. Write the bare name, such as fernwood.example.")
        yield name.lower()


def read_time(text: str | None, zone: str) -> datetime | None:
    """The moment an option names; a bare date means its midnight, and a time without a zone is local."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(f"{text!r} is no date. Write 2026-11-24 or 2026-11-24T09:00.") from error


def read_period(since: str | None, until: str | None, zone: str) -> Period:
    """The stretch of time the options name."""
    period = Period(read_time(since, zone), read_time(until, zone))
    if period.since and period.until and period.since >= period.until:
        raise typer.BadParameter("--since must lie before --until.")
    return period


def check_outputs(outputs: Outputs, inputs: Iterable[Path | None]) -> None:
    """Refuse to write over what is read, one result over the other, or a page on the screen."""
    read = {path.resolve() for path in inputs if path is not None}
    written = [path.resolve() for path in (outputs.out, outputs.summary) if path is not None]
    for path in written:
        if path in read:
            raise typer.BadParameter(f"{path} is read by this command; write to another file.")
    if len(set(written)) < len(written) and written[0].is_file() | (not written[0].exists()):
        raise typer.BadParameter("--out and --summary name the same file; give each its own.")
    if outputs.format is Format.HTML and outputs.out is None and sys.stdout.isatty():
        raise typer.BadParameter("A page is not for the screen: name a file with --out report.html.")


def write_outputs(found: Run, outputs: Outputs) -> None:
    """Write the findings and the summary; a file appears only once it is whole."""
    if outputs.summary is not None:
        with _open(outputs.summary) as file:
            summary.write(found.results, found.shown_rejections(), file)
    with _open(outputs.out) as file:
        for piece in _pieces(found, outputs):
            file.write(piece)
    if outputs.out is not None:
        table.render(found.results, Console(), next_step=f"Written: {outputs.out}")


def _pieces(found: Run, outputs: Outputs) -> Iterable[bytes]:
    if outputs.format is Format.HTML:
        from custodes.report import html  # noqa: PLC0415 - the template engine takes long to load, for this form alone

        return (piece.encode() for piece in html.render(found.results))
    if outputs.format is Format.JSONL:
        return (jsonl.line(finding) for finding in found.shown())
    console = Console() if outputs.out is None else Console(file=io.StringIO(), width=FILE_COLUMNS)
    with console.capture() as capture:
        table.render(found.results, console)
    return (capture.get().encode(),)


@contextlib.contextmanager
def _open(path: Path | None) -> Iterator[IO[bytes]]:
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():  # /dev/stdout, a pipe: nothing to take the place of
        with path.open("wb") as file:
            yield file
    else:
        with write_whole(path) as file:
            yield file


def exit_status(found: Run, fail_on: str | None) -> int:
    """What the command ends with (see `custodes.__main__`)."""
    results = found.results
    wanted = results.clauses.values() if fail_on == ANY else filter(None, [results.clauses.get(fail_on or "")])
    if fail_on is not None and any(clause.yes for clause in wanted):
        return FOUND
    return REJECTED if any(account.rejected for account in results.accounts) else DONE
