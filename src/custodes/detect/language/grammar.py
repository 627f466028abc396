"""What sentences say: patterns over the classes of their words (`rules.yaml` explains how one is written).

Each unit of a passage becomes one letter that stands for its set of classes, so that a pattern is an ordinary
expression over letters, bounded in every part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from custodes.detect.language.lexicon import GROUP, SLUR, Lexicon, Phrase, Unit, class_sets, load_lexicon
from custodes.shipped import read_yaml

KINDS = ("profane", "harassing", "threatening", "sexual", "attack")
"""What a text may be, as the policy's words have it; `attack` is on a protected characteristic."""

THEM, THEM_NAMED, OTHER = "THEM", "THEMNAMED", "OTHERWORD"
_FILLERS = frozenset({"NUMBER", "MINE", "KIN", "MILD", "DONE", "MENTION"})
"""Classes that leave a word as good as unlisted to a pattern."""
_EDGES = {"START": r"\A", "END": r"\Z"}
TAIL = ("PREP", "COMMA", "AND", "VERY")
_FIRST_LETTER = 0x4E00
NEGATION_BEFORE = 4
"""Units before a match in which a "not" undoes it."""
SAID_BEFORE = 6
"""Units before a match in which a "never say" undoes it."""
REMEMBERED = 40
"""Units for which "they" still means the group named before."""


class Hit(NamedTuple):
    """A rule that holds of a passage, and where."""

    code: str
    kind: str
    says: str
    sure: float
    about: str
    """The characteristic, for an attack on one."""
    first: int
    last: int
    """The first and last of its words, by number in the passage."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as written, its patterns compiled."""

    code: str
    kinds: tuple[str, ...]
    says: str
    sure: float
    is_negated: bool
    patterns: tuple[Pattern, ...]
    phrases: tuple[frozenset[str], ...]
    """Where there are any: one phrase of each set must stand in the passage."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, and what a passage must hold for it to be worth trying."""

    expression: re.Pattern[str]
    needs: tuple[frozenset[str], ...]


class Grammar:
    """All rules, over the letters of one lexicon."""

    def __init__(self, lexicon: Lexicon, table: Mapping[str, Any]) -> None:
        self.lexicon = lexicon
        plain = class_sets(lexicon)
        self._letters: dict[frozenset[str], str] = {}
        for classes in sorted(
            (with_derived(one, is_group=them) for one in plain for them in (False, True)), key=sorted
        ):
            self._letters.setdefault(classes, chr(_FIRST_LETTER + len(self._letters)))
        self._stops = self._letters_of(["STOP"])
        self.rules = tuple(self._rule(code, rule) for code, rule in table.items())

    def find(self, units: Sequence[Unit], phrases: Sequence[Phrase]) -> list[Hit]:
        """Every rule that holds of the passage, each place once a rule."""
        classes = name_groups(units)
        letters = "".join(self._letters[one] for one in classes)
        there = frozenset[str]().union(*classes)
        passage = _Passage(units, classes, letters)
        return [
            hit
            for rule in self.rules
            for hit in (_by_phrases(rule, phrases) if rule.phrases else _by_patterns(rule, passage, there))
        ]

    def _rule(self, code: str, rule: Mapping[str, Any]) -> Rule:
        patterns = tuple(self._pattern(written) for written in rule.get("patterns", ()))
        phrases = tuple(frozenset(names.split("|")) for names in rule.get("phrases", ()))
        kinds = tuple(filter(None, (rule["kind"], rule.get("also"))))
        return Rule(code, kinds, rule["says"], rule["sure"], rule.get("negated", False), patterns, phrases)

    def _pattern(self, written: str) -> Pattern:
        parts, needs = [], []
        for part in re.findall(r"\([^)]*\)\S*|\S+", written):
            expression, needed = self._part(part)
            parts.append(expression)
            if needed:
                needs.append(needed)
        return Pattern(re.compile("".join(parts)), tuple(needs))

    def _part(self, part: str) -> tuple[str, frozenset[str]]:
        if part == "^":
            pauses = self._letters_of(["STOP", "COMMA", "QUOTE"])
            return rf"(?:\A|(?<=[{pauses}]))", frozenset()
        if part == "TAIL":  # what may stand between a group and what is said of it: "in this town", "I know"
            return f"(?:[{self._letters_of(TAIL)}][^{self._stops}]{{0,4}}?)?", frozenset()
        if part.startswith(".."):
            return f"[^{self._stops}]{{0,{part[2:]}}}?", frozenset()
        names, _, times = part.partition("*")
        is_optional = names.endswith("?")
        asked = names.rstrip("?").strip("()").split("|")
        one_of = f"[{self._letters_of(asked)}]"
        for edge, meant in _EDGES.items():
            if edge in asked:
                one_of = rf"(?:{one_of}|{meant})"
        if times or is_optional:
            return f"{one_of}{{0,{times or 1}}}", frozenset()
        return one_of, frozenset(() if _EDGES.keys() & asked else asked)

    def _letters_of(self, names: Sequence[str]) -> str:
        asked = set(names)
        found = "".join(letter for classes, letter in self._letters.items() if asked & classes)
        if not found:
            raise ValueError(f"no word is of the class {' or '.join(names)}")
        return found


