"""Reading bytes as an item for tests, and what must hold whatever the bytes are."""

import io

from custodes.sources.contract import Item, Parsed
from custodes.sources.errors import StreamEndsEarlyError


def item(data, *, name="export", file=None):
    return Item(source=name, file=file, stream=io.BytesIO(data), head=data[: 64 << 10])


def read(source, data, *, cut=None, name="export", file=None):
    """The events as plain records, and what was rejected; the account of each chunk is checked."""
    rows, rejected = [], []
    for chunk in (cut or source.cut)(item(data, name=name, file=file)):
        parsed = source.parse(chunk)
        assert isinstance(parsed, Parsed)
        assert parsed.taken == chunk.count_items()
        rows += [row for batch in parsed.batches for row in batch.to_pylist()]
        rejected += parsed.rejected
    return rows, rejected


def mutate(data, changes):
    """The bytes with some overwritten: `changes` are pairs of a place and what is put there."""
    changed = bytearray(data)
    for at, new in changes:
        changed[at : at + len(new)] = new
    return bytes(changed)


class BreaksOff(io.BytesIO):
    """A stream whose packing breaks off behind its bytes."""

    def read(self, size=-1):
        data = super().read(size)
        if not data:
            raise StreamEndsEarlyError("The packed file ends early.")
        return data


def breaking_off(data, *, file=None):
    return Item(source="export", file=file, stream=BreaksOff(data), head=data[: 64 << 10])
