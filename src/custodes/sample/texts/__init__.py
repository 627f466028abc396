"""The words of the sample: names, sites and mails as data, and the way to vary them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

VOICES = frozenset(path.name.removesuffix(".yaml") for path in files(__package__).joinpath("voices").iterdir())
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


@cache
def load_text(name: str) -> Any:
    """The data of `texts/NAME.yaml`, read once."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@cache
def load_voices(name: str) -> dict[str, Any]:
    """Further wordings of each kind, in other voices than the first's: `texts/voices/NAME.yaml`, if there is one."""
    voices: dict[str, Any] = load_text(f"voices/{name}") if name in VOICES else {}
    return voices


def vary(wording: str, rng: Random, facts: dict[str, str]) -> str:
    """One way to say it: `[a|b|]` takes one of its words, inner brackets first; `{name}` is a fact.

    Raises `KeyError` for a fact that is not given.
    """
    while True:
        said = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), wording)
        if said == wording:
            break
        wording = said
    return wording.format_map(facts)
