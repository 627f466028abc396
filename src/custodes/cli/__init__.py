"""The `custodes` command. A command parses, calls one function of the core, and prints. It begins in `__main__`."""

from __future__ import annotations

from typing import Annotated

import typer

from custodes import __version__
from custodes.cli.later import PLACES, Commands, Later

app = typer.Typer(
    cls=Commands,
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


def _loaded_later() -> None:
    """What runs is what `Later` loads."""


for name, (_, line) in PLACES.items():
    app.command(name, cls=Later, help=line)(_loaded_later)
