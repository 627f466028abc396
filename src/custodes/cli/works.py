"""`custodes works`: the register of works that others own."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Annotated

import typer

from custodes.detect.likeness import LARGEST_BYTES, LEAST_BYTES, Likeness, liken
from custodes.detect.prose import count
from custodes.detect.works import FOLDER, REGISTER, Work, load_works, write_work
from custodes.engine.output import write_whole
from custodes.report.shown import shown
from custodes.sources.documents import read_document

app = typer.Typer(no_args_is_help=True, help="The register of works that others own.")


@app.callback()
def _works() -> None:
    """The register of works that others own."""


@app.command("add")
def add_command(
    files: Annotated[list[Path], typer.Argument(help="Files of the work.", exists=True, dir_okay=False)],
    *,
    lists: Annotated[Path, typer.Option(help="The lists folder that you give to `custodes check`.", file_okay=False)],
    title: Annotated[str, typer.Option(help="What the work is called.")],
    owner: Annotated[str, typer.Option(help="Who owns it.")] = "",
) -> None:
    """Add a work to the register: what its files are like, not the files.

    A file that is registered already, under whatever title, is told and not written again.
    Who may share it gets a permit of kind `work`, with the title under `what`.
    """
    for file in files:
        if not LEAST_BYTES <= file.stat().st_size <= LARGEST_BYTES:
            sizes = f"{LEAST_BYTES} bytes and {LARGEST_BYTES // 1_000_000} MB"
            typer.echo(f"{file} is not between {sizes} in size; nothing was added.", err=True)
            raise typer.Exit(2)
    register = lists / FOLDER / REGISTER
    titles = {work.likeness.sha256: work.title for work in load_works(lists).works}
    register.parent.mkdir(parents=True, exist_ok=True)
    added: list[bytes] = []
    for file in files:
        likeness = _liken_file(file)
        if likeness.sha256 in titles:
            print(shown(f"{file} is already registered, as “{titles[likeness.sha256]}”."))
            continue
        added.append(write_work(Work(title, owner, likeness)))
        titles[likeness.sha256] = title
    if added:
        held = register.read_bytes() if register.exists() else b""
        with write_whole(register) as out:
            out.write(b"".join((held, *added)))
        print(f"Added {count(len(added), 'file')} of “{title}” to {register}.")


def _liken_file(file: Path) -> Likeness:
    content, kind = file.read_bytes(), mimetypes.guess_type(file.name)[0] or ""
    return liken(content, is_image=kind.startswith("image/"), text=read_document(file.name, kind, content))
