"""Page headers, footers and page numbers: what stands on a page but is not part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from custodes.policy.importing.block import Line

_PAGE_NUMBER = re.compile(
    r"""(?ix) [\[(|–—·\-\s]*
    (?: (?:page|pg\.?|p\.) [\s|:]* \d{1,4} (?:\s*(?:of|/)\s*\d{1,4})?
      | \d{1,4} \s* (?:of|/) \s* \d{1,4}
      | \d{1,3} \s* \| \s* p\s?a\s?g\s?e
      | \d{1,3} )
    [\])|–—·\-\s]*"""
)
_ENDS_IN_PAGE = re.compile(r"(?i)\b(?:page|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*$")
_EDGE = 3


def is_page_number(text: str) -> bool:
    """Whether `text` is nothing but a page number: "Page 2 of 7", "- 2 -", "2"."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], list[str]]:
    """The lines of the text, and apart from them each header and footer once."""
    repeated = _repeated_at_edges(pages) | _beside_page_numbers(pages)
    kept: list[Line] = []
    furniture: dict[str, str] = {}
    for page in pages:
        fresh = True
        turned = False
        for line in page:
            shape = _shape(line.text)
            if is_page_number(line.text):
                fresh = fresh or bool(kept)
                turned = True
            elif shape in repeated or _ENDS_IN_PAGE.search(line.text):
                furniture.setdefault(shape, line.text.strip())
                turned = True
            else:
                kept.append(replace(line, turn=True) if fresh or turned else line)
                fresh = turned = False
    return kept, list(furniture.values())


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).lower()


def _repeated_at_edges(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Lines at the top or bottom of at least half of the pages, and of two."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(line.text) for line in [*page[:_EDGE], *page[-_EDGE:]]})
    return {shape for shape, count in counts.items() if count >= max(2, len(pages) / 2)}


def _beside_page_numbers(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Lines that stand beside a page number more than once, where a text has lost its page breaks."""
    counts: Counter[str] = Counter()
    for page in pages:
        for at, line in enumerate(page):
            if is_page_number(line.text) and not line.text.strip().isdigit():
                counts.update({_shape(near.text) for near in [*page[max(0, at - 1) : at], *page[at + 1 : at + 2]]})
    return {shape for shape, count in counts.items() if count >= 2}
