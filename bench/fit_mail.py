"""Fits the shipped weights of suspicious-mail: `script/fit suspicious-mail DATA`.

Sources, and only these: SpamAssassin's ham and spam and Enron's mail (two thirds of their senders), the templates of
king-phisher, and made-up mail (`detect/suspicious_mail/fitting/generator`). The same data give the same weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from mail_data import FITTED, SPAM, read_mail, read_templates

from custodes.detect.context import Context
from custodes.detect.suspicious_mail.fitting.examples import Example, read_examples
from custodes.detect.suspicious_mail.fitting.fit import Doubt, choose_words, fit_question
from custodes.detect.suspicious_mail.fitting.generator import write_messages
from custodes.detect.suspicious_mail.model import Model
from custodes.detect.suspicious_mail.weighing import Balance

SHIPPED = Path(__file__).parents[1] / "src/custodes/detect/data/mail/suspicious_mail.json"
SEED, MADE = 7, 32_000
MADE_COUNTS, SPAM_COUNTS = 0.15, 0.5
"""What a made-up message, and a real one of spam, counts against one of real ham where unwanted is told from ordinary.

The made-up ones are many, and of few hands; the spam is all of 2002, and would make newsletters of that year its like.
"""
UNWANTED_COUNTS = 0.4
"""What all unwanted mail counts together, against all ordinary mail."""
SPAM_COUNTS_BESIDE_PHISHING = 3.0
"""What a real message of spam counts against a made-up one where phishing is told from spam."""
DOUBT_UNWANTED = Doubt(of_signs=100, of_words=0.05)
DOUBT_PHISHING = Doubt(of_signs=20, of_words=0.1)
LEAST_GROUPS, MOST_WORDS = 4, 8_000
_QUOTED_LETTERS = 5
# fmt: off
_NAMES = frozenset((
    "spamassassin", "ilug", "exmh", "zzzz", "yyyy", "zzzzteana", "taint", "netnoteinc", "xent",
    "fork", "razor", "enron", "ect", "hou", "linux", "sourceforge",
))
# fmt: on
"""Names of the lists and companies that the ham comes from: they would tell the source, not the kind."""
HAM_, SPAM_, PHISHING_ = 0, 1, 2


@dataclass(slots=True)
class Lessons:
    """All that is fitted on, side by side."""

    examples: list[Example] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)

    def add(self, example: Example, label: int, group: tuple[str, str], counts: float) -> None:
        """One message more."""
        self.examples.append(example)
        self.labels.append(label)
        self.groups.append(group)
        self.counts.append(counts)


def gather(data: Path, *, made: int = MADE, leave_out: Any = None) -> Lessons:
    """What the shipped weights are fitted on; `leave_out(mail)` keeps real messages away."""
    lessons = Lessons()
    for source in FITTED:
        for mail in read_mail(data, source):
            if mail.is_fitted and not (leave_out and leave_out(mail)):
                is_spam = source == SPAM
                counts = SPAM_COUNTS if is_spam else 1.0
                lessons.add(mail.example, SPAM_ if is_spam else HAM_, (source, mail.group), counts)
    for number, example in enumerate(_templates(data)):
        lessons.add(example, PHISHING_, ("template", str(number)), 1.0)
    letters = list(write_messages(SEED, made))
    labels = {"ham": HAM_, "spam": SPAM_, "phishing": PHISHING_}
    for letter, (_, example) in zip(letters, read_examples((each.raw for each in letters), Context()), strict=True):
        lessons.add(example, labels[str(letter.label)], ("made", letter.family), MADE_COUNTS)
    return lessons


def _templates(data: Path) -> list[Example]:
    return [example for _, example in read_examples(map(_as_message, read_templates(data)), Context())]


def _as_message(page: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "someone@elsewhere.example", "ana@fernwood.example"
    message.set_content(page.replace("{{url.webserver}}", "http://elsewhere.example/"), subtype="html")
    return message.as_bytes()


def fit(lessons: Lessons) -> tuple[Model, Sequence[str]]:
    """The model, and the words it knows."""
    chosen = choose_words(lessons.examples, lessons.groups, least_groups=LEAST_GROUPS, most=MOST_WORDS)
    words = [word for word in chosen if _NAMES.isdisjoint(word.replace(":", " ").split())]
    labels, counts = np.array(lessons.labels), np.array(lessons.counts)
    bad = labels > HAM_
    importance = _even(counts, bad, UNWANTED_COUNTS).tolist()
    unwanted = fit_question(lessons.examples, bad.tolist(), importance, words, doubt=DOUBT_UNWANTED)
    of_bad = np.flatnonzero(bad)
    phishing = labels[of_bad] == PHISHING_
    some = [lessons.examples[at] for at in of_bad]
    is_real = np.array([lessons.groups[at][0] == SPAM for at in of_bad])
    importance = _even(np.where(is_real, SPAM_COUNTS_BESIDE_PHISHING, 1.0), phishing, 1.0).tolist()
    second = fit_question(some, phishing.tolist(), importance, words, doubt=DOUBT_PHISHING, is_first=False)
    return Model(unwanted, second, _quotable(lessons, words)), words


def _even(counts: Any, positive: Any, share: float) -> Any:
    """What each message counts, so that the positive together count that share of the others."""
    return np.where(positive, counts * share * counts[~positive].sum() / counts[positive].sum(), counts)


def _quotable(lessons: Lessons, words: Sequence[str]) -> frozenset[str]:
    """Words that ordinary mail of several hands uses too, and that stand for themselves."""
    ham = [at for at, label in enumerate(lessons.labels) if label == HAM_]
    common = set(
        choose_words(
            [lessons.examples[at] for at in ham], [lessons.groups[at] for at in ham], least_groups=10, most=len(words)
        )
    )
    return frozenset(word for word in words if word in common and word.isalpha() and len(word) >= _QUOTED_LETTERS)


def write(model: Model, words: Sequence[str], path: Path) -> None:
    """The weights as the detector reads them.

    For each word: what it counts for unwanted, what for phishing, and whether it may be quoted.
    """
    first, second = model.unwanted, model.phishing
    assert isinstance(first, Balance)
    assert isinstance(second, Balance)
    rows = {
        word: [first.words.get(word, 0), second.words.get(word, 0), int(word in model.quotable)]
        for word in sorted(words)
        if word in first.words or word in second.words
    }
    lines = ",\n".join(f"    {orjson.dumps(word).decode()}: {orjson.dumps(row).decode()}" for word, row in rows.items())
    heads = "".join(
        f'  "{name}": {orjson.dumps({"start": head.start, "signs": head.signs}).decode()},\n'
        for name, head in (("unwanted", first), ("phishing", second))
    )
    path.write_text(f'{{\n{heads}  "words": {{\n{lines}\n  }}\n}}\n')


def main() -> None:
    """Fit and write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path, help="the folder of corpora")
    options.add_argument("--out", type=Path, default=SHIPPED)
    chosen = options.parse_args()
    lessons = gather(chosen.data)
    model, words = fit(lessons)
    write(model, words, chosen.out)
    print(f"Fitted on {len(lessons.examples):,} messages; {len(words):,} words. Written: {chosen.out}")


if __name__ == "__main__":
    main()
