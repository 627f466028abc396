"""The rules of the community and of our own, as one detector that serves whichever clause a rule is for.

What a rule finds is told once for each person and day, however often it fires. An event without a time is told by
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Evidence, Finding, Outcome, Reason, cite
from custodes.detect.mail_text import is_inside, recipient_subject, subject_of
from custodes.detect.measure import Key, Kind, Measure, Measures, Seen, merge_into
from custodes.detect.prose import count, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.sigma.clauses import OWN_TAG
from custodes.detect.sigma.correlate import Event, Firing
from custodes.detect.sigma.rule import About
from custodes.detect.sigma.running import Fired
from custodes.events import EMAIL_ACTIVITY, KINDS, is_kind
from custodes.policy.catalogue import CLAUSE_IDS

HITS = "rule.hits"
"""How often a rule fired, by person; the window is the local day, the rule's id, and the person's part in it."""

SURE = {"informational": 0.2, "low": 0.4, "medium": 0.6, "high": 0.8, "critical": 0.95}
"""How sure a finding is, by its rule's level."""
LEVELS = {sure: level for level, sure in SURE.items()}
"""The level, by how sure it is."""

_WHO = ("actor.user.name", "communication.to", "communication.channel", "src_endpoint.ip", "device.hostname")
"""Whom an event concerns, the first that is given; of what someone else wrote, who got it."""
_DID, _GOT = "did", "got"
_PARTS = {_DID: (), _GOT: ("The message came from outside; the person received it.",)}
"""What is said of the person's part in it."""
_NO_ANSWER = frozenset({"unknown", "unlikely", "none", "unlikely."})
"""What rules say that know of no mistake."""
_OFTEN_ORDINARY = "the ordinary work of those who look after the computers"
_FIRST_SENTENCE = re.compile(r"(?s)(.+?[.!?])(?:\s|$)")
_LONGEST_TEXT = 300


def conclude(measures: Measures, context: Context) -> Iterator[Finding]:
    """The findings of the correlations, once all that they count is there."""
    for firing in context.rules.correlations(context.clause).judge(measures):
        if context.rules.serves(firing.correlation, context.clause):
            yield _of_firing(firing, context)


@detector(
    "sigma",
    clauses=tuple(CLAUSE_IDS),
    reads=tuple(KINDS.values()),
    looks_at="Logs and messages, by rules that the security community and we wrote.",
    conclude=conclude,
)
def sigma(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes what the rules that serve the clause fire on."""
    findings: list[Finding] = []
    measures: Measures = {}
    to_note: list[tuple[list[str], Event]] = []
    correlations, counted = context.rules.correlations(context.clause), context.rules.counted(context.clause)
    for fired in context.rules.match(batch):
        told = [rule for rule in fired.rules if context.rules.serves(rule, context.clause)]
        noted = [rule.about.id for rule in fired.rules if rule.about.id in counted]
        if not told and not noted:
            continue
        event, part = _event(batch, fired, context), _part(batch, fired.row, context)
        for rule in told:
            if event.at is None:
                findings.append(_finding(rule.about, event.subject, None, (event.evidence,), context, *_PARTS[part]))
            else:
                day = f"{event.at.astimezone(context.timezone):%Y-%m-%d}"
                key = Key(HITS, event.subject, f"{day} {rule.about.id} {part}")
                merge_into(measures, {key: Measure(Kind.COUNT, 1, (Seen(event.at, event.evidence),))})
        if noted:
            to_note.append((noted, event))
    merge_into(measures, correlations.note_all(to_note))
    return Detection(tuple(findings), measures)


@sigma.limit(HITS)
def tell_hits(key: Key, measure: Measure, context: Context) -> Finding:
    """A rule that fired on what one person did on one day."""
    day, _, rest = key.window.partition(" ")
    rule_id, _, part = rest.rpartition(" ")
    about = context.rules.find(rule_id).about
    evidence = tuple(seen.evidence for seen in measure.seen)
    often = "once" if measure.value == 1 else count(measure.value, "time")
    times = f"It fired {often} on {write_day(date.fromisoformat(day))}."
    return _finding(about, key.subject, measure.seen[0].at, evidence, context, times, *_PARTS[part])


def _event(batch: pa.RecordBatch, fired: Fired, context: Context) -> Event:
    at = batch.column("time")[fired.row].as_py()
    return Event(at, fired.fields, _subject(batch, fired.row, context), cite(batch, fired.row))


def _subject(batch: pa.RecordBatch, row: int, context: Context) -> str:
    """Whom an event concerns: the account, else the address or device; of mail, the one of us who sent or got it."""
    if is_kind(batch, EMAIL_ACTIVITY):
        sender = batch.column("email.from")[row].as_py() or ""
        recipients = (batch.column(f"email.{field}")[row].as_py() or () for field in ("to", "cc", "bcc"))
        reached = [address for addresses in recipients for address in addresses]
        return subject_of(sender, context) if is_inside(sender, context) else recipient_subject(reached, context)
    values = (batch.column(column)[row].as_py() for column in _WHO if column in batch.schema.names)
    names = (value[0] if isinstance(value, list) else value for value in values if value)
    return subject_of(next(filter(None, names), ""), context)


def _part(batch: pa.RecordBatch, row: int, context: Context) -> str:
    """What the subject had to do with the event."""
    if is_kind(batch, EMAIL_ACTIVITY) and not is_inside(batch.column("email.from")[row].as_py() or "", context):
        return _GOT
    return _DID


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
        reasons=tuple(_reasons(about, *seen)),
        evidence=evidence,
        rule=about.id,
    )


def _reasons(about: About, *seen: str) -> Iterator[Reason]:
    """The rule's own words; its licence asks that its author be named where a match is told (DRL 1.1, section 2)."""
    author = f" (A rule by {_shortened(about.author)}.)" if about.author else ""
    yield Reason(
        "rule.fired",
        f"{_sentence(about.title)} {' '.join((_first_sentence(about.description), *seen)).strip()}{author}",
    )
    mistakes = [text for text in about.falsepositives if text.strip().lower() not in _NO_ANSWER]
    if not any(tag.startswith(OWN_TAG) for tag in about.tags):
        mistakes.append(_OFTEN_ORDINARY)
    if mistakes:
        yield Reason("rule.may-be", f"It may be: {_sentence('; '.join(mistakes))}")


def _sentence(text: str) -> str:
    text = _shortened(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _first_sentence(text: str) -> str:
    found = _FIRST_SENTENCE.match(text.strip())
    return _sentence(found[1] if found else text) if text.strip() else ""


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rsplit(' ', 1)[0]} …"
