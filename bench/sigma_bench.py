"""Community rules on Windows events: cost by number of rules, beside the engines that can be installed.

    script/bench sigma [--rules FOLDER] [--events FILE…] [--counts 100,500,1500] [--sizes 10000,100000,1000000]

Every engine gets the same events, the same rules and one core, in turn. Two mixes: all recorded events in a fixed
shuffle, and process creations alone, the densest group of rules. `sigma_events.py` says how recordings become a
million events. Rates count seconds of the processor, since others may be using the machine; what was measured by the
wall is marked so. Parsing JSON is included, and for tables loading and indexing; compiling rules is not, for any.

Where no rules are given, our own are run, without peers; where no events are, they are made up.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from made_logs import write_log
from measured import Measured, measure
from sigma_events import distinct_shares, process_creations, read_recorded, write_events
from sigma_peers import ENGINES, PEERS, Run, Running, read_run
from sigma_rules import PRODUCT, link_rules, shuffled_rules, write_gated, write_spellings

from custodes.detect.sigma.files import OWN_RULES
from custodes.detect.sigma.rule import Rule

CUSTODES = Path(sys.executable).parent / "custodes"
MEGABYTE, MADE_UP_BYTES = 1_000_000, 20_000_000
MOST_DIFFERENCES = 6
LINES = ("cut", "parse", "match")


class Mix(NamedTuple):
    """Events of a kind, in growing numbers: fewer are the first lines of more."""

    name: str
    files: dict[int, Path]


@dataclass
class Bench:
    """What all measurements share."""

    work: Path
    folder: Path
    rules: Sequence[Rule]
    counts: Sequence[int]
    core: int
    peers: list[Running]
    ours: dict[tuple[str, int, int], Run] = field(default_factory=dict)
    theirs: dict[tuple[str, int, int, str], Run] = field(default_factory=dict)

    def chosen(self, count: int) -> Path:
        """The folder of the first so many rules."""
        path = self.work / f"rules-{count}"
        return path if path.exists() else link_rules(self.folder, self.rules[:count], path)

    def hits(self, engine: str, mix: str, size: int, count: int) -> Path:
        """Where an engine's hits are written."""
        return self.work / f"{engine}-{mix.split(maxsplit=1)[0]}-{size}-{count}.hits"


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rules", type=Path, help="a folder of Sigma rules, of which those for Windows are run")
    options.add_argument("--events", type=Path, nargs="+", help="Windows events, JSON lines")
    options.add_argument("--counts", type=_numbers, default=[100, 500, 1500], help="of rules; all are added")
    options.add_argument("--sizes", type=_numbers, default=[10_000, 100_000, 1_000_000], help="of events")
    options.add_argument("--without-peers", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="custodes-bench-") as folder:
        bench = _prepare(Path(folder), chosen)
        mixes = _write_mixes(bench.work, chosen.events, chosen.sizes)
        for mix in mixes:
            for size in chosen.sizes:
                bench_size(bench, mix, size)
        for mix in mixes:
            bench_command(bench, mix, chosen.sizes[-1])
        for mix in mixes:
            tell_differences(bench, mix)


def bench_size(bench: Bench, mix: Mix, size: int) -> None:
    """One table: so many events of a mix, every engine and number of rules."""
    events = mix.files[size]
    print(f"\n{mix.name}: {size:,} events, {events.stat().st_size / MEGABYTE:,.0f} MB; load of the machine {_load()}")
    print(f"  {'events/s with rules:':28}" + "".join(f"{count:>10,}" for count in bench.counts) + "       MB      hits")
    ours = [_ours(bench, mix, size, count) for count in bench.counts]
    _row("custodes, lines to hits", [size / run.cpu_seconds(*LINES) for run in ours], ours[-1])
    _row("custodes, by the wall", [size / run.wall_seconds(*LINES) for run in ours])
    _row("custodes, detection alone", [size / run.cpu_seconds("match") for run in ours])
    for running in bench.peers:
        runs = [_theirs(bench, running, mix, size, count) for count in bench.counts]
        cells = [run if isinstance(run, str) else size / run.cpu_seconds("load", "match") for run in runs]
        _row(running.peer.name, cells, runs[-1])
        if running.peer.script == "sqlite_table":
            _row("  its queries alone", [r if isinstance(r, str) else size / r.cpu_seconds("match") for r in runs])
    place = bench.counts.index(500) if 500 in bench.counts else 0
    ratio = ours[-1].cpu_seconds(*LINES) / ours[place].cpu_seconds(*LINES)
    print(f"  all rules cost {ratio:.2f} times what {bench.counts[place]:,} do; ", end="")
    print(f"compiling them takes {ours[-1].cpu_seconds('ready'):.2f} s once")


def bench_command(bench: Bench, mix: Mix, size: int) -> None:
    """The whole command as a person runs it: start, every other check, output."""
    whole = _check(bench, mix.files[size])
    first = bench.work / "one.jsonl"
    with mix.files[size].open("rb") as file:
        first.write_bytes(b"".join(islice(file, 1)))
    _, start = _check(bench, first), _check(bench, first)
    print(f"\ncustodes check --jobs 1, all rules, {mix.name}, {size:,} events; load of the machine {_load()}")
    print(f"  {size / whole.cpu_seconds:,.0f} events/s, by the wall {size / whole.wall_seconds:,.0f}, ", end="")
    print(f"{whole.peak_bytes / MEGABYTE:,.0f} MB; one event, with kept rules: {start.cpu_seconds:.2f} s, ", end="")
    print(f"by the wall {start.wall_seconds:.2f} s")


