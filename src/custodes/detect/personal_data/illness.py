"""Illness and treatment, which are personal where they are said of somebody by name."""

from __future__ import annotations

import re

from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.people import find_name

_SENTENCE_BACK, _SENTENCE_ON, _NAMED_BEFORE = 100, 40, 120
_VERBS = r"is|was|has|had|have|been|suffers|suffered|takes|took|tested|needs|got|went|will|won't|can't|cannot|isn't"
_SAID_OF = re.compile(rf"(?:'s\b|,? (?:who |just |also |recently )?(?:{_VERBS})\b)")
_PRONOUN = re.compile(rf"\W{{0,3}}\b(?:[Ss]?[Hh]e|[Ss]?[Hh]e's)(?:'s\b| (?:{_VERBS})\b)")
_TOPIC = re.compile(
    r"\b(?:about|books?|novels?|memoirs?|films?|articles?|titles?|chapters?|talks?|talking|speak(?:s|er|ing)?|lectures?"
    r"|class(?:es)?|courses?|workshops?|programs?|groups?|displays?|exhibits?|research|stud(?:y|ies|ied|ying)"
    r"|awareness|fund\w*|charity|walks?|wrote|writes|writing|author|editor|novelist|plays|character|doctor|nurse"
    r"|works? (?:on|with|for)|expert)\b",
    re.IGNORECASE,
)
_TOPIC_AFTER = re.compile(
    r"\W{0,2}(?:research|awareness|support|group|class|center|centre|foundation|month|week|day|clinic|society|screening"
    r"|prevention|charity|books?|shelf|section|program|treatments? for (?:trees|plants))\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:medical (?:leave|history|condition|record)|prescri(?:bed|ption)|medication|test results|blood test"
    r"|pregnan(?:t|cy)|hospitali[sz]ed|psychiatr)\W?$",
    re.IGNORECASE,
)
_TERM_BACK = 24
_STATED, _STATED_OF_ONE_JUST_NAMED, _VAGUELY = 0.85, 0.75, 0.65


def find_illness(text: str, end: int) -> Hit | None:
    """The words of illness or treatment that end at `end`, where they are said of a person who is named.

    Not where they are what a book, a talk or a walk is about, nor where a name only stands beside them.
    """
    if _TOPIC_AFTER.match(text, end, end + _SENTENCE_ON):
        return None
    start = _sentence_start(text, end)
    named = find_name(text, start, end)
    if named:
        said, stated = _SAID_OF.match(text, _name_end(text, named[1]), end), _STATED
    else:
        named = find_name(text, start - _NAMED_BEFORE, start)
        said, stated = _PRONOUN.match(text, start, end), _STATED_OF_ONE_JUST_NAMED
    if not named or not said or _TOPIC.search(text, said.start(), end):
        return None
    is_vague = _VAGUE.search(text[max(0, end - _TERM_BACK) : end])
    signals = ("words for an illness or treatment are said of a name",)
    return Hit(Kind.MEDICAL, max(named[0], start), end, _VAGUELY if is_vague else stated, signals)


def _name_end(text: str, end: int) -> int:
    """Where a name ends without the `'s` that stands in the text as a part of it."""
    return end - 2 if text[end - 2 : end] == "'s" else end


def _sentence_start(text: str, place: int) -> int:
    before = text[max(0, place - _SENTENCE_BACK) : place]
    marks = (before.rfind(mark) + len(mark) for mark in (". ", "! ", "? ", "\n\n", "\n") if mark in before)
    return place - len(before) + max(marks, default=0)
