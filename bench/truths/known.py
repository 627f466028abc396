"""Recorded Windows events of the community, with what is known of them: the files of one folder.

sigmahq_rules.tar.gz            the rules
regression_truth*.jsonl.gz      which rule must fire on which file, and how often at least
silver_hits*.jsonl.gz           (event, rule) pairs that two other evaluators agreed on
regression.*jsonl.gz, evtx_samples.*jsonl.gz            the events as JSON lines, with `_file` and `_n`
regression_evtx*.tar.gz, evtx_samples_evtx*.tar.gz      the very files they were read from
"""

from __future__ import annotations

import gzip
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import orjson

AS_JSON = ("regression.*jsonl.gz", "evtx_samples.*jsonl.gz")
AS_EVTX = ("regression_evtx*.tar.gz", "evtx_samples_evtx*.tar.gz")


class Hit(NamedTuple):
    """A rule fires on an event: the file, the number of the event in it from 0, and the rule's id."""

    file: str
    number: int
    rule: str


class Expected(NamedTuple):
    """A rule must fire on a file, so often at least."""

    file: str
    rule: str
    times: int
    title: str


def find(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    """The files of the folder by these names, in the order of the patterns."""
    return [path for pattern in patterns for path in sorted(folder.glob(pattern))]


def read_truth(folder: Path) -> list[Expected]:
    """What must fire."""
    read = (line for path in find(folder, ("regression_truth*.jsonl.gz",)) for line in read_lines(path))
    return [Expected(line["file"], line["rule_id"], line["match_count_min"], line["title"]) for line in read]


def read_silver(folder: Path) -> Counter[Hit]:
    """The pairs agreed on, each as often as it is listed: two of the files have one name."""
    read = (line for path in find(folder, ("silver_hits*.jsonl.gz",)) for line in read_lines(path))
    return Counter(Hit(line["_file"], line["_n"], line["rule_id"]) for line in read)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of packed JSON lines."""
    with gzip.open(path) as file:
        return [orjson.loads(line) for line in file]


def unpack_rules(folder: Path, into: Path) -> Path:
    """The folder of the archive's rules, unpacked below `into`."""
    with tarfile.open(folder / "sigmahq_rules.tar.gz") as archive:
        archive.extractall(into, filter="data")
    return into / "rules"
