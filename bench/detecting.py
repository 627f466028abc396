"""What every measurement of a detector says: a share with its interval, what was aimed at, and how peers do.

Each part of `script/bench detect` is a module `detect_<topic>.py` with `measure_all(data) -> Iterator[Row]`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import binomtest


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    aim: str
    ours: str
    peer: str = ""
    """How something else does on the same data, where it was measured in the same run or is known."""
    met: bool | None = None
    """Whether the aim is reached; None where there is none."""


def show(title: str, rows: Iterable[Row]) -> None:
    """Print a table as its lines come."""
    print(f"\n{title}")
    for row in rows:
        mark = {True: "reached", False: "MISSED", None: ""}[row.met]
        print(f"  {row.what:58} {row.ours:>30}  {row.aim:>12} {mark:8} {row.peer}", flush=True)


def share(hits: int, total: int) -> str:
    """A share in percent with its Wilson interval of 95 %: `94.0 % (91.2-95.9, 470 of 500)`."""
    if not total:
        return "nothing to measure"
    low, high = wilson(hits, total)
    return f"{100 * hits / total:.1f} % ({100 * low:.1f}-{100 * high:.1f}, {hits} of {total})"


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The interval in which the true share lies, 95 times of 100."""
    found = binomtest(hits, total).proportion_ci(0.95, "wilson")
    return float(found.low), float(found.high)


def threshold_at(innocent: Sequence[float], false_share: float) -> float:
    """The lowest score that no more than this share of the innocent lies above."""
    ordered = np.sort(np.asarray(innocent, float))[::-1]
    return float(ordered[math.floor(false_share * len(ordered))]) if len(ordered) else 0.0


def recall_at(guilty: Sequence[float], innocent: Sequence[float], false_share: float) -> tuple[int, int]:
    """How many of the guilty score higher than all but that share of the innocent, and of how many."""
    limit = threshold_at(innocent, false_share)
    return int(np.sum(np.asarray(guilty, float) > limit)), len(guilty)


def auc(guilty: Sequence[float], innocent: Sequence[float]) -> float:
    """How often one of the guilty scores higher than one of the innocent; ties count half."""
    scores = np.concatenate([np.asarray(guilty, float), np.asarray(innocent, float)])
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    ours = len(guilty)
    return float((ranks[:ours].sum() - ours * (ours + 1) / 2) / (ours * len(innocent)))


def macro_f1(truth: Sequence[bool], said: Sequence[bool]) -> float:
    """The mean of F1 for the positive and for the negative class."""
    return (_f1(truth, said) + _f1([not one for one in truth], [not one for one in said])) / 2


def _f1(truth: Sequence[bool], said: Sequence[bool]) -> float:
    right = sum(one and other for one, other in zip(truth, said, strict=True))
    return 2 * right / max(1, sum(truth) + sum(said))


def f1(right: int, said: int, true: int) -> float:
    """Of so many said, so many that there are, and so many of both."""
    return 2 * right / max(1, said + true)


def folds(groups: Sequence[Hashable], count: int) -> Iterator[tuple[list[int], list[int]]]:
    """Places to fit on and to measure on, so often; what shares a group stays together."""
    of = [int(hashlib.sha256(repr(group).encode()).hexdigest(), 16) % count for group in groups]
    for fold in range(count):
        yield [i for i, one in enumerate(of) if one != fold], [i for i, one in enumerate(of) if one == fold]


def join_groups(keys: Sequence[Iterable[Hashable]]) -> list[int]:
    """A group for each item, such that items that share any key share a group: campaigns, by what they have alike."""
    parent = list(range(len(keys)))

    def find(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    first: dict[Any, int] = {}
    for item, own in enumerate(keys):
        for key in own:
            parent[find(item)] = find(first.setdefault(key, item))
    return [find(item) for item in range(len(keys))]


def missed(rows: Iterable[Row]) -> Mapping[str, str]:
    """What was not reached, and what was reached instead."""
    return {row.what: row.ours for row in rows if row.met is False}
