"""The margin note of a clause: what keeps it, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from custodes.engine.results import Account, ClauseResult, Results
from custodes.policy.model import Control
from custodes.report.keeping import is_set_up, sentences, unseeing
from custodes.report.words import counted, listed


class Tone(StrEnum):
    """How a note asks for attention. Those after `IDLE` need someone."""

    KEPT = "kept"
    IDLE = "idle"
    PART = "part"
    SEEN = "seen"
    UNTOLD = "untold"
    UNKEPT = "unkept"


@dataclass(frozen=True, slots=True)
class Note:
    """A margin note: a few bold words, then sentences."""

    tone: Tone
    head: str
    sentences: tuple[str, ...] = ()


def note(clause: str, results: Results, everything: Account) -> Note:
    """The note beside that clause; `everything` is the total of the run's accounts."""
    controls = results.policy.list_controls(clause)
    result = results.clauses.get(clause, ClauseResult(clause))
    tone, head = _state(controls, result, results)
    keeping = [sentence for control in controls for sentence in _keeping(control, results, everything)]
    return Note(tone, head, (*keeping, *_remainder(result, tone, controls)))


def _keeping(control: Control, results: Results, everything: Account) -> Iterator[str]:
    """What a control does; and of a detector that it had nothing to look at."""
    yield from sentences(control, everything)
    if missing := unseeing(control, results):
        yield f"Not looked at: {missing}."


def _state(controls: tuple[Control, ...], result: ClauseResult, results: Results) -> tuple[Tone, str]:
    if result.yes:
        return Tone.SEEN, _seen(result, results)
    if result.could_not_tell:
        return Tone.UNTOLD, f"{result.could_not_tell:,} could not be told."
    if not controls:
        return Tone.UNKEPT, "Nothing keeps this yet."
    if not any(is_set_up(control) for control in controls):
        return Tone.PART, "Not set up yet."
    return _quiet_state([control for control in controls if control.kind == "detector"], results)


def _quiet_state(detectors: list[Control], results: Results) -> tuple[Tone, str]:
    """Kept, where no detector has anything to say; and whether the detectors had anything to look at."""
    if not detectors:
        return Tone.KEPT, "Kept."
    missing = {unseeing(control, results) for control in detectors}
    if None in missing:
        return Tone.KEPT, "Nothing seen."
    return Tone.IDLE, f"Not looked at: {' and '.join(sorted(filter(None, missing)))}."


def _seen(result: ClauseResult, results: Results) -> str:
    """`3 findings, concerning 2 people.` Who is not on the staff list is no person yet: an account, or a device."""
    others = result.subjects - result.people
    whom = [counted(result.people, "person", "people")] if result.people else []
    whom += [counted(others, "account") + (" not on the staff list" if results.people else "")] if others else []
    return f"{counted(result.yes, 'finding')}, concerning {listed(whom)}."


def _remainder(result: ClauseResult, tone: Tone, controls: tuple[Control, ...]) -> Iterator[str]:
    if result.could_not_tell and tone is not Tone.UNTOLD:
        yield f"{result.could_not_tell:,} could not be told."
    if result.unsure:
        asked = sorted({control.sure for control in controls if control.kind == "detector" and control.sure})
        yield f"{result.unsure:,} more left out: less sure than the {_spread(asked)} this clause asks."


def _spread(asked: list[float]) -> str:
    """`0.6`, or `0.5 to 0.6` where its controls ask for different things."""
    return " to ".join(f"{sure:g}" for sure in dict.fromkeys((asked[0], asked[-1]))) if asked else "least that"
