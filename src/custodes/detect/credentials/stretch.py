"""Where a text may speak of a password, and what was found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Password(NamedTuple):
    """Something that looks like a secret, described without it."""

    what: str
    """With its article: `a password`, `a key`."""
    length: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text from a word that may speak of a password on, and the end of what stands before it."""

    before: str
    after: str


class Found(NamedTuple):
    """Something that looks like a secret, with it: goes no further than the package."""

    what: str
    value: str
    at: int
    """Where the value begins in the stretch; counted back from its word where it stands before that."""
    sure: float
