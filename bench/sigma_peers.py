"""The peers of `script/bench sigma`: each in an environment of its own kind, bounded in time."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import orjson
from measured import measure

ENGINES = Path(__file__).with_name("engines")
ENVIRONMENTS = Path(__file__).parents[1] / ".venv-bench"
ALARM = -14
"""The exit status of a process that its alarm ended."""


class Peer(NamedTuple):
    """An engine that is measured beside ours."""

    name: str
    script: str
    environment: str
    """The requirements it is installed from, `bench/NAME.txt`: the parser's two major versions exclude each other."""
    limit_seconds: int
    most_events: int
    converts_as: str = ""
    """The peer whose converted rules it uses."""


PEERS = (
    Peer("SQLite, indexed", "sqlite_table", "peers", 120, 1_000_000),
    Peer("zargunlite", "zargun", "peers", 30, 100_000, "sqlite_table"),
    Peer("DuckDB", "duckdb_table", "peers-older", 30, 100_000),
    Peer("azuma", "azuma_rules", "peers-older", 30, 10_000),
    Peer("sigma-rule-matcher", "rule_matcher", "peers-older", 30, 10_000),
)


class Run(NamedTuple):
    """What one run of an engine told, seconds by the wall and of the processor."""

    parts: dict[str, tuple[float, float]]
    hits: int
    peak_bytes: int
    failed: dict[str, str]

    def cpu_seconds(self, *parts: str) -> float:
        """Of the processor, for those parts."""
        return sum(self.parts[part][1] for part in parts)

    def wall_seconds(self, *parts: str) -> float:
        """By the wall."""
        return sum(self.parts[part][0] for part in parts)


@dataclass
class Running:
    """A peer at work: what is too much for it once is not tried again with more."""

    peer: Peer
    work: Path
    core: int
    _too_much: list[tuple[str, int, int]] = field(default_factory=list)
    """Mix, events and rules that it did not finish."""
    _took: dict[tuple[str, int, int], float] = field(default_factory=dict)
    """Those that it did, by seconds."""

    @property
    def python(self) -> Path:
        """Its interpreter, which is not there where it could not be installed."""
        return ENVIRONMENTS / self.peer.environment / "bin" / "python"

    def convert(self) -> str:
        """The rules made ready once, apart from every clock; in words how many and how long."""
        if self.peer.converts_as:
            return f"uses those of {self.peer.converts_as}"
        self._call("convert", "--rules", self.work / "gated.jsonl", "--out", self._prepared)
        told = orjson.loads(self._prepared.read_bytes())
        return f"{len(told['converted']):,} rules in {told['seconds']:.0f} s; {len(told['refused']):,} it does not take"

    def run(self, mix: str, events: Path, count: int, rules: int, hits: Path) -> Run | str:
        """What it told, or in a word why it did not."""
        if count > self.peer.most_events or self._is_too_much(mix, count, rules):
            return "–"
        if any(took * count / fewer > self.peer.limit_seconds for fewer, took in self._before(mix, count, rules)):
            return "too long"
        told = self.work / "told.json"
        told.unlink(missing_ok=True)
        command = [
            *(self.python, ENGINES / f"{self.peer.script}.py", "run", "--prepared", self._prepared),
            *("--rules-first", str(rules), "--events", events, "--spellings", self.work / "spellings.json"),
            *("--hits", hits, "--told", told, "--limit", str(self.peer.limit_seconds)),
        ]
        measured = measure(command, cores={self.core}, ok=(0, ALARM))
        if not told.exists():
            self._too_much.append((mix, count, rules))
            return f">{self.peer.limit_seconds} s"
        run = read_run(told, measured.peak_bytes)
        self._took[mix, count, rules] = run.wall_seconds("load", "match")
        return run

    def _is_too_much(self, mix: str, count: int, rules: int) -> bool:
        return any(kind == mix and count >= more and rules >= than for kind, more, than in self._too_much)

    def _before(self, mix: str, count: int, rules: int) -> Iterator[tuple[int, float]]:
        """How long it took for fewer events."""
        for (kind, fewer, than), took in self._took.items():
            if kind == mix and fewer < count and than <= rules:
                yield fewer, took

    @property
    def _prepared(self) -> Path:
        return self.work / f"{self.peer.converts_as or self.peer.script}.json"

    def _call(self, *words: str | Path) -> None:
        command = [str(word) for word in (self.python, ENGINES / f"{self.peer.script}.py", *words)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own scripts


def read_run(told: Path, peak_bytes: int) -> Run:
    """What a script wrote down."""
    data = orjson.loads(told.read_bytes())
    hits, failed = data.pop("hits"), data.pop("failed", {})
    return Run({name: tuple(seconds) for name, seconds in data.items()}, hits, peak_bytes, failed)
