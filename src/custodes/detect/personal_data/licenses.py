"""How the states write the numbers of driver's licences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from custodes.shipped import read_yaml

_FEWEST_SIGNS = 7
"""Shorter numbers fit many states' forms by chance."""


@lru_cache(maxsize=1024)
def fits_a_state(value: str) -> frozenset[str]:
    """The states, by their two capitals, that write their numbers so; `value` has capitals, no spaces, no dashes."""
    if len(value) < _FEWEST_SIGNS:
        return frozenset()
    return frozenset(state for state, form in _forms().items() if form.fullmatch(value))


def named_states(text: str) -> frozenset[str]:
    """The states that a text names, by name or by their two capitals."""
    states = _states()
    named, by_name = _named(), {entry["name"]: state for state, entry in states.items()}
    return frozenset(by_name.get(name, name) for name in named.findall(text))


@cache
def _states() -> Mapping[str, Mapping[str, str]]:
    states: Mapping[str, Mapping[str, str]] = read_yaml("custodes.detect", "data/personal/licenses.yaml")
    return states


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    return {state: re.compile(entry["form"]) for state, entry in _states().items()}


@cache
def _named() -> re.Pattern[str]:
    names = [entry["name"] for entry in _states().values()]
    return re.compile(rf"\b(?:{'|'.join(sorted(names, key=len, reverse=True))}|{'|'.join(_states())})\b")
