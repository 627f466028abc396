"""How passages that stand together are spoken as a whole, by the model, and which words tell most.

Rules see what one sentence says. Scorn is often spread: a harsh word here, a taunt there, none of which is much.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from custodes.detect.language.features import Said, describe, read_passage
from custodes.detect.language.gate import may_be_harsh
from custodes.detect.language.passages import LONGEST, Passage
from custodes.detect.language.stance import CONDEMNED, NAMED, QUOTED
from custodes.detect.language.tokens import Word
from custodes.detect.language.tones import load_tones
from custodes.detect.language.weights import Weights, load_weights
from custodes.detect.language.writings import Text

REMEMBERED = 4096
ORDINARY = -8.0
"""The logarithm of the odds where nothing harsh is said at all."""
TELLING = frozenset(
    ["PROFANE", "CRUDE", "INSULT", "VILE", "SLIGHT", "SLUR", "BEAST", "CRIME", "SEXUAL", "HATE", "HARM", "MILD"]
)
SPOKEN_ABOUT = 2.5
"""What is taken from the odds where harsh words are only spoken about."""
WORTH_TELLING, MOST_TELLING = -2.0, 3
LENGTH_COUNTS = 3.0
"""The power of the number of stretches by which the odds of the harshest are divided."""
HARSH = -2.3
"""From this tone on a word is named among those that tell."""


class Placed(NamedTuple):
    """A passage, and the text that it is of."""

    text: Text
    passage: Passage

    def say(self, at: int, end: int) -> str:
        """`the 3rd word of the 2nd paragraph of the message`."""
        return f"{self.passage.place(at, end)} of the {self.text.where}"


class Telling(NamedTuple):
    """Words that tell, and in which of the passages."""

    passage: int
    first: Word
    last: Word


class Manner(NamedTuple):
    """How passages are spoken: the logarithm of the odds that people would call it abusive, and what tells most."""

    odds: float
    telling: tuple[Telling, ...]


def cut_stretches(placed: Iterable[Placed]) -> Iterator[tuple[Placed, ...]]:
    """Passages that stand together, so many that they are about as long as one may be."""
    together: list[Placed] = []
    length = 0
    for one in placed:
        if together and length + len(one.passage.text) > LONGEST:
            yield tuple(together)
            together, length = [], 0
        together.append(one)
        length += len(one.passage.text)
    if together:
        yield tuple(together)


def judge_manner(texts: Sequence[str], weights: Weights | None = None) -> Manner:
    """How the passages are spoken; by the shipped weights, if none are given."""
    return _judge(tuple(texts), weights or load_weights())


@lru_cache(maxsize=REMEMBERED)
def _judge(texts: tuple[str, ...], weights: Weights) -> Manner:
    if not may_be_harsh("\n".join(texts)):
        return Manner(ORDINARY, ())
    passages = [read_passage(text) for text in texts]
    odds = weights.odds(describe(passages)) - (SPOKEN_ABOUT if _is_spoken_about(passages) else 0.0)
    return Manner(odds, tuple(_list_telling(passages)) if odds > WORTH_TELLING else ())


def _is_spoken_about(passages: Sequence[Said]) -> bool:
    """Whether all that the rules see is quoted, condemned or a title's; then what remains is likely talk about it."""
    stances = [sign.stance for said in passages for sign in said.judged.signs]
    return bool(stances) and None not in stances and any(one in (QUOTED, CONDEMNED, NAMED) for one in stances)


def surest_of(odds: Iterable[float]) -> float:
    """How sure the harshest of the stretches of a message makes, from 0 to 1.

    Of many stretches one sounds harsh by chance, and a few such words in a long message are not how it is spoken. So
    the odds are divided by a power of their number.
    """
    every = list(odds)
    if not every:
        return 0.0
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, max(every) - LENGTH_COUNTS * math.log(len(every))))))


def _list_telling(passages: Sequence[Said]) -> list[Telling]:
    """The words that tell most, the harshest first."""
    told = [one for at, said in enumerate(passages) for one in _telling_of(at, said)]
    told.sort(key=lambda one: one[0], reverse=True)
    return [telling for _, telling in told[:MOST_TELLING]]


def _telling_of(at: int, said: Said) -> Iterator[tuple[float, Telling]]:
    for unit in said.units:
        words = said.words[unit.first : unit.last + 1]
        tone = min(load_tones().get(word.text, 0.0) for word in words)
        weight = 2 * len(unit.classes & TELLING) - tone
        if unit.classes & TELLING or tone <= HARSH:
            yield weight, Telling(at, words[0], words[-1])
    for aside in said.asides:
        yield 1.0 + aside.last - aside.first, Telling(at, said.words[aside.first], said.words[aside.last])
