"""Leaves out a table of contents: what stands in it stands in the text again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from custodes.policy.importing.block import Block
from custodes.policy.importing.pages import is_page_number
from custodes.policy.importing.records import is_signature

_HEADING = re.compile(r"(?i)(?:table of )?contents|in this (?:policy|document)|on this page")
_LEADERS = re.compile(r"(?:\.\s?){4}\s*\w{0,5}\s*$|…{2,}\s*\d+\s*$|\t\s*\d{1,3}\s*$|[._]{4,}\s*\d{1,3}\s*$")
_PAGE = re.compile(r"[\s.…·]\d{1,3}$")
_TAIL = 60  # characters at the end of a line that tell
_LONGEST_ENTRY = 120  # characters


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a table of contents and stray page numbers.

    An entry has leaders, or stands below the table's heading and ends in a page or returns later.
    """
    kept: list[Block] = []
    last_at = {_plain(block.text): at for at, block in enumerate(blocks)}
    in_contents = False
    for at, block in enumerate(blocks):
        returns = last_at[_plain(block.text)] > at
        if _opens_contents(block) and len(blocks) > at + 2:
            in_contents = True
        elif in_contents and len(block.text) < _LONGEST_ENTRY and (returns or _PAGE.search(block.text)):
            continue
        elif block.marker or not is_page_number(block.text):
            in_contents = False
            kept.append(block)
    return kept


def _opens_contents(block: Block) -> bool:
    """Its heading, or an entry with leaders, after which others may follow."""
    if _HEADING.fullmatch(block.text.strip(" :.")):
        return True
    return _LEADERS.search(block.text[-_TAIL:]) is not None and not is_signature(block.text)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]+", " ", _PAGE.sub("", text.lower())).strip()
