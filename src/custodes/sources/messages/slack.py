"""Messages of a Slack export: one file a channel and day, each a list of messages.

https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports
https://docs.slack.dev/reference/events/message
The lists of accounts and channels beside them (users.json, channels.json) are no messages: the source `json` reads
them over the table `slack`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from custodes.events.schema import CHAT
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.mail.html import Link
from custodes.sources.messages.communication import Communication, parse_items, text_or_none, time_or_none
from custodes.sources.messages.markup import read_markup
from custodes.sources.messages.objects import dig, objects_in, read_object
from custodes.sources.records.cutting import cut_records
from custodes.sources.records.times import Unreadable

_BEGINS = re.compile(rb"(?:\s|\xef\xbb\xbf)*+\[\s*+\{")
_TYPE = re.compile(rb'"type"\s*:\s*"message"')
_STAMP = re.compile(rb'"ts"\s*:\s*"[0-9]{9,11}\.[0-9]{6}"')
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.json")
_PLAIN = "message"
_INNER = ("message", "previous_message", "original", "old_message")
"""Under which names a record of a change holds the message itself."""
_DEEPEST_BLOCK = 8


class Slack:
    """Messages as Slack exports them."""

    name = "slack"

    def recognises(self, head: bytes) -> bool:
        """Whether it is a list of objects with the type and the time stamp of Slack's messages."""
        return _BEGINS.match(head) is not None and _TYPE.search(head) is not None and _STAMP.search(head) is not None

    def cut(self, item: Item) -> Iterator[Chunk]:
        """The messages of a file."""
        return cut_records(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """One event for each message, joins, edits and deletions too."""
        return parse_items(chunk, _read)


def _read(record: bytes, file: str) -> Communication:
    whole = read_object(record)
    if "ts" not in whole and "text" not in whole:
        raise Unreadable("It is no message of Slack's.")
    said = _message_in(whole)
    words, links = _words(said)
    user = _user(said) or _user(whole)
    return Communication(
        CHAT,
        time=time_or_none(whole.get("ts")),
        user=user,
        sender=user,
        channel=_channel(file) or text_or_none(whole.get("channel")),
        message=text_or_none(words),
        links=links,
        files=[_file(one) for one in objects_in(said.get("files")) or objects_in([said.get("file")])],
        event_code=text_or_none(whole.get("subtype")) or _PLAIN,
        product="slack",
    )


def _message_in(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message itself: of a change or deletion, what was said last."""
    if text_or_none(whole.get("text")):
        return whole
    return next((inner for name in _INNER if (inner := dig(whole, name)).get("text")), whole)


def _user(said: Mapping[str, Any]) -> str | None:
    """The account's name where the export gives it beside the message, else its id; of a program the name."""
    profile = dig(said, "user_profile")
    named = (profile.get("name"), said.get("user"), said.get("username"), said.get("bot_id"))
    return next(filter(None, map(text_or_none, named)), None)


def _words(said: Mapping[str, Any]) -> tuple[str, list[Link]]:
    """Its text; where it has none, that of its blocks and attachments, as programs send them."""
    if text := text_or_none(said.get("text")):
        return read_markup(text)
    attached = (one.get(name) for one in objects_in(said.get("attachments")) for name in ("title", "text"))
    return read_markup("\n".join(filter(None, map(text_or_none, (*_texts_in(said.get("blocks"), 0), *attached)))))


def _texts_in(value: Any, depth: int) -> Iterator[str]:
    """Every text of blocks, in order, and the addresses that they lead to."""
    if depth > _DEEPEST_BLOCK:
        return
    if isinstance(value, list):
        for one in value:
            yield from _texts_in(one, depth)
    elif isinstance(value, dict):
        address, text = text_or_none(value.get("url")), value.get("text")
        if address and value.get("type") == "link":
            yield f"<{address}|{text}>" if text_or_none(text) else f"<{address}>"
        elif isinstance(text, str):
            yield text
        for inner in value.values():
            if isinstance(inner, dict | list):
                yield from _texts_in(inner, depth + 1)


def _file(one: Mapping[str, Any]) -> dict[str, Any]:
    size = one.get("size")
    return {
        "name": text_or_none(one.get("name")) or text_or_none(one.get("title")) or text_or_none(one.get("id")),
        "mime_type": text_or_none(one.get("mimetype")),
        "size": size if isinstance(size, int) and 0 <= size < 1 << 60 else None,
        "text": text_or_none(one.get("preview")),
        "is_encrypted": None,
    }


def _channel(file: str) -> str | None:
    """The folder that the day's file lies in."""
    path = PurePosixPath(file.replace("!", "/"))
    return path.parent.name or None if _DAY.fullmatch(path.name) else None


SLACK = Slack()
