"""What people wrote: mail, texts, chat and voicemail, each with its writer and the texts that are the writer's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.mail_text import is_inside, read_mail, subject_of
from custodes.events import COMMUNICATION, EMAIL_ACTIVITY, is_kind
from custodes.events.schema import CHAT
from custodes.sources.documents import is_unread

READS = (EMAIL_ACTIVITY, COMMUNICATION)


class Text(NamedTuple):
    """A text, and how a sentence names it."""

    where: str
    text: str


class Writing(NamedTuple):
    """One message. What it quotes of another is not among its texts."""

    row: int
    at: datetime | None
    writer: str
    """A person's id where the staff list tells, else the account or address."""
    is_ours: bool
    texts: tuple[Text, ...]
    locked: int
    """Attachments that are locked or damaged, so that nobody can tell what they say."""


class _Message(NamedTuple):
    texts: tuple[Text, ...]
    files: Iterable[dict[str, Any] | None]


def read_writings(batch: pa.RecordBatch, context: Context) -> Iterator[Writing]:
    """The messages of a batch of either kind."""
    return _read_mail(batch, context) if is_kind(batch, EMAIL_ACTIVITY) else _read_communications(batch, context)


def _read_mail(batch: pa.RecordBatch, context: Context) -> Iterator[Writing]:
    columns = ("time", "email.from", "email.subject", "body", "files")
    for row, (at, sender, subject, body, files) in enumerate(read_mail(batch, *columns)):
        message = _Message((Text("subject", subject), Text("message", body)), files)
        yield _writing(row, at, sender, message, context)


def _read_communications(batch: pa.RecordBatch, context: Context) -> Iterator[Writing]:
    columns = ("time", "actor.user.name", "communication.from", "communication.kind", "message", "files")
    for row, (at, account, sender, kind, said, files) in enumerate(read_mail(batch, *columns)):
        where = "chat message" if kind == CHAT else kind or "message"
        yield _writing(row, at, account or sender or "", _Message((Text(where, said),), files), context)


def _writing(row: int, at: datetime | None, writer: str, message: _Message, context: Context) -> Writing:
    locked = sum(1 for file in message.files if file and (file["is_encrypted"] or is_unread(file)))
    said = (*message.texts, *(Text("attachment", file["text"]) for file in message.files if file and file["text"]))
    texts = tuple(text for text in said if text.text and not text.text.isspace())
    return Writing(row, at, subject_of(writer, context), _is_ours(writer, context), texts, locked)


def _is_ours(writer: str, context: Context) -> bool:
    """Whether one of ours wrote it; taken so where nobody is known to be ours, or the writer is but an account."""
    if not (context.domains or context.staff.people) or is_inside(writer, context):
        return True
    return bool(writer) and "@" not in writer and any(map(str.isalpha, writer))
