"""From what was seen in a text to a finding that says where, and never repeats it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.language.judging import Judged, Sign, join_signs, judge_passage
from custodes.detect.language.manner import Manner, cut_stretches, judge_manner, surest_of
from custodes.detect.language.passages import Passage, cut_passages
from custodes.detect.language.weights import Weights
from custodes.detect.language.writings import Text, Writing

LEAST_SURE = 0.3
"""What is less sure is not even counted."""
FROM_OUTSIDE = 0.5
"""What counts that another wrote to us: it is no use of ours, though someone may have to look after whom it reached."""
MOST_REASONS = 6
AS_A_WHOLE = frozenset({"profane", "harassing"})
"""Kinds that the model speaks of: together, since it does not tell one from the other."""
ORDINARY, IN_ORDINARY = 0.25, 0.75
"""What is less likely than that by the model reads as ordinary, and what a rule's sign then counts."""


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


class Seen(NamedTuple):
    """A sign, and where it stands."""

    sign: Sign
    where: str


class Weighed(NamedTuple):
    """What the texts of a message come to."""

    sure: float
    seen: tuple[Seen, ...]
    telling: tuple[str, ...]
    """Where the words stand that tell most, if the message as a whole is what convinces."""


def find_in(writing: Writing, looked: Looked, batch: pa.RecordBatch, context: Context) -> Finding | None:
    """The finding that a message gives, or None."""
    weighed = weigh(writing.texts, looked)
    if weighed.sure < LEAST_SURE:
        return None
    return Finding(
        clause=context.clause,
        detector=looked.name,
        subject=writing.writer,
        at=writing.at,
        outcome=Outcome.YES,
        confidence=round(weighed.sure * (1.0 if writing.is_ours else FROM_OUTSIDE), 3),
        reasons=tuple(_reasons(weighed, is_ours=writing.is_ours)),
        evidence=(cite(batch, writing.row),),
    )


def weigh(texts: Sequence[Text], looked: Looked, weights: Weights | None = None) -> Weighed:
    """What is looked for in the texts of one message: by the rules, and as a whole by the model.

    What a rule sees counts less where the message as a whole reads as ordinary.
    """
    seen, surest = list[Seen](), 0.0
    manners: list[tuple[Manner, tuple[Passage, ...], Text]] = []
    for text in texts:
        passages = tuple(cut_passages(text.text))
        for passage in passages:
            judged = judge_passage(passage.text)
            signs = [sign for sign in judged.signs if looked.asks_for(sign)]
            if signs:
                surest = max(surest, _sure(signs))
                seen += (Seen(sign, _place(text, passage, judged, sign)) for sign in signs)
        for stretch in cut_stretches(passages):
            manners.append((judge_manner([one.text for one in stretch], weights), stretch, text))
    whole = surest_of(manner.odds for manner, _, _ in manners)
    if whole < ORDINARY and looked.kinds & AS_A_WHOLE:
        surest *= IN_ORDINARY
    if not looked.kinds >= AS_A_WHOLE or whole <= surest:
        return Weighed(surest, tuple(seen), ())
    telling = tuple(_tell(*max(manners, key=lambda one: one[0].odds)))
    return Weighed(whole if telling else surest, tuple(seen), telling)


def _tell(manner: Manner, stretch: Sequence[Passage], text: Text) -> Iterator[str]:
    for told in manner.telling:
        yield f"{stretch[told.passage].place(told.first.at, told.last.end)} of the {text.where}"


def _sure(signs: Iterable[Sign]) -> float:
    by_kind: dict[str, list[Sign]] = {}
    for sign in signs:
        by_kind.setdefault(sign.hit.kind, []).append(sign)
    return max(map(join_signs, by_kind.values()))


def _place(text: Text, passage: Passage, judged: Judged, sign: Sign) -> str:
    first, last = judged.words[sign.hit.first], judged.words[sign.hit.last]
    return f"{passage.place(first.at, last.end)} of the {text.where}"


def _reasons(weighed: Weighed, *, is_ours: bool) -> Iterator[Reason]:
    if weighed.telling:
        yield Reason("harassing.manner", _say_manner(weighed.telling))
    surest = sorted(weighed.seen, key=lambda one: -one.sign.sure)
    told: dict[tuple[str, str], Reason] = {}
    for sign, where in surest:
        told.setdefault((sign.hit.code, sign.hit.about), _reason(sign, where))
    yield from list(told.values())[:MOST_REASONS]
    for stance in dict.fromkeys(sign.stance for sign, _ in surest if sign.stance):
        yield Reason(stance.code, stance.says)
    if not is_ours:
        yield Reason("language.from-outside", "Someone outside wrote it to us, so it counts half.")


def _say_manner(places: Sequence[str]) -> str:
    *others, last = dict.fromkeys(places)
    where = f"{', '.join(others)} and {last}" if others else last
    tells = "tell" if others else "tells"
    return f"As a whole it reads as obscene or insulting; {where} {tells} most."


def _reason(sign: Sign, where: str) -> Reason:
    about = f" ({sign.hit.about})" if sign.hit.about else ""
    place = where[:1].upper() + where[1:]
    return Reason(sign.hit.code, f"{place} {sign.hit.says}{about}.")
