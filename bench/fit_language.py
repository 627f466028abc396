"""Fits the weights of the model of language: `script/fit language DATA`.

Learns from comments and tweets that people called abusive or not, whose licence lets what is learned be shipped
(Surge's and Davidson's, MIT), from ordinary mail (Enron, public record; SpamAssassin's, PDDL) as what is not, and from
sentences of our own about work of both kinds (`made_sentences.yaml`).
Tweets count a tenth: those who marked them call slang offensive. Words count only where the tweets and comments have
them, so that no weight holds a name from anybody's mail. In the end the weights are brought to the scale on which 0.8
means that eight of ten such comments were called abusive, by comments that each part of the model had not seen.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import itertools
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
import yaml
from sklearn.linear_model import LogisticRegression

from custodes.detect.context import Context
from custodes.detect.language.features import describe, read_passage
from custodes.detect.language.manner import Placed, cut_stretches
from custodes.detect.language.passages import cut_passages
from custodes.detect.language.repair import load_known
from custodes.detect.language.tones import load_tones
from custodes.detect.language.weights import Weights
from custodes.detect.language.writings import Text, read_writings
from custodes.engine.intake import read_chunks
from custodes.engine.reading import read_chunk
from custodes.sources.walk import open_items

FOLDS = 5
FEWEST = 3
"""Texts that a word must stand in."""
WORDS_COUNT = 0.4
"""How readily a word is believed, beside rules and classes at 1."""
STRENGTH = 1.0
TWEETS_COUNT, MAIL_COUNTS, MADE_COUNTS = 0.1, 0.2, 0.25
MOST_TWEETS_CALLED_SO = 4000
MOST_STRETCHES = 6
"""Of one message: a long one is not to outweigh others."""
SHINGLE, MOST_SHARED = 4, 0.3
"""Words of a piece, and the share of pieces from which on two texts are taken for one."""
SMALLEST_SHIPPED = 0.02
MAIL = ("ham-enron-berkeley*", "ham-spamassassin*")
MADE = Path(__file__).with_name("made_sentences.yaml")
OUT = Path(__file__).parents[1] / "src" / "custodes" / "detect" / "language" / "weights.json"


class Example(NamedTuple):
    """A text as features, and whether people called it abusive."""

    features: dict[str, float]
    is_abusive: bool
    fold: int
    """Which part it belongs to; of two texts that are nearly the same both are in one."""
    counts: float = 1.0
    text: str = ""


def describe_text(text: str) -> Iterator[dict[str, float]]:
    """The features of each stretch of a text."""
    placed = (Placed(Text("text", text), passage) for passage in cut_passages(text))
    for stretch in cut_stretches(placed):
        yield describe([read_passage(one.passage.text) for one in stretch])


def read_surge(data: Path) -> list[Example]:
    """Surge's comments."""
    rows = list(read_rows(_find(data, "surge-toxicity*.csv.gz")))
    return list(_examples([(row["text"], row["is_toxic"] == "Toxic") for row in rows], 1.0))


def read_tweets(data: Path) -> list[Example]:
    """Davidson's tweets, those called hateful or offensive up to a number."""
    rows = [(hide_names(row["tweet"]), row["class"] != "2") for row in read_rows(_find(data, "davidson*.csv.gz"))]
    ranked = sorted(rows, key=lambda row: hashlib.sha256(row[0].encode()).digest())
    so = [row for row in ranked if row[1]][:MOST_TWEETS_CALLED_SO]
    return list(_examples(so + [row for row in ranked if not row[1]], TWEETS_COUNT))


def read_mail(data: Path) -> list[Example]:
    """Ordinary mail, in parts by the message's text."""
    examples = []
    for pattern in MAIL:
        chunks = read_chunks(open_items([_find(data, pattern)]), reader="mail")
        for batch in (batch for chunk in chunks for batch in read_chunk(chunk).batches):
            for writing in read_writings(batch, Context()):
                fold = _fold("\n".join(text.text for text in writing.texts)[:200])
                stretches = [one for text in writing.texts for one in describe_text(text.text)][:MOST_STRETCHES]
                examples += [Example(one, is_abusive=False, fold=fold, counts=MAIL_COUNTS) for one in stretches]
    return examples


