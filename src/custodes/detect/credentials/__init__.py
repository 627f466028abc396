"""Passwords and keys in mail, chat and texts: what a policy asks to be kept confidential, found without being repeated.

A finding says what kind of secret was seen and how long it is, never the secret. What another wrote and the writer only
quotes is not the writer's (the body holds no quotes). It does not look into pictures, or into locked attachments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.credentials.listed import count_listed
from custodes.detect.credentials.search import Secret, find_secrets, search
from custodes.detect.credentials.untold import list_untold
from custodes.detect.effort import Effort
from custodes.detect.finding import Finding, Outcome, Reason, Said, find_in_row
from custodes.detect.mail_text import is_inside, read_mail, subject_of
from custodes.detect.prose import count
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.events import EMAIL_ACTIVITY, is_kind
from custodes.events.schema import CHAT, COMMUNICATION

__all__ = ["FROM_OUTSIDE", "credentials", "find_secrets"]

FROM_OUTSIDE = 0.5
"""What a secret counts for that another sent us: it is theirs to keep, though it lies with us."""


class Author(NamedTuple):
    """Whom a message concerns, and whether that is one of ours."""

    subject: str
    is_ours: bool


class Message(NamedTuple):
    """A message: where it stands in its batch, what it says, what is attached, and whose it is."""

    row: int
    text: str
    files: Sequence[Mapping[str, Any]]
    author: Author


@detector(
    "credentials",
    clauses=("security.passwords",),
    reads=(EMAIL_ACTIVITY, COMMUNICATION),
    parameters=NoParameters,
    looks_at="Passwords and keys written in mail and messages.",
)
def credentials(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message that carries a password or a key, in its words or in a text attached."""
    read = _read_mail if is_kind(batch, EMAIL_ACTIVITY) else _read_messages
    return Detection(tuple(found for message in read(batch, context) for found in _judge(batch, message, context)))


def _read_mail(batch: pa.RecordBatch, context: Context) -> Iterator[Message]:
    columns = read_mail(batch, "email.from", "email.subject", "body", "files")
    for row, (sender, subject, body, files) in enumerate(columns):
        is_ours = is_inside(sender, context) or not (context.domains or context.staff.people)
        text = f"{subject}\n{body}" if subject else body
        yield Message(row, text, list(filter(None, files)), Author(subject_of(sender, context), is_ours))


def _read_messages(batch: pa.RecordBatch, context: Context) -> Iterator[Message]:
    columns = read_mail(batch, "actor.user.name", "communication.from", "communication.kind", "message", "files")
    for row, (user, sender, kind, text, files) in enumerate(columns):
        account = user or sender or ""
        is_ours = kind == CHAT or context.staff.find(account) is not None or is_inside(account, context)
        yield Message(row, text or "", list(filter(None, files)), Author(subject_of(account, context), is_ours))


def _judge(batch: pa.RecordBatch, message: Message, context: Context) -> Iterator[Finding]:
    """What was found, and apart from it what could not be told: the one may be too unsure to be shown."""
    tell = partial(find_in_row, batch, clause=context.clause, detector="credentials", subject=message.author.subject)
    secrets, unseen_characters = _look_for_secrets(message)
    if secrets:
        sure = secrets[0].confidence * (1.0 if message.author.is_ours else FROM_OUTSIDE)
        reasons = dict.fromkeys(Reason(secret.code, secret.text) for secret in secrets)
        yield tell(message.row, Said(Outcome.YES, round(sure, 3), tuple(reasons)))
    untold = tuple(list_untold(message.files, unseen_characters, is_ours=message.author.is_ours))
    if untold:
        yield tell(message.row, Said(Outcome.COULD_NOT_TELL, 0.0, untold))


def _look_for_secrets(message: Message) -> tuple[list[Secret], int]:
    """The secrets of a message, the surest first, and how many of its characters nobody looked at."""
    effort = Effort()
    texts = [(message.text, "the message"), *((file["text"], "an attachment") for file in message.files)]
    searched = [search(text, where, effort) for text, where in texts if text]
    secrets = [secret for one in searched for secret in one.secrets]
    for file in message.files:
        if file["text"] and (listed := count_listed(file["text"])):
            text = f"In an attachment stands a table with {count(listed, 'password')}."
            secrets.append(Secret("credentials.list", text, 0.85))
    unseen_characters = sum(one.unseen_characters for one in searched)
    return sorted(secrets, key=lambda secret: -secret.confidence), unseen_characters
