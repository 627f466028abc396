"""How abusive a text is, of each kind and as a whole, from 0 to 1."""

from __future__ import annotations

from typing import NamedTuple

from custodes.detect.language.grammar import KINDS
from custodes.detect.language.judging import judge_passage
from custodes.detect.language.manner import Placed, cut_stretches, judge_manner, surest_of
from custodes.detect.language.passages import cut_passages
from custodes.detect.language.weights import Weights
from custodes.detect.language.writings import Text


class Scores(NamedTuple):
    """From 0 to 1 by kind, and for the whole."""

    profane: float
    harassing: float
    threatening: float
    sexual: float
    attack: float
    abusive: float


def score_text(text: str, weights: Weights | None = None) -> Scores:
    """The scores of a text: of each kind those of its most telling passage by the rules; `abusive` by the model."""
    placed = [Placed(Text("text", text), passage) for passage in cut_passages(text)]
    judged = [judge_passage(one.passage.text) for one in placed]
    kinds = {kind: max((one.sure_of(kind) for one in judged), default=0.0) for kind in KINDS}
    stretches = cut_stretches(placed)
    odds = [judge_manner([one.passage.text for one in stretch], weights).odds for stretch in stretches]
    return Scores(**kinds, abusive=round(surest_of(odds), 4))
