"""One text, call, voicemail or chat message as a value, and items of a chunk as a batch of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from custodes.events import make_batch
from custodes.events.schema import CALL, CHAT, COMMUNICATION, TEXT_MESSAGE, VOICEMAIL
from custodes.sources.contract import Chunk, Parsed, Rejected
from custodes.sources.mail.html import Link
from custodes.sources.mail.message import bare_addresses
from custodes.sources.records.times import Unreadable, read_time

CATEGORIES = {TEXT_MESSAGE: "text_message", VOICEMAIL: "voicemail", CALL: "call", CHAT: "chat"}
"""What Sigma's rules of ours call each kind."""
_MOST_MILLISECONDS = 10**12


@dataclass(slots=True)
class Communication:
    """What the columns of an event are filled from."""

    kind: str
    time: datetime | None = None
    user: str | None = None
    """The account of who sent it, where the product knows accounts."""
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)
    channel: str | None = None
    message: str | None = None
    duration_ms: int | None = None
    links: list[Link] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    event_code: str | None = None
    unmapped: bytes | None = None
    product: str | None = None


class _Row(NamedTuple):
    position: int
    file: str | None
    record: bytes
    read: Communication


def parse_items(
    chunk: Chunk, read: Callable[[bytes, str], Communication], *, is_on_premises: bool | None = None
) -> Parsed:
    """One event for each item of the chunk, in order; those for which `read` raises `Unreadable` are rejected.

    `read` is given the item's bytes, and the path of the file they stood in.
    """
    rows: list[_Row] = []
    rejected = list(chunk.rejected)
    for index, (begin, end) in enumerate(chunk.bounds or ()):
        file = chunk.files[index] if chunk.files else None
        position = 1 if file is not None else chunk.first + index
        record = chunk.data[begin:end]
        try:
            rows.append(_Row(position, file, record, read(record, file or chunk.source)))
        except Unreadable as why:
            rejected.append(Rejected(chunk.source, str(why), position, position, file))
    if not rows:
        return Parsed((), tuple(rejected))
    columns = _columns(chunk, rows) | {"src_endpoint.location.is_on_premises": [is_on_premises] * len(rows)}
    return Parsed((make_batch(COMMUNICATION, columns, rows=len(rows), unit="record"),), tuple(rejected))


def _columns(chunk: Chunk, rows: Sequence[_Row]) -> dict[str, Any]:
    read = [row.read for row in rows]
    return {
        "time": [one.time for one in read],
        "source": chunk.source,
        "position": [row.position for row in rows],
        "file": [row.file for row in rows],
        "raw_data": [row.record for row in rows],
        "metadata.event_code": [one.event_code for one in read],
        "logsource.product": [one.product for one in read],
        "logsource.category": [CATEGORIES[one.kind] for one in read],
        "unmapped": [one.unmapped for one in read],
        "actor.user.name": [one.user for one in read],
        "message": [one.message for one in read],
        "communication.kind": [one.kind for one in read],
        "communication.from": [one.sender for one in read],
        "communication.to": [one.recipients or None for one in read],
        "communication.channel": [one.channel for one in read],
        "duration": [one.duration_ms for one in read],
        "urls": [[{"url_string": url, "text": text} for url, text in all_links(one)] for one in read],
        "files": [one.files for one in read],
    }


def all_links(one: Communication) -> list[Link]:
    """Its links, and the addresses written out in its words, each once."""
    links = dict.fromkeys(one.links)
    known = {address for address, _ in links}
    for address in bare_addresses(one.message) if one.message else ():
        if address not in known:
            links[address, None] = None
    return list(links)


def as_json(fields: Any) -> bytes:
    """The fields as JSON, in no more memory than it is long: orjson's own result keeps room for kilobytes."""
    return bytes(memoryview(orjson.dumps(fields)))


def text_or_none(value: Any) -> str | None:
    """The value where it is a text that says something."""
    return value if isinstance(value, str) and value.strip() else None


def time_or_none(value: Any) -> datetime | None:
    """The time, or None where it cannot be read: a message without one is still a message."""
    try:
        return None if value in (None, "") else read_time(value)
    except (Unreadable, TypeError):
        return None


def milliseconds_or_none(value: Any, *, units_a_second: int = 1) -> int | None:
    """A length of time in milliseconds, from a number or its text in seconds (or in so many units a second)."""
    try:
        length = float(value) * 1000 / units_a_second
    except (TypeError, ValueError):
        return None
    return round(length) if 0 <= length <= _MOST_MILLISECONDS else None
