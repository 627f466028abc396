"""Millions of names by category, as one sorted array of numbers.

The community's lists of web hosts (UT1 of the University of Toulouse, https://dsi.ut-capitole.fr/blacklists/)
name four to five million. Kept as words they would fill a gigabyte; here each is a 64-bit number: 54 bits
of a hash of the name, and 10 bits that say the category.

A name that stands in no list has a chance of about one in three thousand million to be taken for one
that does: the hash is for finding, not for security.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
CATEGORY_BITS = 10
MOST_CATEGORIES = 1 << CATEGORY_BITS

_SPAN = 256
_WEIGHTS: Numbers = np.random.default_rng(20260924).integers(0, 2**64, size=(_SPAN, 256), dtype=np.uint64)
"""One random number for each byte at each place: a line's hash is the sum of its bytes' (tabulation hashing)."""
_WEIGHTS[:, ord("\n")] = 0


class Match(NamedTuple):
    """A category, and the listed name that says so."""

    category: str
    listed: str


class NameTable:
    """An immutable table from names to categories."""

    __slots__ = ("_numbers", "categories")

    def __init__(self, categories: Iterable[str] = (), numbers: Iterable[Numbers] = ()) -> None:
        """`numbers` are pieces made by `number`, whose index is into `categories`."""
        self.categories = tuple(categories)
        self._numbers = np.concatenate((np.empty(0, np.uint64), *numbers))
        self._numbers.sort()

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, asked: Sequence[tuple[str, str]]) -> Mapping[str, tuple[Match, ...]]:
        """What was found of pairs (what is asked, a name of it): each asked thing's matches by category.

        Where several names of one thing are listed under a category, the first given is the match.
        """
        wanted = hash_names([name for _, name in asked]) >> CATEGORY_BITS << CATEGORY_BITS
        firsts = np.searchsorted(self._numbers, wanted)
        lasts = np.searchsorted(self._numbers, wanted | np.uint64(MOST_CATEGORIES - 1), side="right")
        found: dict[str, dict[str, str]] = {}
        for index in np.flatnonzero(lasts > firsts).tolist():
            thing, name = asked[index]
            for number in self._numbers[firsts[index] : lasts[index]]:
                category = self.categories[int(number) & (MOST_CATEGORIES - 1)]
                found.setdefault(thing, {}).setdefault(category, name)
        return {thing: tuple(Match(*item) for item in sorted(matches.items())) for thing, matches in found.items()}


def hash_names(names: Iterable[str]) -> Numbers:
    """The hash of each name."""
    return hash_lines("".join(name.replace("\n", " ") + "\n" for name in names).encode("utf-8", "replace"))


def hash_lines(text: bytes) -> Numbers:
    """The hash of each line of `text`, which must end with a newline; an empty line's is 0."""
    if not text:
        return np.empty(0, np.uint64)
    letters = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    starts = np.concatenate(([0], ends[:-1] + 1))
    places = np.arange(len(letters)) - np.repeat(starts, ends - starts + 1)
    weights: Numbers = _WEIGHTS.ravel()[places % _SPAN * 256 + letters]
    return np.asarray(np.add.reduceat(weights, starts), np.uint64)


def number(hashes: Numbers, category: int) -> Numbers:
    """The table's numbers for names of those hashes in the category of that index; empty names left out."""
    kept = hashes[hashes != 0]
    numbers: Numbers = (kept >> CATEGORY_BITS << CATEGORY_BITS) | np.uint64(category)
    return numbers
