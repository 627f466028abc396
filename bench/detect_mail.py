"""How well suspicious-mail tells phishing, spam and ordinary mail apart: a row a question.

Ham: the third of SpamAssassin's and Enron's senders that weights were not fitted on, and all list mail, of which none
was. Phishing: all of phishing_pot, of which nothing was. "Novel" leaves out its largest campaigns: only messages
of campaigns (no shared subject, no shared domain that is not anybody's, no shared beginning or end) of fewer than ten.
Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detecting import Row, share, show, threshold_at
from fit_mail import fit, gather
from mail_data import ENRON, HAM, LISTS, PHISH, SPAM, Mail, read_mail

from custodes.detect.context import Context
from custodes.detect.finding import Outcome
from custodes.detect.lists import Lists
from custodes.detect.models import Models
from custodes.detect.suspicious_mail import look_at, suspicious_mail
from custodes.detect.suspicious_mail.fitting.campaigns import list_campaigns
from custodes.detect.suspicious_mail.fitting.course import hold_course
from custodes.detect.suspicious_mail.fitting.examples import parse_records
from custodes.detect.suspicious_mail.fitting.teaching import Shown, show_small
from custodes.detect.suspicious_mail.site import Site

SURE = 0.5
"""The threshold that the model policy ships with."""
ORDINARY = (HAM, ENRON, LISTS)
_LARGE_CAMPAIGN = 10
_OLDER = 0.6


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure, and which verdict."""

    confidence: float
    verdict: str

    @property
    def is_shown(self) -> bool:
        """Whether a reviewer would see it."""
        return self.confidence >= SURE

    def is_called(self, verdict: str) -> bool:
        """Whether a reviewer would see it, under this verdict."""
        return self.is_shown and self.verdict == verdict


@dataclass(frozen=True, slots=True)
class Aim:
    """What a share is to reach, or not to go above."""

    bound: float
    is_most: bool = False

    def is_met(self, rate: float) -> bool:
        """Whether the share is on the right side."""
        return rate <= self.bound if self.is_most else rate >= self.bound

    def __str__(self) -> str:
        return f"{'<=' if self.is_most else '>='} {self.bound:.4g}"


def measure_all(data: Path, *, refit: bool = True) -> Iterator[Row]:
    """Every row, as it comes."""
    mail = {source: read_mail(data, source) for source in (PHISH, SPAM, HAM, ENRON, LISTS)}
    yield from _as_shipped(mail, Site(Context()))
    if refit:
        yield from _without_newsletters(data, mail)
    yield from _taught(mail)
    yield from _speed(mail)


def _as_shipped(mail: dict[str, list[Mail]], site: Site) -> Iterator[Row]:
    ham = {source: [each for each in mail[source] if source == LISTS or not each.is_fitted] for source in ORDINARY}
    found = _judge(mail[PHISH], site)
    plain = {source: _judge(messages, site) for source, messages in ham.items()}
    together = [each.confidence for judged in plain.values() for each in judged]
    novel = [found[at] for at in _novel(mail[PHISH])]
    yield from _of_phishing("all phishing", found, together)
    yield from _of_phishing("novel phishing", novel, together, Aim(0.85))
    for source, judged in plain.items():
        aim = Aim(0.02, is_most=True) if source == LISTS else None
        yield _row(f"{source}, false at {SURE}", [each.is_shown for each in judged], aim)
    letters = [judged for each, judged in zip(ham[HAM], plain[HAM], strict=True) if each.is_newsletter]
    yield _row(f"newsletters among them, false at {SURE}", [each.is_shown for each in letters])
    spam = _judge([each for each in mail[SPAM] if not each.is_fitted], site)
    yield _row(f"plain spam, found at {SURE}", [each.is_shown for each in spam])
    yield _row("plain spam, called phishing", [each.is_called("phishing") for each in spam], Aim(0.05, is_most=True))


def _of_phishing(name: str, found: Sequence[Judged], ham: Sequence[float], aim: Aim | None = None) -> Iterator[Row]:
    for rate in (0.01, 0.001):
        limit = threshold_at(ham, rate)
        told = [each.confidence > limit for each in found]
        yield _row(f"{name}, recall at {rate:.1%} false", told, aim if rate < 0.01 else None)
    yield _row(f"{name}, found at {SURE}", [each.is_shown for each in found])
    for verdict in ("phishing", "spam"):
        yield _row(f"{name}, called {verdict}", [each.is_called(verdict) for each in found])


