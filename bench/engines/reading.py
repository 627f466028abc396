"""A file read by its source in one process: walked, cut and parsed, and nothing looked at.

reading.py --file FILE --told FILE
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import orjson

from custodes.sources.contract import Item
from custodes.sources.registry import SOURCES, recognise
from custodes.sources.walk import open_items


def main() -> None:
    """Write what was read, by which source, and how long it took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--file", type=Path, required=True)
    options.add_argument("--told", type=Path, required=True)
    chosen = options.parse_args()
    readers: set[str] = set()
    events = rejected = 0
    parse_seconds = 0.0
    began = time.process_time(), time.perf_counter()
    for item in open_items([chosen.file]):
        source = recognise(item.head) if isinstance(item, Item) else None
        if source is None or not isinstance(item, Item):
            rejected += 1
            continue
        for chunk in source.cut(item):
            readers.add(chunk.reader)
            before = time.process_time()
            parsed = SOURCES[chunk.reader].parse(chunk)
            parse_seconds += time.process_time() - before
            events += sum(batch.num_rows for batch in parsed.batches)
            rejected += sum(lost.items for lost in parsed.rejected)
    told = {
        "readers": sorted(readers),
        "events": events,
        "rejected": rejected,
        "cpu_seconds": time.process_time() - began[0],
        "wall_seconds": time.perf_counter() - began[1],
        "parse_seconds": parse_seconds,
    }
    chosen.told.write_bytes(orjson.dumps(told))


if __name__ == "__main__":
    main()
