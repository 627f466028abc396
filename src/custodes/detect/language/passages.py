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
    paragraph: int
    """From 1: the paragraph of the text that it stands in."""
    words_before: int
    """Where it begins in its paragraph: characters, of a paragraph that was cut."""


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
            yield Passage(paragraph[begin:end], number, begin)
            begin = end


def _end(paragraph: str, begin: int) -> int:
    if len(paragraph) - begin <= LONGEST:
        return len(paragraph)
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph, begin, begin + LONGEST)]
    return ends[-1] if ends else begin + LONGEST
