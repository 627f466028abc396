"""The shipped model: how abusive a text is as a whole, as a sum of named weights.

A linear model is applied here and fitted elsewhere (`script/fit language`). Rules and classes count as they are;
of words, pairs and parts of words each family counts by the square root of its number, so that a long text is not
more abusive for being long.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from custodes.detect.language.features import describe_classes, describe_look, describe_rules, list_grams
from custodes.detect.language.judging import Judged
from custodes.detect.language.tokens import Word


@dataclass(frozen=True, slots=True)
class Weights:
    """What each named feature adds to the logarithm of the odds."""

    intercept: float
    named: Mapping[str, float]

    def score(self, text: str, words: Sequence[Word], judged: Sequence[Judged]) -> float:
        """How likely a text like those it was fitted on is called abusive, from 0 to 1."""
        odds = self.intercept + sum(
            self.named.get(name, 0.0) * value for name, value in features_of(text, words, judged)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def features_of(text: str, words: Sequence[Word], judged: Sequence[Judged]) -> Iterator[tuple[str, float]]:
    """Every feature of a text by name, with how far it holds."""
    yield from describe_rules(judged).items()
    yield from describe_classes(words).items()
    yield from describe_look(text).items()
    for grams in list_grams(words).values():
        share = 1 / math.sqrt(len(grams) or 1)
        for gram in sorted(grams):
            yield gram, share


@cache
def load_weights() -> Weights:
    """The shipped weights."""
    text = files("custodes.detect.language").joinpath("weights.json").read_text(encoding="utf-8")
    table = json.loads(text)
    return Weights(table["intercept"], table["weights"])
