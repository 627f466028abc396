"""Whether a passage can hold anything at all: most hold nothing, and are done with at once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from custodes.detect.language.lexicon import list_asides, list_entries, list_phrases
from custodes.detect.language.repair import list_frequent, load_known, uncover
from custodes.detect.language.tokens import ENDINGS, load_spellings
from custodes.detect.language.tones import load_tones
from custodes.detect.suspicious_mail.folding import fold

_BY_ITSELF = frozenset({"PROFANE", "CRUDE", "SLUR", "MILDSLUR", "INSULT", "SEXUAL"})
_OF_GROUPS = frozenset({"GROUP"})
_OF_PERSONS = frozenset({"VILE", "BEAST", "HATE", "SICKEN", "HARM", "DIE", "FUCKVERB"})
"""Every rule asks for a word of one of these classes, or for a phrase; those of persons speak of "you" or "he" too."""
_SECOND_IN_RULES = frozenset({"EXPOSE"})
"""Phrases that no rule rests on alone."""
_PERSONS = frozenset(b"you u your ur ya yall he she him her they them these those someone who whoever".split())
_WORD = re.compile(rb"[a-z]+")
_DISGUISED = re.compile(
    rb"[a-z][$@!|*#%&]+[a-z*]|(?<![a-z0-9])[a-z]+[013457][a-z]+(?![a-z0-9])|[$@][a-z]+ "
    rb"|(?<![a-z])(?:[a-z][ .*_-]{1,2}){3}[a-z](?![a-z])|([a-vyz])\1\1"
)

Forms = frozenset[bytes]
"""The ways in which one word may be written."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """By the least frequent word of each entry: the other words of it, an entry each."""

    others: dict[bytes, tuple[tuple[Forms, ...], ...]]

    def holds(self, words: set[bytes]) -> bool:
        """Whether all words of some entry are among these."""
        return any(
            all(not forms.isdisjoint(words) for forms in entry)
            for word in words & self.others.keys()
            for entry in self.others[word]
        )


def may_hold(text: str) -> bool:
    """Whether a rule could hold of the passage; a quick look that errs on the side of yes."""
    folded = fold(text).lower()
    words = set(_WORD.findall(folded))
    if _asked(_BY_ITSELF).holds(words) or _asked(_OF_GROUPS).holds(words) or _asked_by_phrases().holds(words):
        return True
    if not _PERSONS.isdisjoint(words) and _asked(_OF_PERSONS).holds(words):
        return True
    if _DISGUISED.search(folded):
        return True
    return _holds_disguise(words)


def _holds_disguise(words: set[bytes]) -> bool:
    unknown = (word.decode() for word in words - _known())
    return any(uncover(word) != (word,) for word in unknown)


def may_be_harsh(text: str) -> bool:
    """Whether the model could find the text harsh; errs on the side of yes, but where harsh words are few and mild."""
    folded = fold(text).lower()
    words = set(_WORD.findall(folded))
    if _asked(_BY_ITSELF).holds(words) or _asked_by_asides().holds(words):
        return True
    tones = _harsh_tones()
    harsh = sum(tones[word] for word in words & tones.keys())
    if harsh <= _HARSH_IN_ALL and harsh <= _HARSH_BY_LENGTH * math.sqrt(len(words)):
        return True
    if _DISGUISED.search(folded):
        return True
    return _holds_disguise(words)


_HARSH_IN_ALL, _HARSH_BY_LENGTH = -3.0, -0.7
"""The sum of the tones of a text's harsh words from which on it is worth a look, at least and for its length."""


@cache
def _harsh_tones() -> dict[bytes, float]:
    return {word.encode(): tone for word, tone in load_tones().items() if tone < 0}


@cache
def _asked_by_asides() -> _Asked:
    return _gather(list_asides())


@cache
def _known() -> frozenset[bytes]:
    return frozenset(word.encode() for word in load_known())


@cache
def _asked(classes: frozenset[str]) -> _Asked:
    return _gather(list_entries(classes))


@cache
def _asked_by_phrases() -> _Asked:
    return _gather(list_phrases(without=_SECOND_IN_RULES))


def _gather(entries: Iterator[tuple[str, ...]]) -> _Asked:
    rank = {word: at for at, word in enumerate(list_frequent())}
    written = _written()
    others: dict[bytes, set[tuple[Forms, ...]]] = {}
    for entry in entries:
        rarest = max(entry, key=lambda word: (word not in written, rank.get(word, len(rank)), word))
        rest = tuple(written.get(word, frozenset({word.encode()})) for word in entry if word != rarest)
        for form in written.get(rarest, {rarest.encode()}):
            others.setdefault(form, set()).add(rest)
    return _Asked({word: tuple(sets) for word, sets in others.items()})


@cache
def _written() -> dict[str, Forms]:
    """The other ways to write a word that short spellings and endings stand for."""
    forms: dict[str, set[bytes]] = {"not": {b"not", b"t", b"nt"}}
    for ending, word in ENDINGS.items():
        forms.setdefault(word, {word.encode()}).add(ending.encode())
    for short, meant in load_spellings().items():
        for word in meant:
            forms.setdefault(word, {word.encode()}).add(short.encode())
    return {word: frozenset(ways) for word, ways in forms.items()}
