"""Suspicious mail: phishing, plain spam, or what shows signs of either; else nothing to say, or could not tell.

By the policy's four signs (unrecognisable sender, typing mistakes, urgency, requests for logins), by links, pages and
attachments, and by the words. Each adds to a sum (`weighing`), weights were fitted (`fitting`), and what added most is
given as the reasons. Authentication results count only where they are; no date, no list header, no filter's verdict and
no language is evidence. Links are never followed.

It does not protect against a well-written message from a hijacked account of a known sender.
"""

from __future__ import annotations

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.mail_text import recipient_subject
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.detect.suspicious_mail.judgement import LIKELY, Judgement, judge
from custodes.detect.suspicious_mail.message import Message, read_messages
from custodes.detect.suspicious_mail.scripts import find_foreign_script
from custodes.detect.suspicious_mail.signs import list_fair_signs, list_signs, without_speech
from custodes.detect.suspicious_mail.site import Site
from custodes.detect.suspicious_mail.words import list_words
from custodes.events import EMAIL_ACTIVITY
from custodes.events.schema import PARSER_RAW


@detector(
    "suspicious-mail",
    clauses=("security.suspicious-mail",),
    reads=EMAIL_ACTIVITY,
    parameters=NoParameters,
    looks_at="Mail from outside, by the four signs the policy names, its links and its words.",
)
def suspicious_mail(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message that is worth telling of, and for each from outside that could not be read."""
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
    judged = judge_message(message, site)
    if judged is not None:  # seldom, so that looking twice costs little
        told = without_speech(message)
        judged = judged if told is message else judge_message(told, site)
    if (judged is None or judged.confidence < LIKELY) and (unread := _unread(message, site)):
        return (unread,), Outcome.COULD_NOT_TELL, 0.0
    if judged is not None:
        return judged.reasons, Outcome.YES, judged.confidence
    return (), Outcome.NO, 0.0


def judge_message(message: Message, site: Site) -> Judgement | None:
    """What the signs and words of the message make together; None of one that says nothing."""
    if not (message.text.strip() or message.page or message.links or message.files):
        return None
    signs = list_signs(message, site)
    return judge(signs, list_fair_signs(message, site, signs), list_words(message), site.model)


def _unread(message: Message, site: Site) -> Reason | None:
    """Why a message from outside could not be judged, or None."""
    if site.is_inside(message.sender):
        return None
    if message.parser == PARSER_RAW:
        return Reason("unread.raw", "The message is too damaged to be read, so its signs could not be looked for.")
    if not message.body.strip() and any((file or {}).get("is_encrypted") for file in message.files):
        return Reason("unread.locked", "The message says nothing but for an attachment that is locked.")
    if script := find_foreign_script(message.body):
        return Reason("unread.script", f"The message is written in {script} letters, which this check cannot read.")
    return None
