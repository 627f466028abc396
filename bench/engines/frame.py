"""What every peer shares: it is handed rules and events, and tells what it found and how long that took.

    NAME.py convert --rules FILE --out FILE
    NAME.py run --prepared FILE --rules-first N --events FILE --spellings FILE --hits FILE --told FILE --limit SECONDS

This runs in the peers' own environment, without Custodes. Converting rules is apart from running them, so that it is
timed apart. A run that is not finished in time is ended by an alarm and tells nothing.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import orjson

Event = dict[str, Any]
Spellings = Mapping[str, str]
"""By a collector's name of a field the name that rules use for it."""
Hits = Iterable[tuple[int, str]]
"""Numbers of lines from 1, and ids of rules."""


class Engine(Protocol):
    """A peer with its rules: it takes in events and tells what it finds."""

    failed: dict[str, str]
    """Rules that it cannot ask after all, each with the reason."""

    def load(self, path: Path, spellings: Spellings) -> None:
        """Take in the events and make them ready to be asked."""

    def match(self) -> Hits:
        """What the rules find."""


@dataclass(frozen=True, slots=True)
class Peer:
    """How a peer is made."""

    convert: Callable[[dict[str, Any]], Any]
    """A rule as the peer runs it, as JSON; raises where it cannot."""
    make: Callable[[dict[str, Any]], Engine]
    """The engine for converted rules by id."""


def main(peer: Peer) -> None:
    """Do what the command line says."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = options.add_subparsers(dest="command", required=True)
    convert = commands.add_parser("convert")
    for name in ("--rules", "--out"):
        convert.add_argument(name, type=Path, required=True)
    run = commands.add_parser("run")
    for name in ("--prepared", "--events", "--spellings", "--hits", "--told"):
        run.add_argument(name, type=Path, required=True)
    for name in ("--rules-first", "--limit"):
        run.add_argument(name, type=int, required=True)
    chosen = options.parse_args()
    if chosen.command == "convert":
        _convert(peer, chosen.rules, chosen.out)
    else:
        _run(peer, chosen)


def _convert(peer: Peer, rules: Path, out: Path) -> None:
    began = time.perf_counter()
    converted: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for rule in map(orjson.loads, rules.read_bytes().splitlines()):
        try:
            converted[rule["id"]] = peer.convert(rule)
        except Exception as error:  # noqa: BLE001 - whatever a peer raises means that it cannot
            refused[rule["id"]] = f"{type(error).__name__}: {error}"[:200]
    seconds = time.perf_counter() - began
    order = [rule["id"] for rule in map(orjson.loads, rules.read_bytes().splitlines())]
    out.write_text(json.dumps({"order": order, "converted": converted, "refused": refused, "seconds": seconds}))


def _run(peer: Peer, chosen: argparse.Namespace) -> None:
    prepared = json.loads(chosen.prepared.read_text())
    wanted = prepared["order"][: chosen.rules_first]
    engine = peer.make({rule: prepared["converted"][rule] for rule in wanted if rule in prepared["converted"]})
    signal.alarm(chosen.limit)
    began = _now()
    engine.load(chosen.events, orjson.loads(chosen.spellings.read_bytes()))
    loaded = _now()
    hits = list(engine.match())
    told = {"load": _between(began, loaded), "match": _between(loaded, _now()), "hits": len(hits)}
    signal.alarm(0)
    chosen.hits.write_text("".join(f"{number} {rule}\n" for number, rule in hits))
    chosen.told.write_bytes(orjson.dumps(told | {"failed": engine.failed}))


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _between(first: tuple[float, float], then: tuple[float, float]) -> tuple[float, float]:
    return then[0] - first[0], then[1] - first[1]


def read_events(path: Path, spellings: Spellings) -> Iterator[tuple[int, Event]]:
    """Each event with its number, and with the names that rules use beside its own."""
    with path.open("rb") as file:
        for number, event in enumerate(map(orjson.loads, file), 1):
            for name in spellings.keys() & event.keys():
                event.setdefault(spellings[name], event[name])
            yield number, event


def in_batches(rows: Iterator[Any], size: int = 10_000) -> Iterator[list[Any]]:
    """The rows, some at a time."""
    while batch := list(islice(rows, size)):
        yield batch


if __name__ == "__main__":
    sys.exit("run one of the engines beside this")
