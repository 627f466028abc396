"""Fits the weights of `abusive` in the detectors of language: `script/fit language DATA`.

Learns from comments whose licence lets what is learned be shipped: Surge's (MIT). Davidson's tweets (MIT) were tried
beside them and left out: they call slang offensive, and made other comments be judged worse. The weights are brought
to the scale on which 0.8 means that eight of ten such texts were called abusive, by texts that each part of the model
had not seen.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from custodes.detect.language.judging import judge_passage
from custodes.detect.language.passages import cut_passages
from custodes.detect.language.repair import repair
from custodes.detect.language.tokens import read_words
from custodes.detect.language.weights import Weights, features_of

FOLDS = 5
FEWEST = {"word": 3, "pair": 3, "part": 4}
"""Texts that a word, a pair, a part of a word must stand in."""
SCALE = {"word": 0.4, "pair": 0.4, "part": 0.25}
"""How readily each is believed, beside rules and classes at 1."""
STRENGTH = 2.0
SMALLEST_SHIPPED = 0.01
OUT = Path(__file__).parents[1] / "src" / "custodes" / "detect" / "language" / "weights.json"


class Example(NamedTuple):
    """A text as features, and whether people called it abusive."""

    features: dict[str, float]
    is_abusive: bool
    fold: int
    """Which part it belongs to."""


def describe(text: str) -> dict[str, float]:
    """The features of a text, as `score_text` sees it."""
    passages = list(cut_passages(text))
    words = [word for passage in passages for word in repair(read_words(passage.text))]
    return dict(features_of(text, words, [judge_passage(passage.text) for passage in passages]))


def read_surge(data: Path) -> Iterator[Example]:
    """Surge's comments, in parts by the hash of their row."""
    for row in read_rows(data / "surge-toxicity-dev.csv.gz"):
        digest = hashlib.sha256(f"surge-{row['row']}".encode()).hexdigest()
        yield Example(describe(row["text"]), row["is_toxic"] == "Toxic", int(digest, 16) % FOLDS)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a packed table."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def fit(examples: Sequence[Example]) -> Weights:
    """The model of these examples, not yet brought to scale."""
    scale = _scales(examples)
    names = {name: at for at, name in enumerate(sorted(scale))}
    entries = [
        (row, names[name], value * scale[name])
        for row, example in enumerate(examples)
        for name, value in example.features.items()
        if name in names
    ]
    rows, columns, values = zip(*entries, strict=True)
    matrix = sp.csr_matrix((values, (rows, columns)), shape=(len(examples), len(names)))
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(matrix, [example.is_abusive for example in examples])
    return Weights(
        float(model.intercept_[0]), {name: float(model.coef_[0][at]) * scale[name] for name, at in names.items()}
    )


def _scales(examples: Sequence[Example]) -> dict[str, float]:
    """The features learned from, each with its scale: rarer words count more."""
    seen = Counter(name for example in examples for name in example.features)
    scales = {}
    for name, number in seen.items():
        family = name.partition(":")[0]
        if family not in SCALE:
            scales[name] = 1.0
        elif number >= FEWEST[family]:
            scales[name] = SCALE[family] * math.log((1 + len(examples)) / (1 + number))
    return scales


def odds(weights: Weights, features: dict[str, float]) -> float:
    """What the weights add up to."""
    return weights.intercept + sum(weights.named.get(name, 0.0) * value for name, value in features.items())


def unseen_odds(own: Sequence[Example]) -> list[float]:
    """For each of `own` what a model says that has not seen its part."""
    models = [fit([one for one in own if one.fold != fold]) for fold in range(FOLDS)]
    return [odds(models[example.fold], example.features) for example in own]


def bring_to_scale(weights: Weights, said: Sequence[float], truth: Sequence[bool]) -> Weights:
    """The weights such that what they say of unseen texts is how often it is so."""
    line = LogisticRegression(C=1e4).fit(np.array(said)[:, None], truth)
    slope, shift = float(line.coef_[0][0]), float(line.intercept_[0])
    named = {name: round(weight * slope, 4) for name, weight in sorted(weights.named.items())}
    kept = {name: weight for name, weight in named.items() if abs(weight) >= SMALLEST_SHIPPED}
    return Weights(round(weights.intercept * slope + shift, 4), kept)


def main(data: Path) -> None:
    """Fit, and write the weights beside the code."""
    own = list(read_surge(data))
    said = unseen_odds(own)
    weights = bring_to_scale(fit(own), said, [example.is_abusive for example in own])
    table = {"intercept": weights.intercept, "weights": weights.named}
    OUT.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(weights.named)} weights from {len(own)} comments: {OUT.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
