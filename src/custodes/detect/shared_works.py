"""Works of others that are passed on without permission, and pictures that a site was told of.

Both look at what is attached to mail and picture messages, byte for byte, and only where the site keeps a register of
works or a list of pictures: then a message's attachments are taken out of it once more. Neither judges what is in no
list. Exports of chats name files and do not hold them: of these they could not tell, and say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.likeness import LARGEST_BYTES, Alike, Near, liken, read_picture
from custodes.detect.mail_text import is_inside, recipient_subject, sent_by_us, subject_of
from custodes.detect.passed_on import READS, Passed, is_picture, read_passed
from custodes.detect.permission import is_permitted
from custodes.detect.prose import count
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.detect.works import Work
from custodes.events import EMAIL_ACTIVITY, is_kind
from custodes.sources.documents import read_document
from custodes.sources.mail.letter import Attachment

HOW = {
    "same": "the same file, byte for byte,",
    "picture": "the same picture, perhaps resized or saved again,",
    "turned": "the same picture, turned or mirrored,",
    "text": "at least half of the same text",
    "bytes": "nearly the same bytes",
}


@detector(
    "shared-works",
    clauses=("use.copyright",),
    reads=READS,
    parameters=NoParameters,
    looks_at="Files that we mail or pass on, against the register of works.",
    needs_domains=True,
)
def shared_works(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each file passed on by us that is a registered work, or nearly, and that no permit covers."""
    if not context.lists.works:
        return Detection()
    findings: list[Finding] = []
    ours = sent_by_us(batch, context) if is_kind(batch, EMAIL_ACTIVITY) else batch
    for sent in (one for one in read_passed(ours, context) if one.is_ours):
        for attachment in sent.attachments:
            found = context.lists.works.find(_liken(attachment))
            if found and not _may_share(sent, found[0], context):
                findings.append(_shared(ours, sent, *found, context))
        if untold := tuple(_untold_of(sent)):
            findings.append(_untold(ours, sent, untold, context, detector="shared-works"))
    return Detection(tuple(findings))


def _untold_of(sent: Passed) -> Iterator[Reason]:
    if sent.locked:
        text = "An attachment is locked, so it could not be held against the register of works."
        yield Reason("works.locked", text)
    if sent.missing:
        text = f"{count(sent.missing, 'file')} passed on with it {_stand(sent.missing)} only by name in the record."
        yield Reason("works.not-held", text)


def _stand(number: int) -> str:
    return "stands" if number == 1 else "stand"


def _liken(attachment: Attachment) -> Any:
    content = attachment.content
    text = read_document(attachment.name, attachment.mime_type, content) if len(content) <= LARGEST_BYTES else None
    return liken(content, is_image=is_picture(attachment), text=text)


def _may_share(sent: Passed, work: Work, context: Context) -> bool:
    if not context.lists.permits or sent.at is None:
        return False
    on = sent.at.astimezone(context.timezone).date()
    return is_permitted(context, "work", subject_of(sent.sender, context), work.title, on=on)


def _shared(batch: pa.RecordBatch, sent: Passed, work: Work, alike: Alike, context: Context) -> Finding:
    owner = f", whose owner is {work.owner}" if work.owner else ""
    outside = sum(1 for one in sent.recipients if one and not is_inside(one, context))
    reasons = (
        Reason(f"works.{alike.how}", f"A file is {HOW[alike.how]} as the registered work “{work.title}”{owner}."),
        Reason("works.no-permit", "No permit covers sharing it."),
        Reason("works.recipients", _to_whom(len(sent.recipients), outside)),
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


def _to_whom(recipients: int, outside: int) -> str:
    if not recipients:
        return "It was passed on in a chat; the record names no recipients."
    return f"It was sent to {count(recipients, 'recipient')}, {outside} of them outside."


@detector(
    "known-images",
    clauses=("misuse.content",),
    reads=READS,
    parameters=NoParameters,
    looks_at="Pictures in mail and messages, against lists of pictures that the site was told of.",
)
def known_images(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each picture sent that is one of the lists', or nearly, and for each that cannot be read."""
    if not context.lists.images:
        return Detection()
    findings: list[Finding] = []
    for sent in read_passed(batch, context):
        for attachment in filter(is_picture, sent.attachments):
            picture = read_picture(attachment.content)
            found = context.lists.images.find(picture)
            if found:
                findings.append(_known(batch, sent, *found, context))
            elif not picture:
                text = "A picture is damaged, too large, or too plain to be told from others."
                reason = Reason("image.unreadable", text)
                findings.append(_untold(batch, sent, (reason,), context, detector="known-images"))
        if sent.missing_pictures:
            number = sent.missing_pictures
            text = f"{count(number, 'picture')} sent with it {_stand(number)} only by name in the record."
            reason = Reason("image.not-held", text)
            findings.append(_untold(batch, sent, (reason,), context, detector="known-images"))
    return Detection(tuple(findings))


def _known(batch: pa.RecordBatch, sent: Passed, listed: str, near: Near, context: Context) -> Finding:
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
        reasons=(Reason("image.known", text), Reason("image.way", _way(sent))),
        evidence=(cite(batch, sent.row),),
    )


def _whose(sent: Passed, context: Context) -> str:
    if sent.is_ours:
        return subject_of(sent.sender, context)
    return recipient_subject(sent.recipients, context)


def _way(sent: Passed) -> str:
    if sent.is_ours:
        return "It was sent from here."
    return "It came from outside; who receives a picture need not have asked for it."


def _untold(
    batch: pa.RecordBatch, sent: Passed, reasons: tuple[Reason, ...], context: Context, *, detector: str
) -> Finding:
    return Finding(
        clause=context.clause,
        detector=detector,
        subject=_whose(sent, context),
        at=sent.at,
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=reasons,
        evidence=(cite(batch, sent.row),),
    )
