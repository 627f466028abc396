"""Custodes in one process: lines of JSON to hits, by the source that reads them and the matcher.

    ours.py --rules FOLDER --events FILE --hits FILE --told FILE

Before the clock starts, the rules are loaded and the matcher is shown an event of each kind that has none of the fields
that rules ask for: that compiles what it needs, and remembers nothing of the events to come.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pyarrow as pa

from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.matcher import Matcher
from custodes.sources.contract import Chunk, Item
from custodes.sources.registry import SOURCES, recognise
from custodes.sources.walk import open_items


def main() -> None:
    """Write what was found and how long each part took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--rules", "--events", "--hits", "--told"):
        options.add_argument(name, type=Path, required=True)
    chosen = options.parse_args()
    clock = _Clock()
    matcher = Matcher(load_rules([chosen.rules]).rules)
    clock.tell("load")
    for chunk in _kinds(chosen.events):
        for batch in SOURCES[chunk.reader].parse(chunk).batches:
            list(matcher.match(batch))
    clock.tell("ready")
    hits = [hit for chunk in _chunks(chosen.events) for hit in _match(matcher, chunk, clock)]
    chosen.hits.write_text("".join(f"{position} {rule}\n" for position, rule in hits))
    chosen.told.write_bytes(orjson.dumps(clock.told | {"hits": len(hits)}))


class _Clock:
    """Seconds by the wall and of the processor, by what they were spent on."""

    def __init__(self) -> None:
        self.told: dict[str, tuple[float, float]] = {}
        self._last = time.perf_counter(), time.process_time()

    def tell(self, what: str) -> None:
        """What has passed since it was last told anything, was spent on this."""
        now = time.perf_counter(), time.process_time()
        wall, cpu = self.told.get(what, (0.0, 0.0))
        self.told[what] = wall + now[0] - self._last[0], cpu + now[1] - self._last[1]
        self._last = now


def _match(matcher: Matcher, chunk: Chunk, clock: _Clock) -> Iterator[tuple[int, str]]:
    clock.tell("cut")
    batches = SOURCES[chunk.reader].parse(chunk).batches
    clock.tell("parse")
    for batch in batches:
        found = [(hit.row, hit.rule.about.id) for hit in matcher.match(batch)]
        yield from zip(_positions(batch, [row for row, _ in found]), (rule for _, rule in found), strict=True)
    clock.tell("match")


def _positions(batch: pa.RecordBatch, rows: list[int]) -> list[int]:
    return list(batch.column("position").take(pa.array(rows, pa.int64())).to_pylist())


def _chunks(path: Path) -> Iterator[Chunk]:
    for item in open_items([path]):
        if isinstance(item, Item) and (source := recognise(item.head)):
            yield from source.cut(item)


def _kinds(path: Path) -> Iterator[Chunk]:
    """An event of each channel and id, with nothing else in it."""
    names = ("Channel", "EventID", "SourceName", "Provider_Name", "EventType")
    with path.open("rb") as file:
        records = map(orjson.loads, file)
        kinds = {orjson.dumps({name: record[name] for name in names if name in record}) for record in records}
    yield Chunk(str(path), "jsonl", b"\n".join(sorted(kinds)))


if __name__ == "__main__":
    main()
