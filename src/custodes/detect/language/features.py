"""What the model looks at in a text: the rules that hold, classes of words, words, pairs and parts of words.

Names of groups and of what a text is about are left out: they say nothing of how it speaks.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from custodes.detect.language.judging import Judged
from custodes.detect.language.lexicon import GROUP, list_entries, load_lexicon
from custodes.detect.language.tokens import Word

COUNTED = (
    *("PROFANE", "CRUDE", "FUCK", "INSULT", "VILE", "BEAST", "CRIME", "HARM", "MILD", "SLUR", "SEXUAL", "HATE"),
    *("YOU", "THEY", "PERSON", "GOOD", "NOT", "CONDEMN", "DIE", "OUT", "BLAME", "SHOULD", "FIRST", "SLIGHT"),
)
"""Classes of which the units are counted, up to three."""
MOST_COUNTED = 3
PART_LENGTHS = (3, 4, 5)
LOUD_LENGTH = 10
"""Letters of which it is worth asking how many are capitals."""


def describe_rules(judged: Iterable[Judged]) -> dict[str, float]:
    """The rules that hold in any of the passages, by name, from 0 to 1."""
    features: dict[str, float] = {}
    for sign in (sign for one in judged for sign in one.signs):
        name = f"rule:{sign.hit.code}"
        features[name] = max(features.get(name, 0.0), round(sign.sure / sign.hit.sure, 3))
    return features


def describe_classes(words: Sequence[Word]) -> dict[str, float]:
    """Which classes of words stand in the text, and how many of each, from 0 to 1."""
    units = load_lexicon().units(list(words))
    counts = Counter(name for unit in units for name in unit.classes)
    features = {f"class:{name}": min(counts[name], MOST_COUNTED) / MOST_COUNTED for name in COUNTED}
    return features | {f"any:{name}": 1.0 for name in COUNTED if counts[name]}


def describe_look(text: str) -> dict[str, float]:
    """How loud a text is, links and the names of accounts left out."""
    said = _NO_SPEECH.sub("", text)
    letters = sum(map(str.isalpha, said))
    capitals = sum(map(str.isupper, said)) / letters if letters >= LOUD_LENGTH else 0.0
    return {"look:capitals": capitals, "look:exclamations": min(said.count("!"), 4) / 4}


_NO_SPEECH = re.compile(r"@\w+|https?://\S+|\bURL\b")


def list_grams(words: Sequence[Word]) -> Mapping[str, set[str]]:
    """The words, pairs of words and parts of words, by family, each once."""
    said = [word.text for word in words]
    plain = [word for word in said if word not in load_topics()]
    pairs = {f"pair:{a} {b}" for a, b in itertools.pairwise(said) if {a, b}.isdisjoint(load_topics())}
    return {
        "word": {f"word:{word}" for word in plain} | pairs,
        "part": {f"part:{part}" for word in set(plain) if word.isalpha() for part in _parts(word)},
    }


def _parts(word: str) -> Iterator[str]:
    marked = f"_{word}_"
    for length in PART_LENGTHS:
        for at in range(len(marked) - length + 1):
            yield marked[at : at + length]


@cache
def load_topics() -> frozenset[str]:
    """Words that are no evidence: names, topics, groups."""
    listed = files("custodes.detect.language").joinpath("topics.txt").read_text(encoding="utf-8").splitlines()
    groups = (word for words in list_entries(frozenset({GROUP})) for word in words if len(word) > 3)
    return frozenset(line for line in listed if not line.startswith("#")) | frozenset(groups)
