"""Headings that stand in the first line of their paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from custodes.policy.importing.block import Block
from custodes.policy.importing.dates import find_dates
from custodes.policy.importing.markers import style_of
from custodes.policy.importing.speech import says_something

_RUN_IN = re.compile(r"([A-Z][^.:;!?–—]{2,60}?)(?:[.:]|\s?[–—]|\s-)\s+(?=[A-Z“\"‘'(\d])")


def with_run_ins(blocks: Sequence[Block]) -> list[Block]:
    """Makes headings of opening words ("Monitoring. The library may …") where the document does so throughout."""
    splits = {at: split for at, block in enumerate(blocks) if (split := _run_in(block)) is not None}
    bold = [at for at in splits if blocks[at].lead]
    numbered = [at for at in splits if blocks[at].marker and not blocks[at].lead]
    plain = [at for at in splits if not blocks[at].marker and not blocks[at].lead]
    sections = sum(1 for block in blocks if block.kind == "heading") - 1  # the first is the title
    chosen: set[int] = set()
    for group, fewest in ((bold, 2), (numbered, 3), (plain, 3)):
        if len(group) >= max(fewest, 2 * sections) and _is_habit(blocks, group):
            chosen.update(group)
    made: list[Block] = []
    for at, block in enumerate(blocks):
        made += _divided(block, *splits[at]) if at in chosen else [block]
    return made


def _is_habit(blocks: Sequence[Block], group: Sequence[int]) -> bool:
    """Whether at least half of the paragraphs of their kind begin so; of bold ones, which are meant, a quarter."""
    first = blocks[group[0]]
    like = [block for block in blocks if bool(block.marker) == bool(first.marker) and block.kind != "heading"]
    whole = sum(1 for block in like if len(block.text.split()) > 8)
    return len(group) * (4 if first.lead else 2) >= whole


def _run_in(block: Block) -> tuple[str, str] | None:
    """The opening words and the rest, if the block may begin with a heading."""
    is_bullet = bool(block.marker) and style_of(block.marker) == "bullet"
    if block.kind == "heading" or is_bullet or block.level > 0:
        return None
    title, rest = _bold_opening(block) if block.lead else _worded_opening(block.text)
    return (title, rest) if title and rest and not find_dates(block.text[: len(title) + 40]) else None


def _bold_opening(block: Block) -> tuple[str, str]:
    """Bold words that end in a stop, or are followed by one."""
    after = block.text.removeprefix(block.lead)
    title = block.lead.rstrip(" .:–—-")
    ends = block.lead[-1] in ".:–—" or after.lstrip()[:1] in {".", ":", "–", "—"}
    return (title, after.lstrip(" .:–—-")) if ends and len(title.split()) <= 8 else ("", "")


def _worded_opening(text: str) -> tuple[str, str]:
    """A few words that name something, a stop, and a sentence behind it."""
    found = _RUN_IN.match(text)
    if found is None or len(found[1].split()) > 5 or says_something(found[1]):
        return "", ""
    return found[1], text[found.end() :]


def _divided(block: Block, title: str, rest: str) -> list[Block]:
    heading = replace(block, text=title, kind="heading", lead="", level=0)
    return [heading, Block(rest[:1].upper() + rest[1:] if rest[:1].islower() else rest)]
