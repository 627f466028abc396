"""What a site's own ordinary and reported mail teaches beyond the shipped weights, and how well that does.

Only numbers are kept: what each sign adds, what each word adds by its number, and whose mail is ordinary by a hash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from custodes.detect.models import Lesson, hash_name
from custodes.detect.suspicious_mail.fitting.campaigns import sender_of
from custodes.detect.suspicious_mail.fitting.examples import Example
from custodes.detect.suspicious_mail.fitting.logistic import Belief, fit_logistic
from custodes.detect.suspicious_mail.message import Message
from custodes.detect.suspicious_mail.model import load_shipped
from custodes.detect.suspicious_mail.shipped import load_beliefs, load_deceiving
from custodes.detect.suspicious_mail.weighing import number_of, share_of

LEAST_GROUPS = 3
"""A word counts only if so many campaigns or senders use it: what one person writes tells nothing of the next."""
MOST_WORDS = 30_000
_OF_TRUST, _OF_SIGNS, _OF_WORDS = 50.0, 5.0, 0.01
_SMALLEST = 0.02
_REPORTED_SHARE = 0.5
"""What all reported mail counts together, against all ordinary mail."""


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""When a message is taken to be sent that does not say when."""
UNWANTED, PHISHING = 0, 1
"""The two questions."""


class Shown(NamedTuple):
    """What a message shows, small enough to hold a year of mail."""

    at: datetime
    group: int
    """Its campaign; of ordinary mail, its sender."""
    sender: str
    """A domain, or an address where the domain is anybody's."""
    codes: frozenset[str]
    words: npt.NDArray[np.uint32]
    """The numbers of its words."""
    shipped: tuple[float, float]
    """What the shipped weights of both questions sum up to: unwanted, and phishing."""


def show_small(message: Message, example: Example, at: datetime | None, group: int) -> Shown:
    """What is held of a message while teaching."""
    shipped = load_shipped()
    sums = [question.weigh(example.codes, example.words).logit for question in (shipped.unwanted, shipped.phishing)]
    numbers = np.unique(np.fromiter(map(number_of, example.words), np.uint32, len(example.words)))
    return Shown(at or LONG_AGO, group, sender_of(message), example.codes, numbers, (sums[0], sums[1]))


def fit_lesson(
    against: Sequence[Shown], ordinary: Sequence[Shown], *, question: int = UNWANTED, share: float = _REPORTED_SHARE
) -> Lesson:
    """The lesson by which those `against` are told from the others; all of them together count `share` as much."""
    shown = [*against, *ordinary]
    labels = np.repeat([1.0, 0.0], [len(against), len(ordinary)])
    importance = np.where(labels > 0, share * max(1, len(ordinary)) / max(1, len(against)), 1.0)
    codes = tuple(load_beliefs())
    words = choose_numbers(shown)
    weights, start = fit_logistic(
        _rows(shown, codes, words, question), labels, importance, _belief(len(codes), len(words))
    )
    signs = {code: float(weight) for code, weight in zip(codes, weights[1:], strict=False) if abs(weight) > _SMALLEST}
    by_number = zip(words.tolist(), weights[1 + len(codes) :].tolist(), strict=True)
    return Lesson(
        float(weights[0]), start, signs, {word: weight for word, weight in by_number if abs(weight) > _SMALLEST}
    )


def choose_numbers(shown: Sequence[Shown]) -> npt.NDArray[np.uint32]:
    """The words that mail of enough groups holds, sorted."""
    groups = np.repeat([each.group for each in shown], [len(each.words) for each in shown]).astype(np.uint64)
    words = np.concatenate([each.words for each in shown]).astype(np.uint64)
    pairs = np.unique((words << np.uint64(32)) | groups)
    numbers, counts = np.unique(pairs >> np.uint64(32), return_counts=True)
    numbers, counts = numbers[counts >= LEAST_GROUPS], counts[counts >= LEAST_GROUPS]
    commonest = np.argsort(-counts, kind="stable")[:MOST_WORDS]
    return np.sort(numbers[commonest]).astype(np.uint32)


