"""How well suspicious-mail tells phishing, spam and ordinary mail apart: `main(data)` prints a row a question.

Ham: the third of SpamAssassin's and Enron's senders that weights were not fitted on, and all list mail, of which none
was. Phishing: all of phishing_pot, of which nothing was. "Novel" leaves out its largest campaigns: only messages
of campaigns (no shared subject, no shared domain that is not anybody's, no shared beginning or end) of fewer than ten.
Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

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


def main(data: Path, *, refit: bool = True) -> None:
    """Print every row."""
    mail = {source: read_mail(data, source) for source in (PHISH, SPAM, HAM, ENRON, LISTS)}
    kept = {source: [each for each in mail[source] if not each.is_fitted] for source in (SPAM, HAM, ENRON)}
    ham = {HAM: kept[HAM], ENRON: kept[ENRON], LISTS: mail[LISTS]}
    print("\nSuspicious mail, as shipped")
    _as_shipped(mail[PHISH], ham, kept[SPAM], Site(Context()))
    if refit:
        _without_newsletters(data, mail)
    print("\nThe same, taught by a site (simulated: half the campaigns reported, the older 60 % of ham)")
    _taught(mail)
    _speed(mail)


def _as_shipped(phish: Sequence[Mail], ham: dict[str, list[Mail]], spam: Sequence[Mail], site: Site) -> None:
    found, novel = _judge(phish, site), _novel(phish)
    plain = {source: _judge(messages, site) for source, messages in ham.items()}
    together = [each for judged in plain.values() for each in judged]
    for name, picked in (("all phishing", found), ("novel phishing", [found[at] for at in novel])):
        for rate in (0.01, 0.001):
            _row(
                f"{name}, recall at {rate:.1%} false",
                sum(each.confidence > _cut(together, rate) for each in picked),
                len(picked),
            )
        _row(f"{name}, found at {SURE}", sum(each.is_shown for each in picked), len(picked))
        _row(
            f"{name}, called phishing",
            sum(each.is_shown and each.verdict == "phishing" for each in picked),
            len(picked),
        )
        _row(f"{name}, called spam", sum(each.is_shown and each.verdict == "spam" for each in picked), len(picked))
    for source, judged in plain.items():
        _row(f"{source}, false at {SURE}", sum(each.is_shown for each in judged), len(judged))
    letters = [at for at, each in enumerate(ham[HAM]) if each.is_newsletter]
    _row(f"newsletters among them, false at {SURE}", sum(plain[HAM][at].is_shown for at in letters), len(letters))
    told = _judge(spam, site)
    _row(f"plain spam, found at {SURE}", sum(each.is_shown for each in told), len(told))
    _row("plain spam, called phishing", sum(each.is_shown and each.verdict == "phishing" for each in told), len(told))


def _without_newsletters(data: Path, mail: dict[str, list[Mail]]) -> None:
    print("\nFitted again without any newsletter of SpamAssassin's")
    site = Site(Context())
    site.model, _ = fit(gather(data, leave_out=lambda each: each.is_newsletter))
    letters = _judge([each for each in mail[HAM] if each.is_newsletter], site)
    _row(f"newsletters, false at {SURE}", sum(each.is_shown for each in letters), len(letters))
    phish = _judge(mail[PHISH], site)
    _row(f"phishing found at {SURE}", sum(each.is_shown for each in phish), len(phish))
    _row(
        "phishing, recall at 1.0% false of newsletters",
        sum(each.confidence > _cut(letters, 0.01) for each in phish),
        len(phish),
    )


def _taught(mail: dict[str, list[Mail]]) -> None:
    campaigns = list_campaigns(each.message for each in mail[PHISH])
    largest = Counter(campaigns).most_common(1)[0][0]
    is_taught = [number == largest or _half(number) for number in campaigns]
    older = {source: _older(mail[source]) for source in (HAM, ENRON, LISTS)}
    ordinary = [each for old, _ in older.values() for each in old]
    reported = [each for each, taught in zip(mail[PHISH], is_taught, strict=True) if taught]
    spam = [each for each in mail[SPAM] if each.is_fitted]
    taught, marks = hold_course(_show(ordinary), _show(reported), _show(spam))
    site = Site(Context(lists=Lists(models=Models(taught))))
    ham = [judged for _, new in older.values() for judged in _judge(new, site)]
    phish = _judge([each for each, known in zip(mail[PHISH], is_taught, strict=True) if not known], site)
    for rate in (0.01, 0.001):
        _row(
            f"unseen campaigns, recall at {rate:.1%} false",
            sum(each.confidence > _cut(ham, rate) for each in phish),
            len(phish),
        )
    _row(f"unseen campaigns, found at {SURE}", sum(each.is_shown for each in phish), len(phish))
    _row(f"newest 40 % of ham, false at {SURE}", sum(each.is_shown for each in ham), len(ham))
    other = _judge([each for each in mail[SPAM] if not each.is_fitted], site)
    _row("plain spam, called phishing", sum(each.is_shown and each.verdict == "phishing" for each in other), len(other))
    print(f"  what the command itself would have told: {marks}")


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


def _cut(ham: Sequence[Judged], rate: float) -> float:
    """The confidence above which no more than that share of the ham lies."""
    return sorted((each.confidence for each in ham), reverse=True)[int(rate * len(ham))]


def _speed(mail: dict[str, list[Mail]]) -> None:
    print("\nRaw bytes to verdict, one core")
    for source, messages in mail.items():
        records = [each.raw for each in messages[:1000]]
        begin = time.process_time()
        suspicious_mail(parse_records(records), Context())
        print(f"  {source:52} {len(records) / (time.process_time() - begin):7,.0f} messages a second")


def _row(name: str, part: int, whole: int) -> None:
    if not whole:
        print(f"  {name:52} no message")
        return
    share, spread = part / whole, 1.96**2 / whole
    middle = (share + spread / 2) / (1 + spread)
    half = 1.96 * math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    print(f"  {name:52} {share:7.2%}  ({middle - half:.2%} to {middle + half:.2%}; {part:,} of {whole:,})")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path, help="the folder of corpora")
    options.add_argument("--no-refit", action="store_true", help="leave out what needs fitting anew")
    chosen = options.parse_args()
    main(chosen.data, refit=not chosen.no_refit)
