"""The phrases and words of `concepts.yaml`, ready to be looked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import count
from math import sqrt
from typing import Any

import yaml

from custodes.policy.importing.phrases import compile_phrase, stemmed

_WEIGHTS = {"sure": 0.75, "likely": 0.45, "hint": 0.2}
_WORD = 0.2  # what a single word counts that only one clause lists


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: the patterns that must all be found in a stemmed text, and what it counts, from 0 to 1."""

    number: int
    patterns: tuple[re.Pattern[str], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """How policies say one clause of the model: by which words and phrases, and which mean something else."""

    id: str
    words: Mapping[str, float]
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that `concepts.yaml` holds."""

    concepts: tuple[Concept, ...]
    introductory: tuple[Phrase, ...]

    @property
    def phrases(self) -> Iterator[Phrase]:
        """Every phrase; each has its own number."""
        yield from self.introductory
        for concept in self.concepts:
            yield from concept.phrases
            yield from concept.unless


@lru_cache(maxsize=512)
def said_in(text: str) -> frozenset[int]:
    """The numbers of all phrases that stand in a stemmed text."""
    if not text:
        return frozenset()
    return frozenset(
        phrase.number for phrase in lexicon().phrases if all(pattern.search(text) for pattern in phrase.patterns)
    )


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with Custodes."""
    text = resources.files("custodes.policy.importing").joinpath("concepts.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    clauses: Mapping[str, Mapping[str, Any]] = data["clauses"]
    rarity = _rarity(clauses)
    number = count()

    def phrases(written: Iterable[str], weight: float) -> tuple[Phrase, ...]:
        return tuple(Phrase(next(number), compile_phrase(phrase, data["words"]), weight) for phrase in written)

    def concept(clause_id: str, entry: Mapping[str, Any]) -> Concept:
        by_strength = (phrases(entry.get(strength, ()), weight) for strength, weight in _WEIGHTS.items())
        words = {word: rarity[word] for word in stemmed(entry["words"]).split()}
        return Concept(clause_id, words, sum(by_strength, ()), phrases(entry.get("unless", ()), 1.0))

    concepts = tuple(concept(clause_id, entry) for clause_id, entry in clauses.items())
    return Lexicon(concepts, phrases(data["introductory"], 1.0))


def _rarity(clauses: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """What each single word counts: the less, the more clauses list it."""
    lists = Counter(word for entry in clauses.values() for word in set(stemmed(entry["words"]).split()))
    return {word: _WORD / sqrt(times) for word, times in lists.items()}
