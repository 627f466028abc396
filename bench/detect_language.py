"""How well abuse is told from what only looks like it, and how often ordinary mail is called abusive.

    script/bench detect --data DIR --only language

Read below `DIR`, wherever they lie: `surge-toxicity*`, `olid-train*`, `davidson*` and `hatecheck*` (packed tables), and
mail as `ham-enron-berkeley*`, `ham-lists-2019-2026*` and `ham-spamassassin*` (a folder or a packed tar) and
`lists*.mbox`.

What is measured is what the three detectors say together: called abusive is what any of them shows at the model
policy's `sure`; the score is the surest. Surge and Davidson are judged in five parts, texts that are nearly the same in
one part, each by a model that saw only the other four; the others by the shipped model, which learned from neither.
Of HateCheck, it is `content-text` alone that counts: it asks for attacks on a group, and calls other abuse harmless.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from detecting import Row, auc, macro_f1, share, show, wilson
from fit_language import (
    FOLDS,
    Example,
    fit_to_scale,
    read_made,
    read_mail,
    read_rows,
    read_surge,
    read_tweets,
)

from custodes.detect.context import Context
from custodes.detect.language import ContentParameters, LanguageParameters, content_text, language, threats
from custodes.detect.language.findings import LEAST_SURE, Looked, weigh
from custodes.detect.language.lexicon import list_names
from custodes.detect.language.scoring import score_text
from custodes.detect.language.weights import Weights
from custodes.detect.language.writings import Text
from custodes.detect.registry import Detector
from custodes.engine.intake import read_chunks
from custodes.engine.reading import read_chunk
from custodes.sources.walk import open_items

SHIPPED: tuple[tuple[Detector, object, float], ...] = (
    (language, LanguageParameters(), 0.5),
    (content_text, ContentParameters(), 0.6),
    (threats, None, 0.7),
)
"""The detectors with the parameters and the least confidence of the model policy."""
LOOKED = (
    Looked("language", frozenset(LanguageParameters().kinds), None),
    Looked("content-text", frozenset(ContentParameters().kinds), frozenset(ContentParameters().characteristics)),
    Looked("threats", frozenset({"threatening"}), None),
)
CONTENT = 1
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
    if _find(data, "surge-toxicity*.csv.gz"):
        yield from _measure_in_parts(data)
    for table in _find(data, "olid-train*.csv.gz"):
        rows = [Labelled(row["tweet"].replace("URL", ""), row["subtask_a"] == "OFF") for row in read_rows(table)]
        yield _row("OLID, never learned from", _say_all(rows), 0.76, "0.72 learned from it")
    for table in _find(data, "hatecheck*.csv.gz"):
        rows = [Labelled(row["test_case"], row["label_gold"] == "hateful") for row in read_rows(table)]
        said = [one._replace(sure=(0.0, one.sure[CONTENT], 0.0)) for one in _say_all(rows)]
        yield _row("HateCheck, never learned from", said, 0.70, "0.57 AUC 0.59")
    yield from _measure_naming()
    for pattern in ("ham-enron-berkeley*", "ham-lists-2019-2026*", "lists*.mbox", "ham-spamassassin*"):
        for mail in _find(data, pattern)[:1]:
            yield from _measure_alarms(mail)


def main(data: Path) -> None:
    """Print the table."""
    show("Abusive language", measure_all(data))


def _find(data: Path, pattern: str) -> list[Path]:
    return sorted(data.rglob(pattern), key=lambda path: (not path.is_dir(), path))


class Judged(NamedTuple):
    """What each detector says of a text, and what people did."""

    sure: tuple[float, ...]
    is_abusive: bool

    def is_shown(self) -> bool:
        """Whether any detector shows it."""
        return any(one >= least for one, (_, _, least) in zip(self.sure, SHIPPED, strict=True))


def _say(row: Labelled, weights: Weights | None = None) -> Judged:
    sure = (weigh((Text("message", row.text),), looked, weights).sure for looked in LOOKED)
    return Judged(tuple(one if one >= LEAST_SURE else 0.0 for one in sure), row.is_abusive)


def _say_all(rows: Iterable[Labelled]) -> list[Judged]:
    return [_say(row) for row in rows]


def _row(what: str, judged: Sequence[Judged], aim: float | None, peer: str = "") -> Row:
    truth, called = [one.is_abusive for one in judged], [one.is_shown() for one in judged]
    score = macro_f1(truth, called)
    area = auc(*([max(one.sure) for one in judged if one.is_abusive is wanted] for wanted in (True, False)))
    right = sum(one == other for one, other in zip(called, truth, strict=True))
    low, high = wilson(right, len(truth))
    ours = f"{score:.3f} AUC {area:.3f} right {right / len(truth):.3f} ({low:.3f}-{high:.3f})"
    return Row(f"{what}, macro F1", f">= {aim}" if aim else "", ours, peer, score >= aim if aim else None)


def _measure_in_parts(data: Path) -> Iterator[Row]:
    own, tweets = read_surge(data), read_tweets(data)
    others = [*tweets, *read_mail(data), *read_made()]
    judged: dict[str, list[Judged]] = {"own": [], "tweets": []}
    for fold in range(FOLDS):
        weights = fit_to_scale(_without(own, fold), _without(others, fold))
        for name, examples in (("own", own), ("tweets", tweets)):
            unseen = (Labelled(one.text, one.is_abusive) for one in examples if one.fold == fold)
            judged[name] += (_say(one, weights) for one in unseen)
    yield _row("Surge, in parts", judged["own"], 0.87, "0.85")
    yield from _rows_of_scale(judged["own"])
    yield _row("Davidson, in parts", judged["tweets"], None)


def _without(examples: Iterable[Example], fold: int) -> list[Example]:
    return [one for one in examples if one.fold != fold]


def _rows_of_scale(judged: Sequence[Judged]) -> Iterator[Row]:
    """Of what was found with some confidence, how much was right."""
    for low, high in ((LEAST_SURE, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        within = [one.is_abusive for one in judged if low <= max(one.sure) < high]
        yield Row(f"Surge, confidence {low:.2f} to {min(high, 1.0):.2f}: right", "", share(sum(within), len(within)))


def _measure_naming() -> Iterator[Row]:
    """How often a sentence that only names a group is called anything, by characteristic."""
    for about, names in list_names().items():
        sentences = [sentence.format(name) for sentence in NAMING for name in names]
        wrong = sum(max(score_text(one)) >= HALF for one in sentences)
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
