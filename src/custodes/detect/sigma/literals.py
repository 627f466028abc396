"""Of each rule, the cheapest text of which some must stand in an event that the rule fires on.

A condition is walked for what it needs: of things that must all hold, the rarest is enough; of things one of which
must hold, each is needed. What stands under a Not is needed by nothing. A condition of which nothing is needed (a
comparison of numbers, a field that is missing) has no trigger, and is evaluated for every event of its log source.

How rare a text is, is read from a short list of what events commonly hold (`common.txt`), and else guessed from its
length. A wrong guess costs time and changes nothing that is found.
"""

from __future__ import annotations

import re
import re._constants as tokens  # type: ignore[import-not-found] # Python's own parser of expressions, without types
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator
from functools import cache, partial
from importlib.resources import files
from typing import Any, NamedTuple

import orjson

from custodes.detect.sigma.fields import fold
from custodes.detect.sigma.rule import And, Node, Or, Regex, Text

MOST_LITERALS = 4096
"""Of one trigger; a condition that needs more is evaluated for every event."""

_BY_LENGTH = (1.0, 1.0, 0.5, 0.005, 0.002)
_RARE = 0.001
_FAR_SHARE = 0.01
_OF_NUMBERS = frozenset("0123456789.eE+-")
_OF_BOOLEANS = frozenset("truefalsTRUEFALS")

FAR = "\u0100"
"""As a literal: any character from this one on, beyond the Latin letters of the west and signs such as (R)."""


class Literal(NamedTuple):
    """Lower-case text without letters beyond ASCII that have a case, and whether a value starts or ends with it."""

    text: str
    starts: bool = False
    ends: bool = False


class Trigger(NamedTuple):
    """One of the literals stands in every event that fires; `share` is the guessed part of events that hold one."""

    share: float
    literals: tuple[Literal, ...]


def find_trigger(node: Node, *, are_numbers_plain: bool) -> Trigger | None:
    """The cheapest trigger of a condition, or None where it needs no text.

    `are_numbers_plain` says that numbers stand as rules write them: JSON may write 100 as 1e2.
    """
    find = partial(find_trigger, are_numbers_plain=are_numbers_plain)
    match node:
        case And(items):
            return min(filter(None, map(find, items)), default=None)
        case Or(items):
            return _any_of(map(find, items))
        case Text():
            return _cheapest(_of_text(node), are_numbers_plain=are_numbers_plain)
        case Regex():
            return _of_regex(node)
    return None


def _cheapest(literals: Iterable[Literal], *, are_numbers_plain: bool = False) -> Trigger | None:
    usable = [one for one in literals if are_numbers_plain or not _OF_NUMBERS.issuperset(one.text)]
    if not usable:
        return None
    share, cheapest = min((_share(one), one) for one in usable)
    return Trigger(share, (cheapest,))


def _any_of(triggers: Iterable[Trigger | None]) -> Trigger | None:
    literals: dict[Literal, None] = {}
    for trigger in triggers:
        if trigger is None:
            return None
        literals.update(dict.fromkeys(trigger.literals))
    if len(literals) > MOST_LITERALS:
        return None
    return Trigger(sum(map(_share, literals)), tuple(literals))


def _of_text(test: Text) -> Iterator[Literal]:
    last = len(test.parts) - 1
    for place, part in enumerate(test.parts):
        if isinstance(part, str):
            anchored = test.field is not None and not _OF_BOOLEANS.issuperset(part)
            yield from _literals(part, starts=anchored and place == 0, ends=anchored and place == last)
            if not part.isascii() and any(fold(character) >= FAR for character in part):
                yield Literal(FAR)


def _literals(part: str, *, starts: bool = False, ends: bool = False) -> Iterator[Literal]:
    """The stretches of the text that are sure to be found by comparing ASCII letters alone without case."""
    if part.isascii():
        if part:
            yield Literal(part.lower(), starts, ends)
        return
    begin = 0
    for at, character in enumerate((*part, "")):
        if character and (character.isascii() or character.lower() == character.upper() == character):
            continue
        if begin < at:
            yield Literal(part[begin:at].lower(), starts and begin == 0, ends and at == len(part))
        begin = at + 1


def _of_regex(test: Regex) -> Trigger | None:
    try:
        return _of_tokens(parser.parse(test.pattern))
    except (re.error, RecursionError, OverflowError):
        return None


def _of_tokens(sequence: Iterable[tuple[Any, Any]]) -> Trigger | None:
    """The cheapest trigger of an expression as Python's own parser reads it."""
    found: list[Trigger | None] = []
    run = ""
    for token, value in sequence:
        if token is tokens.LITERAL:
            run += chr(value)
            continue
        found.append(_cheapest(_literals(run)))
        run = ""
        found.append(_of_token(token, value))
    found.append(_cheapest(_literals(run)))
    return min(filter(None, found), default=None)


def _of_token(token: Any, value: Any) -> Trigger | None:
    if token is tokens.SUBPATTERN:
        return _of_tokens(value[-1])
    if token is tokens.BRANCH:
        return _any_of(map(_of_tokens, value[1]))
    if token in {tokens.MAX_REPEAT, tokens.MIN_REPEAT, tokens.POSSESSIVE_REPEAT} and value[0] > 0:
        return _of_tokens(value[2])
    if token is tokens.ATOMIC_GROUP:
        return _of_tokens(value)
    return None


def _share(literal: Literal) -> float:
    if literal.text == FAR:
        return _FAR_SHARE
    known = _common().get(literal.text)
    if known is not None:
        return known.anchored if literal.starts or literal.ends else known.anywhere
    length = len(literal.text.encode())
    return _BY_LENGTH[length] if length < len(_BY_LENGTH) else _RARE


class _Share(NamedTuple):
    anywhere: float
    anchored: float


@cache
def _common() -> dict[str, _Share]:
    """What events commonly hold, and in which share of them: anywhere, and at the start or end of a value."""
    lines = files(__package__).joinpath("common.txt").read_text(encoding="utf-8").splitlines()
    shares = {}
    for line in lines:
        if line and not line.startswith("#"):
            anywhere, anchored, text = line.split(" ", 2)
            shares[orjson.loads(text)] = _Share(int(anywhere) / 1000, int(anchored) / 1000)
    return shares
