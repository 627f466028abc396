"""What the rules see in a passage, weighed by whose words they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from custodes.detect.language.gate import may_hold
from custodes.detect.language.grammar import Hit, load_grammar
from custodes.detect.language.lexicon import Unit, load_lexicon
from custodes.detect.language.repair import repair
from custodes.detect.language.stance import Stance, Surroundings
from custodes.detect.language.tokens import Word, read_words

REMEMBERED_PASSAGES = 16_384
"""Those of a batch, about: three detectors look at each, one after the other."""
MOST_JOINED = 3
MORE_OF_ONE_KIND = 0.35
"""What each further sign of a kind adds, of what is left to certainty."""


class Sign(NamedTuple):
    """A hit and how far it convinces where it stands."""

    hit: Hit
    stance: Stance | None
    sure: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage, its words and signs."""

    words: tuple[Word, ...]
    signs: tuple[Sign, ...]

    def sure_of(self, kind: str) -> float:
        """How sure its signs make of that kind."""
        return join_signs([sign for sign in self.signs if sign.hit.kind == kind])


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def judge_passage(text: str) -> Judged:
    """What the rules see in a passage."""
    if not may_hold(text):
        return Judged((), ())
    words, units = read_units(text)
    grammar = load_grammar()
    hits = grammar.find(units, grammar.lexicon.phrases(words))
    if not hits:
        return Judged((), ())
    return Judged(tuple(words), tuple(_signs(hits, Surroundings(units, words))))


@lru_cache(maxsize=32)
def read_units(text: str) -> tuple[list[Word], list[Unit]]:
    """The words of a passage without their disguise, and as units; not to be changed."""
    words = repair(read_words(text))
    return words, load_lexicon().units(words)


def _signs(hits: Sequence[Hit], around: Surroundings) -> list[Sign]:
    signs = []
    for hit in dict.fromkeys(hits):
        stance = around.stance_to(hit)
        signs.append(Sign(hit, stance, hit.sure * (stance.counts if stance else 1.0)))
    return signs


def join_signs(signs: Sequence[Sign]) -> float:
    """The surest, and of what is left a part for each further one that rests on other words."""
    counted: list[Sign] = []
    for sign in sorted(signs, key=lambda one: -one.sure):
        if len(counted) <= MOST_JOINED and not any(_overlap(sign.hit, other.hit) for other in counted):
            counted.append(sign)
    if not counted:
        return 0.0
    left = (1 - counted[0].sure) * math.prod(1 - MORE_OF_ONE_KIND * sign.sure for sign in counted[1:])
    return round(1 - left, 4)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.first <= other.last and other.first <= one.last
