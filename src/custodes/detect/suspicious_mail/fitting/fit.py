"""From examples to weights: one question at a time."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from custodes.detect.suspicious_mail.fitting.examples import Example
from custodes.detect.suspicious_mail.fitting.logistic import Belief, fit_logistic
from custodes.detect.suspicious_mail.shipped import load_beliefs
from custodes.detect.suspicious_mail.weighing import Balance, share_of

_NEVER = 0.0
_ANY = math.inf


@dataclass(frozen=True, slots=True)
class Doubt:
    """How strongly weights are held where they were thought to be."""

    of_signs: float = 1.0
    of_words: float = 0.02


def choose_words(
    examples: Iterable[Example], groups: Iterable[Hashable], *, least_groups: int, most: int
) -> tuple[str, ...]:
    """The words that stand in the mail of so many groups (campaigns, template families, senders), the commonest first.

    What only one campaign or one person writes tells nothing of the next.
    """
    seen: defaultdict[str, set[Hashable]] = defaultdict(set)
    for example, group in zip(examples, groups, strict=True):
        for word in example.words:
            seen[word].add(group)
    counted = Counter({word: len(those) for word, those in seen.items() if len(those) >= least_groups})
    return tuple(word for word, _ in counted.most_common(most))


def fit_question(
    examples: Sequence[Example],
    labels: Sequence[bool],
    importance: Sequence[float],
    words: Sequence[str],
    *,
    doubt: Doubt,
    is_first: bool = True,
) -> Balance:
    """The weights by which what is labelled is told from the rest.

    Of the first question (unwanted, or not) the signs have a side: those against a message count 0 or more, those for
    it 0 or less. Of the second they have none.
    """
    codes = tuple(load_beliefs())
    rows = make_rows(examples, codes, words)
    belief = _belief(codes, len(words), doubt, is_first=is_first)
    weights, start = fit_logistic(rows, np.array(labels, float), np.array(importance, float), belief)
    signs = {code: round(float(weight), 3) for code, weight in zip(codes, weights, strict=False)}
    by_word = {word: round(float(weight), 2) for word, weight in zip(words, weights[len(codes) :], strict=True)}
    return Balance(round(start, 3), signs, {word: weight for word, weight in by_word.items() if weight})


def make_rows(examples: Sequence[Example], codes: Sequence[str], words: Sequence[str]) -> Any:
    """A row an example: a one for each sign, and for each word its share."""
    place = {code: at for at, code in enumerate(codes)}
    word_place = {word: len(codes) + at for at, word in enumerate(words)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for example in examples:
        share = share_of(example.words)
        signs = [place[code] for code in example.codes if code in place]
        found = [word_place[word] for word in example.words if word in word_place]
        columns += signs + found
        values += [1.0] * len(signs) + [share] * len(found)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(examples), len(codes) + len(words)))


def _belief(codes: Sequence[str], words: int, doubt: Doubt, *, is_first: bool) -> Belief:
    thought = [load_beliefs()[code].weight if is_first else _NEVER for code in codes]
    lowest = [0.0 if is_first and weight >= 0 else -_ANY for weight in thought]
    highest = [0.0 if is_first and weight < 0 else _ANY for weight in thought]
    return Belief(
        np.array(thought + [0.0] * words),
        np.array([doubt.of_signs] * len(codes) + [doubt.of_words] * words),
        np.array(lowest + [-_ANY] * words),
        np.array(highest + [_ANY] * words),
    )
