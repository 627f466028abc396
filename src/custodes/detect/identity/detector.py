"""Hidden and borrowed identities in mail: spoofed senders, look-alikes, names that do not go with the account.

A message that pretends to be ours was mostly sent by a stranger; then the finding concerns whoever got it. It concerns
the sender where the account is ours. It does not see through a hijacked account, which is the true one.
"""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.identity import alike, shown, spoofed
from custodes.detect.identity.header import find_sender
from custodes.detect.identity.message import House, Letter, Sign, read_letters
from custodes.detect.mail_text import RECEIVED, UNKNOWN, recipient_subject, subject_of
from custodes.detect.measure import EVIDENCE_KEPT, Key, Kind, Measure, Measures, Seen, first_seen
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.events import EMAIL_ACTIVITY

TRACES = "identity.traces"
"""Bits of a source: whether any of our own messages in it tell of their way, and whether any do not."""
_TRACED, _TRACELESS = 1, 2


@detector(
    "identity",
    clauses=("misuse.identity",),
    reads=EMAIL_ACTIVITY,
    parameters=NoParameters,
    looks_at="Senders who are not who they seem.",
    needs_domains=True,
)
def identity(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message whose sender is borrowed, imitated, or not the one it names."""
    house = House(context)
    findings: list[Finding] = []
    own: list[Letter] = []
    for letter in read_letters(batch):
        signs = list_signs(letter, house)
        if any(sign.sure for sign in signs):
            findings.append(_finding(batch, letter, signs, context))
        if context.is_own(letter.sender):
            own.append(letter)
    return Detection(tuple(findings), _traces(batch, own))


_PRETENDS = frozenset({"identity.look-alike", "identity.domain-within"})
"""Nobody's own mailbox is at a domain made to be taken for ours."""
_GOT = Reason("identity.received", RECEIVED)


def list_signs(letter: Letter, house: House) -> list[Sign]:
    """Every sign, the surest first."""
    found = (*spoofed.signs(letter, house), *alike.signs(letter, house), *shown.signs(letter, house))
    if any(sign.reason.code in _PRETENDS for sign in found):
        found = tuple(sign for sign in found if sign.reason.code != "identity.own-mailbox")
    return sorted(found, key=lambda sign: -sign.sure)


_MORE = 0.5
"""How much of the doubt that is left another sign takes away, for its part."""


def combine(signs: list[Sign]) -> float:
    """How sure several signs are together. They are not independent, so each beyond the first counts half."""
    doubt = 1.0 - signs[0].sure
    for sign in signs[1:]:
        doubt *= 1.0 - _MORE * sign.sure
    return round(1.0 - doubt, 3)


def _finding(batch: pa.RecordBatch, letter: Letter, signs: list[Sign], context: Context) -> Finding:
    is_ours = signs[0].is_ours
    reasons = (*(sign.reason for sign in signs), *(() if is_ours else (_GOT,)))
    return Finding(
        clause=context.clause,
        detector="identity",
        subject=_ours(letter, context) if is_ours else recipient_subject(letter.recipients, context),
        at=batch.column("time")[letter.row].as_py(),
        outcome=Outcome.YES,
        confidence=combine(signs),
        reasons=tuple(dict.fromkeys(reasons)),
        evidence=(cite(batch, letter.row),),
    )


def _ours(letter: Letter, context: Context) -> str:
    """The account of ours that sent it."""
    sent_by = find_sender(letter.header)
    return subject_of(sent_by if sent_by and context.staff.find(sent_by) else letter.sender, context)


def _traces(batch: pa.RecordBatch, letters: list[Letter]) -> Measures:
    """Whether messages of our own tell of their way, by source; with evidence only for those that do not."""
    sources, times = batch.column("source").to_pylist(), batch.column("time").to_pylist()
    bits: dict[str, int] = {}
    traceless: dict[str, list[tuple[datetime, int]]] = {}
    for letter in letters:
        source, is_traced = sources[letter.row], spoofed.is_traceable(letter)
        bits[source] = bits.get(source, 0) | (_TRACED if is_traced else _TRACELESS)
        if not is_traced and times[letter.row] is not None:
            traceless.setdefault(source, []).append((times[letter.row], letter.row))
    return {
        Key(TRACES, UNKNOWN, source): Measure(Kind.BITS, value, _see(batch, traceless.get(source, [])))
        for source, value in bits.items()
    }


def _see(batch: pa.RecordBatch, moments: list[tuple[datetime, int]]) -> tuple[Seen, ...]:
    latest = max(sorted(at for at, _ in moments)[:EVIDENCE_KEPT], default=None)
    return first_seen(Seen(at, cite(batch, row)) for at, row in moments if latest is not None and at <= latest)


@identity.limit(TRACES)
def tell_untold(key: Key, measure: Measure, context: Context) -> Finding | None:
    """That it could not be told, where no message of ours in a source tells of the way it came."""
    if measure.value & _TRACED or not measure.seen:
        return None
    text = (
        "No message from an address of the library's own tells by which way it came, nor whether that was checked, "
        "so whether any was spoofed could not be told."
    )
    return Finding(
        clause=context.clause,
        detector="identity",
        subject=key.subject,
        at=measure.seen[0].at,
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=(Reason("identity.no-traces", text),),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )
