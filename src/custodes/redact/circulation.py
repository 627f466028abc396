"""Circulation details in text: who borrowed, reserved or kept what, as notices and notes put it.

Only the wordings below are known, in English, a line at a time. What is told in another way is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

DETAIL = "[circulation detail]"

WORDS = (b"overdue", b"over-due", b"hold ", b"holds ", b"for pick", b"checked out", b"due back", b"borrowed")
"""Without one of these, in lower case, a text holds no detail: cheap to look for first."""


class _Rule(NamedTuple):
    """Words that stay, and on which side of them a line tells the title and the patron."""

    said: re.Pattern[str]
    before: bool = False
    after: bool = False


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_BE = r"(?: (?:is|are|was|were))?(?: now)?"
_THINGS = r"(?: (?:items?|notices?|materials?|titles?|books?))?"
_COLON = r" ?:(?!\d\d\b)"  # not the colon of a time
_TITLE = r"""(?:["“”„][^"“”„]{1,200}["“”]|‘[^’]{1,200}’|«[^»]{1,200}»)"""
_PICKUP = r"(?:ready|available)(?: for pick[- ]?up)(?: at\b[^:]{1,40})?"

_RULES = (
    _Rule(_words(r"\bholds? (?:for|by)\b(?=[^:]{0,80}\b(?:is|are|now|ready|available)\b)"), after=True),
    _Rule(_words(rf"\b{_PICKUP}{_COLON}"), after=True),
    _Rule(_words(rf"\bholds?{_BE} (?:ready|available)(?: at\b[^:]{{1,40}})?{_COLON}"), after=True),
    _Rule(_words(rf"\b(?:over-?due|checked out|borrowed){_THINGS}{_COLON}"), after=True),
    _Rule(_words(r"\b(?:checked out (?:to|by)|borrowed by)\b:?"), after=True),
    _Rule(_words(rf"\bdue back(?:{_COLON}|(?=[^:]{{0,60}}{_COLON}))"), after=True),
    _Rule(_words(rf"(?:(?<=[\"”’»]){_BE}| [-–—|]) due back\b"), before=True),
    _Rule(_words(rf"\bborrowed\b(?=[^\"“”„‘«]{{0,60}}{_TITLE})"), before=True, after=True),
)


def mask_circulation(text: str) -> tuple[str, int]:
    """The text with each detail replaced by `DETAIL`, and how many were."""
    data = text.encode(errors="surrogatepass")
    masked, at, count = bytearray(), 0, 0
    for start, end in _find_lines(data.lower()):  # of bytes: ten times as fast as of text
        line, replaced = _mask_line(data[start:end].decode(errors="surrogatepass"))
        if replaced:
            masked += data[at:start] + line.encode(errors="surrogatepass")
            at, count = end, count + replaced
    return ((masked + data[at:]).decode(errors="surrogatepass"), count) if count else (text, 0)


def _find_lines(lowered: bytes) -> Iterator[tuple[int, int]]:
    """Where the lines stand that hold one of the words, in order."""
    places = {word: place for word in WORDS if (place := lowered.find(word)) >= 0}
    while places:
        first = min(places.values())
        end = lowered.find(b"\n", first)
        end = len(lowered) if end < 0 else end
        yield lowered.rfind(b"\n", 0, first) + 1, end
        for word in [word for word, place in places.items() if place < end]:
            places[word] = lowered.find(word, end)
            if places[word] < 0:
                del places[word]


def _mask_line(line: str) -> tuple[str, int]:
    """Until no rule finds more: each replacement leaves fewer words to find, so this ends."""
    count = 0
    while span := _find_detail(line):
        line = line[: span[0]] + DETAIL + line[span[1] :]
        count += 1
    return line, count


def _find_detail(line: str) -> tuple[int, int] | None:
    for rule in _RULES:
        for said in rule.said.finditer(line):
            sides = ((0, said.start(), rule.before), (said.end(), len(line), rule.after))
            for start, end, tells in sides:
                span = _trim(line, start, end)
                if tells and re.search(r"\w", line[slice(*span)].replace(DETAIL, "")):
                    return span
    return None


def _trim(line: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space around it."""
    words = line[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
