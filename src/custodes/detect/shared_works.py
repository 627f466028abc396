"""Works of others that are mailed without permission, and pictures that a site was told of.

Both look at what is attached, byte for byte, and only where the site keeps a register of works or a list of pictures:
then a message's attachments are taken out of it once more. Neither judges what is in no list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.likeness import LARGEST_BYTES, Alike, Near, liken, read_picture
from custodes.detect.mail_text import RECIPIENTS, is_inside, read_mail, recipient_subject, sent_by_us, subject_of
from custodes.detect.permission import is_permitted
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.detect.works import Work
from custodes.events import EMAIL_ACTIVITY
from custodes.sources.documents import read_document
from custodes.sources.mail.letter import Attachment
from custodes.sources.mail.message import read_attachments

HOW = {
    "same": "the same file, byte for byte",
    "picture": "the same picture, perhaps resized or saved again",
    "turned": "the same picture, turned or mirrored",
    "text": "at least half of the same text",
    "bytes": "nearly the same bytes",
}

_COLUMNS = ("time", "email.from", *RECIPIENTS, "files")


class _Sent(NamedTuple):
    """A message with attachments."""

    row: int
    at: datetime | None
    sender: str
    recipients: tuple[str | None, ...]
    attachments: list[Attachment]
    is_locked: bool


@detector(
    "shared-works",
    clauses=("use.copyright",),
    reads=EMAIL_ACTIVITY,
    parameters=NoParameters,
    looks_at="Files that we mail, against the register of works.",
    needs_domains=True,
)
def shared_works(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each file mailed by us that is a registered work, or nearly, and that no permit covers."""
    if not context.lists.works:
        return Detection()
    findings: list[Finding] = []
    ours = sent_by_us(batch, context)
    for sent in _read_sent(ours):
        for attachment in sent.attachments:
            found = context.lists.works.find(_liken(attachment))
            if found and not _may_share(sent, found[0], context):
                findings.append(_shared(ours, sent, *found, context))
        if sent.is_locked:
            text = "An attachment is locked, so it could not be held against the register of works."
            findings.append(_untold(ours, sent, Reason("works.locked", text), context, detector="shared-works"))
    return Detection(tuple(findings))


def _liken(attachment: Attachment) -> Any:
    content = attachment.content
    text = read_document(attachment.name, attachment.mime_type, content) if len(content) <= LARGEST_BYTES else None
    return liken(content, is_image=_is_image(attachment), text=text)


def _may_share(sent: _Sent, work: Work, context: Context) -> bool:
    if not context.lists.permits or sent.at is None:
        return False
    on = sent.at.astimezone(context.timezone).date()
    return is_permitted(context, "work", subject_of(sent.sender, context), work.title, on=on)


def _shared(batch: pa.RecordBatch, sent: _Sent, work: Work, alike: Alike, context: Context) -> Finding:
    owner = f", whose owner is {work.owner}" if work.owner else ""
    outside = sum(1 for one in sent.recipients if one and not is_inside(one, context))
    reasons = (
        Reason(f"works.{alike.how}", f"A file is {HOW[alike.how]} as the registered work “{work.title}”{owner}."),
        Reason("works.no-permit", "No permit covers sharing it."),
        Reason("works.recipients", f"It was mailed to {len(sent.recipients)} addresses, {outside} of them outside."),
    )
    return Finding(
        clause=context.clause,
        detector="shared-works",
        subject=subject_of(sent.sender, context),
        at=sent.at,
        outcome=Outcome.YES,
        confidence=alike.confidence,
        reasons=reasons,
        evidence=(cite(batch, sent.row),),
    )


@detector(
    "known-images",
    clauses=("misuse.content",),
    reads=EMAIL_ACTIVITY,
    parameters=NoParameters,
    looks_at="Pictures in mail, against lists of pictures that the site was told of.",
)
def known_images(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each picture in mail that is one of the lists', or nearly, and for each that cannot be read."""
    if not context.lists.images:
        return Detection()
    findings: list[Finding] = []
    for sent in _read_sent(batch):
        for attachment in filter(_is_image, sent.attachments):
            picture = read_picture(attachment.content)
            found = context.lists.images.find(picture)
            if found:
                findings.append(_known(batch, sent, *found, context))
            elif not picture:
                text = "A picture is damaged, too large, or too plain to be told from others."
                reason = Reason("image.unreadable", text)
                findings.append(_untold(batch, sent, reason, context, detector="known-images"))
    return Detection(tuple(findings))


def _known(batch: pa.RecordBatch, sent: _Sent, listed: str, near: Near, context: Context) -> Finding:
    turned = ", turned or mirrored," if near.is_turned else ""
    text = (
        f"A picture{turned} differs in {near.bits} of 256 points from one in the list “{listed}”; unrelated ones do in "
        f"about 128."
    )
    return Finding(
        clause=context.clause,
        detector="known-images",
        subject=_whose(sent, context),
        at=sent.at,
        outcome=Outcome.YES,
        confidence=0.95 if near.bits <= 10 and not near.is_turned else 0.85,
        reasons=(Reason("image.known", text), Reason("image.way", _way(sent, context))),
        evidence=(cite(batch, sent.row),),
    )


def _whose(sent: _Sent, context: Context) -> str:
    if is_inside(sent.sender, context):
        return subject_of(sent.sender, context)
    return recipient_subject(sent.recipients, context)


def _way(sent: _Sent, context: Context) -> str:
    if is_inside(sent.sender, context):
        return "It was sent from here."
    return "It came from outside; who receives a picture need not have asked for it."


def _untold(batch: pa.RecordBatch, sent: _Sent, reason: Reason, context: Context, *, detector: str) -> Finding:
    return Finding(
        clause=context.clause,
        detector=detector,
        subject=_whose(sent, context),
        at=sent.at,
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=(reason,),
        evidence=(cite(batch, sent.row),),
    )


def _read_sent(batch: pa.RecordBatch) -> Iterator[_Sent]:
    """The messages that have attachments, with these."""
    for row, (at, sender, to, cc, bcc, files) in enumerate(read_mail(batch, *_COLUMNS)):
        if files:
            record = batch.column("raw_data")[row].as_py() or b""
            is_locked = any(file and file["is_encrypted"] for file in files)
            recipients = tuple(one for one in (*to, *cc, *bcc) if one)
            yield _Sent(row, at, sender, recipients, read_attachments(record), is_locked)


def _is_image(attachment: Attachment) -> bool:
    return attachment.mime_type.startswith("image/")
