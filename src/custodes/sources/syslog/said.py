"""What a program's message says of people: who, where from, and whether it was a sign-in. The words are data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from custodes.shipped import read_yaml

LONGEST = 1024
"""Characters of the longest message that is looked through: what programs say of people is short."""

ANY = "*"
_REPEATED = re.compile(r"message repeated \d+ times: \[ ?(.*)\]", re.DOTALL)
_NOBODY = frozenset({"", "?", "(unknown)", "(null)", "UNKNOWN"})


class _Saying(NamedTuple):
    """An expression, and what it means beside what its groups hold."""

    expression: re.Pattern[str]
    means: dict[str, str]


def find_said(program: str, message: str) -> dict[str, str]:
    """The fields that the message gives, named as in the data: `user`, `address`, `outcome` …; none for most.

    `program` is the name of a program, or the facility of a Cisco system.
    """
    if len(message) > LONGEST:
        return {}
    repeated = _REPEATED.fullmatch(message)
    text = repeated[1] if repeated else message.lstrip(" ")
    for saying in _sayings().get(program) or _sayings()[ANY]:
        if found := saying.expression.match(text):
            return {name: value for name, value in found.groupdict("").items() if value not in _NOBODY} | saying.means
    return {}


@cache
def _sayings() -> Mapping[str, list[_Saying]]:
    """By program what it may say, in order."""
    sayings: dict[str, list[_Saying]] = {}
    for block in read_yaml(__package__, "said.yaml"):
        said = [_Saying(re.compile(one.pop("re"), re.DOTALL), one) for one in block["says"]]
        for program in block["by"]:
            sayings.setdefault(program, []).extend(said)
    return sayings
