"""Real rules and real events to draw from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import yaml

from custodes.detect.sigma.files import rule_files
from custodes.detect.sigma.gate import GroupKey
from custodes.sources.tables import LogSource
from truths.found import find_batches, read_records
from truths.known import find

Document = dict[str, Any]

RECORDED = ("regression.*jsonl.gz", "evtx_samples.*jsonl.gz", "otrf_windows*jsonl.gz", "otrf_aws*jsonl.gz")
LARGE_FILE_BYTES, LARGE_SHARE = 30_000, 0.03
"""A rule of thousands of values takes as long as a hundred others."""


@dataclass
class Bank:
    """The rules below some folders, and the recorded events of another."""

    rules: Sequence[Path]
    data: Path
    _recorded: dict[LogSource, list[Mapping[str, Any]]] = field(default_factory=dict)

    @cached_property
    def _files(self) -> list[bytes]:
        return [file.content for file in rule_files(self.rules)]

    @cached_property
    def _groups(self) -> dict[str, list[bytes]]:
        """The rules' files by what they say of their log source."""
        groups = defaultdict[str, list[bytes]](list)
        for content in self._files:
            groups[str(yaml.load(content, yaml.CSafeLoader)["logsource"])].append(content)
        return groups

    @cached_property
    def _group_of(self) -> dict[bytes, list[bytes]]:
        return {content: group for group in self._groups.values() for content in group}

    def draw_rules(self, count: int, random: Random) -> list[Document]:
        """Some rules, of one log source as far as it has so many."""
        group = self._group_of[random.choice(self._files)]
        drawn = random.sample(group, min(count, len(group)))
        drawn += random.sample(self._files, count - len(drawn))
        return [
            yaml.load(content, yaml.CSafeLoader)
            for content in drawn
            if len(content) < LARGE_FILE_BYTES or random.random() < LARGE_SHARE
        ]

    @cached_property
    def _events(self) -> dict[LogSource, list[Mapping[str, Any]]]:
        events = defaultdict[LogSource, list[Mapping[str, Any]]](list)
        for _, batch in find_batches(find(self.data, RECORDED)):
            words = (batch.column(f"logsource.{word}").to_pylist() for word in LogSource._fields)
            for logsource, record in zip(map(LogSource, *words), read_records(batch), strict=True):
                events[logsource].append({name: value for name, value in record.items() if name not in {"_file", "_n"}})
        return events

    def recorded(self, asked: LogSource) -> Sequence[Mapping[str, Any]]:
        """The recorded events that a rule for this log source concerns."""
        if asked not in self._recorded:
            self._recorded[asked] = [
                record
                for logsource, records in self._events.items()
                if GroupKey(*logsource, None).meets(asked)
                for record in records
            ]
        return self._recorded[asked]
