"""What the engines that ask every rule of every event share."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from frame import Event, Hits, Spellings, read_events

Ask = Callable[[Event], bool]


class OneByOne:
    """Rules as functions of an event. A rule that fails on an event has not fired on it; the first reason is told."""

    def __init__(self, rules: dict[str, Ask]) -> None:
        self.rules = rules
        self.failed: dict[str, str] = {}
        self.events: list[tuple[int, Event]] = []

    def load(self, path: Path, spellings: Spellings) -> None:
        """The events in memory."""
        self.events = list(read_events(path, spellings))

    def match(self) -> Hits:
        """Every rule on every event."""
        for number, event in self.events:
            for rule, ask in self.rules.items():
                try:
                    if ask(event):
                        yield number, rule
                except Exception as error:  # noqa: BLE001 - whatever it raises, it did not fire
                    self.failed.setdefault(rule, f"{type(error).__name__}: {error}"[:200])


def made(rule: dict[str, Any], make: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The rule as it is, once it was seen that it can be made."""
    make(deepcopy(rule))  # it may take it apart
    return rule
