"""The margin note of a clause: what keeps it, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from custodes.engine.results import Account, ClauseResult, Results
from custodes.policy.model import Control
from custodes.report.keeping import is_set_up, sentences, unseeing
from custodes.report.words import counted, listed


class Tone(StrEnum):
    """How a note asks for attention. Those after `IDLE` need someone."""

    KEPT = "kept"
    PARTLY = "partly"
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
        is_part = any(unseen(detectors, results))
        return (Tone.PARTLY, "Nothing seen; looked at in part.") if is_part else (Tone.KEPT, "Nothing seen.")
    return Tone.IDLE, f"Not looked at: {listed(sorted(filter(None, missing)))}."


def unseen(controls: Iterable[Control], results: Results) -> Iterator[str]:
    """Why a part of a clause was not looked at. Rules without their log are none: there are some for each."""
    for control in controls:
        if control.name != "sigma" and (missing := unseeing(control, results)):
            yield missing


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
        asked = max((control.sure for control in controls if control.kind == "detector" and control.sure), default=None)
        least = f": fewer than {_in_ten(asked)} in 10 such are right" if asked else ""
        yield f"{result.unsure:,} more left out, because too unsure{least}."


def _in_ten(sure: float) -> str:
    """`6` for 0.6, `6.5` for 0.65: of ten as sure as that, so many are right."""
    return f"{sure * 10:.3g}"
