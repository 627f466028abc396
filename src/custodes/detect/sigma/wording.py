"""What is said of a rule that fired, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from custodes.detect.finding import Reason
from custodes.detect.sigma.clauses import OWN_TAG
from custodes.detect.sigma.rule import About

_NO_ANSWER = frozenset({"unknown", "unlikely", "none", "unlikely."})
"""What rules say that know of no mistake."""
_OFTEN_ORDINARY = "the ordinary work of those who look after the computers"
_FIRST_SENTENCE = re.compile(r"(?s)(.+?[.!?])(?:\s|$)")
_LONGEST_TEXT = 300


def word_reasons(about: About, *seen: str) -> Iterator[Reason]:
    """The rule's own words; its licence asks that its author be named where a match is told (DRL 1.1, section 2)."""
    words = _words(about)
    yield Reason("rule.fired", f"{words.title} {' '.join((words.description, *seen)).strip()}{words.author}")
    yield from words.may_be


class _Words(NamedTuple):
    """What is said of a rule whenever it fires."""

    title: str
    description: str
    author: str
    may_be: tuple[Reason, ...]


@lru_cache(4096)
def _words(about: About) -> _Words:
    author = f" (A rule by {_shortened(about.author)}.)" if about.author else ""
    mistakes = [text for text in about.falsepositives if text.strip().lower() not in _NO_ANSWER]
    if not any(tag.startswith(OWN_TAG) for tag in about.tags):
        mistakes.append(_OFTEN_ORDINARY)
    may_be = [Reason("rule.may-be", f"It may be: {_sentence('; '.join(mistakes))}")] if mistakes else []
    return _Words(_sentence(about.title), _first_sentence(about.description), author, tuple(may_be))


def _sentence(text: str) -> str:
    text = _shortened(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _first_sentence(text: str) -> str:
    found = _FIRST_SENTENCE.match(text.strip())
    return _sentence(found[1] if found else text) if text.strip() else ""


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rsplit(' ', 1)[0]} …"
