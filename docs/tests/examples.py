"""The examples of a page: its fenced blocks, in order.

    ```python        is executed; its asserts hold
    ```console       each `$ custodes …` is run, and prints the lines below it; `…` stands for anything
    <!-- file: x --> above any block: the block becomes that file

All blocks of a page share one empty folder and one set of Python names. Other blocks are only read.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from typer.testing import CliRunner

from custodes.cli import app
from custodes.errors import CustodesError

FILE = re.compile(r"<!-- file: (\S+) -->\s*$")
TERMINAL = {"COLUMNS": "88", "TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": None}


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file it becomes, its text, and the line of the page above it."""

    language: str
    file: str | None
    text: str
    line: int


class Command(NamedTuple):
    """A command of a console block, and what it prints by the page."""

    words: list[str]
    expected: str


def blocks(page: Path) -> Iterator[Block]:
    file = None
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "fence":
            yield Block(token.info.strip(), file, token.content, token.map[0] + 1)
        named = FILE.search(token.content) if token.type == "html_block" else None
        file = named[1] if named else None


def run(block: Block, page: Path, names: dict) -> None:
    """Do what the block says, in the folder we are in."""
    if block.file:
        path = Path(block.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    elif block.language == "python":
        at_its_line = "\n" * block.line + block.text
        exec(compile(at_its_line, str(page), "exec"), names)
    elif block.language == "console":
        for command in commands(block.text):
            check(command)


def commands(text: str) -> Iterator[Command]:
    """The `custodes` commands of a console block; those of other programs are only read."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.replace("\\\n", "").partition("\n")
        program, *words = shlex.split(command)
        if program == "custodes":
            yield Command(words, expected)


def check(command: Command) -> None:
    printed, status = output_of(command.words)
    said = f"$ custodes {shlex.join(command.words)}\n{printed}"
    if command.expected:
        assert pattern(command.expected).fullmatch(printed), said
    else:
        assert status == 0, said


def output_of(words: list[str]) -> tuple[str, int]:
    result = CliRunner().invoke(app, words, env=TERMINAL)
    printed = result.output
    if isinstance(result.exception, CustodesError):
        printed += f"{result.exception}\n"
    elif result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines()), result.exit_code


def pattern(expected: str) -> re.Pattern[str]:
    """The lines, with `…` for any characters and a line `…` for any lines."""
    lines = (
        r"(?:.*\n)*" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*") + r"\n"
        for line in expected.splitlines()
    )
    return re.compile("".join(lines))
