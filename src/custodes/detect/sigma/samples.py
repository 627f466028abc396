"""The sample events of a rule: those it must find, and near misses that it must leave alone.

They stand beside the rule, in `<name>.samples.yaml`, by the names that the rule uses:

    fires:
      - {cs-method: PUT, cs-host: drop.example}
    quiet:
      - {cs-method: GET, cs-host: drop.example}

Where the file of the rule counts events (a correlation), each sample is a list of events with their times. `repeat`
stands for so many of one, `every_seconds` apart, in whose texts `%n` is the number of each from 1:

    fires:
      - - {time: 2026-11-24T15:00:00Z, repeat: 30, every_seconds: 5, sc-status: 401, cs-username: "user%n"}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from custodes.detect.sigma.files import SAMPLES_ENDING

MOST_REPEATS = 10_000
"""Events that one line may stand for."""


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """One event: its fields by the names that rules use, and when it was."""

    fields: dict[str, Any]
    at: datetime | None = None


Sample = tuple[SampleEvent, ...]
"""One event; where the rule counts events, several."""


@dataclass(frozen=True, slots=True)
class Samples:
    """What must be found, and what must not."""

    fires: tuple[Sample, ...] = ()
    quiet: tuple[Sample, ...] = ()


def samples_of(rule: Path) -> Path:
    """The file that the samples of a rule's file stand in, whether it is there or not."""
    return rule.with_name(rule.stem + SAMPLES_ENDING)


def read_samples(path: Path) -> Samples:
    """The samples of a file. Raises `ValueError` saying what is wrong with it."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name} is not valid YAML") from error
    if not isinstance(data, dict) or data.keys() - {"fires", "quiet"}:
        raise ValueError(f"{path.name} may hold two lists: fires, quiet")
    return Samples(*(tuple(map(_sample, data.get(name) or ())) for name in ("fires", "quiet")))


def _sample(data: Any) -> Sample:
    lines = data if isinstance(data, list) else [data]
    if not lines or not all(isinstance(line, dict) for line in lines):
        raise ValueError("a sample is the fields of an event, or a list of events")
    return tuple(event for line in lines for event in _events(**line))


def _events(
    time: datetime | None = None, repeat: int = 1, every_seconds: float = 0, **fields: Any
) -> Iterator[SampleEvent]:
    if not 0 < repeat <= MOST_REPEATS or (time is None and repeat > 1):
        raise ValueError(f"an event is repeated up to {MOST_REPEATS:,} times, from a time on")
    for number in range(repeat):
        at = time and _aware(time) + timedelta(seconds=number * every_seconds)
        numbered = fields if repeat == 1 else {name: _number(value, number + 1) for name, value in fields.items()}
        yield SampleEvent(dict(numbered), at)


def _aware(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _number(value: Any, number: int) -> Any:
    return value.replace("%n", str(number)) if isinstance(value, str) else value
