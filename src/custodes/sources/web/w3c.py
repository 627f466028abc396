"""W3C extended log format (https://www.w3.org/TR/WD-logfile.html): `#Fields:` names what the lines below it hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pyarrow as pa

from custodes.events import HTTP_ACTIVITY
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import with_line_feeds
from custodes.sources.web.directives import cut_headed, read_context, read_head, tell_apart
from custodes.sources.web.layout import Layout
from custodes.sources.web.reading import Reading, parse_below
from custodes.sources.web.separated import parted, spaced
from custodes.sources.web.times import Times, read_dates_and_clocks, read_epoch
from custodes.sources.web.w3c_columns import Kind, fill_columns, read_percent_agent, read_plus_agent

MOST_FIELDS = 256
CLOUDFRONT_ONLY = "x-edge-location"
"""A field of Amazon CloudFront's logs, which part their fields by tabs and the names of their header by spaces."""
EPOCHS = ("x-timestamp-unix", "timestamp-unix", "timestamp")

HEADER_NAMES = frozenset({b"fields", b"date", b"software"})
_HEADER_FIELD = re.compile(r"(.+)\(([^(]+)\)")
_DATES = ("%Y-%m-%d", "%d-%b-%Y")
_PROXY_ONLY = re.compile(r"r-|s-action$|s-hierarchy|s-supplier|sc-filter|cs-uri-scheme$|cs-categor|s-operation$")


@dataclass(frozen=True)
class Header:
    """What the lines above say of those below."""

    layout: Layout
    day: bytes
    """As `2026-11-24`, where lines may hold times without dates; empty where it is not told."""
    kind: Kind


class W3C:
    """W3C extended logs as a source."""

    name = "w3c"
    header_names = HEADER_NAMES

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with header lines, of which one names fields of which some say when."""
        fields = read_fields(read_head(with_line_feeds(head)).get(b"fields", b""))
        return len(fields) > 1 and bool({"time", *EPOCHS} & set(fields))

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines below one header each."""
        return cut_headed(item, self.name, HEADER_NAMES)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's requests."""
        return parse_below(chunk, read_header(chunk.context), _parse)


def _parse(reading: Reading, header: Header) -> Parsed:
    filled = fill_columns(reading, header.kind)
    times = _read_times(reading, header.day)
    checks = [*reading.check_times(times, "under its header's names"), *filled.checks]
    return reading.parsed(HTTP_ACTIVITY, filled.columns, times, checks)


@lru_cache(maxsize=64)
def read_header(context: bytes) -> Header | str:
    """The header that a chunk's context holds, or why there is none."""
    said = read_context(context)
    fields = read_fields(said.get(b"fields", b""))
    if not fields:
        return "not a W3C line: no line before it names its fields"
    if len(fields) > MOST_FIELDS:
        return f"not a W3C line: its header names more than {MOST_FIELDS} fields"
    if not {"time", *EPOCHS} & set(fields):
        return "not a W3C line: its header names no time"
    is_tabbed = b"\t" in said[b"fields"].strip() or CLOUDFRONT_ONLY in fields
    layout = parted("w3c", "W3C", fields, b"\t") if is_tabbed else spaced("w3c", "W3C", fields)
    return Header(layout, _read_day(said.get(b"date", b"")), _read_kind(fields, said.get(b"software", b"")))


def _read_kind(fields: tuple[str, ...], software: bytes) -> Kind:
    if any(map(_PROXY_ONLY.match, fields)):
        return Kind(is_proxy=True)
    if CLOUDFRONT_ONLY in fields:
        return Kind(is_proxy=False, service="cloudfront", read_agent=read_percent_agent)
    if b"Internet Information Services" in software:
        return Kind(is_proxy=False, service="iis", read_agent=read_plus_agent)
    return Kind(is_proxy=False)


def read_fields(line: bytes) -> tuple[str, ...]:
    """The names of a `#Fields:` line in small letters, `cs(Cookie)` as `cs-cookie`."""
    return tell_apart(map(_read_field, line.decode(errors="replace").split()))


def _read_field(word: str) -> str:
    found = _HEADER_FIELD.fullmatch(word)
    return (f"{found[1]}-{found[2]}" if found else word).lower()


def _read_day(line: bytes) -> bytes:
    word = line.decode(errors="replace").split()[:1]
    for form in _DATES:
        try:
            return datetime.strptime("".join(word), form).date().isoformat().encode()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    return b""


def _read_times(reading: Reading, day: bytes) -> Times:
    if not reading.has("time"):
        epoch = next(name for name in EPOCHS if reading.has(name))
        return read_epoch(reading.lines.octets, reading.located.fields[epoch])
    days = reading.text("date") if reading.has("date") else pa.repeat(pa.scalar(day, pa.large_binary()), len(reading))
    return read_dates_and_clocks(days, reading.text("time"))


W3C_EXTENDED = W3C()
