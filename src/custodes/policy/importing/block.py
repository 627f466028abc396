"""What every reader makes of a document, whatever its format: lines or blocks, in reading order.

A reader knows its format (styles, tags, font sizes). It does not decide what a section or a clause
is; it hands over what it saw, and `headings` and `structure` decide alike for all formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on the page, for formats that know only lines (text, pdf)."""

    text: str
    indent: float = 0.0
    """Distance from the left edge, in characters or points; only compared."""
    gap: bool = False
    """More room above it than between the lines of a paragraph."""
    turn: bool = False
    """The first line after a page or column break, where room above means nothing."""
    full: bool = False
    """It reaches the right margin, so that the paragraph may go on below."""
    bold: bool = False
    lead: str = ""
    """The bold words it opens with, where the rest is not bold."""
    size: float = 1.0
    """Height of its letters over the height of the document's usual letters."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item, with its wrapped lines joined."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    """Headings: depth from 1, where the format says it, else 0. Items: nesting from 0."""
    marker: str = ""
    """The bullet or number taken off its front; `#` where the format numbers it by itself."""
    bold: bool = False
    lead: str = ""
    size: float = 1.0
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's blocks in reading order, and what stood around them."""

    blocks: tuple[Block, ...]
    furniture: tuple[str, ...] = ()
    """Page headers, footers and the like: never clauses, though an approval date may stand there."""
    title: str = ""
    """What the file's own properties call the document, or nothing."""
