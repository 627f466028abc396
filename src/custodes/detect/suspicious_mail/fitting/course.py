"""The whole of teaching: is there enough, how well does it do on what it never saw, then the lesson from everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from custodes.detect.models import Taught
from custodes.detect.suspicious_mail.fitting.teaching import (
    PHISHING,
    UNWANTED,
    Shown,
    apply_lesson,
    fit_lesson,
    list_correspondents,
    mark_first_contacts,
)

LEAST_REPORTED, LEAST_CAMPAIGNS = 40, 15
LEAST_ORDINARY, LEAST_SENDERS = 300, 20
LEAST_SPAM = 40
_PHISHING_SHARE = 0.15
"""What the reported mail counts together, against all spam: among what people report as phishing there is much spam."""
_NEWEST = 0.25
"""The share of the mail that is kept back to see how well the lesson does."""


class TooLittleError(ValueError):
    """There is too little mail to learn from; says what is missing."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How the lesson of the older mail did on the newest, of which it had seen no campaign."""

    reported: int
    campaigns: int
    found: int
    found_untaught: int
    ordinary: int
    mistaken: int


def hold_course(
    ordinary: Sequence[Shown], reported: Sequence[Shown], spam: Sequence[Shown] = ()
) -> tuple[Taught, Marks]:
    """What is taught by all the mail, and how well the older part of it would have done on the newest.

    Raises TooLittleError.
    """
    _check(ordinary, reported, spam)
    ordinary, reported = mark_first_contacts(ordinary, reported)
    marks = _examine(ordinary, reported)
    unwanted = fit_lesson([*reported, *spam], ordinary)
    phishing = fit_lesson(reported, spam, question=PHISHING, share=_PHISHING_SHARE) if spam else None
    return Taught(unwanted, phishing, list_correspondents(ordinary, [*reported, *spam])), marks


def _check(ordinary: Sequence[Shown], reported: Sequence[Shown], spam: Sequence[Shown]) -> None:
    wanted = (
        (len(reported), LEAST_REPORTED, "reported messages"),
        (len({each.group for each in reported}), LEAST_CAMPAIGNS, "different campaigns among the reported"),
        (len(ordinary), LEAST_ORDINARY, "ordinary messages"),
        (len({each.sender for each in ordinary}), LEAST_SENDERS, "different senders of ordinary mail"),
        (len(spam) or LEAST_SPAM, LEAST_SPAM, "messages of plain spam, where any are given"),
    )
    if missing := [f"{has:,} of {least:,} {what}" for has, least, what in wanted if has < least]:
        raise TooLittleError(f"There is too little to learn from: {'; '.join(missing)}.")


def _examine(ordinary: Sequence[Shown], reported: Sequence[Shown]) -> Marks:
    """The lesson of the older mail, held against the newest."""
    old_ordinary, new_ordinary = _by_time(ordinary)
    old_reported, new_reported = _by_campaign(reported)
    lesson = fit_lesson(old_reported, old_ordinary)
    found = apply_lesson(lesson, new_reported) > 0
    return Marks(
        reported=len(new_reported),
        campaigns=len({each.group for each in new_reported}),
        found=int(found.sum()),
        found_untaught=sum(each.shipped[UNWANTED] > 0 for each in new_reported),
        ordinary=len(new_ordinary),
        mistaken=int((apply_lesson(lesson, new_ordinary) > 0).sum()),
    )


def _by_time(shown: Sequence[Shown]) -> tuple[list[Shown], list[Shown]]:
    ordered = sorted(shown, key=lambda each: each.at)
    at = round(len(ordered) * (1 - _NEWEST))
    return ordered[:at], ordered[at:]


def _by_campaign(reported: Sequence[Shown]) -> tuple[list[Shown], list[Shown]]:
    """The older, and of the newest those whose campaign begins there: a later wave of an older one is neither."""
    times = sorted(each.at for each in reported)
    since = times[int(np.floor(len(times) * (1 - _NEWEST)))]
    begun = {each.group: each.at for each in sorted(reported, key=lambda each: each.at, reverse=True)}
    older = [each for each in reported if each.at < since]
    return older, [each for each in reported if begun[each.group] >= since]
