"""Commands whose modules are loaded when they are run: the list of all commands needs only a line of each.

Loading what one command stands on takes up to a second; a person who asks for the version waits for none of it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

PLACES = {
    "check": (
        "custodes.cli.check:check_command",
        "Look through exports for what the policy speaks of, clause by clause.",
    ),
    "sample": (
        "custodes.cli.sample:sample_command",
        "Make a public library that does not exist: its staff, mail, web log and files, and the truth about them.",
    ),
    "policy": (
        "custodes.cli.policy:app",
        "Read a policy, import one, compare two versions, and see what nothing keeps.",
    ),
    "train": (
        "custodes.cli.train:app",
        "Learn from your own records: what a detector is taught beyond what it ships with.",
    ),
    "works": (
        "custodes.cli.works:app",
        "The register of works that others own.",
    ),
    "rules": (
        "custodes.cli.rules:app",
        "Rules of the community and of our own: what there is, what one looks for, whether it finds it.",
    ),
}
"""Where each of our own commands is, and the first line of its help."""


class Later(TyperCommand):
    """Stands for a command until it is run, and then makes way for it."""

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """That of the command itself, which runs in it."""
        place, _ = PLACES[self.name or ""]
        return load(info_name, place).make_context(info_name, args, parent, **extra)


class Commands(TyperGroup):
    """Our own commands, and those that other packages add by name; these are loaded only when they are asked for."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in self.commands:
            self._add_others()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all, in the order of the help."""
        self._add_others()
        return super().list_commands(ctx)

    def _add_others(self) -> None:
        for name, place in _others():
            self.commands.setdefault(name, load(name, place))


def _others() -> Iterable[tuple[str, str]]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - looks through every installed package

    return [(found.name, found.value) for found in entry_points(group="custodes.commands")]


def load(name: str, place: str) -> Any:
    """The command or group of commands at a place (`package.module:name`), ready to run."""
    found, holder = pkgutil.resolve_name(place), typer.Typer(rich_markup_mode="markdown")
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(found)
    return get_group(holder).commands[name]
