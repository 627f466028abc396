"""Reads plain text, hard-wrapped or one paragraph a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from custodes.policy.importing.block import Line, Reading
from custodes.policy.importing.lines import group_lines
from custodes.policy.importing.pages import without_furniture
from custodes.policy.importing.wrapping import clean

_NARROWEST_WRAP, _WIDEST_WRAP = 40, 130  # characters; outside of these, lines were not wrapped


def read_text(text: str) -> Reading:
    """The blocks of a plain text; form feeds divide pages."""
    pages = [_without_double_spacing(page.split("\n")) for page in clean(text).split("\f")]
    width = _wrap_width([line for page in pages for line in page])
    lines, furniture = without_furniture([list(_lines(page, width)) for page in pages])
    return Reading(tuple(group_lines(lines)), tuple(furniture))


def _lines(page: Sequence[str], width: int) -> Iterator[Line]:
    gap = False
    for raw, below in zip(page, [*page[1:], ""], strict=True):
        text = raw.expandtabs(4).rstrip()
        if not text.strip():
            gap = True
            continue
        next_word = below.split()[0] if below.split() else ""
        full = width > 0 and len(text) + 1 + len(next_word) > width
        yield Line(text, indent=len(text) - len(text.lstrip()), gap=gap, full=full)
        gap = False


def _wrap_width(lines: Sequence[str]) -> int:
    """The width in characters at which the text was wrapped, 0 if it was not."""
    lengths = sorted((len(line.rstrip()) for line in lines if line.strip()), reverse=True)
    width = lengths[len(lengths) // 20] if lengths else 0
    return width if _NARROWEST_WRAP <= width <= _WIDEST_WRAP else 0


def _without_double_spacing(page: Sequence[str]) -> Sequence[str]:
    """The lines of a page on which a blank line follows each line, without every first blank of a run."""
    written = [at for at, line in enumerate(page) if line.strip()]
    followed = sum(1 for at in written[:-1] if not page[at + 1].strip())
    if len(written) < 8 or followed < len(written) - 1 or not _wraps_in_mid_sentence([page[at] for at in written]):
        return page
    return [line for at, line in enumerate(page) if line.strip() or (at and not page[at - 1].strip())]


def _wraps_in_mid_sentence(lines: Sequence[str]) -> bool:
    broken = sum(1 for a, b in pairwise(lines) if a.strip()[-1].isalpha() and b.strip()[0].islower())
    return broken >= len(lines) / 4
