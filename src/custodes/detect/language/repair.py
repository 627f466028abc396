"""Words in disguise: what a word that is in no list stands for.

Letters masked by signs (`f**k`), two letters swapped or one left out (`imigrants`), several words run together. Only
words that are neither frequent nor listed are looked at, and only listed words are found beneath them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from custodes.detect.language.lexicon import GROUP, SLUR, list_words
from custodes.detect.language.tokens import Word

_DISGUISED = frozenset({GROUP, SLUR, "HATE", "VILE", "INSULT", "BEAST", "HARM", "PROFANE"})
"""Classes whose words people disguise."""
_SHORTEST_SWAPPED, _SHORTEST_CUT = 4, 5
_SHORTEST_JOINED, _LONGEST_JOINED, _LONGEST_PART = 7, 80, 16


def repair(words: Sequence[Word]) -> list[Word]:
    """The words with each disguise taken off; several may then stand in one place."""
    known, repaired = load_known(), []
    for word in words:
        if word.text in known or (word.is_name and word.text.isalpha()):
            repaired.append(word)
        else:
            repaired += [word._replace(text=meant) for meant in uncover(word.text)]
    return repaired


@lru_cache(maxsize=16384)
def uncover(text: str) -> tuple[str, ...]:
    """What an unknown word stands for; itself where that is not to be told."""
    if text.isdigit() or text.startswith("<") or len(text) > _LONGEST_JOINED:
        return (text,)
    if not text.isalnum():
        return (unmask(text) or text,)
    if meant := _misspellings().get(text):
        return (meant,)
    return split_joined(text) or (text,)


@cache
def list_frequent() -> tuple[str, ...]:
    """Frequent English words, the most frequent first."""
    common = files("custodes.detect.language").joinpath("words/common.txt").read_text(encoding="utf-8")
    return tuple(common.splitlines()[1:])


@cache
def load_known() -> frozenset[str]:
    """Frequent words and those of our lists."""
    return frozenset(list_frequent()) | _listed(None)


@cache
def _listed(classes: frozenset[str] | None) -> frozenset[str]:
    return frozenset(list_words(classes))


def unmask(text: str) -> str:
    """The obscene word that is meant where signs stand for letters; "" where none is."""
    letters = sum(map(str.isalpha, text))
    if not text[:1].isalpha() or letters < 2 or not _MASKED.fullmatch(text):
        return _STARRED if text[1:3] == "**" and text[0] in "fbc" else ""
    pattern = re.compile("".join(letter if letter.isalpha() else "[a-z]" for letter in text))
    return next((word for word in _obscene() if len(word) == len(text) and pattern.fullmatch(word)), "")


_MASKED = re.compile(r"(?=.{4,12}$)[a-z]+[*#%&@$!|+][a-z*#%&@$!|+]*")
_STARRED = "fucking"
"""What a letter and stars alone are taken for: some obscene word, no matter which."""


@cache
def _obscene() -> tuple[str, ...]:
    masked = itertools.chain(list_words(frozenset({"PROFANE"})), _rare(frozenset({SLUR, "INSULT", "CRUDE"})))
    rank = {word: at for at, word in enumerate(list_frequent())}
    return tuple(sorted(set(masked), key=lambda word: (rank.get(word, len(rank)), word)))


def _rare(classes: frozenset[str]) -> Iterator[str]:
    """The words of those classes that have no plain meaning which is used more."""
    frequent = frozenset(list_frequent()[:_PLAIN])
    return (word for word in list_words(classes) if word not in frequent)


_PLAIN = 3000


@cache
def _misspellings() -> dict[str, str]:
    """Each way to swap two letters, or leave out one, of the words that a disguise is worth for."""
    found: dict[str, str] = {}
    for word in sorted(_listed(_DISGUISED)):
        if len(word) >= _SHORTEST_SWAPPED:
            for wrong in _ways_to_misspell(word):
                found.setdefault(wrong, word)
    return {wrong: word for wrong, word in found.items() if wrong not in load_known()}


def _ways_to_misspell(word: str) -> Iterable[str]:
    for at in range(1, len(word)):
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if len(word) >= _SHORTEST_CUT:
            yield word[:at] + word[at + 1 :]


def split_joined(text: str) -> tuple[str, ...]:
    """The fewest known words that are run together in one, if they say something; else ().

    One must be listed as worth a disguise, and one belong to the frame of a sentence (`theimmigrants`), or all be
    listed (`stupididiot`): else any rare word or name would hold some insult by chance.
    """
    if len(text) < _SHORTEST_JOINED:
        return ()
    known = load_known()
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(text) + 1):
        for begin in range(max(0, end - _LONGEST_PART), end):
            part = text[begin:end]
            is_word = part in known if len(part) > _SHORT else part in _SHORT_WORDS
            if begin in ways and is_word and (end not in ways or len(ways[begin]) + 1 < len(ways[end])):
                ways[end] = (*ways[begin], part)
    return ways[len(text)] if len(text) in ways and _says_something(ways[len(text)]) else ()


_SHORT = 2
_SHORT_WORDS = frozenset(
    [
        *("a", "i", "u", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me"),
        *("my", "no", "of", "on", "or", "so", "to", "up", "us", "we", "ur"),
    ]
)


def _says_something(parts: tuple[str, ...]) -> bool:
    worth = {part for part in parts if len(part) > _SHORT + 1} & _listed(_DISGUISED)
    is_framed = not _listed(_FRAME).isdisjoint(parts) or set(parts) <= _listed(_DISGUISED)
    return len(parts) > 1 and bool(worth) and is_framed


_FRAME = frozenset({"FIRST", "YOU", "YOUR", "DET", "BE", "THEY", "MINE"})