def _without_newsletters(data: Path, mail: dict[str, list[Mail]]) -> Iterator[Row]:
    site = Site(Context())
    site.model, _ = fit(gather(data, leave_out=lambda each: each.is_newsletter))
    letters = _judge([each for each in mail[HAM] if each.is_newsletter], site)
    told = [each.is_shown for each in letters]
    yield _row(f"newsletters, of which none was fitted on: false at {SURE}", told, Aim(0.02, is_most=True))
    phish = _judge(mail[PHISH], site)
    yield _row(f"phishing found at {SURE} by the same", [each.is_shown for each in phish], Aim(0.9))
    limit = threshold_at([each.confidence for each in letters], 0.01)
    yield _row("phishing, recall at 1 % false of them", [each.confidence > limit for each in phish])


def _taught(mail: dict[str, list[Mail]]) -> Iterator[Row]:
    """Simulated: half the campaigns reported, the older 60 % of ham taught."""
    campaigns = list_campaigns(each.message for each in mail[PHISH])
    largest = Counter(campaigns).most_common(1)[0][0]
    is_taught = [number == largest or _half(number) for number in campaigns]
    older = {source: _older(mail[source]) for source in ORDINARY}
    ordinary = [each for old, _ in older.values() for each in old]
    reported = [each for each, taught in zip(mail[PHISH], is_taught, strict=True) if taught]
    spam = [each for each in mail[SPAM] if each.is_fitted]
    taught, _ = hold_course(_show(ordinary), _show(reported), _show(spam))
    site = Site(Context(lists=Lists(models=Models(taught))))
    ham = [judged for _, new in older.values() for judged in _judge(new, site)]
    phish = _judge([each for each, known in zip(mail[PHISH], is_taught, strict=True) if not known], site)
    confidence = [each.confidence for each in ham]
    yield from _of_phishing("taught, unseen campaigns", phish, confidence, Aim(0.95))
    yield _row(f"taught, newest 40 % of ham, false at {SURE}", [each.is_shown for each in ham])
    other = _judge([each for each in mail[SPAM] if not each.is_fitted], site)
    told = [each.is_called("phishing") for each in other]
    yield _row("taught, plain spam called phishing", told, Aim(0.05, is_most=True))


def _half(number: int) -> bool:
    return hashlib.sha256(str(number).encode()).digest()[0] < 128


def _older(messages: Sequence[Mail]) -> tuple[list[Mail], list[Mail]]:
    """By the time each was sent."""
    times = parse_records([each.raw for each in messages]).column("time").to_pylist()
    order = sorted(range(len(messages)), key=lambda at: (times[at] is not None, times[at] and times[at].timestamp()))
    cut = round(_OLDER * len(order))
    return [messages[at] for at in order[:cut]], [messages[at] for at in order[cut:]]


def _show(messages: Sequence[Mail]) -> list[Shown]:
    times = parse_records([each.raw for each in messages]).column("time").to_pylist()
    groups = list_campaigns(each.message for each in messages)
    rows = zip(messages, times, groups, strict=True)
    return [show_small(each.message, each.example, at, group) for each, at, group in rows]


def _judge(messages: Iterable[Mail], site: Site) -> list[Judged]:
    judged = []
    for each in messages:
        reasons, outcome, confidence = look_at(each.message, site)
        said = reasons[0].code.rpartition(".")[2] if outcome is Outcome.YES else ""
        judged.append(Judged(confidence, said))
    return judged


def _novel(messages: Sequence[Mail]) -> list[int]:
    campaigns = list_campaigns(each.message for each in messages)
    size = Counter(campaigns)
    return [at for at, number in enumerate(campaigns) if size[number] < _LARGE_CAMPAIGN]


def _speed(mail: dict[str, list[Mail]]) -> Iterator[Row]:
    for source, messages in mail.items():
        records = [each.raw for each in messages[:1000]]
        if not records:
            continue
        begin = time.process_time()
        suspicious_mail(parse_records(records), Context())
        rate = len(records) / (time.process_time() - begin)
        yield Row(f"raw bytes to verdict, {source}", ">= 100 msg/s", f"{rate:,.0f} msg/s", met=rate >= 100)


def _row(what: str, told: Sequence[bool], aim: Aim | None = None) -> Row:
    met = aim.is_met(sum(told) / len(told)) if aim and told else None
    return Row(what, str(aim) if aim else "", share(sum(told), len(told)), met=met)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path, help="the folder of corpora")
    options.add_argument("--no-refit", action="store_true", help="leave out what needs fitting anew")
    chosen = options.parse_args()
    show("Suspicious mail", measure_all(chosen.data, refit=not chosen.no_refit))
