"""Finds a document's title, and where the text behind its title block begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from custodes.policy.importing.block import Block
from custodes.policy.importing.headings import LARGER, is_title_like
from custodes.policy.importing.records import is_numbering, is_record

_NAMES_A_POLICY = re.compile(
    r"(?i)\b(?:polic(?:y|ies)|agreement|guidelines|standards?|rules|procedures?|code|handbook"
    r"|(?:acceptable|appropriate) use)\b"
)
_NAMES_A_SECTION = re.compile(
    r"(?i)(?:the )?(?:purpose|scope|introduction|overview|background|preamble|general|definitions|policy"
    r"|policy statement|statement|applicability|intent|objectives?|foreword|summary|why .*|who .*)(?: (?:and|of|&) .*)?"
)
_LABEL = re.compile(r"(?i)^(?:policy\s+)?(?:title|name|subject)\s*:\s*")
_EMPLOYER = re.compile(
    r"(?i)\b(?:librar(?:y|ies)|district|system|county|city|village|town(?:ship)?|trustees|directors|department)$"
)
_LONGEST_FRONT = 12  # blocks before the text, and words in one of them


def find_title(blocks: Sequence[Block], running: Iterable[str]) -> tuple[str, int]:
    """The title and the index of the block from which on the text stands; an empty title where there is none.

    `running` are the page headers: where the text has no title of its own, one of them may be it.
    """
    front = _front(blocks)
    others = [at for at in front if not _EMPLOYER.search(blocks[at].text)] or front
    best = min(others, key=lambda at: (-_weight(blocks[at]), not _names_a_policy(blocks[at].text), at), default=None)
    title = _LABEL.sub("", blocks[best].text.rstrip(" :")) if best is not None else ""
    if len(title.split()) <= 2 and not _names_a_policy(title) and (header := _running_title(running)):
        return header, 0
    return title, _text_from(blocks, 0 if best is None else best + 1)


def _running_title(running: Iterable[str]) -> str:
    lines = (re.sub(r"\s{3,}.*|\s*\|.*|\s*[Pp]age \d.*", "", line) for line in running)
    names = re.compile(r"(?i)\b(?:policy|agreement|guidelines)\b")
    return next((line for line in lines if names.search(line) and is_title_like(line)), "")


def _weight(block: Block) -> float:
    """How much a line of the title block stands out: by the depth of its style, else by the size of its letters."""
    if block.kind == "heading" and block.level:
        return 10.0 - block.level
    return block.size if block.size > LARGER else 1.0


def _names_a_policy(text: str) -> bool:
    return _NAMES_A_POLICY.search(text) is not None


def _front(blocks: Sequence[Block]) -> list[int]:
    """The lines of the title block that may be the title: short, before the first sentence or section."""
    front = []
    for at, block in enumerate(blocks[:_LONGEST_FRONT]):
        is_heading = block.kind == "heading"
        if (
            block.kind == "item"
            or (is_heading and _names_a_section(block))
            or not (is_heading or _is_front_line(block))
        ):
            break
        if (is_heading or is_title_like(block.text)) and not is_numbering(block.text):
            front.append(at)
    return front


def _names_a_section(block: Block) -> bool:
    return bool(block.marker) or _NAMES_A_SECTION.fullmatch(block.text.strip(" :.")) is not None


def _is_front_line(block: Block) -> bool:
    return (len(block.text.split()) <= _LONGEST_FRONT and block.text[-1] not in ".:;") or is_record(block.text)


def _text_from(blocks: Sequence[Block], start: int) -> int:
    """Past the letterhead and records between the title and the first sentence, which are no clauses."""
    while start < len(blocks) and blocks[start].kind == "paragraph" and _is_front_line(blocks[start]):
        start += 1
    return start
