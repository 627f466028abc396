"""How well abuse is told from what only looks like it, and how often ordinary mail is called abusive.

    script/bench detect --data DIR --only language

Read below `DIR`, wherever they lie: `surge-toxicity*`, `olid-train*`, `davidson*` and `hatecheck*` (packed tables), and
mail as `ham-enron-berkeley*`, `ham-lists-2019-2026*` and `ham-spamassassin*` (a folder or a packed tar) and
`lists*.mbox`.
Surge is judged in five parts by the hash of the row, each by a model that saw only the other four; the other tables by
the shipped model, which learned from none of them. On HateCheck it is the score for attacks on a group that counts.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from detecting import Row, auc, macro_f1, share, show, wilson
from fit_language import FOLDS, bring_to_scale, fit, odds, read_rows, read_surge, unseen_odds

from custodes.detect.context import Context
from custodes.detect.language import ContentParameters, LanguageParameters, content_text, language, threats
from custodes.detect.language.grammar import KINDS
from custodes.detect.language.lexicon import list_names
from custodes.detect.language.scoring import score_text
from custodes.detect.registry import Detector
from custodes.engine.intake import read_chunks
from custodes.engine.reading import read_chunk
from custodes.sources.walk import open_items

SHIPPED: tuple[tuple[Detector, object, float], ...] = (
    (language, LanguageParameters(), 0.65),
    (content_text, ContentParameters(), 0.7),
    (threats, None, 0.7),
)
"""The detectors with the parameters and the least confidence of the model policy."""
HALF = 0.5
NAMING = (
    "The {} who came yesterday asked for the large print shelf.",
    "We are planning a reading group for {} in spring.",
    "Two of the new colleagues are {}.",
    "There is a book about {} on the second floor.",
)
"""Sentences that only name a group, for the errors by group."""


class Labelled(NamedTuple):
    """A text, and whether people called it abusive, or hateful."""

    text: str
    is_abusive: bool


def measure_all(data: Path) -> Iterator[Row]:
    """The lines of the table."""
    for table in _find(data, "surge-toxicity*.csv.gz"):
        yield _measure_surge(table)
    for table in _find(data, "olid-train*.csv.gz"):
        rows = [Labelled(row["tweet"].replace("URL", ""), row["subtask_a"] == "OFF") for row in read_rows(table)]
        yield _measure("OLID, never learned from", rows, "abusive", 0.76, peer="0.72 learned from it")
    for table in _find(data, "davidson*.csv.gz"):
        rows = [Labelled(re.sub(r"@\w+", "@USER", row["tweet"]), row["class"] != "2") for row in read_rows(table)]
        yield _measure("Davidson, a fifth, never learned from", rows[::5], "abusive")
    for table in _find(data, "hatecheck*.csv.gz"):
        rows = [Labelled(row["test_case"], row["label_gold"] == "hateful") for row in read_rows(table)]
        yield _measure("HateCheck, never learned from", rows, "attack", 0.70, peer="0.57 AUC 0.59")
    yield from _measure_naming()
    for pattern in ("ham-enron-berkeley*", "ham-lists-2019-2026*", "lists*.mbox", "ham-spamassassin*"):
        for mail in _find(data, pattern)[:1]:
            yield from _measure_alarms(mail)


def main(data: Path) -> None:
    """Print the table."""
    show("Abusive language", measure_all(data))


def _find(data: Path, pattern: str) -> list[Path]:
    return sorted(data.rglob(pattern), key=lambda path: (not path.is_dir(), path))


def _measure(what: str, rows: Sequence[Labelled], kind: str, aim: float | None = None, peer: str = "") -> Row:
    began = time.process_time()
    said = [getattr(score_text(row.text), kind) for row in rows]
    speed = len(rows) / (time.process_time() - began)
    return _row(what, said, [row.is_abusive for row in rows], aim, f"{peer} {speed:.0f} texts/s".lstrip())


def _row(what: str, said: Sequence[float], truth: Sequence[bool], aim: float | None, peer: str) -> Row:
    called = [one >= HALF for one in said]
    score = macro_f1(truth, called)
    area = auc(*([one for one, is_so in zip(said, truth, strict=True) if is_so is wanted] for wanted in (True, False)))
    right = sum(one == other for one, other in zip(called, truth, strict=True))
    low, high = wilson(right, len(truth))
    ours = f"{score:.3f} AUC {area:.3f} right {right / len(truth):.3f} ({low:.3f}-{high:.3f})"
    return Row(f"{what}, macro F1", f">= {aim}" if aim else "", ours, peer, score >= aim if aim else None)


def _measure_surge(table: Path) -> Row:
    own = list(read_surge(table.parent))
    likely: list[tuple[int, float]] = []
    for fold in range(FOLDS):
        others = [one for one in own if one.fold != fold]
        model = bring_to_scale(fit(others), unseen_odds(others), [one.is_abusive for one in others])
        likely += [(at, odds(model, one.features)) for at, one in enumerate(own) if one.fold == fold]
    said = [1 / (1 + math.exp(-value)) for _, value in sorted(likely)]
    return _row("Surge, in parts by row", said, [one.is_abusive for one in own], 0.87, "0.85")


def _measure_naming() -> Iterator[Row]:
    """How often a sentence that only names a group is called anything, by characteristic."""
    for about, names in list_names().items():
        sentences = [sentence.format(name) for sentence in NAMING for name in names]
        wrong = sum(max(getattr(score_text(one), kind) for kind in KINDS) >= HALF for one in sentences)
        yield Row(f"only named: {about}", "0", share(wrong, len(sentences)), met=wrong == 0)


def _measure_alarms(mail: Path) -> Iterator[Row]:
    """Alarms of each detector on ordinary mail, at what the model policy shows."""
    batches = [batch for chunk in read_chunks(open_items([mail]), reader="mail") for batch in read_chunk(chunk).batches]
    messages, every = sum(batch.num_rows for batch in batches), set[tuple[str, str]]()
    began = time.process_time()
    for detector, parameters, sure in SHIPPED:
        places = set(_alarms(detector, Context(parameters=parameters), batches, sure))
        every |= places
        yield Row(f"{mail.name}, alarms of {detector.name}", "<= 0.1 %", share(len(places), messages))
    speed = messages / (time.process_time() - began)
    is_met = len(every) <= messages / 1000
    yield Row(
        f"{mail.name}, any", "<= 0.1 %", share(len(every), messages), f"{speed:.0f} messages/s, all three", is_met
    )


def _alarms(
    detector: Detector, context: Context, batches: Iterable[pa.RecordBatch], sure: float
) -> Iterator[tuple[str, str]]:
    for batch in batches:
        for finding in detector(batch, context).findings:
            if finding.confidence >= sure:
                yield finding.evidence[0].source, finding.evidence[0].locator
