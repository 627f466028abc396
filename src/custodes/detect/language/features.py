"""What the model looks at in a text: which kinds of words stand in it, how thickly, and how kind or harsh they are.

Names of groups and of what a text is about are left out: they say nothing of how it speaks.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from custodes.detect.language.judging import Judged, Sign, judge_passage, read_units
from custodes.detect.language.lexicon import Phrase, Unit, load_lexicon
from custodes.detect.language.stance import CONDEMNED, NAMED, NEAR, OF_SELF, QUOTED, RECLAIMED, REPORTED
from custodes.detect.language.tokens import QUOTE, Word
from custodes.detect.language.tones import load_tones, load_topics

COUNTED = (
    *("PROFANE", "CRUDE", "FUCK", "INSULT", "VILE", "BEAST", "CRIME", "HARM", "MILD", "SLUR", "SEXUAL", "HATE"),
    *("YOU", "THEY", "PERSON", "GOOD", "NOT", "CONDEMN", "DIE", "OUT", "BLAME", "SHOULD", "FIRST", "SLIGHT"),
)
"""Classes of words that are counted."""
_OBSCENE = ("PROFANE", "CRUDE")
_HARSH = ("INSULT", "VILE", "SLIGHT", "CRIME", "BEAST")
THICKEST = 2.0
LOUD_LENGTH = 10
"""Letters of which it is worth asking how many are capitals."""


class Said(NamedTuple):
    """One passage, read."""

    text: str
    words: Sequence[Word]
    units: Sequence[Unit]
    asides: Sequence[Phrase]
    judged: Judged


def read_passage(text: str) -> Said:
    """A passage with all that the model looks at; what is only spoken about is left out."""
    judged, lexicon = judge_passage(text), load_lexicon()
    words, units = read_units(text)
    if about := _spoken_about(words, judged) | _of_own_things(units):
        words = [word for at, word in enumerate(words) if at not in about]
        units = lexicon.units(words)
    return Said(text, words, units, lexicon.list_asides(words), judged)


def _spoken_about(words: Sequence[Word], judged: Judged) -> set[int]:
    """Which words are quoted, reported, condemned or said of oneself, by number.

    Where a work is named, only what stands in quotes or looks like a title: much is said near the word "book".
    """
    signs = [sign for sign in judged.signs if _is_not_said(words, sign)]
    left_out = {at for sign in signs for at in range(sign.hit.first, sign.hit.last + 1)}
    if any(sign.stance in _IN_QUOTES for sign in judged.signs):
        marks = [at for at, word in enumerate(words) if word.text == QUOTE]
        for begin, end in zip(marks[::2], marks[1::2], strict=False):
            left_out |= set(range(begin, end))
    return left_out


def _is_not_said(words: Sequence[Word], sign: Sign) -> bool:
    first = sign.hit.first
    if sign.stance is NAMED:
        return words[first].is_name
    if sign.stance is REPORTED:  # by the one to whom it was said: "he called me …"
        return any(word.text in _MYSELF for word in words[max(0, first - NEAR) : first])
    return sign.stance in (QUOTED, CONDEMNED, RECLAIMED, OF_SELF)


def _of_own_things(units: Sequence[Unit]) -> set[int]:
    """What the writer says of what is theirs, by number of word: `my stupid mistake`, `our damn printer`."""
    pairs = itertools.pairwise(units)
    return {two.first for one, two in pairs if "MINE" in one.classes and two.classes & {"VILE", "MILD"}}


_MYSELF = frozenset({"me", "us", "my", "our", "i", "we"})
_IN_QUOTES = (QUOTED, CONDEMNED, NAMED)


def describe(passages: Sequence[Said]) -> dict[str, float]:
    """Every feature of what stands together, by name, with how far it holds."""
    spoken = [word.text for said in passages for word in said.words if not word.text.startswith("<")]
    counts = Counter(name for said in passages for unit in said.units for name in unit.classes)
    harsh, kind = _weigh_words(spoken)
    features = _describe_rules(said.judged for said in passages)
    features |= _describe_classes(counts, len(spoken))
    features |= _describe_tone(counts, harsh, kind, len(spoken))
    features |= _describe_asides(aside.name for said in passages for aside in said.asides)
    features |= _describe_look(" ".join(said.text for said in passages))
    plain = {word for word in spoken if word not in load_topics()}
    share = 1 / math.sqrt(len(plain) or 1)
    return features | {f"word:{word}": share for word in plain}


def _describe_rules(judged: Iterable[Judged]) -> dict[str, float]:
    """The rules that hold in any of the passages, by name, from 0 to 1."""
    features: dict[str, float] = {}
    for sign in (sign for one in judged for sign in one.signs):
        name = f"rule:{sign.hit.code}"
        features[name] = max(features.get(name, 0.0), round(sign.sure / sign.hit.sure, 3))
        if sign.stance:
            features[sign.stance.code] = 1.0
    return features


def _describe_classes(counts: Counter[str], words: int) -> dict[str, float]:
    """Which classes of words stand there, and how thickly: one obscene word in ten is more than one in a hundred."""
    thin = math.sqrt(words + 6) / 3
    there = [name for name in COUNTED if counts[name]]
    thick = {f"thick:{name}": min(counts[name] / thin, THICKEST) for name in there}
    return thick | {f"any:{name}": 1.0 for name in there}


def _describe_tone(counts: Counter[str], harsh: float, kind: float, words: int) -> dict[str, float]:
    """How harsh or kind the words are, and whether obscene ones go with praise, with scorn, or with neither."""
    obscene, scorn = (sum(counts[name] for name in names) for names in (_OBSCENE, _HARSH))
    spread = math.sqrt(words + 5) * 2
    return {
        "tone:harsh": min(harsh / spread, 4.0),
        "tone:kind": min(kind / spread, 4.0),
        "tone:harsh-words": min(harsh, 12.0) / 6,
        "tone:length": min(math.log(words + 1) / 6, 1.0),
        "tone:obscene-praise": min(obscene, 2) * min(kind, 4.0) / 8,
        "tone:obscene-harsh": min(obscene, 2) * min(harsh, 6.0) / 12,
        "tone:obscene-only": float(obscene and not scorn and harsh < _OBSCENE_BY_ITSELF),
        "tone:obscene-scorn": float(obscene and scorn),
    }


_OBSCENE_BY_ITSELF = 3.0
"""How harsh one obscene word is taken to be in the list of tones."""


def _weigh_words(spoken: Iterable[str]) -> tuple[float, float]:
    """How harsh and how kind the words are, each summed."""
    tones = [load_tones().get(word, 0.0) for word in spoken]
    return -sum(tone for tone in tones if tone < 0), sum(tone for tone in tones if tone > 0)


def _describe_asides(names: Iterable[str]) -> dict[str, float]:
    return {f"phrase:{name}": min(number, 3) / 3 + 0.5 for name, number in Counter(names).items()}


def _describe_look(text: str) -> dict[str, float]:
    """How loud a text is, links and the names of accounts left out."""
    said = _NO_SPEECH.sub("", text)
    letters = sum(map(str.isalpha, said))
    capitals = sum(map(str.isupper, said)) / letters if letters >= LOUD_LENGTH else 0.0
    return {"look:capitals": capitals, "look:exclamations": min(said.count("!"), 4) / 4}


_NO_SPEECH = re.compile(r"@\w+|https?://\S+|\bURL\b")