def tell_differences(bench: Bench, mix: Mix) -> None:
    """Of each peer the hits that it and we do not share, where it finished the most events with the most rules."""
    for running in bench.peers:
        script = running.peer.script
        done = [(count, size) for name, size, count, peer in bench.theirs if (name, peer) == (mix.name, script)]
        if not done:
            continue
        count, size = max(done)
        ours = set(bench.hits("ours", mix.name, size, count).read_text().splitlines())
        theirs = set(bench.hits(script, mix.name, size, count).read_text().splitlines())
        failed = bench.theirs[mix.name, size, count, script].failed
        print(f"\n{running.peer.name}, {mix.name}, {size:,} events, {count:,} rules: ", end="")
        print(f"{len(ours & theirs):,} hits as ours, {len(ours - theirs):,} ours alone, ", end="")
        print(f"{len(theirs - ours):,} its alone; {len(failed):,} rules failed in running")
        titles = {rule.about.id: rule.about.title for rule in bench.rules}
        for word, only in (("ours", ours - theirs), ("its", theirs - ours)):
            for rule, number in Counter(hit.split()[1] for hit in only).most_common(MOST_DIFFERENCES):
                print(f"    {word:4} {number:6,}  {titles[rule]}  {failed.get(rule, '')[:80]}")


def _prepare(work: Path, chosen: argparse.Namespace) -> Bench:
    os.environ["XDG_CACHE_HOME"] = str(work / "cache")  # what is kept between runs is kept here, and goes with it
    core, folder = min(os.sched_getaffinity(0)), chosen.rules or OWN_RULES
    began = time.perf_counter()
    rules = shuffled_rules(folder, PRODUCT if chosen.rules else None)
    print(f"custodes: {len(rules):,} rules; all that are there are read anew in {time.perf_counter() - began:.0f} s")
    counts = [*(count for count in chosen.counts if count < len(rules)), len(rules)]
    if not chosen.rules or chosen.without_peers:
        return Bench(work, folder, rules, counts, core, [])
    write_gated(folder, rules, work / "gated.jsonl")
    write_spellings(work / "spellings.json")
    return Bench(work, folder, rules, counts, core, list(_ready(Running(peer, work, core) for peer in PEERS)))


def _ready(peers: Iterator[Running]) -> Iterator[Running]:
    for running in peers:
        if running.python.exists():
            print(f"{running.peer.name}: {running.convert()}")
            yield running
        else:
            print(f"{running.peer.name}: not installed, left out")


def _write_mixes(work: Path, recorded: Sequence[Path] | None, sizes: Sequence[int]) -> list[Mix]:
    if not recorded:
        recorded = [work / "made-up.jsonl"]
        write_log("jsonl", recorded[0], MADE_UP_BYTES)
    events = read_recorded(recorded)
    starts = process_creations(events)
    return [_write_mix(work, "mixed events", events, sizes), _write_mix(work, "process creations", starts, sizes)]


def _write_mix(work: Path, name: str, recorded: Sequence[bytes], sizes: Sequence[int]) -> Mix:
    files = {size: work / f"{name.split(maxsplit=1)[0]}-{size}.jsonl" for size in sizes}
    largest = files[max(sizes)]
    write_events(largest, recorded, max(sizes))
    for size, path in files.items():
        if path != largest:
            with largest.open("rb") as whole, path.open("wb") as file:
                file.writelines(islice(whole, size))
    print(f"\n{name}: {len(recorded):,} recorded; distinct values in the first 100,000 lines: ", end="")
    fields = ("CommandLine", "ParentCommandLine", "Image", "TargetFilename", "TargetObject", "Hashes", "ProcessGuid")
    shares = [share for share in distinct_shares(largest, fields) if share.lines]
    print(", ".join(f"{share.field} {100 * share.distinct / share.lines:.0f} % of {share.lines:,}" for share in shares))
    return Mix(name, files)


def _ours(bench: Bench, mix: Mix, size: int, count: int) -> Run:
    told = bench.work / "told.json"
    words = ["--rules", bench.chosen(count), "--events", mix.files[size]]
    words += ["--hits", bench.hits("ours", mix.name, size, count), "--told", told]
    measured = measure([sys.executable, ENGINES / "ours.py", *words], cores={bench.core})
    run = bench.ours[mix.name, size, count] = read_run(told, measured.peak_bytes)
    return run


def _theirs(bench: Bench, running: Running, mix: Mix, size: int, count: int) -> Run | str:
    script = running.peer.script
    run = running.run(mix.name, mix.files[size], size, count, bench.hits(script, mix.name, size, count))
    if isinstance(run, Run):
        bench.theirs[mix.name, size, count, script] = run
    return run


def _check(bench: Bench, events: Path) -> Measured:
    out = bench.work / "findings.jsonl"
    command = [CUSTODES, "check", events, "--rules", bench.chosen(bench.counts[-1]), "--jobs", "1"]
    return measure([*command, "--format", "jsonl", "--out", out], cores={bench.core}, ok=(0, 3))


def _row(name: str, cells: Sequence[float | str], last: Run | str | None = None) -> None:
    words = "".join(f"{cell:>10}" if isinstance(cell, str) else f"{cell:>10,.0f}" for cell in cells)
    told = f"{last.peak_bytes / MEGABYTE:>9,.0f}{last.hits:>10,}" if isinstance(last, Run) else ""
    print(f"  {name:28}{words}{told}", flush=True)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _numbers(text: str) -> list[int]:
    return sorted(map(int, text.split(",")))


if __name__ == "__main__":
    main()
