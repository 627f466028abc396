"""The texts that messages are made from: one file a kind, in it skeletons by language.

A file begins with what holds for the whole kind. Each skeleton follows a line `=== LANGUAGE`, looks like a letter
(From, Subject, Attach, then the body) and is a family of its own. Its head may set for itself what the kind sets for
all: `senders` and `links` (manners with their weights, see those modules), `brand` (trades of `facts/companies.yaml`,
or Name=domain), `habits` (of `facts/habits.yaml`, plain, phone), `readers` (work, home), `threads` (how often it
answers others), `quotable` (others may quote it), `picture`, `careless`, `disguised`; `label` and `weight` are the
kind's alone.
How a body is written down stands in `layout`, how words vary in `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast, get_args

from custodes.detect.suspicious_mail.fitting.generator.made import Label
from custodes.detect.suspicious_mail.fitting.generator.wording import Pattern, read_pattern

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A letter with places left open."""

    family: str
    language: str
    sender: Pattern
    """The name that the sender shows."""
    subject: Pattern
    attach: tuple[Pattern, ...]
    """Each says TYPE NAME, see `attachments`."""
    body: str
    """Patterns, line by line, in the markup of `layout`."""
    settings: Mapping[str, str]
    """The kind's settings, with the skeleton's own over them."""

    def weights(self, setting: str, default: str) -> Weights:
        """A setting that lists names with their weights: "plain 2, phone 1"; a weight left out is 1."""
        return read_weights(self.settings.get(setting, default))


@dataclass(frozen=True, slots=True)
class Kind:
    """All skeletons that tell the same story."""

    name: str
    label: Label
    weight: float
    skeletons: Mapping[str, tuple[Skeleton, ...]]
    """By language."""


@cache
def load_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of labels and names."""
    root = files(__package__).joinpath("texts")
    return tuple(
        read_kind(path.name.removesuffix(".txt"), label, path.read_text(encoding="utf-8"))
        for label in get_args(Label)
        for path in sorted(root.joinpath(label).iterdir(), key=lambda path: path.name)
        if path.name.endswith(".txt")
    )


@cache
def list_quotable(language: str) -> tuple[Skeleton, ...]:
    """Ordinary letters of that language that others may quote, in answers or to hide among."""
    return tuple(
        skeleton
        for kind in load_kinds()
        for skeleton in kind.skeletons.get(language, ())
        if skeleton.settings.get("quotable") == "yes"
    )


_LANGUAGE = re.compile(r"^=== *([a-z]{2}) *(.*)$", re.MULTILINE)


def read_kind(name: str, label: str, text: str) -> Kind:
    """A kind from its file.

    Raises:
        ValueError: A setting, head or pattern that cannot be read.

    """
    head, *rest = _LANGUAGE.split(text)
    settings = dict(_read_head(head.splitlines()))
    by_language: dict[str, list[Skeleton]] = {}
    for language, title, letter in zip(rest[0::3], rest[1::3], rest[2::3], strict=True):
        among = by_language.setdefault(language, [])
        family = f"{name}/{language}/{title.strip() or len(among) + 1}"
        among.append(_read_skeleton(family, language, letter, settings))
    return Kind(
        name=name,
        label=cast("Label", label),
        weight=float(settings.get("weight", "1")),
        skeletons={language: tuple(among) for language, among in by_language.items()},
    )


_OWN = re.compile(
    r"(?:from|subject|attach|senders|links|habits|readers|brand|threads|subject-of|careless|disguised|picture|quotable):",
    re.IGNORECASE,
)
"""Begins a line of a skeleton's head; the first line that is none begins its body."""


def _read_skeleton(family: str, language: str, letter: str, settings: Mapping[str, str]) -> Skeleton:
    lines = letter.strip("\n").splitlines()
    end = next((at for at, line in enumerate(lines) if not _OWN.match(line)), len(lines))
    own, body = list(_read_head(lines[:end])), "\n".join(lines[end:])
    said = {**settings, **dict(own)}
    for line in body.splitlines():
        read_pattern(line)
    return Skeleton(
        family=family,
        language=language,
        sender=read_pattern(said.get("from", "")),
        subject=read_pattern(said.get("subject", "")),
        attach=tuple(read_pattern(value) for name, value in own if name == "attach"),
        body=body.strip("\n"),
        settings=said,
    )


def _read_head(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"not a setting: {line}")
        yield name.strip().lower(), value.strip()


@cache
def read_weights(text: str) -> Weights:
    """Names with their weights."""
    weights = {}
    for entry in filter(None, map(str.strip, text.split(","))):
        name, _, weight = entry.partition(" ")
        weights[name] = float(weight or 1)
    return weights
