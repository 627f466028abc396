"""The inputs as one stream of chunks, and what nothing can read as rejections in the same stream.

Everything travels in one stream so that the order, and with it the output, is the same for any
number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.joining import join_files
from custodes.sources.registry import recognise

OnRead = Callable[[int], None]
"""Told how many bytes of the inputs, as they lie on disk, were read so far."""


def read_chunks(
    items: Iterable[Item | Rejected], *, reader: str | None = None, on_read: OnRead = lambda _: None
) -> Iterator[Chunk]:
    """The chunks of all items in order; `reader` names the source to use instead of recognising it."""
    return join_files(_cut(items, reader, on_read))


def _cut(items: Iterable[Item | Rejected], reader: str | None, on_read: OnRead) -> Iterator[Chunk]:
    for item in items:
        if isinstance(item, Rejected):
            yield _rejection(item)
            continue
        source = recognise(item.head, reader)
        if source is None:
            yield _rejection(Rejected(item.name, _why_not(item), 1, 1))
            continue
        for chunk in source.cut(item):
            on_read(item.read_bytes())
            yield chunk


def _why_not(item: Item) -> str:
    if not item.head:
        return "The file is empty."
    return (
        "No source reads this kind of file. Which kinds are read, and how to export them, says docs/sources.md; "
        "a CSV needs the header that its product writes."
    )


def _rejection(rejected: Rejected) -> Chunk:
    return Chunk(rejected.source, reader="", data=b"", rejected=(rejected,))
