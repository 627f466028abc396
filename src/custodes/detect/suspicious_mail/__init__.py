"""Suspicious mail, by the policy's four signs: unrecognisable sender, typing mistakes, urgency, requests for logins.

Rules only: every sign is a reason a person can check against the message, its weight stands in a table (`signs.yaml`),
and one kind of sign alone is never a finding. Authentication results count only where a receiving server says "fail";
that there are none says nothing. No date, no list header, no filter's verdict and no language is evidence.

It does not protect against a well-written message from a hijacked account of a known sender.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.mail_text import recipient_subject
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.detect.suspicious_mail import attachments, links, names, sender, writing
from custodes.detect.suspicious_mail.folding import fold
from custodes.detect.suspicious_mail.judgement import Circumstances, is_enough, judge
from custodes.detect.suspicious_mail.message import Message, read_messages
from custodes.detect.suspicious_mail.site import Site
from custodes.detect.suspicious_mail.wording import load_wording
from custodes.events import EMAIL_ACTIVITY
from custodes.events.schema import PARSER_RAW


@detector(
    "suspicious-mail",
    clauses=("security.suspicious-mail",),
    reads=EMAIL_ACTIVITY,
    parameters=NoParameters,
    looks_at="Mail from outside, by the four signs the policy names.",
)
def suspicious_mail(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message with two kinds of sign or more, and for each from outside that could not be read."""
    times = batch.column("time").to_pylist()
    site = Site(context)
    findings = []
    for message in read_messages(batch):
        reasons, outcome, confidence = look_at(message, site)
        if reasons:
            findings.append(
                Finding(
                    clause=context.clause,
                    detector="suspicious-mail",
                    subject=recipient_subject(message.recipients, context),
                    at=times[message.row],
                    outcome=outcome,
                    confidence=confidence,
                    reasons=reasons,
                    evidence=(cite(batch, message.row),),
                )
            )
    return Detection(tuple(findings))


def look_at(message: Message, site: Site) -> tuple[tuple[Reason, ...], Outcome, float]:
    """The reasons, the outcome and how sure it is. No reasons: nothing to say of the message."""
    signs = list_signs(message, site)
    if is_enough(signs) and _SPEECH.search(message.text):  # seldom, so that looking twice costs little
        signs = list_signs(replace(message, text=_SPEECH.sub(" ", message.text)), site)
    if is_enough(signs):
        verdict = judge(signs, circumstances(message, signs, site))
        return (verdict.reason, *signs), Outcome.YES, verdict.confidence
    if unread := _unread(message, site):
        return (unread,), Outcome.COULD_NOT_TELL, 0.0
    return (), Outcome.NO, 0.0


_SPEECH = re.compile(r"(?<![\w=])(?:\"[^\"\n]{20,300}\"|“[^”\n]{20,300}”|„[^“”\n]{20,300}[“”]|«[^»\n]{20,300}»)")
"""What someone tells of what another said, as in talk about lures: those are not the writer's words."""


def list_signs(message: Message, site: Site) -> list[Reason]:
    """Every sign that the message shows, the policy's four in their order, then links and attachments."""
    signs = [
        *sender.signs(message, site),
        *writing.signs(message),
        *load_wording().find(fold(message.text)),
        *links.signs(message, site),
        *attachments.signs(message),
    ]
    codes = {sign.code for sign in signs}
    if "sender.claims-brand" not in codes and any(code.startswith("request.") for code in codes):
        signs += names.speaks_for_brand(message, site)
    return signs


def circumstances(message: Message, signs: list[Reason], site: Site) -> Circumstances:
    """What speaks for the message: a sender who is one of us or known to us, links that stay at home."""
    codes = {sign.code for sign in signs}
    knows = site.is_inside(message.sender) or site.knows(message.sender) is True
    return Circumstances(
        is_known=knows and "sender.failed-authentication" not in codes,
        leads_home="sender.unknown" not in codes and links.lead_home(message, site),
    )


def _unread(message: Message, site: Site) -> Reason | None:
    """Why a message from outside could not be judged, or None."""
    is_raw = message.parser == PARSER_RAW
    is_locked = not message.body.strip() and any((file or {}).get("is_encrypted") for file in message.files)
    if not (is_raw or is_locked) or site.is_inside(message.sender):
        return None
    if is_raw:
        return Reason("unread.raw", "The message is too damaged to be read, so its signs could not be looked for.")
    return Reason("unread.locked", "The message says nothing but for an attachment that is locked.")
