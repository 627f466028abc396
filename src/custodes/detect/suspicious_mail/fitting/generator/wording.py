"""A pattern of words, and one of the many sentences that it stands for.

    [Dear|Hello] {first}, your mailbox is [almost |]full.

Brackets hold alternatives, which may hold others; braces name a slot; a backslash takes the next sign as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import NamedTuple


class Slot(NamedTuple):
    """A place that a fact or a phrase fills."""

    name: str


class Choice(NamedTuple):
    """Alternatives, each as likely as the others."""

    options: tuple[tuple[str | Slot | Choice, ...], ...]


Pattern = tuple[str | Slot | Choice, ...]

_TOKEN = re.compile(r"\\.|[\[\]|]|\{[a-z0-9.]+\}|[^\\\[\]|{]+|.", re.DOTALL)


@lru_cache(maxsize=8192)
def read_pattern(text: str) -> Pattern:
    """The pattern that a text writes down.

    Raises:
        ValueError: A bracket is left open, or closed that was not.

    """
    open_options: list[list[list[str | Slot | Choice]]] = [[[]]]
    for sign in _TOKEN.findall(text):
        here = open_options[-1]
        if sign == "[":
            open_options.append([[]])
        elif sign == "]":
            if len(open_options) == 1:
                raise ValueError(f"closed but never opened: {text[:80]}")
            options = open_options.pop()
            open_options[-1][-1].append(Choice(tuple(map(tuple, options))))
        elif sign == "|" and len(open_options) > 1:
            here.append([])
        else:
            here[-1].append(_read_token(sign))
    if len(open_options) > 1:
        raise ValueError(f"left open: {text[:80]}")
    return tuple(open_options[0][0])


def _read_token(sign: str) -> str | Slot:
    if sign[0] == "{" and len(sign) > 1:
        return Slot(sign[1:-1])
    return sign[1:] if sign[0] == "\\" and len(sign) > 1 else sign


def say(pattern: Pattern, rng: Random, fill: Callable[[str], str]) -> str:
    """One of the sentences."""
    said = []
    for part in pattern:
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, Slot):
            said.append(fill(part.name))
        else:
            said.append(say(rng.choice(part.options), rng, fill))
    return "".join(said)


def list_slots(pattern: Pattern) -> set[str]:
    """The names of all slots, however deep."""
    names: set[str] = set()
    for part in pattern:
        if isinstance(part, Slot):
            names.add(part.name)
        elif isinstance(part, Choice):
            names = names.union(*map(list_slots, part.options))
    return names
