"""How harsh or kind words sound by themselves, and which say only what a text is about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from custodes.detect.language.lexicon import GROUP, list_entries


def _read_lines(name: str) -> Iterator[str]:
    listed = files("custodes.detect.language").joinpath(name).read_text(encoding="utf-8").splitlines()
    return (line for line in listed if not line.startswith("#"))


@cache
def load_tones() -> dict[str, float]:
    """From -4, harsh, to 4, kind: how people on average heard a word by itself (words/README.md says from whom)."""
    pairs = (line.split() for line in _read_lines("words/tones.txt"))
    return {word: float(tone) for word, tone in pairs}


@cache
def load_topics() -> frozenset[str]:
    """Words that are no evidence: names, topics, groups."""
    groups = (word for words in list_entries(frozenset({GROUP})) for word in words if len(word) > 3)
    return frozenset(_read_lines("topics.txt")) | frozenset(groups)
