"""Proposes which model clauses a clause is, from the phrases of `concepts.yaml`.

Nothing is learned and nothing is hidden: every score comes from phrases that stand in the clause, in
the sentence that opens its list, in its heading, or from what its neighbours in the section are. The
same text always scores the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from custodes.policy.importing.lexicon import Concept, lexicon, said_in
from custodes.policy.importing.phrases import stemmed

_UNLESS = 0.45  # what a phrase of another idea leaves of a score
_INTRODUCES = 0.35  # what is left of a score where the clause only introduces the policy
_IN_OPENING = 0.6  # what a phrase counts that stands only in the sentence that opens the list
_IN_HEADING = 0.4  # or only in the heading
_ONLY_HEADING = 0.8  # what is left of a score where only the heading speaks
_COMPANY = 2.0  # how far neighbours of the same family lift a score, in log-odds
_LEAST_LIFTED = 0.3  # a score below this is not lifted
_LEAST = 0.37  # a score below this is no match: more than two hints
_NEAR = 0.55  # a further match must reach this part of the best
_MOST = 3
_USUAL_HEADING = re.compile(r"(?i)\b(?:purpose|scope|introduction|overview|general|policy|statement)\b")
"""Words of headings that stand over anything."""


@dataclass(frozen=True, slots=True)
class Match:
    """A model clause that a clause may be, and how surely, from 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Heard:
    """The numbers of the phrases that stand in a clause and around it, and the clause's own words."""

    own: frozenset[int]
    own_with_opening: frozenset[int]
    opening: frozenset[int]
    heading: frozenset[int]
    words: frozenset[str]


def find_matches(text: str, *, lead_in: str = "", section: str = "") -> tuple[Match, ...]:
    """The model clauses that `text` speaks of, best first, at most three; none where it speaks of none.

    `lead_in` is the sentence that opens the list a bullet stands in, `section` the heading above.
    Both help to read the clause; where its own words say nothing, the heading alone may match, less surely.
    """
    return _choose(_scores(text, lead_in, section), {})


def match_section(title: str, clauses: Sequence[tuple[str, str]]) -> list[tuple[Match, ...]]:
    """As `find_matches`, for every clause of a section, given as its text and its lead-in.

    Clauses of one family (`use`, `security`) stand together in most policies, so a clause that may be
    of two families is read as its neighbours are.
    """
    scores = [_scores(text, lead_in, title) for text, lead_in in clauses]
    families: Counter[str] = Counter()
    for one in scores:
        families.update(_leading(one))
    return [
        _choose(one, {} if text.endswith(":") else _company(families, _leading(one)))
        for one, (text, _) in zip(scores, clauses, strict=True)
    ]


def _leading(scores: Mapping[str, float]) -> dict[str, float]:
    """The family of a clause's best match, and its score; nothing where it has none."""
    best = max(scores, key=lambda clause_id: scores[clause_id], default=None)
    return {_family(best): scores[best]} if best is not None and scores[best] >= _LEAST else {}


def _company(families: Mapping[str, float], own: Mapping[str, float]) -> dict[str, float]:
    """Which part of the other clauses of the section is of each family."""
    others = {family: total - own.get(family, 0.0) for family, total in families.items()}
    whole = sum(others.values())
    return {family: part / whole for family, part in others.items()} if whole > 0 else {}


def _family(clause_id: str) -> str:
    return clause_id.partition(".")[0]


def _choose(scores: Mapping[str, float], company: Mapping[str, float]) -> tuple[Match, ...]:
    lifted = {clause_id: _lift(score, company.get(_family(clause_id), 0.0)) for clause_id, score in scores.items()}
    ranked = sorted(
        (clause_id for clause_id in lifted if lifted[clause_id] >= _LEAST), key=lambda one: (-lifted[one], one)
    )
    best = lifted[ranked[0]] if ranked else 0.0
    return tuple(Match(one, round(lifted[one], 2)) for one in ranked[:_MOST] if lifted[one] >= _NEAR * best)


def _lift(score: float, company: float) -> float:
    """The score, raised in log-odds by the part of its neighbours that are of its family."""
    if score < _LEAST_LIFTED or company <= 0:
        return score
    certain = min(score, 0.98)
    return 1 / (1 + exp(-(log(certain / (1 - certain)) + _COMPANY * company)))


def _scores(text: str, lead_in: str, section: str) -> dict[str, float]:
    own, opening, heading = stemmed(text), stemmed(lead_in), stemmed(_USUAL_HEADING.sub("", section))
    introduces = any(phrase.number in said_in(own) for phrase in lexicon().introductory)
    heard = _Heard(said_in(own), said_in(opening + own), said_in(opening), said_in(heading), _words(own))
    scores = _heard_scores(heard, _INTRODUCES if introduces else 1.0)
    if max(scores.values(), default=0.0) >= _LEAST or introduces or text.rstrip().endswith(":"):
        return scores
    said = said_in(heading)
    over = _heard_scores(_Heard(said, said, frozenset(), frozenset(), _words(heading)), _ONLY_HEADING)
    return {clause_id: max(score, over[clause_id]) for clause_id, score in scores.items()}


def _heard_scores(heard: _Heard, part: float) -> dict[str, float]:
    return {concept.id: part * _score(concept, heard) for concept in lexicon().concepts}


def _score(concept: Concept, heard: _Heard) -> float:
    """One minus the chance that every phrase and word found is there by accident."""
    doubt = 1.0
    for phrase in concept.phrases:
        doubt *= 1 - phrase.weight * _part(phrase.number, heard)
    for word, weight in concept.words.items():
        if word in heard.words:
            doubt *= 1 - weight
    others = sum(1 for phrase in concept.unless if phrase.number in heard.own)
    return float((1 - doubt) * _UNLESS**others)


def _part(number: int, heard: _Heard) -> float:
    """How much a phrase counts for where it stands; one that begins in the opening and ends in the clause is whole."""
    if number in heard.own or number in heard.own_with_opening - heard.opening:
        return 1.0
    if number in heard.opening:
        return _IN_OPENING
    return _IN_HEADING if number in heard.heading else 0.0


def _words(stems: str) -> frozenset[str]:
    return frozenset(stems.split())
