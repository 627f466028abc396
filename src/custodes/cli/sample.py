"""`custodes sample`: a made-up library to try the others on."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from custodes.sample import Made, Plan, make_sample


def sample_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make it: an empty folder, or none yet.")],
    staff: Annotated[int, typer.Option(help="How many people work there.")] = 60,
    weeks: Annotated[int, typer.Option(help="How many weeks, up to Sunday 22 November 2026.")] = 8,
    seed: Annotated[int, typer.Option(help="The same number makes the same library again.")] = 1,
) -> None:
    """Make a public library that does not exist: its staff, mail, web log and files, and the truth about them."""
    plan = Plan(staff, weeks, seed)
    console = Console(stderr=True)
    days = iter(
        track(plan.days(), "Making", total=7 * weeks, console=console, disable=not console.is_terminal, transient=True)
    )
    made = make_sample(plan, folder, tell=lambda _: next(days, None))
    for _ in days:  # ends the bar
        pass
    _print(made)


def _print(made: Made) -> None:
    print(f"{made.people:>9,}  people, {made.first_day:%-d %B %Y} to {made.last_day:%-d %B %Y}")
    print(f"{made.messages:>9,}  messages, {made.reported:,} of them reported as suspicious")
    print(f"{made.lines:>9,}  lines of the web log")
    print(f"{made.records:>9,}  records of the other systems: sign-ins, computers, telephones, chat")
    print(f"{made.files:>9,}  shared files")
    print(
        f"{made.violations:>9,}  violations planted, beside {made.look_alikes:,} that only look like one (truth.jsonl)"
    )
    exports = " ".join(_below(made, name) for name in ("mail", "web", "logs", "messages"))
    print(f"\nNext: custodes check {exports} --staff {_below(made, 'staff.csv')}", end=" ")
    print(f"--lists {_below(made, 'lists')} --policy {_below(made, 'policy')}")


def _below(made: Made, name: str) -> str:
    return shlex.quote(str(made.folder / name))
