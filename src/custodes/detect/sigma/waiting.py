"""Records that wait for the end of the input, in blocks of those that came together.

Packed, a record takes some fifty bytes, most of them its digest; in memory as it is, three times that.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from custodes.detect.sigma.occurrences import Run, group_of, with_source

RECORDS_AT_ONCE = 500_000
"""About 80 MB."""

_READER = msgspec.msgpack.Decoder(list[bytes])


class Block(NamedTuple):
    """Records of one source."""

    source: str
    records: int
    packed: bytes


def pack_block(source: str, records: Iterable[bytes]) -> Block:
    """The records, of which none knows its source yet."""
    ascending = sorted(records)  # what stands together is alike, and packs well
    return Block(source, len(ascending), zlib.compress(msgspec.msgpack.encode(ascending), level=1))


class Waiting(NamedTuple):
    """All that a correlation counts."""

    blocks: Sequence[Block]
    told: Sequence[bytes]
    """Records that other correlations told; their sources are numbered."""
    sources: Sequence[str]
    """Those of all blocks, ascending."""

    def by_group(self) -> Iterator[tuple[str, Run]]:
        """The run of each group. Of very many records a share of the groups after the other; of each by their names."""
        shares = 1 + (sum(block.records for block in self.blocks) + len(self.told)) // RECORDS_AT_ONCE
        for share in range(shares):
            for group, run in groupby(sorted(self._share(share, shares)), group_of):
                yield group.decode(), Run(list(run), self.sources)

    def _share(self, share: int, shares: int) -> Iterator[bytes]:
        for block in self.blocks:
            source = bisect_left(self.sources, block.source)
            for record in _READER.decode(zlib.decompress(block.packed)):
                if _is_of(record, share, shares):
                    yield with_source(record, source)
        yield from (record for record in self.told if _is_of(record, share, shares))


def _is_of(record: bytes, share: int, shares: int) -> bool:
    return shares == 1 or zlib.crc32(group_of(record)) % shares == share
