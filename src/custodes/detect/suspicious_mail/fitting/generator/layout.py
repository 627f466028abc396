"""How a body is written down, and the blocks that it becomes.

    # heading            - item of a list        ? a line that half of the messages have
    -> what a link says, on a line of its own      => the same, to the named company's own site
    label :: value       ~ small print           % a code, set large              > quoted

An empty line ends a paragraph; lines of one paragraph stay lines. Within a line `<<words>>` is a link, `((words))` one
to the company's own site, and `{url}` is the address itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.slots import speak
from custodes.detect.suspicious_mail.fitting.generator.wording import read_pattern

Shape = Literal["text", "heading", "item", "button", "home", "row", "small", "code", "quote"]


class Block(NamedTuple):
    """A part of a body that is set in one manner."""

    shape: Shape
    lines: tuple[str, ...]


class Sheet(NamedTuple):
    """A body ready to be set."""

    blocks: tuple[Block, ...]
    url: str
    """Where its links lead."""
    home: str
    """The site of the company in whose name it is written."""


_MARKS: dict[str, Shape] = {
    "# ": "heading", "- ": "item", "->": "button", "=>": "home", "~ ": "small", "% ": "code", "> ": "quote",
}  # fmt: skip


def lay_out(scene: Scene, body: str, url: str, home: str) -> Sheet:
    """The body's blocks, its words chosen."""
    lines = [line for written in body.splitlines() if (line := _choose(scene, written)) is not None]
    return Sheet(tuple(_gather(lines)), url, home)


def _choose(scene: Scene, line: str) -> str | None:
    if line.startswith("? "):
        if scene.rng.random() < 0.5:
            return None
        line = line[2:]
    return _GAPS.sub(_close_gap, speak(scene, read_pattern(line))).strip() if line else ""


_GAPS = re.compile(r" {2,}| +(?=[.,](?: |$))")
"""Where an alternative was empty."""


def _close_gap(found: re.Match[str]) -> str:
    return "" if found.end() < len(found.string) and found.string[found.end()] in ".," else " "


def _gather(lines: list[str]) -> Iterator[Block]:
    for shape, among in groupby(lines, _shape_of):
        if shape == "text":
            for is_empty, paragraph in groupby(among, lambda line: not line):
                if not is_empty:
                    yield Block("text", tuple(paragraph))
        elif shape in ("button", "home", "code", "heading"):
            yield from (Block(shape, (line[2:].strip(),)) for line in among)
        else:
            yield Block(shape, tuple(line if shape == "row" else line[2:].strip() for line in among))


def _shape_of(line: str) -> Shape:
    if " :: " in line:
        return "row"
    return _MARKS.get(line[:2], "text")


LINK = re.compile(r"<<(.+?)>>|\(\((.+?)\)\)")
"""A link within a line: to the target, or home."""
