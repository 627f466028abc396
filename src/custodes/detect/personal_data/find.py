"""All personal data in a text, as far as it was looked at."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from custodes.detect.effort import Effort
from custodes.detect.personal_data.fold import fold
from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.look import Look

SURE = 0.5
"""The least score of what is given unless less is asked for."""


class Looked(NamedTuple):
    """What was found in a text, and how far it was looked at."""

    hits: list[Hit]
    until: int


def find_personal_data(text: str, *, least: float = SURE, card_prefixes: Sequence[str] = ("2",)) -> list[Hit]:
    """The personal data in a text, in order; no two overlap, the surer one stays.

    `least` is the score below which a hit is left out; `card_prefixes` are what this library's cards begin with. A text
    made to take long is looked at in part only (`look_through` tells how far).
    """
    return look_through(text, Effort(), least=least, card_prefixes=card_prefixes).hits


def look_through(text: str, effort: Effort, *, least: float = SURE, card_prefixes: Sequence[str] = ("2",)) -> Looked:
    """The same, as far as the effort reaches."""
    if not effort.begin(len(text)):
        return Looked([], 0)
    look = Look(fold(text), effort, tuple(card_prefixes))
    hits = [hit for hit in look.find_all() if hit.score >= least]
    return Looked(_apart(hits), look.until)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Those that overlap no surer one, in order. Illness is told of a stretch that may hold others."""
    kept: list[tuple[int, int, Hit]] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.start - hit.end)):
        place = bisect_left(kept, (hit.start, hit.end))
        beside = kept[max(0, place - 1) : place + 1]
        if hit.kind is Kind.MEDICAL or all(hit.end <= start or end <= hit.start for start, end, _ in beside):
            insort(kept, (hit.start, hit.end, hit))
    return [hit for _, _, hit in kept]
