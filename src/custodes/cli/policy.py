"""`custodes policy`: read a policy, import one, compare two versions, and see what nothing keeps."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.text import Text

from custodes.cli import policy_pages
from custodes.cli.policy_import import import_command
from custodes.policy import coverage, diff_policies, load_policy, policy_of
from custodes.policy.jsonable import Json, coverage_as_json, diff_as_json, policy_as_json
from custodes.report.shown import written

app = typer.Typer(
    help="Read a policy, import one, compare two versions, and see what nothing keeps.", no_args_is_help=True
)
app.command("import")(import_command)


class Format(StrEnum):
    """How the answer is given."""

    TEXT = "text"
    JSON = "json"


FolderOrModel = Annotated[
    Path | None, typer.Argument(metavar="[DIR]", help="The policy's folder; the model policy if left out.")
]
AsFormat = Annotated[Format, typer.Option("--format", help="For a person, or for a program.")]


@app.command("show")
def show_command(folder: FolderOrModel = None, as_format: AsFormat = Format.TEXT) -> None:
    """The policy's text, and beside each clause what keeps it."""
    policy = policy_of(folder)
    if as_format is Format.JSON:
        _print_json(policy_as_json(policy))
    else:
        page = policy_pages.show(policy, columns=Console().width)
        _answer(page, then=f"custodes policy coverage{_argument(folder)}")


@app.command("diff")
def diff_command(
    old: Annotated[Path, typer.Argument(metavar="A", help="The folder of the version before.")],
    new: Annotated[Path, typer.Argument(metavar="B", help="The folder of the version after.")],
    as_format: AsFormat = Format.TEXT,
) -> None:
    """What became of each clause from version A to version B."""
    found = diff_policies(load_policy(old), load_policy(new))
    if as_format is Format.JSON:
        _print_json(diff_as_json(found))
    else:
        _answer(policy_pages.diff(found), then=f"custodes policy coverage{_argument(new)}")


@app.command("coverage")
def coverage_command(folder: FolderOrModel = None, as_format: AsFormat = Format.TEXT) -> None:
    """Clauses that nothing keeps, and controls that no clause asks for."""
    policy = policy_of(folder)
    found = coverage(policy)
    if as_format is Format.JSON:
        _print_json(coverage_as_json(found))
    else:
        with_policy = f" --policy{_argument(folder)}" if folder else ""
        _answer(policy_pages.coverage(policy, found), then=f"custodes check PATH…{with_policy}")


def _argument(folder: Path | None) -> str:
    return f" {shlex.quote(str(folder))}" if folder else ""


def _answer(page: RenderableType, *, then: str) -> None:
    console = Console(highlight=False)
    console.print(page)
    console.print(Text.assemble(("Next: ", "dim"), then), soft_wrap=True)  # on one line, to be copied


def _print_json(value: Json) -> None:
    sys.stdout.write(f"{written(value)}\n")
