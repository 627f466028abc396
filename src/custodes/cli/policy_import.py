"""`custodes policy import`: from an employer's own document to a policy folder that a person confirms."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from custodes.policy import Clause
from custodes.policy.importing import Draft, Imported, draft_of, import_document, imported_as_json, write_folder
from custodes.report.shown import shown, written

_SHOWN_CHARACTERS = 70


class Format(StrEnum):
    """How the answer is given."""

    TEXT = "text"
    JSON = "json"


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document: .docx, .pdf, .html, .md or .txt.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder to write; it must not hold anything yet.")
    ],
    as_format: Annotated[Format, typer.Option("--format", help="For a person, or for a program.")] = Format.TEXT,
) -> None:
    """Make a policy folder of your own document, with a proposed id for each clause."""
    imported = import_document(file)
    draft = draft_of(imported)
    write_folder(draft, out)
    if as_format is Format.JSON:
        sys.stdout.write(f"{written(imported_as_json(imported))}\n")
    else:
        _tell(imported, draft, out)


def _tell(imported: Imported, draft: Draft, out: Path) -> None:
    console = Console(highlight=False)
    console.print(Text(shown(draft.policy.title), "bold"))
    console.print(Text(_dates(imported), "dim"))
    console.print(_counts(imported, draft))
    _tell_unsure(console, draft)
    _tell_unused(console, draft)
    where = shlex.quote(str(out))
    console.print()
    console.print(Text("Read the folder's policy.md and change any id that is not right."))
    console.print(Text("In controls.yaml, name your own domains, and your time zone if it is not this one."))
    console.print(Text.assemble(("Next: ", "dim"), f"custodes policy show {where}"), soft_wrap=True)


def _dates(imported: Imported) -> str:
    approved = f"approved {_day(imported.approved_on)}" if imported.approved_on else "no approval date found"
    revised = f"revised {', '.join(map(_day, imported.revised_on))}" if imported.revised_on else "no revision found"
    rough = " · a date names only its month; check the day" if imported.inexact else ""
    return f"{approved} · {revised}{rough}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _counts(imported: Imported, draft: Draft) -> Text:
    clauses, opening, unsure = len(imported.clauses), len(draft.opening), len(draft.unsure)
    found = f"{_count(len(draft.policy.sections), 'section')} · {_count(clauses, 'clause')}"
    opens = f" · {opening} only open{'s' if opening == 1 else ''} a list" if opening else ""
    check = (f" · {unsure} to check", "yellow") if unsure else ""
    return Text.assemble(f"{found} · {clauses - opening - unsure} matched{opens}", check)


def _tell_unsure(console: Console, draft: Draft) -> None:
    if not draft.unsure:
        return
    width = max(len(clause.id) for clause in draft.unsure)
    console.print()
    console.print(Text("Like no clause of the model, or not surely", "bold"))
    for clause in draft.unsure:
        console.print(Text.assemble(f"  {clause.id:<{width}}  ", (_beginning(clause), "dim")), soft_wrap=True)


def _tell_unused(console: Console, draft: Draft) -> None:
    if draft.unused:
        console.print()
        console.print(Text("In the model policy, but not found in yours", "bold"))
        console.print(Text(f"  {', '.join(draft.unused)}", "dim"))


def _beginning(clause: Clause) -> str:
    return shown(clause.text, longest=_SHOWN_CHARACTERS + 1)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
