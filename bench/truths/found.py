"""What the product itself finds in files: the walk over them, the source that knows them, and the matcher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from custodes.detect.sigma.matcher import Matcher
from custodes.events.fields import flatten
from custodes.sources.contract import Item, Rejected
from custodes.sources.registry import recognise
from custodes.sources.walk import Walk
from truths.known import Hit

Place = tuple[str, int]
"""An event: its file, and its number there from 0."""


@dataclass
class Found:
    """The hits in some files, and the events they are in."""

    hits: Counter[Hit] = field(default_factory=Counter)
    events: dict[Place, Mapping[str, Any]] = field(default_factory=dict)
    """What each event says."""
    count: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def find_hits(matcher: Matcher, paths: Iterable[Path]) -> Found:
    """Every hit in the files, packed or not."""
    found = Found()
    for item, batch in find_batches(paths, found.rejected):
        records = read_records(batch)
        places = [_place(item, *each) for each in zip(records, batch.column("position").to_pylist(), strict=True)]
        found.count += len(places)
        found.events.update(zip(places, records, strict=True))
        found.hits.update(Hit(*places[hit.row], hit.rule.about.id) for hit in matcher.match(batch))
    return found


def find_batches(
    paths: Iterable[Path], rejected: list[Rejected] | None = None
) -> Iterator[tuple[Item, pa.RecordBatch]]:
    """The events of the files by the source that knows them. What none knows (a licence) is passed over."""
    rejected = [] if rejected is None else rejected
    for item in Walk(list(paths)):
        if isinstance(item, Rejected):
            rejected.append(item)
            continue
        source = recognise(item.head)
        if source is None:
            continue
        for chunk in source.cut(item):
            parsed = source.parse(chunk)
            rejected += parsed.rejected
            yield from ((item, batch) for batch in parsed.batches)


def read_records(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """What each event says, flat, under its product's own names."""
    beside, raw = batch.column("unmapped").to_pylist(), batch.column("raw_data").to_pylist()
    return [flatten(orjson.loads(own or line)) for own, line in zip(beside, raw, strict=True)]


def _place(item: Item, record: Mapping[str, Any], position: str) -> Place:
    """As the JSON lines say; of an event log file, its own name and the position in it."""
    if "_file" in record:
        return record["_file"], record["_n"]
    return (item.file or item.name).rpartition("/")[2], int(position) - 1