class _Passage(NamedTuple):
    units: Sequence[Unit]
    classes: Sequence[frozenset[str]]
    letters: str


def with_derived(classes: frozenset[str], *, is_group: bool) -> frozenset[str]:
    """The classes and those that follow from them; `is_group`: "they" would mean a group here."""
    derived = set(classes)
    if classes & {GROUP, SLUR}:
        derived |= {THEM, THEM_NAMED}
    elif is_group and "THEY" in classes:
        derived.add(THEM)
    if classes <= _FILLERS:
        derived.add(OTHER)
    return frozenset(derived)


def name_groups(units: Sequence[Unit]) -> list[frozenset[str]]:
    """The classes of each unit, "they" joined with the group that was named shortly before."""
    named, derived = -REMEMBERED - 1, []
    for at, unit in enumerate(units):
        if unit.classes & {GROUP, SLUR}:
            named = at
        derived.append(_derived(unit.classes, at - named <= REMEMBERED))
    return derived


@cache
def _derived(classes: frozenset[str], is_group: bool) -> frozenset[str]:
    return with_derived(classes, is_group=is_group)


def _by_phrases(rule: Rule, phrases: Sequence[Phrase]) -> Iterator[Hit]:
    found = [[phrase for phrase in phrases if phrase.name in names] for names in rule.phrases]
    if not all(found):
        return
    for phrase in found[0]:
        first = min(phrase.first, *(one[0].first for one in found))
        last = max(phrase.last, *(one[0].last for one in found))
        for kind in rule.kinds:
            yield Hit(rule.code, kind, rule.says, rule.sure, phrase.about, first, last)


def _by_patterns(rule: Rule, passage: _Passage, there: frozenset[str]) -> Iterator[Hit]:
    for pattern in rule.patterns:
        if not all(needed & there for needed in pattern.needs):
            continue
        at = 0
        while match := pattern.expression.search(passage.letters, at):
            at = match.start() + 1
            if match.end() > match.start() and (rule.is_negated or not _is_undone(passage, *match.span())):
                at = match.end()
                yield from _hits(rule, passage.units, *match.span())


def _is_undone(passage: _Passage, begin: int, end: int) -> bool:
    """Whether the sentence says "not" in the match, or shortly before it in the same clause."""
    if any("NOT" in one for one in passage.classes[begin:end]):
        return True
    for at in range(begin - 1, max(begin - NEGATION_BEFORE, 0) - 1, -1):
        if passage.classes[at] & {"STOP", "COMMA", "QUOTE", "AND"}:
            break
        if "NOT" in passage.classes[at]:
            return True
    return _is_not_said(passage.classes, begin)


def _is_not_said(classes: Sequence[frozenset[str]], begin: int) -> bool:
    """Whether the sentence says before that nobody says or thinks it: `I would never say that …`."""
    for at in range(begin - 1, max(begin - SAID_BEFORE, 0) - 1, -1):
        if "STOP" in classes[at]:
            return False
        is_denied = "NOT" in classes[at] or (at and "NOT" in classes[at - 1])
        if is_denied and "SAY" in classes[at] and "THINK" not in classes[at]:
            return True
    return False


def _hits(rule: Rule, units: Sequence[Unit], begin: int, end: int) -> Iterator[Hit]:
    for kind in rule.kinds:
        about = _about(units, begin, end) if kind == "attack" else ""
        yield Hit(rule.code, kind, rule.says, rule.sure, about, units[begin].first, units[end - 1].last)


def _about(units: Sequence[Unit], begin: int, end: int) -> str:
    """The characteristic of the group in the match, else of the last one named before it."""
    inside = (unit.about for unit in units[begin:end] if unit.about)
    before = (unit.about for unit in reversed(units[:begin]) if unit.about)
    return next(inside, None) or next(before, "")


@cache
def load_grammar() -> Grammar:
    """The shipped rules over the shipped words."""
    return Grammar(load_lexicon(), read_yaml("custodes.detect.language", "rules.yaml"))
