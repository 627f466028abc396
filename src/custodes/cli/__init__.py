"""The `custodes` command. A command parses, calls one function of the core, and prints. It begins in `__main__`."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Annotated

import typer

from custodes import __version__
from custodes.cli.check import check_command
from custodes.cli.policy import app as policy_app
from custodes.cli.rules import app as rules_app
from custodes.cli.sample import sample_command

app = typer.Typer(
    help="Puts an information systems use policy into force, clause by clause.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


@app.callback(invoke_without_command=True)
def _begin(
    *, version: Annotated[bool, typer.Option("--version", help="Say which version this is.", is_eager=True)] = False
) -> None:
    if version:
        print(f"custodes {__version__}")
        raise typer.Exit


app.command("check")(check_command)
app.command("sample")(sample_command)
app.add_typer(policy_app, name="policy")
app.add_typer(rules_app, name="rules")
for command in entry_points(group="custodes.commands"):  # the office and the portal add theirs by name
    app.add_typer(command.load(), name=command.name)
