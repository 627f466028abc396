"""A chunk of messages as one Arrow batch of email events."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pyarrow as pa

from custodes.events import EMAIL_ACTIVITY, make_batch
from custodes.events.schema import FILE, URL
from custodes.sources.contract import Chunk, Parsed
from custodes.sources.mail.message import Message, read_message


def parse_mail(chunk: Chunk) -> Parsed:
    """One event for each message of the chunk, in order. No message is rejected here."""
    bounds = ((0, len(chunk.data)),) if chunk.bounds is None else chunk.bounds
    records = [chunk.data[begin:end] for begin, end in bounds]
    messages = [read_message(record) for record in records]
    rows = len(records)
    columns = _columns(messages) | {
        "source": chunk.source,
        "position": [1] * rows if chunk.files is not None else list(range(chunk.first, chunk.first + rows)),
        "file": chunk.files and list(chunk.files),
        "raw_data": records,
        "logsource.category": "email",
        "email.size": [len(record) for record in records],
    }
    return Parsed((make_batch(EMAIL_ACTIVITY, columns, rows=rows),), chunk.rejected)


def _columns(messages: list[Message]) -> dict[str, Any]:
    letters = [message.letter for message in messages]
    return {
        "time": [message.sent_at for message in messages],
        "email.message_uid": [_uid(message) for message in messages],
        "email.from": [letter.from_ and letter.from_[1] for letter in letters],
        "email.from_name": [(letter.from_ and letter.from_[0]) or None for letter in letters],
        "email.reply_to": [message.address("reply-to") for message in messages],
        "email.return_path": [message.address("return-path") for message in messages],
        "email.to": [letter.to for letter in letters],
        "email.cc": [letter.cc for letter in letters],
        "email.bcc": [letter.bcc for letter in letters],
        "email.subject": [letter.subject for letter in letters],
        "email.list_id": [letter.first("list-id") for letter in letters],
        "email_auth.results": [_auth_results(message) for message in messages],
        "body": [message.body for message in messages],
        "body.quoted": [message.quoted or None for message in messages],
        "urls": _urls(messages),
        "files": _files(messages),
        "parser": [message.parser for message in messages],
    }


def _uid(message: Message) -> str | None:
    value = message.letter.first("message-id")
    return value.strip("<> \t") if value else None


def _auth_results(message: Message) -> str | None:
    """All of them, topmost first: the one that the library's own server added comes first."""
    values = message.letter.headers.get("authentication-results")
    return "\n".join(values) if values else None


def _urls(messages: list[Message]) -> pa.ListArray:
    links = [link for message in messages for link in message.links]
    columns = [pa.array([link[0] for link in links], pa.string()), pa.array([link[1] for link in links], pa.string())]
    values = pa.StructArray.from_arrays(columns, fields=list(URL))
    return pa.ListArray.from_arrays(_offsets([len(message.links) for message in messages]), values)


def _files(messages: list[Message]) -> pa.ListArray:
    values = pa.array([file for message in messages for file in message.files], FILE)
    return pa.ListArray.from_arrays(_offsets([len(message.files) for message in messages]), values)


def _offsets(lengths: list[int]) -> pa.Array:
    return pa.array(list(accumulate(lengths, initial=0)), pa.int32())
