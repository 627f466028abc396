"""Weighing what a message shows: every sign and word adds something, for or against, and the sum is a probability.

This is logistic regression written out, so that each part of the sum can be shown as a reason. Weights are in logits:
0.7 doubles the odds, 2.3 makes them ten times as high.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from custodes.detect.models import Lesson


class Weighed(NamedTuple):
    """A sum and its parts."""

    logit: float
    by_sign: dict[str, float]
    by_word: dict[str, float]

    @property
    def probability(self) -> float:
        """The sum as a probability."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit))))


class Question(Protocol):
    """One question's weights."""

    def weigh(self, codes: Collection[str], words: Collection[str]) -> Weighed:
        """The sum over a message's signs and words."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The weights of one question, such as "is this unwanted?"."""

    start: float = 0.0
    signs: Mapping[str, float] = field(default_factory=dict)
    """By the code of the sign; what is not listed counts nothing."""
    words: Mapping[str, float] = field(default_factory=dict)
    """By the word. The more words a message has, the less each counts."""

    def weigh(self, codes: Collection[str], words: Collection[str]) -> Weighed:
        """The sum over a message's signs and words."""
        known = self.signs
        by_sign = {code: known[code] for code in codes if code in known}
        by_word = self._weigh_words(words)
        logit = self.start + math.fsum((*by_sign.values(), *by_word.values()))  # the same in any order
        return Weighed(logit, by_sign, by_word)

    def _weigh_words(self, words: Collection[str]) -> dict[str, float]:
        known, share = self.words, share_of(words)
        return {word: known[word] * share for word in words if word in known}


@dataclass(frozen=True, slots=True)
class TaughtBalance:
    """The weights of one question as shipped, and what a site's own mail teaches beyond them."""

    shipped: Question
    lesson: Lesson

    def weigh(self, codes: Collection[str], words: Collection[str]) -> Weighed:
        """The sum over a message's signs and words."""
        before = self.shipped.weigh(codes, words)
        taught, own, trust, share = self.lesson.words, self.lesson.signs, self.lesson.trust, share_of(words)
        by_sign = {code: weight * trust for code, weight in before.by_sign.items()}
        by_word = {word: weight * trust for word, weight in before.by_word.items()}
        logit = self.lesson.start + trust * before.logit
        for code in codes:
            if more := own.get(code):
                logit += more
                by_sign[code] = by_sign.get(code, 0.0) + more
        for word in words:
            if more := taught.get(number_of(word)):
                logit += more * share
                by_word[word] = by_word.get(word, 0.0) + more * share
        return Weighed(logit, by_sign, by_word)


FEW_WORDS = 150
"""So many words stand beside the true ones as if they told nothing: three words alone tell little."""


def share_of(words: Collection[object]) -> float:
    """What each of a message's words counts."""
    return 1 / math.sqrt(len(words) + FEW_WORDS)


def number_of(word: str) -> int:
    """A word as a number of 32 bits. Some words share one; words cannot be read off it, only tried."""
    return zlib.crc32(word.encode())
