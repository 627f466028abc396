"""A chunk of syslog to events: a line each, or a message each where their lengths stand before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from custodes.sources.contract import Chunk, Parsed
from custodes.sources.lines import TORN
from custodes.sources.records.reading import Records, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.web.reading import lines_of
from custodes.sources.web.spans import Spans

Load = Callable[[bytes], dict[str, Any] | Unreadable]
"""Gives the fields of a line, or what it lacks."""


def parse_framed(chunk: Chunk, load: Load) -> Parsed:
    """The chunk's events."""
    return _parse_lines(chunk, load) if chunk.bounds is None else _parse_messages(chunk, chunk.bounds, load)


def _parse_lines(chunk: Chunk, load: Load) -> Parsed:
    lines = lines_of(chunk)
    loaded = (Unreadable(TORN) if b"\r" in line else load(line) for line in lines)
    return read_records(chunk, Records(loaded, lines.data, lines.spans, chunk.first + lines.before, is_json=False))


def _parse_messages(chunk: Chunk, ranges: tuple[tuple[int, int], ...], load: Load) -> Parsed:
    bounds = np.array(ranges, np.int64).reshape(-1, 2)
    messages = [chunk.data[start:end].rstrip(b"\r\n\0") for start, end in ranges]
    spans = Spans(bounds[:, 0], bounds[:, 0] + np.array([len(message) for message in messages], np.int64))
    records = Records(map(load, messages), chunk.data, spans, chunk.first + np.arange(len(messages)), is_json=False)
    return read_records(chunk, records, unit="message")
