"""What a site's own records have taught: the folder `models` in its lists folder. See `docs/lists.md`.

A file of it holds numbers only, no words and no names.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from custodes.detect.errors import ListError
from custodes.policy.errors import Problem

FOLDER = "models"
SUSPICIOUS_MAIL = "suspicious-mail.json"

FORM = "custodes suspicious-mail 1"
"""What the file says it is; another number is another version's."""


class NotTaughtError(ValueError):
    """The file is not what `custodes train suspicious-mail` writes."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is added to the shipped weights of one question."""

    trust: float
    """What the shipped sum counts."""
    start: float
    signs: Mapping[str, float]
    words: Mapping[int, float]
    """By the number of the word."""


@dataclass(frozen=True, slots=True)
class Taught:
    """The lessons of both questions, and whose mail is ordinary."""

    unwanted: Lesson
    phishing: Lesson | None = None
    correspondents: frozenset[str] = field(default_factory=frozenset)
    """Senders of ordinary mail, by `hash_name`."""
    about: str = ""
    """How well it did, in plain words."""

    def knows(self, name: str) -> bool:
        """Whether ordinary mail came from that domain, or that address where the domain is anybody's."""
        return hash_name(name) in self.correspondents


def hash_name(name: str) -> str:
    """A domain or address as eight bytes (hex) that tell it again but do not say it."""
    return hashlib.blake2b(name.lower().encode("utf-8", "replace"), digest_size=8).hexdigest()


def write_taught(taught: Taught) -> bytes:
    """The file."""
    return orjson.dumps(
        {
            "form": FORM,
            "about": taught.about,
            "unwanted": _written(taught.unwanted),
            "phishing": taught.phishing and _written(taught.phishing),
            "correspondents": sorted(taught.correspondents),
        },
        option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS,
    )


def _written(lesson: Lesson) -> dict[str, Any]:
    words = {number: round(weight, 3) for number, weight in sorted(lesson.words.items())}
    signs = {code: round(weight, 3) for code, weight in sorted(lesson.signs.items())}
    return {"trust": round(lesson.trust, 3), "start": round(lesson.start, 3), "signs": signs, "words": words}


def read_taught(data: bytes) -> Taught:
    """What the file holds. Raises NotTaughtError where it is another file, or damaged."""
    try:
        read = orjson.loads(data)
        if read["form"] != FORM:
            raise NotTaughtError("This model is of another version of Custodes.")
        lessons = [read[name] and _read(read[name]) for name in ("unwanted", "phishing")]
        if not lessons[0]:
            raise NotTaughtError("The file teaches nothing.")
        return Taught(lessons[0], lessons[1], frozenset(map(str, read["correspondents"])), str(read["about"]))
    except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError) as error:
        raise NotTaughtError("This is no model that Custodes trained, or it is damaged.") from error
    except ValueError as error:
        raise (
            error if isinstance(error, NotTaughtError) else NotTaughtError("A number in it cannot be read.")
        ) from error


def _read(read: Mapping[str, Any]) -> Lesson:
    signs = {str(code): _number(weight) for code, weight in read["signs"].items()}
    words = {int(number): _number(weight) for number, weight in read["words"].items()}
    return Lesson(_number(read["trust"]), _number(read["start"]), signs, words)


def _number(read: float | str) -> float:
    number = float(read)
    if not math.isfinite(number):
        raise ValueError(read)
    return number


@dataclass(frozen=True, slots=True)
class Models:
    """Trained models by what they are for; None where the site taught none."""

    suspicious_mail: Taught | None = None


def load_models(folder: Path) -> Models:
    """The models below a lists folder. Raises ListError where a file is not one that `custodes train` wrote."""
    path = folder / FOLDER / SUSPICIOUS_MAIL
    if not path.exists():
        return Models()
    try:
        return Models(read_taught(path.read_bytes()))
    except NotTaughtError as error:
        mend = "Make it anew with `custodes train suspicious-mail`, or take it out of the folder."
        raise ListError(Problem(str(path), 0, str(error), mend)) from error
