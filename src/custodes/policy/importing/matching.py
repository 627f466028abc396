"""Proposes which model clauses a clause is, from the phrases of `concepts.yaml`.

Nothing is learned and nothing is hidden: every score comes from phrases that stand in the clause,
in the sentence that opens its list, or in its heading, and the same text always scores the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import sqrt

import yaml

from custodes.policy.importing.phrases import compile_phrase, stemmed

_WEIGHTS = {"sure": 0.75, "likely": 0.45, "hint": 0.2}
_WORD = 0.2  # what a single word counts that only this clause lists
_UNLESS = 0.45  # what a phrase of another idea leaves of a score
_INTRODUCES = 0.35  # what is left of a score where the clause only introduces the policy
_IN_OPENING = 0.6  # what a phrase counts that stands only in the sentence that opens the list
_IN_HEADING = 0.4  # or only in the heading
_LEAST = 0.37  # a score below this is no match: more than two hints
_NEAR = 0.55  # a further match must reach this part of the best


@dataclass(frozen=True, slots=True)
class Match:
    """A model clause that a clause may be, and how surely, from 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    patterns: tuple[re.Pattern[str], ...]
    weight: float

    def is_in(self, text: str) -> bool:
        return all(pattern.search(text) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class _Concept:
    id: str
    words: Mapping[str, float]
    phrases: tuple[_Phrase, ...]
    unless: tuple[_Phrase, ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    concepts: tuple[_Concept, ...]
    introductory: tuple[_Phrase, ...]


def find_matches(text: str, *, lead_in: str = "", section: str = "") -> tuple[Match, ...]:
    """The model clauses that `text` speaks of, best first, at most three; none where it speaks of none.

    `lead_in` is the sentence that opens the list a bullet stands in, `section` the heading above;
    both help to read the clause but never make a match of their own against its words.
    """
    own, opening, heading = stemmed(text), stemmed(lead_in), stemmed(section)
    lexicon = _lexicon()
    left = _INTRODUCES if any(phrase.is_in(own) for phrase in lexicon.introductory) else 1.0
    scores = ((concept.id, left * _score(concept, own, opening, heading)) for concept in lexicon.concepts)
    ranked = sorted(
        ((score, clause_id) for clause_id, score in scores if score >= _LEAST), key=lambda one: (-one[0], one[1])
    )
    best = ranked[0][0] if ranked else 0.0
    return tuple(Match(clause_id, round(score, 2)) for score, clause_id in ranked[:3] if score >= _NEAR * best)


def _score(concept: _Concept, own: str, opening: str, heading: str) -> float:
    """One minus the chance that every phrase found is there by accident."""
    whole = opening + own
    doubt = 1.0
    for phrase in concept.phrases:
        if phrase.is_in(own) or (opening and phrase.is_in(whole) and not phrase.is_in(opening)):
            doubt *= 1 - phrase.weight
        elif phrase.is_in(opening):
            doubt *= 1 - phrase.weight * _IN_OPENING
        elif phrase.is_in(heading):
            doubt *= 1 - phrase.weight * _IN_HEADING
    said = frozenset(own.split())
    for word, weight in concept.words.items():
        if word in said:
            doubt *= 1 - weight
    score = 1 - doubt
    for phrase in concept.unless:
        if phrase.is_in(own):
            score *= _UNLESS
    return score


@cache
def _lexicon() -> _Lexicon:
    text = resources.files("custodes.policy.importing").joinpath("concepts.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    words: Mapping[str, str] = data["words"]
    listed = {clause_id: stemmed(entry["words"]).split() for clause_id, entry in data["clauses"].items()}
    shared = Counter(word for own in listed.values() for word in own)
    rarity = {word: _WORD / sqrt(count) for word, count in shared.items()}
    concepts = tuple(
        _concept(clause_id, entry, {word: rarity[word] for word in listed[clause_id]}, words)
        for clause_id, entry in data["clauses"].items()
    )
    return _Lexicon(concepts, tuple(_phrases(data["introductory"], 1.0, words)))


def _concept(
    clause_id: str, entry: Mapping[str, list[str]], rarity: Mapping[str, float], words: Mapping[str, str]
) -> _Concept:
    phrases = [
        made for strength, weight in _WEIGHTS.items() for made in _phrases(entry.get(strength, ()), weight, words)
    ]
    return _Concept(clause_id, rarity, tuple(phrases), tuple(_phrases(entry.get("unless", ()), 1.0, words)))


def _phrases(written: Iterable[str], weight: float, words: Mapping[str, str]) -> Iterable[_Phrase]:
    return (_Phrase(compile_phrase(phrase, words), weight) for phrase in written)
