"""How abusive a text is, of each kind and as a whole, from 0 to 1."""

from __future__ import annotations

from typing import NamedTuple

from custodes.detect.language.grammar import KINDS
from custodes.detect.language.judging import judge_passage
from custodes.detect.language.passages import cut_passages
from custodes.detect.language.repair import repair
from custodes.detect.language.tokens import read_words
from custodes.detect.language.weights import load_weights


class Scores(NamedTuple):
    """From 0 to 1 by kind, and for the whole."""

    profane: float
    harassing: float
    threatening: float
    sexual: float
    attack: float
    abusive: float


def score_text(text: str) -> Scores:
    """The scores of a text: of each kind those of its most telling passage; `abusive` by the model over the whole.

    A kind rests on rules that say why. `abusive` was fitted on comments in public, and is for measuring only: no
    finding rests on it.
    """
    passages = list(cut_passages(text))
    judged = [judge_passage(passage.text) for passage in passages]
    words = [word for passage in passages for word in repair(read_words(passage.text))]
    kinds = {kind: max((one.sure_of(kind) for one in judged), default=0.0) for kind in KINDS}
    return Scores(**kinds, abusive=round(load_weights().score(text, words, judged), 4))
