"""The model: is a message unwanted, and if so, is it phishing or plain spam. As shipped, and as a site taught it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from custodes.detect.models import Taught
from custodes.detect.suspicious_mail.weighing import Balance, Question, TaughtBalance

SHIPPED = "data/mail/suspicious_mail.json"


@dataclass(frozen=True, slots=True)
class Model:
    """Two questions, asked one after the other."""

    unwanted: Question
    """Phishing or spam, against all that is ordinary."""
    phishing: Question
    """Phishing, against spam; asked of what is unwanted."""
    quotable: frozenset[str] = frozenset()
    """Words that ordinary mail uses too: only these are ever repeated in a reason."""


def teach(taught: Taught) -> Model:
    """The shipped model with what a site's own mail taught beyond it."""
    shipped = load_shipped()
    lesson = taught.phishing
    return Model(
        TaughtBalance(shipped.unwanted, taught.unwanted),
        TaughtBalance(shipped.phishing, lesson) if lesson else shipped.phishing,
        shipped.quotable,
    )


@cache
def load_shipped() -> Model:
    """The model as shipped; how it was fitted is told in its model card."""
    read = orjson.loads(files("custodes.detect").joinpath(SHIPPED).read_bytes())
    return read_model(read)


def read_model(read: Mapping[str, Any]) -> Model:
    """A model from the values of its file: for each word a pair, what it counts for each of the two questions."""
    words: Mapping[str, tuple[float, float, int]] = read["words"]
    return Model(
        Balance(
            read["unwanted"]["start"],
            read["unwanted"]["signs"],
            {word: pair[0] for word, pair in words.items() if pair[0]},
        ),
        Balance(
            read["phishing"]["start"],
            read["phishing"]["signs"],
            {word: pair[1] for word, pair in words.items() if pair[1]},
        ),
        frozenset(word for word, pair in words.items() if pair[2]),
    )
