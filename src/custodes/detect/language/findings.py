"""From what was seen in a text to a finding that says where, and never repeats it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.language.judging import Judged, Sign, join_signs, judge_passage
from custodes.detect.language.passages import Passage, cut_passages
from custodes.detect.language.writings import Text, Writing

LEAST_SURE = 0.3
"""What is less sure is not even counted."""
FROM_OUTSIDE = 0.5
"""What counts that another wrote to us: it is no use of ours, though someone may have to look after whom it reached."""
MOST_REASONS = 6


class Looked(NamedTuple):
    """What a detector looks for."""

    name: str
    kinds: frozenset[str]
    characteristics: frozenset[str] | None
    """Those that the policy protects; None where that is not asked."""

    def asks_for(self, sign: Sign) -> bool:
        """Whether the sign is of a kind, and of a characteristic, that is looked for."""
        if sign.hit.kind not in self.kinds:
            return False
        return self.characteristics is None or not sign.hit.about or sign.hit.about in self.characteristics


class _Seen(NamedTuple):
    sign: Sign
    where: str


def find_in(writing: Writing, looked: Looked, batch: pa.RecordBatch, context: Context) -> Finding | None:
    """The finding that a message gives, or None."""
    seen: list[_Seen] = []
    surest = 0.0
    for text in writing.texts:
        for passage in cut_passages(text.text):
            judged = judge_passage(passage.text)
            signs = [sign for sign in judged.signs if looked.asks_for(sign)]
            if signs:
                surest = max(surest, _sure(signs))
                seen += (_Seen(sign, _place(text, passage, judged, sign)) for sign in signs)
    sure = round(surest * (1.0 if writing.is_ours else FROM_OUTSIDE), 3)
    if surest < LEAST_SURE:
        return None
    return Finding(
        clause=context.clause,
        detector=looked.name,
        subject=writing.writer,
        at=writing.at,
        outcome=Outcome.YES,
        confidence=sure,
        reasons=tuple(_reasons(seen, is_ours=writing.is_ours)),
        evidence=(cite(batch, writing.row),),
    )


def _sure(signs: Iterable[Sign]) -> float:
    by_kind: dict[str, list[Sign]] = {}
    for sign in signs:
        by_kind.setdefault(sign.hit.kind, []).append(sign)
    return max(map(join_signs, by_kind.values()))


def _place(text: Text, passage: Passage, judged: Judged, sign: Sign) -> str:
    first, last = judged.words[sign.hit.first], judged.words[sign.hit.last]
    return f"{passage.place(first.at, last.end)} of the {text.where}"


def _reasons(seen: list[_Seen], *, is_ours: bool) -> Iterator[Reason]:
    surest = sorted(seen, key=lambda one: -one.sign.sure)
    told: dict[tuple[str, str], Reason] = {}
    for sign, where in surest:
        told.setdefault((sign.hit.code, sign.hit.about), _reason(sign, where))
    yield from list(told.values())[:MOST_REASONS]
    for stance in dict.fromkeys(sign.stance for sign, _ in surest if sign.stance):
        yield Reason(stance.code, stance.says)
    if not is_ours:
        yield Reason("language.from-outside", "Someone outside wrote it to us, so it counts half.")


def _reason(sign: Sign, where: str) -> Reason:
    about = f" ({sign.hit.about})" if sign.hit.about else ""
    place = where[:1].upper() + where[1:]
    return Reason(sign.hit.code, f"{place} {sign.hit.says}{about}.")
