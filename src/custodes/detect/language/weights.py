"""The shipped model: how abusive a text is as a whole, as a sum of named weights.

A linear model is applied here and fitted elsewhere (`script/fit language`). Each weight is of something that can be
named: a class of words, how thickly they stand, how harsh they are, a rule, a word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each named feature adds to the logarithm of the odds."""

    intercept: float
    named: Mapping[str, float]

    def odds(self, features: Mapping[str, float]) -> float:
        """The logarithm of the odds that a text of these features is abusive."""
        return self.intercept + sum(self.named.get(name, 0.0) * value for name, value in features.items())


@cache
def load_weights() -> Weights:
    """The shipped weights."""
    text = files("custodes.detect.language").joinpath("weights.json").read_text(encoding="utf-8")
    table = json.loads(text)
    return Weights(table["intercept"], table["weights"])
