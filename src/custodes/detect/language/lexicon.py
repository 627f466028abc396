"""The shipped words as one tree: which classes the words of a text belong to.

A class is a name such as `INSULT`; names of groups carry the characteristic they stand for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from custodes.detect.language.tokens import COMMA, NAME, QUOTE, STOP, Word, plain_words
from custodes.shipped import read_yaml

GROUP, SLUR, MILD_SLUR = "GROUP", "SLUR", "MILDSLUR"
_MARK_CLASSES = {STOP: "STOP", COMMA: "COMMA", QUOTE: "QUOTE", NAME: "NAME"}
_KEPT = frozenset({"PROFANE", "SEXUAL", "FUCK", "MILD", "CRUDE"})
"""Classes that a word keeps inside a longer entry: `piece of shit` is an insult, and obscene."""
LONGEST_GAP = 4
"""Words that `…` in a phrase stands for, at most."""


class Unit(NamedTuple):
    """One or several words of a text that say one thing."""

    classes: frozenset[str]
    about: str
    """The characteristic, for a group or slur; else ""."""
    first: int
    last: int
    """The first and last of its words, by number in the text."""


class Phrase(NamedTuple):
    """A whole phrase of our list found in a text."""

    name: str
    about: str
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    about: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries. `units` and `phrases` look at the words of one passage."""

    entries: _Node
    sentences: _Node
    asides: _Node
    """Phrases that only the model counts."""

    def units(self, words: list[Word]) -> list[Unit]:
        """The passage as units, the longest entry at each place; a word in no list is a unit without class."""
        units, place = [], 0
        while place < len(words):
            node, length = _longest(self.entries, words, place)
            units.append(self._unit(words, place, node, length) if node else _unlisted(words[place].text, place))
            place += length
        return units

    def _unit(self, words: list[Word], place: int, node: _Node, length: int) -> Unit:
        classes = set(node.classes)
        for word in words[place : place + length] if length > 1 else ():
            inner = self.entries.following.get(word.text)
            classes |= inner.classes & _KEPT if inner else set()
        return Unit(frozenset(classes), node.about, place, place + length - 1)

    def phrases(self, words: list[Word]) -> list[Phrase]:
        """The whole phrases that stand in the passage."""
        return _list_phrases(self.sentences, words)

    def list_asides(self, words: list[Word]) -> list[Phrase]:
        """The phrases of the passage that only the model counts."""
        return _list_phrases(self.asides, words)


def _list_phrases(root: _Node, words: list[Word]) -> list[Phrase]:
    found = []
    for place in range(len(words)):
        node, length = _longest_phrase(root, words, place)
        if node:
            found.append(Phrase(node.phrase, node.about, place, place + length - 1))
    return found


def _unlisted(text: str, place: int) -> Unit:
    if text in _MARK_CLASSES:
        return Unit(frozenset({_MARK_CLASSES[text]}), "", place, place)
    return Unit(frozenset({"NUMBER"} if text.isdigit() else ()), "", place, place)


_ANY = "…"


def _longest(root: _Node, words: list[Word], place: int) -> tuple[_Node | None, int]:
    """The entry of most words that begins there, and their number; else None and 1."""
    best, length = None, 1
    node, at = root.following.get(words[place].text), place + 1
    while node is not None:
        if node.classes:
            best, length = node, at - place
        if at == len(words):
            break
        node, at = node.following.get(words[at].text), at + 1
    return best, length


def _longest_phrase(root: _Node, words: list[Word], place: int) -> tuple[_Node | None, int]:
    """The same of phrases, in which a gap may stand for some words."""
    best, length = None, 0
    first = root.following.get(words[place].text)
    open_nodes = [(first, place + 1)] if first else []
    while open_nodes:
        node, at = open_nodes.pop()
        if node.phrase and at - place > length:
            best, length = node, at - place
        if at < len(words) and (following := node.following.get(words[at].text)):
            open_nodes.append((following, at + 1))
        if gap := node.following.get(_ANY):
            reached = (at + skipped for skipped in range(LONGEST_GAP + 1) if at + skipped < len(words))
            open_nodes += [(after, far + 1) for far in reached if (after := gap.following.get(words[far].text))]
    return best, length


@cache
def load_lexicon() -> Lexicon:
    """The shipped words, as a tree."""
    entries, sentences = _Node(), _Node()
    for name, listed in {**_read("speech"), **_read("abuse")}.items():
        for entry in listed:
            _add(entries, entry, name)
    for about, lists in _read("groups").items():
        for name, kind in (("names", GROUP), ("slurs", SLUR), ("mild", MILD_SLUR)):
            for entry in lists.get(name, ()):
                _add(entries, entry, kind, about)
    for name, listed in _read("workplace").items():
        by_about = listed.items() if isinstance(listed, Mapping) else [("", listed)]
        for about, phrases in by_about:
            for phrase in phrases:
                _add_phrase(sentences, phrase, name, about)
    return Lexicon(entries, sentences, _load_asides())


