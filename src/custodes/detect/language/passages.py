"""A text in passages short enough that what stands in one belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 800
"""Characters of a passage, about; a longer paragraph is cut after a sentence."""
LOOKED_AT = 1_000_000
"""Characters of a text that are looked at."""


class Passage(NamedTuple):
    """A part of a text."""

    text: str
    number: int
    """From 1: of the paragraph that it stands in."""
    paragraph: str
    begin: int
    """Where it begins in its paragraph: characters."""

    def place(self, at: int, end: int) -> str:
        """`the 3rd to 5th word of the 2nd paragraph`, for what stands from `at` to `end` in the passage."""
        first = len(self.paragraph[: self.begin + at].split())
        first += 1 if not at or self.text[at - 1].isspace() else 0
        last = len(self.paragraph[: self.begin + end].split())
        return f"{_stretch(max(first, 1), last)} of the {ordinal(self.number)} paragraph"


def _stretch(first: int, last: int) -> str:
    return f"the {ordinal(first)} word" if last <= first else f"the {ordinal(first)} to {ordinal(last)} word"


def ordinal(number: int) -> str:
    """`1st`, `12th`, `23rd`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+|\n")


def cut_passages(text: str) -> Iterator[Passage]:
    """The passages of the text, in order, blank ones left out."""
    number = 0
    for paragraph in _BLANK_LINE.split(text[:LOOKED_AT]):
        if not paragraph.strip():
            continue
        number += 1
        begin = 0
        while begin < len(paragraph):
            end = _end(paragraph, begin)
            yield Passage(paragraph[begin:end], number, paragraph, begin)
            begin = end


def _end(paragraph: str, begin: int) -> int:
    if len(paragraph) - begin <= LONGEST:
        return len(paragraph)
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph, begin, begin + LONGEST)]
    return ends[-1] if ends else begin + LONGEST
