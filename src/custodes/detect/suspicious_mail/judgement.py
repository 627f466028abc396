"""From signs and words to a verdict, with the parts that make it as its reasons."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from custodes.detect.finding import Reason
from custodes.detect.suspicious_mail.model import Model
from custodes.detect.suspicious_mail.shipped import load_deceiving
from custodes.detect.suspicious_mail.weighing import Weighed

WORTH_TELLING = 0.1
"""Below this probability nothing is said of a message."""
LIKELY = 0.5
PHISHING_FROM, SPAM_UNTIL = 0.5, 0.25
"""How probable phishing must be for what is unwanted to be called so, and plain spam; between, suspicious.

Calling a lure spam does more harm than the reverse.
"""
MOST_REASONS = 8
TELLING = 0.1
"""A sign that adds less to the sum is not worth a sentence."""
_LONG_NUMBER = re.compile(r"\d(?:[-.]?\d){5,}")
"""A host can be named by a card's or a patron's number; no reason repeats one."""
WORDS_TELLING = 0.5
WORDS_QUOTED = 3
_SHORTEST_QUOTED = 4

KINDS = {
    "sender": "an unrecognisable sender",
    "writing": "odd writing",
    "urgency": "urgency",
    "request": "a request of the kind that lures make",
    "link": "where its links lead",
    "page": "a page made with tricks",
    "attachment": "a risky attachment",
}
WORDS = "words that such messages use"


class Verdict(StrEnum):
    """What a message looks like."""

    PHISHING = "phishing"
    SPAM = "spam"
    SUSPICIOUS = "suspicious"


_SAYS = {
    Verdict.PHISHING: "The message looks like phishing",
    Verdict.SPAM: "The message looks like plain spam",
    Verdict.SUSPICIOUS: "The message is suspicious",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, how sure it is that the message is unwanted, and why."""

    verdict: Verdict
    confidence: float
    reasons: tuple[Reason, ...]


def judge(signs: Collection[Reason], fair: Iterable[Reason], words: Collection[str], model: Model) -> Judgement | None:
    """The judgement on a message, or None where there is nothing to say."""
    codes = {sign.code for sign in signs}
    if load_deceiving().isdisjoint(codes):
        codes.update(sign.code for sign in fair)
    unwanted = model.unwanted.weigh(codes, words)
    if unwanted.probability < WORTH_TELLING:
        return None
    phishing = model.phishing.weigh(codes, words)
    verdict = _verdict(unwanted, phishing)
    told = _told(signs, unwanted)
    quoted = _words_told(unwanted, phishing if verdict is Verdict.PHISHING else None, model.quotable)
    if not told and not quoted:
        return None  # no verdict without a reason that a person can check
    return Judgement(verdict, round(unwanted.probability, 6), (_summary(verdict, told), *told, *quoted))


def _verdict(unwanted: Weighed, phishing: Weighed) -> Verdict:
    if unwanted.probability < LIKELY or SPAM_UNTIL < phishing.probability < PHISHING_FROM:
        return Verdict.SUSPICIOUS
    return Verdict.PHISHING if phishing.probability >= PHISHING_FROM else Verdict.SPAM


def _told(signs: Collection[Reason], unwanted: Weighed) -> list[Reason]:
    """The signs that added something, the strongest first."""
    added = unwanted.by_sign
    telling = (sign for sign in signs if added.get(sign.code, 0.0) >= TELLING)
    ranked = sorted(telling, key=lambda sign: -added[sign.code])[:MOST_REASONS]
    return [Reason(sign.code, _LONG_NUMBER.sub("…", sign.text)) for sign in ranked]


def _words_told(unwanted: Weighed, phishing: Weighed | None, quotable: frozenset[str]) -> list[Reason]:
    """What the words together added, naming those that added most and that anybody may read."""
    parts = unwanted.by_word
    if math.fsum(parts.values()) < WORDS_TELLING:
        return []
    named = phishing.by_word if phishing else {}
    ranked = sorted(parts, key=lambda word: (-round(parts[word] + max(0.0, named.get(word, 0.0)), 9), word))
    quoted = [word for word in ranked if parts[word] > 0 and word in quotable][:WORDS_QUOTED]
    shown = f": {', '.join(f'“{word}”' for word in quoted)}" if quoted else ""
    return [Reason("writing.words", f"Its words, taken together, are those of unwanted mail{shown}.")]


def _summary(verdict: Verdict, told: Iterable[Reason]) -> Reason:
    seen = {sign.code.partition(".")[0] for sign in told}
    kinds = [KINDS[kind] for kind in KINDS if kind in seen]
    *first, last = kinds or [WORDS]
    shows = f"{', '.join(first)} and {last}" if first else last
    return Reason(f"verdict.{verdict}", f"{_SAYS[verdict]}, by {shows}. The person received it.")
