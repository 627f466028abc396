"""From what was seen in a text to a finding that says where, and never repeats it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.language.judging import Judged, Sign, join_signs, judge_passage
from custodes.detect.language.manner import Placed, cut_stretches, judge_manner, surest_of
from custodes.detect.language.passages import cut_passages
from custodes.detect.language.weights import Weights
from custodes.detect.language.writings import Text, Writing

LEAST_SURE = 0.2
"""What is less sure is not even counted."""
FROM_OUTSIDE = 0.5
"""What counts that another wrote to us: it is no use of ours, though someone may have to look after whom it reached."""
MOST_REASONS = 6
AS_A_WHOLE = frozenset({"profane", "harassing"})
"""Kinds that the model speaks of: together, since it does not tell one from the other."""
PLAIN, WEAK_IN_ORDINARY = 0.75, 0.55
"""How sure one of a rule's signs must be for them not to be weak. Weak ones convince no more than the model does, or
count about half."""
ORDINARY, IN_ORDINARY = 0.25, 0.75
"""What is less likely than that by the model reads as ordinary, and what plain signs then count."""


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

    Obscene and insulting words count less where the message as a whole reads as ordinary.
    """
    placed = [Placed(text, passage) for text in texts for passage in cut_passages(text.text)]
    stretches = list(cut_stretches(placed))
    manners = [judge_manner([one.passage.text for one in stretch], weights) for stretch in stretches]
    whole = surest_of(manner.odds for manner in manners)
    seen, surest = list[Seen](), 0.0
    for place in placed:
        judged = judge_passage(place.passage.text)
        signs = [sign for sign in judged.signs if looked.asks_for(sign)]
        surest = max(surest, _sure(signs, whole))
        seen += (Seen(sign, _place(place, judged, sign)) for sign in signs)
    if not looked.kinds >= AS_A_WHOLE or whole <= surest:
        return Weighed(surest, tuple(seen), ())
    manner, stretch = max(zip(manners, stretches, strict=True), key=lambda one: one[0].odds)
    telling = tuple(stretch[told.passage].say(told.first.at, told.last.end) for told in manner.telling)
    return Weighed(whole if telling else surest, tuple(seen), telling)


def _sure(signs: Iterable[Sign], whole: float) -> float:
    by_kind: dict[str, list[Sign]] = {}
    for sign in signs:
        by_kind.setdefault(sign.hit.kind, []).append(sign)
    sure = {kind: join_signs(own) for kind, own in by_kind.items()}
    for kind in sure.keys() & AS_A_WHOLE:
        if max(sign.sure for sign in by_kind[kind]) < PLAIN:
            sure[kind] = min(sure[kind], max(whole, WEAK_IN_ORDINARY * sure[kind]))
        elif whole < ORDINARY:
            sure[kind] *= IN_ORDINARY
    return max(sure.values(), default=0.0)


def _place(place: Placed, judged: Judged, sign: Sign) -> str:
    return place.say(judged.words[sign.hit.first].at, judged.words[sign.hit.last].end)


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
