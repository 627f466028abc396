"""Word by word: what became of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

LONGEST = 2_000
"""Words of a text that are compared one by one; the time grows with the square of it."""

SpanKind = Literal["equal", "insert", "delete"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text. Those `equal` or to `delete` make the old text; those `equal` or to `insert` the new."""

    kind: SpanKind
    text: str


class _Word(NamedTuple):
    """A word or a punctuation mark, and the white space before it."""

    space: str
    word: str


_WORD = re.compile(r"(\s*)(\w+(?:['’-]\w+)*|[^\w\s])|(\s+)\Z")


def diff_words(old: str, new: str) -> tuple[Span, ...]:
    """The spans that turn `old` into `new`, whole words at a time, deleted words before those that replace them.

    Punctuation marks are words of their own, so a comma that became a full stop changes only itself.
    """
    return tuple(_join(_spans(_split(old), _split(new))))


def _split(text: str) -> list[_Word]:
    return [_Word(match[1] or match[3] or "", match[2] or "") for match in _WORD.finditer(text)]


def _spans(old: list[_Word], new: list[_Word]) -> Iterator[Span]:
    for is_equal, (old_from, old_to), (new_from, new_to) in _stretches(old, new):
        if is_equal:
            for before, after in zip(old[old_from:old_to], new[new_from:new_to], strict=True):
                yield from _changed(before.space, after.space)
                yield Span("equal", after.word)
        else:
            yield from _changed(_text(old[old_from:old_to]), _text(new[new_from:new_to]))


def _text(words: list[_Word]) -> str:
    return "".join(word.space + word.word for word in words)


def _changed(old: str, new: str) -> Iterator[Span]:
    """One text in place of another; the white space that both begin with stays."""
    space = old[: len(old) - len(old.lstrip())]
    if not new.startswith(space):
        space = ""
    yield Span("equal", space)
    yield Span("delete", old[len(space) :])
    yield Span("insert", new[len(space) :])


def _stretches(old: list[_Word], new: list[_Word]) -> list[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Equal and changed stretches in turn, as ranges of both."""
    if max(len(old), len(new)) > LONGEST:
        return [(False, (0, len(old)), (0, len(new)))]
    matcher = SequenceMatcher(None, [w.word for w in old], [w.word for w in new], autojunk=False)
    return [(tag == "equal", (i, j), (k, n)) for tag, i, j, k, n in matcher.get_opcodes()]


def _join(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours of one kind made one; between two equal spans, one deleted and one inserted at most."""
    said = (span for span in spans if span.text)
    for is_equal, group in groupby(said, key=lambda span: span.kind == "equal"):
        run = list(group)
        kinds: tuple[SpanKind, ...] = ("equal",) if is_equal else ("delete", "insert")
        for kind in kinds:
            if text := "".join(span.text for span in run if span.kind == kind):
                yield Span(kind, text)