def apply_lesson(lesson: Lesson, shown: Sequence[Shown], *, question: int = UNWANTED) -> npt.NDArray[np.float64]:
    """What the shipped weights and the lesson sum up to, a message each."""
    words = np.array(sorted(lesson.words), np.uint32)
    codes = tuple(lesson.signs)
    weights = [lesson.trust, *lesson.signs.values(), *(lesson.words[number] for number in words.tolist())]
    sums: npt.NDArray[np.float64] = _rows(shown, codes, words, question) @ np.array(weights) + lesson.start
    return sums


def _rows(shown: Sequence[Shown], codes: Sequence[str], words: npt.NDArray[np.uint32], question: int) -> Any:
    """A row a message: the shipped sum, a one for each sign, and for each word its share."""
    place = {code: 1 + at for at, code in enumerate(codes)}
    columns, values, ends = [], [], [0]
    for each in shown:
        signs = [place[code] for code in each.codes if code in place]
        at = np.searchsorted(words, each.words)
        at = at[(at < len(words)) & (words[np.minimum(at, len(words) - 1)] == each.words)] if len(words) else at[:0]
        share = share_of(each.words)
        columns.append(np.concatenate([[0], signs, at + (1 + len(codes))]).astype(np.int64))
        values.append(np.concatenate([[each.shipped[question]], np.ones(len(signs)), np.full(len(at), share)]))
        ends.append(ends[-1] + len(columns[-1]))
    shape = len(shown), 1 + len(codes) + len(words)
    if not shown:
        return csr_matrix(shape)
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)


def _belief(codes: int, words: int) -> Belief:
    """That the shipped weights are right, and nothing else is to be added."""
    mean = np.zeros(1 + codes + words)
    mean[0] = 1.0
    strength = np.repeat([_OF_TRUST, _OF_SIGNS, _OF_WORDS], [1, codes, words])
    lowest = np.full(len(mean), -math.inf)
    lowest[0] = 0.0
    return Belief(mean, strength, lowest, np.full(len(mean), math.inf))


def mark_first_contacts(ordinary: Sequence[Shown], reported: Sequence[Shown]) -> tuple[list[Shown], list[Shown]]:
    """Both with the sign whether each sender was known by then: from ordinary mail of before.

    The first fifth of the ordinary mail only fills the memory: there everybody is new.
    """
    known: dict[str, datetime] = {}
    for each in sorted(ordinary, key=lambda each: each.at):
        known.setdefault(each.sender, each.at)
    times = sorted(each.at for each in ordinary)
    begin = times[len(times) // 5] if times else datetime.max.replace(tzinfo=UTC)
    return [_marked(each, known, begin) for each in ordinary], [_marked(each, known, begin) for each in reported]


def _marked(each: Shown, known: dict[str, datetime], begin: datetime) -> Shown:
    if each.at < begin or not each.sender:
        return each
    is_known = known.get(each.sender, each.at) < each.at
    if is_known and not load_deceiving().isdisjoint(each.codes):
        return each
    code = "fair.known-sender" if is_known else "sender.unknown"
    shipped = load_shipped()
    added = [question.weigh((code,), ()).by_sign.get(code, 0.0) for question in (shipped.unwanted, shipped.phishing)]
    sums = each.shipped[UNWANTED] + added[UNWANTED], each.shipped[PHISHING] + added[PHISHING]
    return each._replace(codes=each.codes | {code}, shipped=sums)


def list_correspondents(ordinary: Iterable[Shown], reported: Iterable[Shown]) -> frozenset[str]:
    """Whose mail is ordinary, hashed: those who wrote more than once and were not reported."""
    once: set[str] = set()
    more: set[str] = set()
    for each in ordinary:
        (more if each.sender in once else once).add(each.sender)
    return frozenset(map(hash_name, more - {each.sender for each in reported} - {""}))
