"""How fast each format is read, and that memory does not grow with the file.

    script/bench sources [NAME…] [--megabytes 20,80]

Of each format a file is made (`made_logs.py`) and read by its source in one process on one core: unpacked, cut and
parsed into events, and nothing looked at. Rates count seconds of the processor. The last columns are the most memory
held for the smaller file and for the larger.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import orjson
from made_logs import write_log
from measured import measure

from custodes.sources.registry import SOURCES

READING = Path(__file__).with_name("engines") / "reading.py"
MEGABYTE = 1_000_000


class Told(NamedTuple):
    """What reading a file told."""

    events: int
    rejected: int
    file_bytes: int
    peak_bytes: int
    cpu_seconds: float
    parse_seconds: float
    readers: tuple[str, ...]


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="NAME", help="sources; all if left out")
    options.add_argument("--megabytes", default="20,80", help="sizes of the two files")
    chosen = options.parse_args()
    sizes = [int(float(size) * MEGABYTE) for size in chosen.megabytes.split(",")]
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    print("source        events/s     MB/s  in parsing    events  memory, MB")
    with tempfile.TemporaryDirectory(prefix="custodes-bench-") as folder:
        for name in chosen.names or SOURCES:
            _row(name, [_bench(name, size, Path(folder)) for size in sizes])


def _bench(name: str, size_bytes: int, work: Path) -> Told:
    path, told = work / f"{name}.log", work / "told.json"
    write_log(name, path, size_bytes)
    measured = measure([sys.executable, READING, "--file", path, "--told", told], cores={min(os.sched_getaffinity(0))})
    data = orjson.loads(told.read_bytes())
    file_bytes = path.stat().st_size
    path.unlink()
    return Told(
        data["events"],
        data["rejected"],
        file_bytes,
        measured.peak_bytes,
        data["cpu_seconds"],
        data["parse_seconds"],
        tuple(data["readers"]),
    )


def _row(name: str, told: list[Told]) -> None:
    largest = told[-1]
    seconds = largest.cpu_seconds
    memory = " → ".join(f"{one.peak_bytes / MEGABYTE:,.0f}" for one in told)
    parsing = f"{100 * largest.parse_seconds / seconds:.0f} %"
    print(f"{name:12}{largest.events / seconds:>10,.0f}{largest.file_bytes / MEGABYTE / seconds:>9,.1f}", end="")
    print(f"{parsing:>12}{largest.events:>10,}  {memory}", end="")
    others = ", ".join(reader for reader in largest.readers if reader != name)
    print(
        f"  read by {others}" * bool(others) + f"  {largest.rejected:,} rejected" * bool(largest.rejected), flush=True
    )


if __name__ == "__main__":
    main()