def read_made() -> list[Example]:
    """Our own sentences with every word that may stand in a slot, all of one kind in one part."""
    table = yaml.safe_load(MADE.read_text(encoding="utf-8"))
    slots, examples = table.pop("slots"), []
    for label, kinds in table.items():
        for sentence in (sentence for sentences in kinds.values() for sentence in sentences):
            texts = sorted(set(_fill(sentence, slots)))
            counts = MADE_COUNTS / len(texts)
            features = (next(describe_text(text)) for text in texts)
            examples += [Example(one, label == "abusive", _fold(sentence), counts) for one in features]
    return examples


def _fill(sentence: str, slots: dict[str, list[str]]) -> Iterator[str]:
    for insult, obscene in itertools.product(slots["insult"], slots["obscene"][:3]):
        a_insult = f"{'an' if insult[0] in 'aeiou' else 'a'} {insult}"
        yield sentence.format(insult=insult, obscene=obscene, a_insult=a_insult, Insult=insult.title())


def hide_names(tweet: str) -> str:
    """The tweet with every account under one name."""
    return re.sub(r"@\w+", "@USER", tweet)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a packed table."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _find(data: Path, pattern: str) -> Path:
    return min(data.rglob(pattern), key=lambda path: (not path.is_dir(), path))


def _examples(rows: Sequence[tuple[str, bool]], counts: float) -> Iterator[Example]:
    for (text, is_abusive), group in zip(rows, _group([text for text, _ in rows]), strict=True):
        features = max(describe_text(text), key=len, default={})
        yield Example(features, is_abusive, _fold(group), counts, text)


def _fold(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS


def _group(texts: Sequence[str]) -> list[str]:
    """For each text the first of those that are nearly the same."""
    pieces, first = [_pieces(text) for text in texts], list(range(len(texts)))
    having: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, own in enumerate(pieces):
        near = {first[other] for piece in own for other in having[piece][:3]}
        alike = [one for one in near if len(pieces[one] & own) >= MOST_SHARED * min(len(pieces[one]), len(own))]
        first[at] = min(alike, default=at)
        for piece in own:
            having[piece].append(at)
    return [texts[at] for at in first]


def _pieces(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}


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
    model.fit(matrix, [one.is_abusive for one in examples], sample_weight=np.array([one.counts for one in examples]))
    return Weights(
        float(model.intercept_[0]), {name: float(model.coef_[0][at]) * scale[name] for name, at in names.items()}
    )


def _scales(examples: Sequence[Example]) -> dict[str, float]:
    """The features learned from, each with its scale: rarer words count more."""
    public = [one for one in examples if one.text]
    seen = Counter(name for one in public for name in one.features)
    known = load_known() | load_tones().keys()
    scales = {}
    for name, number in seen.items():
        if not name.startswith("word:"):
            scales[name] = 1.0
        elif number >= FEWEST and name.removeprefix("word:") in known:
            scales[name] = WORDS_COUNT * math.log((1 + len(public)) / (1 + number))
    return scales


def unseen_odds(own: Sequence[Example], others: Sequence[Example] = ()) -> list[float]:
    """For each of `own` what a model says that has seen the others, but not its part of either."""
    every = (*own, *others)
    models = [fit([one for one in every if one.fold != fold]) for fold in range(FOLDS)]
    return [models[example.fold].odds(example.features) for example in own]


def bring_to_scale(weights: Weights, said: Sequence[float], truth: Iterable[bool]) -> Weights:
    """The weights such that what they say of unseen texts is how often it is so."""
    line = LogisticRegression(C=1e4).fit(np.array(said)[:, None], list(truth))
    slope, shift = float(line.coef_[0][0]), float(line.intercept_[0])
    named = {name: round(weight * slope, 4) for name, weight in sorted(weights.named.items())}
    kept = {name: weight for name, weight in named.items() if abs(weight) >= SMALLEST_SHIPPED}
    return Weights(round(weights.intercept * slope + shift, 4), kept)


def fit_to_scale(own: Sequence[Example], others: Sequence[Example]) -> Weights:
    """The model of all of them, brought to the scale of what people said of `own`."""
    said = unseen_odds(own, others)
    return bring_to_scale(fit([*own, *others]), said, [example.is_abusive for example in own])


def main(data: Path) -> None:
    """Fit, and write the weights beside the code."""
    own, others = read_surge(data), [*read_tweets(data), *read_mail(data), *read_made()]
    weights = fit_to_scale(own, others)
    table = {"intercept": weights.intercept, "weights": weights.named}
    OUT.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(weights.named)} weights from {len(own)} comments and {len(others)} other texts: {OUT.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
