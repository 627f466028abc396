"""Whose words they are: said, or only spoken about.

A librarian names a title, a colleague reports what was shouted at her, someone uses of himself a word that was meant
to hurt. The words are the same; what surrounds them tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from custodes.detect.language.grammar import Hit
from custodes.detect.language.lexicon import GROUP, SLUR, Unit
from custodes.detect.language.tokens import Word


class Stance(NamedTuple):
    """A way to speak about words instead of saying them."""

    code: str
    says: str
    counts: float
    """What a match counts for that is only spoken about."""


CONDEMNED = Stance("stance.condemned", "It stands where such words are reported or condemned, and counts less.", 0.15)
REPORTED = Stance("stance.reported", "It is told as what others say or do, and counts less.", 0.5)
QUOTED = Stance("stance.quoted", "It stands in quotation marks, and counts less.", 0.45)
NAMED = Stance("stance.named", "It stands where a book, a work or a word is spoken of, and counts less.", 0.35)
OF_SELF = Stance("stance.of-self", "The writer says it of themself, and it counts less.", 0.15)
RECLAIMED = Stance("stance.reclaimed", "The writer says it of their own group, and it counts less.", 0.3)

_OF_THE_WRITER = frozenset({"attack.hate", "attack.near"})
"""Signs that say what the writer feels, if the writer is who feels it."""
_OTHERS = frozenset({"PERSON", "YOU", "NAME", "THEY"})
_KINDS_OF_SELF = frozenset({"harassing", "profane"})
_LEADS_TO = frozenset({"DET", "VERY", "FUCK", "MILD", "VILE", "SUCH"})
"""What may stand between "I am" and what the writer is."""
IN_A_ROW = 3
"""Words on either side of which another has a capital, in a title."""
NEAR = 6
"""Units on either side in which a work or a word is taken to be meant."""


class Surroundings:
    """What of a passage bears on the stance to any of its words."""

    def __init__(self, units: Sequence[Unit], words: Sequence[Word] = ()) -> None:
        self._units = units
        self._words = words
        self._at = {word: at for at, unit in enumerate(units) for word in range(unit.first, unit.last + 1)}
        self._condemning = [at for at in self._places("CONDEMN") if not self._is_denied(at)]
        self._saying = [at for at in self._places("SAY", "TELL") if not self._is_opinion(at)]
        self._saying += self._places("MENTION", "QUOTE")
        self._quotes = self._places("QUOTE")
        self._mentions = self._places("MENTION")
        self._judging = self._places("VILE", "INSULT")
        self._reclaiming = self._places("RECLAIM")

    def stance_to(self, hit: Hit) -> Stance | None:
        """The stance to the words of the hit; None where they are simply said."""
        first, last = self._at[hit.first], self._at[hit.last]
        if self._is_condemned(first, last):
            return CONDEMNED
        if hit.kind in _KINDS_OF_SELF and self._is_of_self(first, last):
            return OF_SELF
        if self._is_title(hit) or any(abs(at - first) <= NEAR or abs(at - last) <= NEAR for at in self._mentions):
            return NAMED
        if any(at < first for at in self._quotes) and any(at > last for at in self._quotes):
            return QUOTED
        if self._is_reported(hit, first):
            return REPORTED
        is_own = hit.code == "attack.slur" and any(first - 4 <= at < first for at in self._reclaiming)
        return RECLAIMED if is_own else None

    def _is_condemned(self, first: int, last: int) -> bool:
        """Whether somebody is said to have said it, and that is judged."""
        is_said = any(at <= first or at > last for at in self._saying)
        if is_said and any(not first <= at <= last for at in self._condemning):
            return True
        is_said_before = any(at < first for at in self._saying)
        return is_said_before and any(at > last and not self._is_group(at) for at in self._judging)

    def _is_of_self(self, first: int, last: int) -> bool:
        """Whether it is said of the writer: `I am such an idiot`, `my stupid mistake`, `fools like you and me`."""
        after = [unit.classes for unit in self._units[last + 1 : last + 3]]
        if len(after) > 1 and "AND" in after[0] and after[1] & {"MINE", "FIRST"}:
            return True
        at = first - 1
        while at > 0 and self._units[at].classes & _LEADS_TO:
            at -= 1
        said = [unit.classes for unit in self._units[max(0, at - 1) : at + 1]]
        return len(said) > 1 and "FIRST" in said[0] and "BE" in said[1]

    def _is_title(self, hit: Hit) -> bool:
        """Whether it stands in a row of words with capitals, as titles do where sentences have few."""
        words = self._words
        if not words or sum(word.is_name for word in words) * 2 > len(words):
            return False
        around = range(max(0, hit.first - IN_A_ROW), min(len(words), hit.last + IN_A_ROW + 1))
        return words[hit.first].is_name and sum(words[at].is_name for at in around) > 1

    def _is_denied(self, at: int) -> bool:
        """Whether the writer says not to be so: `I am not ashamed`, `I am not racist, but`."""
        before = [unit.classes for unit in self._units[max(0, at - 4) : at]]
        return any("NOT" in classes for classes in before[-2:]) and any("FIRST" in classes for classes in before)

    def _is_opinion(self, at: int) -> bool:
        """Whether it is the writer who thinks or says so, now: `I think`, `we all say`."""
        before = self._units[max(0, at - 2) : at]
        is_own = any("FIRST" in unit.classes for unit in before) and not any("NOT" in unit.classes for unit in before)
        return is_own and "OPINE" in self._units[at].classes

    def _is_reported(self, hit: Hit, first: int) -> bool:
        """Whether somebody else is named before as the one who says or hates, and the writer is not."""
        before = self._clause_before(first)
        says = any("TELL" in unit.classes for unit in before)
        hates = hit.code in _OF_THE_WRITER and any(unit.classes & _OTHERS for unit in before)
        return (says or hates) and not any("FIRST" in unit.classes for unit in before)

    def _clause_before(self, first: int) -> Sequence[Unit]:
        begin = max(0, first - NEAR)
        stops = [at for at in range(begin, first) if "STOP" in self._units[at].classes]
        return self._units[stops[-1] + 1 if stops else begin : first]

    def _is_group(self, at: int) -> bool:
        return bool(self._units[at].classes & {GROUP, SLUR})

    def _places(self, *classes: str) -> list[int]:
        asked = set(classes)
        return [at for at, unit in enumerate(self._units) if asked & unit.classes]
