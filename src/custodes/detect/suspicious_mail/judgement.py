"""From signs to a verdict: how sure the signs of a message make one, together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from custodes.detect.finding import Reason
from custodes.detect.suspicious_mail.shipped import load_weights

KINDS = {
    "sender": "an unrecognisable sender",
    "writing": "odd writing",
    "urgency": "urgency",
    "request": "a request of the kind that lures make",
    "link": "a link that leads elsewhere than it seems",
    "attachment": "a risky attachment",
}
LEAST_KINDS = 2
SAME_KIND = 0.5
"""Each further sign of one kind counts half as much as the one before."""
FROM_A_KNOWN_SENDER = 0.6
"""What the signs count for where the sender is known and none of them deceives."""
ALL_AT_HOME = 0.7
"""What they count for where every link leads to the sender's own domain, as in an honest reset of a password."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which kinds of sign were seen, and how sure they make one."""

    kinds: tuple[str, ...]
    confidence: float

    @property
    def reason(self) -> Reason:
        """The verdict in words."""
        *first, last = (KINDS[kind] for kind in self.kinds)
        return Reason("verdict.suspicious", f"The message shows {', '.join(first)} and {last}.")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What speaks for a message, where nothing in it deceives."""

    is_known: bool = False
    """The sender is one of us or a correspondent of ours, and no check says that it was not them."""
    leads_home: bool = False
    """Every link leads to the sender's own domain."""

    @property
    def care(self) -> float:
        """What is left of the confidence."""
        return (FROM_A_KNOWN_SENDER if self.is_known else 1.0) * (ALL_AT_HOME if self.leads_home else 1.0)


def is_enough(signs: Iterable[Reason]) -> bool:
    """Whether at least two different kinds of sign were seen, those that only support others left out."""
    table = load_weights()
    return len({kind_of(sign) for sign in signs if not table[sign.code].supports}) >= LEAST_KINDS


def judge(signs: Sequence[Reason], circumstances: Circumstances) -> Verdict:
    """The verdict on signs that are enough.

    Kinds are taken as independent witnesses (noisy-or): confidence = 1 - product of (1 - weight of the kind).
    """
    table = load_weights()
    by_kind: dict[str, list[float]] = {}
    for sign in signs:
        by_kind.setdefault(kind_of(sign), []).append(table[sign.code].weight)
    doubt = math.prod(1 - _together(found) for found in by_kind.values())
    deceives = any(table[sign.code].deceives for sign in signs)
    told = {kind_of(sign) for sign in signs if not table[sign.code].supports}
    care = 1.0 if deceives else circumstances.care
    return Verdict(tuple(kind for kind in KINDS if kind in told), round((1 - doubt) * care, 3))


def kind_of(sign: Reason) -> str:
    """The kind of a sign: the part of its code before the dot."""
    return sign.code.partition(".")[0]


def _together(weights: list[float]) -> float:
    ordered = sorted(weights, reverse=True)
    return 1 - math.prod(1 - weight * SAME_KIND**place for place, weight in enumerate(ordered))