def _load_asides() -> _Node:
    asides = _Node()
    for name, listed in _read("comments").items():
        for phrase in listed:
            _add_phrase(asides, phrase, name, "")
    return asides


@cache
def _read(name: str) -> dict[str, Any]:
    table: dict[str, Any] = read_yaml("custodes.detect.language", f"words/{name}.yaml")
    return table


def _add(root: _Node, entry: str, kind: str, about: str = "") -> None:
    for words in expand(entry):
        node = _follow(root, words)
        node.classes.add(kind)
        node.about = node.about or about


def _add_phrase(root: _Node, entry: str, name: str, about: str) -> None:
    for words in expand(entry):
        node = _follow(root, words)
        node.phrase, node.about = name, about


def _follow(node: _Node, words: Iterable[str]) -> _Node:
    for word in words:
        node = node.following.setdefault(word, _Node())
    return node


_INNERMOST = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


def expand(entry: str) -> Iterator[tuple[str, ...]]:
    """The word sequences that an entry of a list stands for (words/README.md says how one is written)."""
    for way in dict.fromkeys(_ways(entry)):
        yield tuple(word for piece in way.split() for word in _plain(piece))


def _ways(entry: str) -> Iterator[str]:
    match = _INNERMOST.search(entry)
    if match is None:
        yield from entry.split("|")
        return
    before, after = entry[: match.start()], entry[match.end() :]
    ways = (match[1] if match[1] is not None else match[2]).split("|")
    is_ending = match[1] is not None and before[-1:].isalpha()
    if is_ending or (match[1] is not None and len(ways) == 1):
        ways.append("")
    for way in ways:
        yield from _ways(before + way + after)


def _plain(piece: str) -> tuple[str, ...]:
    if piece in (_ANY, QUOTE, COMMA):
        return (piece,)
    return plain_words(piece)


def list_words(classes: frozenset[str] | None) -> Iterator[str]:
    """Every word of the entries of those classes; of all entries and phrases, where None is given."""
    entries = list_entries(classes)
    return itertools.chain.from_iterable(entries if classes else itertools.chain(entries, list_phrases()))


def list_entries(classes: frozenset[str] | None) -> Iterator[tuple[str, ...]]:
    """The words of each entry of those classes, or of any, where None is given."""
    for node, words in _walk(load_lexicon().entries):
        if node.classes and (classes is None or classes & node.classes):
            yield words


def list_phrases(*, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, ...]]:
    """The words of each phrase, those of some lists left out."""
    for node, words in _walk(load_lexicon().sentences):
        if node.phrase and node.phrase not in without:
            yield tuple(word for word in words if word != _ANY)


def list_asides() -> Iterator[tuple[str, ...]]:
    """The words of each phrase that only the model counts."""
    for node, words in _walk(load_lexicon().asides):
        if node.phrase:
            yield tuple(word for word in words if word != _ANY)


def _walk(root: _Node) -> Iterator[tuple[_Node, tuple[str, ...]]]:
    open_nodes: list[tuple[_Node, tuple[str, ...]]] = [(root, ())]
    while open_nodes:
        node, words = open_nodes.pop()
        yield node, words
        open_nodes += [(following, (*words, word)) for word, following in node.following.items()]


def list_names() -> dict[str, tuple[str, ...]]:
    """The innocent names of groups by characteristic, those of people only, as words with blanks."""
    named: dict[str, list[str]] = {}
    for about, lists in _read("groups").items():
        ways = (" ".join(words) for entry in lists.get("names", ()) for words in expand(entry))
        named[about] = [way for way in ways if not way.startswith(("your ", "his ", "her ", "their ", "that ", "my "))]
    return {about: tuple(names) for about, names in named.items()}


def class_sets(lexicon: Lexicon) -> set[frozenset[str]]:
    """Every set of classes that a unit may have."""
    sets = {frozenset[str](), frozenset({"NUMBER"}), *(frozenset({name}) for name in _MARK_CLASSES.values())}
    roots = lexicon.entries.following
    open_nodes = [(node, frozenset(node.classes) & _KEPT) for node in roots.values()]
    while open_nodes:
        node, kept = open_nodes.pop()
        if node.classes:
            sets |= {frozenset(node.classes), frozenset(node.classes) | kept}
        for word, following in node.following.items():
            inner = roots[word].classes & _KEPT if word in roots else frozenset()
            open_nodes.append((following, kept | inner))
    return sets
