"""The rules of the community and of our own, as one detector that serves whichever clause a rule is for.

What a rule finds is told once for each person and day, however often it fires. An event without a time is told by
itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Evidence, Finding, Outcome
from custodes.detect.mail_text import RECEIVED, subject_of
from custodes.detect.measure import Key, Kind, Measure, Measures, Seen, first_seen, merge_into
from custodes.detect.prose import count, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.sigma.concerned import DID, GOT, list_events
from custodes.detect.sigma.correlate import Event, Firing
from custodes.detect.sigma.rule import About, Rule
from custodes.detect.sigma.running import Fired
from custodes.detect.sigma.wording import word_reasons
from custodes.events import KINDS
from custodes.policy.catalogue import CLAUSE_IDS

HITS = "rule.hits"
"""How often a rule fired, by person; the window is the local day, the rule's id, and the person's part in it."""

SURE = {"informational": 0.2, "low": 0.4, "medium": 0.6, "high": 0.8, "critical": 0.95}
"""How sure a finding is, by its rule's level."""
LEVELS = {sure: level for level, sure in SURE.items()}
"""The level, by how sure it is."""

_PARTS = {DID: (), GOT: (RECEIVED,)}
"""What is said of the person's part in it."""


class _Serving(NamedTuple):
    """An event that rules fired on, for one clause."""

    fired: Fired
    told: list[Rule]
    """The rules whose firing is a finding of the clause."""
    counted: list[str]
    """The ids of those that the clause's correlations count."""


def conclude(measures: Measures, context: Context) -> Iterator[Finding]:
    """The findings of the correlations, once all that they count is there."""
    for firing in context.rules.correlations(context.clause).judge(measures):
        if context.rules.serves(firing.correlation, context.clause):
            yield _of_firing(firing, context)


@detector(
    "sigma",
    clauses=tuple(CLAUSE_IDS),
    reads=tuple(KINDS.values()),
    looks_at="Logs and messages, by rules written for them.",
    conclude=conclude,
)
def sigma(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes what the rules that serve the clause fire on."""
    findings: list[Finding] = []
    hits: dict[Key, list[Seen]] = defaultdict(list)
    to_note: list[tuple[list[str], Event]] = []
    served = list(_serving(batch, context))
    for one, (event, part) in zip(served, list_events(batch, [one.fired for one in served], context), strict=True):
        for rule in one.told:
            if event.at is None:
                findings.append(_finding(rule.about, event.subject, None, (event.evidence,), context, *_PARTS[part]))
            else:
                day = event.at.astimezone(context.timezone).date().isoformat()
                key = Key(HITS, event.subject, f"{day} {rule.about.id} {part}")
                hits[key].append(Seen(event.at, event.evidence))
        if one.counted:
            to_note.append((one.counted, event))
    measures = {key: Measure(Kind.COUNT, len(seen), first_seen(seen)) for key, seen in hits.items()}
    merge_into(measures, context.rules.correlations(context.clause).note_all(to_note))
    return Detection(tuple(findings), measures)


@sigma.limit(HITS)
def tell_hits(key: Key, measure: Measure, context: Context) -> Finding:
    """A rule that fired on what one person did on one day."""
    day, _, rest = key.window.partition(" ")
    rule_id, _, part = rest.rpartition(" ")
    about = context.rules.find(rule_id).about
    evidence = tuple(seen.evidence for seen in measure.seen)
    return _finding(
        about, key.subject, measure.seen[0].at, evidence, context, _often(measure.value, day), *_PARTS[part]
    )


@lru_cache(4096)
def _often(times: int, day: str) -> str:
    often = "once" if times == 1 else count(times, "time")
    return f"It fired {often} on {write_day(date.fromisoformat(day))}."


def _serving(batch: pa.RecordBatch, context: Context) -> Iterator[_Serving]:
    """What concerns the clause. Few of the rules that fired do: which, is asked of each once."""
    matched, counted = context.rules.match(batch), context.rules.counted(context.clause)
    by_id = {rule.about.id: rule for fired in matched for rule in fired.rules}
    serving = {rule_id for rule_id, rule in by_id.items() if context.rules.serves(rule, context.clause)}
    for fired in matched if serving or not counted.isdisjoint(by_id) else ():
        told = [rule for rule in fired.rules if rule.about.id in serving]
        noted = [rule.about.id for rule in fired.rules if rule.about.id in counted]
        if told or noted:
            yield _Serving(fired, told, noted)


def _of_firing(firing: Firing, context: Context) -> Finding:
    about = firing.correlation.about
    begun, ended = _moment(firing.begun_at, context), _moment(firing.ended_at, context)
    stretch = f"It counted {firing.value:,.6g} from {begun} to {ended}."
    return _finding(about, _concerned(firing, context), firing.at, firing.evidence, context, stretch)


def _concerned(firing: Firing, context: Context) -> str:
    """The one whom all its events concern; where there are several, what they have in common, such as an address."""
    if len(firing.subjects) == 1:
        return subject_of(firing.subjects[0], context)
    return subject_of(", ".join(filter(None, firing.group)), context)


def _moment(at: datetime, context: Context) -> str:
    local = at.astimezone(context.timezone)
    return f"{local:%H:%M} on {write_day(local.date())}"


def _finding(
    about: About, subject: str, at: datetime | None, evidence: tuple[Evidence, ...], context: Context, *seen: str
) -> Finding:
    return Finding(
        clause=context.clause,
        detector="sigma",
        subject=subject,
        at=at,
        outcome=Outcome.YES,
        confidence=SURE.get(about.level, SURE["medium"]),
        reasons=tuple(word_reasons(about, *seen)),
        evidence=evidence,
        rule=about.id,
    )
