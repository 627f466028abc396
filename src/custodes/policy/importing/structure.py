"""From blocks to a policy's outline: title, dates, sections, clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from custodes.policy.importing.block import Block, Reading
from custodes.policy.importing.contents import without_contents
from custodes.policy.importing.dates import Told, read_dates
from custodes.policy.importing.headings import mark_headings
from custodes.policy.importing.markers import style_of
from custodes.policy.importing.records import is_record, is_signature
from custodes.policy.importing.titles import find_title

ClauseKind = Literal["paragraph", "bullet"]

_LONGEST_LEAD_IN = 25  # words of an item that its own sub-items go on from


@dataclass(frozen=True, slots=True)
class OutlineClause:
    """One clause of the document, and the sentence that introduces its list, if one does."""

    text: str
    kind: ClauseKind
    level: int = 0
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A heading, empty where the text begins without one, and its clauses."""

    title: str
    clauses: tuple[OutlineClause, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a document is made of."""

    title: str
    told: Told
    sections: tuple[OutlineSection, ...]


def outline(reading: Reading) -> Outline:
    """The outline of what a reader found."""
    blocks = mark_headings(without_contents([block for block in reading.blocks if block.text.strip()]))
    told = read_dates([*(block.text for block in blocks), *reading.furniture])
    title, start = find_title(blocks, reading.furniture)
    return Outline(title or reading.title, told, tuple(_sections(blocks[start:])))


def _sections(blocks: Sequence[Block]) -> Iterable[OutlineSection]:
    """The sections in order. One without clauses is kept only above its own subsections."""
    heading = Block("", "heading")
    under: list[Block] = []
    for block in [*blocks, Block("", "heading")]:
        if block.kind != "heading":
            under.append(block)
            continue
        clauses = tuple(_clauses(under))
        if clauses or (not under and _is_above(heading, block)):
            yield OutlineSection(heading.text, clauses)
        heading, under = block, []


def _is_above(heading: Block, next_heading: Block) -> bool:
    """Whether the next heading is a subsection of this one: by depth, or because it counts another way."""
    if not heading.text or not next_heading.text:
        return False
    if heading.level and next_heading.level:
        return heading.level < next_heading.level
    return bool(heading.marker and next_heading.marker) and style_of(heading.marker) != style_of(next_heading.marker)


def _clauses(blocks: Sequence[Block]) -> Iterable[OutlineClause]:
    leads: dict[int, str] = {}  # by depth, the text that what stands below goes on from; -1 is a paragraph
    is_signed = False
    for block in blocks:
        is_signed = is_signed or is_signature(block.text)
        if not _is_clause(block, is_signed=is_signed):
            continue
        depth = block.level if block.kind == "item" else -1
        leads = {above: text for above, text in leads.items() if above < depth}
        yield OutlineClause(block.text, _kind(block), max(depth, 0), " ".join(leads[above] for above in sorted(leads)))
        if block.text.endswith((":", "–", "—")) or (depth >= 0 and len(block.text.split()) <= _LONGEST_LEAD_IN):
            leads[depth] = block.text


def _kind(block: Block) -> ClauseKind:
    """Legal numbering (1.2, § 4, Section 3) counts paragraphs; any other number or sign makes a list."""
    is_list = block.kind == "item" and style_of(block.marker) not in {"legal", "sign", "word"}
    return "bullet" if is_list else "paragraph"


def _is_clause(block: Block, *, is_signed: bool) -> bool:
    """Whether a block binds anybody; behind a line to sign on, names and offices do not."""
    text = block.text
    if not any(letter.isalpha() for letter in text) or is_signature(text) or is_record(text):
        return False
    is_name = len(text.split()) <= 8 and text[-1] not in ".:;!" and (not block.marker or block.marker[0].isupper())
    return not (is_signed and is_name)
