"""The files that records stand in, and where in them each planted one is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from custodes.sample.truth import Planted
from custodes.sample.web.log import open_log


@dataclass(frozen=True, slots=True)
class Form:
    """How records follow each other in a file."""

    unit: str
    """How one is cited: `line`, `record` or `message`."""
    write: Callable[[Any], bytes]
    begin: bytes = b""
    between: bytes = b"\n"
    end: bytes = b"\n"

    @property
    def first(self) -> int:
        """The number of the first: lines of a header count, where lines are what is counted."""
        return 1 + (self.begin.count(b"\n") if self.unit == "line" else 0)


def write_text(text: str) -> bytes:
    """A line as it is."""
    return text.encode()


LINES = Form("line", write_text)
JSON_LINES = Form("line", orjson.dumps)


def list_in(envelope: bytes) -> Form:
    """JSON records in a list; the envelope is what begins it, `{"value":[`."""
    ends = {b"[": b"]", b"{": b"}"}
    end = b"".join(ends[sign.to_bytes()] for sign in reversed(envelope) if sign.to_bytes() in ends)
    return Form("record", orjson.dumps, begin=envelope + b"\n", between=b",\n", end=b"\n" + end + b"\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One record to be. `key` tells files of one system apart: a channel, a telephone."""

    at: float
    """Epoch seconds."""
    data: Any
    key: str = ""
    planted: Planted | None = None


Place = Callable[[date, str], tuple[str, Form]]
"""The file that a day's records of a key stand in, as a path below the sample, and its form."""


class LogFiles:
    """The files of one system, one after the other as days pass; nothing is written for a day without records."""

    def __init__(self, root: Path, place: Place) -> None:
        self._root, self._place = root, place
        self._open: dict[str, _OpenFile] = {}

    def write_day(self, day: date, records: Iterable[Record]) -> int:
        """Adds a day's records in order of time, and gives their number."""
        by_key: dict[str, list[Record]] = {}
        for record in records:
            by_key.setdefault(record.key, []).append(record)
        for key, own in by_key.items():
            self._file(day, key).write(sorted(own, key=lambda record: record.at))
        return sum(map(len, by_key.values()))

    def _file(self, day: date, key: str) -> _OpenFile:
        name, form = self._place(day, key)
        file = self._open.get(key)
        if file is None or file.name != name:
            if file is not None:
                file.close()
            file = self._open[key] = _OpenFile(self._root, name, form)
        return file

    def close(self) -> None:
        """Finishes the files that are open."""
        for file in self._open.values():
            file.close()
        self._open.clear()


class _OpenFile:
    """A file that records are added to."""

    def __init__(self, root: Path, name: str, form: Form) -> None:
        self.name, self._form, self._count = name, form, 0
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open_log(path)
        self._file.write(form.begin)

    def write(self, records: Iterable[Record]) -> None:
        form = self._form
        for record in records:
            if record.planted is not None:
                record.planted.evidence.append((self.name, f"{form.unit} {form.first + self._count}"))
            if self._count:
                self._file.write(form.between)
            self._file.write(form.write(record.data))
            self._count += 1

    def close(self) -> None:
        self._file.write(self._form.end)
        self._file.close()
