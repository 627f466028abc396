"""The lists that names, places and companies are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from custodes.detect.suspicious_mail.fitting.generator.wording import Pattern, read_pattern
from custodes.shipped import read_yaml

LANGUAGES: Mapping[str, float] = {
    "en": 60, "de": 9, "pt": 6, "fr": 6, "es": 6, "it": 3, "nl": 3, "pl": 3, "tr": 2, "ja": 2,
}  # fmt: skip
"""Languages and how often they are drawn, in hundredths."""


@cache
def load_table(name: str) -> Mapping[str, Any]:
    """A table by its file's name."""
    table: Mapping[str, Any] = read_yaml(__package__, f"facts/{name}.yaml")
    return table


@cache
def load_phrases(language: str) -> Mapping[str, Sequence[Pattern]]:
    """Greetings and other turns of phrase, by name, that any kind of letter may use."""
    text = files(__package__).joinpath(f"texts/phrases/{language}.txt").read_text(encoding="utf-8")
    phrases: dict[str, list[Pattern]] = {}
    for line in text.splitlines():
        name, _, pattern = line.partition(": ")
        if pattern and not name.startswith("#"):
            phrases.setdefault(name, []).append(read_pattern(pattern))
    return phrases


def word(rng: Random, name: str) -> str:
    """One of a list of words."""
    chosen: str = rng.choice(load_table("words")[name])
    return chosen


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    """One of the names, by weight."""
    names = tuple(weights)
    return names[0] if len(names) == 1 else rng.choices(names, tuple(weights.values()))[0]
