"""Messages as the fitting sees them: their signs and words, and what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.suspicious_mail.message import Message, read_messages
from custodes.detect.suspicious_mail.shipped import load_deceiving
from custodes.detect.suspicious_mail.signs import list_fair_signs, list_signs, without_speech
from custodes.detect.suspicious_mail.site import Site
from custodes.detect.suspicious_mail.words import list_words
from custodes.sources.contract import Chunk
from custodes.sources.mail.parse import parse_mail

_AT_ONCE = 500


class Example(NamedTuple):
    """What a message shows."""

    codes: frozenset[str]
    """Of its signs, and of what is fair unless something deceives: as the judgement takes them."""
    words: tuple[str, ...]


def read_examples(records: Iterable[bytes], context: Context) -> Iterator[tuple[Message, Example]]:
    """Each message and what it shows, from its bytes."""
    held: list[bytes] = []
    for record in records:
        held.append(record)
        if len(held) == _AT_ONCE:
            yield from _examples(parse_records(held), context)
            held = []
    yield from _examples(parse_records(held), context)


def parse_records(records: list[bytes]) -> pa.RecordBatch:
    """The messages as a batch of events."""
    bounds, end = [], 0
    for record in records:
        bounds.append((end, end + len(record)))
        end += len(record)
    chunk = Chunk(source="mail", reader="mail", data=b"".join(records), bounds=tuple(bounds))
    return parse_mail(chunk).batches[0]


def _examples(batch: pa.RecordBatch, context: Context) -> Iterator[tuple[Message, Example]]:
    site = Site(context)
    for message in read_messages(batch):
        yield message, show(message, site)


def show(message: Message, site: Site) -> Example:
    """What the message shows, as the judgement takes it."""
    told = without_speech(message)
    signs = list_signs(told, site)
    codes = {sign.code for sign in signs}
    if load_deceiving().isdisjoint(codes):
        codes.update(sign.code for sign in list_fair_signs(told, site, signs))
    return Example(frozenset(codes), tuple(map(intern, list_words(told))))
