"""What was sent along with mail, texts and chats: the files where a record holds them, else how many it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.mail_text import RECIPIENTS, is_inside, read_mail
from custodes.events import COMMUNICATION, EMAIL_ACTIVITY, is_kind
from custodes.events.schema import CHAT
from custodes.sources.mail.letter import Attachment
from custodes.sources.mail.message import read_attachments
from custodes.sources.messages.parts import read_parts

READS = (EMAIL_ACTIVITY, COMMUNICATION)
_RECEIVED = "received"
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic")


class Passed(NamedTuple):
    """A message with files."""

    row: int
    at: datetime | None
    sender: str
    """An address or an account; "" where the record does not tell."""
    is_ours: bool
    """Whether one of ours sent it."""
    recipients: tuple[str, ...]
    attachments: list[Attachment]
    """Those whose bytes the record holds."""
    locked: int
    missing: int
    """Those that are only named: exports of chats keep files elsewhere, backups of telephones pass large ones over."""
    missing_pictures: int


def read_passed(batch: pa.RecordBatch, context: Context) -> Iterator[Passed]:
    """The messages of a batch of either kind that have files."""
    return _read_mail(batch, context) if is_kind(batch, EMAIL_ACTIVITY) else _read_communications(batch, context)


def is_picture(attachment: Attachment) -> bool:
    """Whether the file is called a picture."""
    return attachment.mime_type.startswith("image/")


def _read_mail(batch: pa.RecordBatch, context: Context) -> Iterator[Passed]:
    columns = ("time", "email.from", *RECIPIENTS, "files")
    for row, (at, sender, to, cc, bcc, files) in enumerate(read_mail(batch, *columns)):
        if files:
            record = batch.column("raw_data")[row].as_py() or b""
            locked = sum(1 for file in files if file and file["is_encrypted"])
            recipients = tuple(one for one in (*to, *cc, *bcc) if one)
            ours = is_inside(sender, context)
            yield Passed(row, at, sender, ours, recipients, read_attachments(record), locked, 0, 0)


def _read_communications(batch: pa.RecordBatch, context: Context) -> Iterator[Passed]:
    who = ("actor.user.name", "communication.from", "communication.to", "communication.kind", "metadata.event_code")
    for row, (at, account, sender, to, kind, box, files) in enumerate(read_mail(batch, "time", *who, "files")):
        if files:
            writer = account or sender
            is_ours = kind == CHAT or box != _RECEIVED or is_inside(writer, context)
            attachments = read_parts(batch.column("raw_data")[row].as_py() or b"")
            locked = sum(1 for file in files if file and file["is_encrypted"])
            missing = max(0, len(files) - len(attachments))
            pictures = sum(1 for file in files if file and _is_named_picture(file["name"], file["mime_type"]))
            held = sum(map(is_picture, attachments))
            recipients = tuple(one for one in to if one)
            yield Passed(row, at, writer, is_ours, recipients, attachments, locked, missing, max(0, pictures - held))


def _is_named_picture(name: str | None, mime_type: str | None) -> bool:
    return (mime_type or "").startswith("image/") or (name or "").lower().endswith(_PICTURES)
