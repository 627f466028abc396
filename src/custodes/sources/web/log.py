"""From the fields of log lines to a batch of events."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import HTTP_ACTIVITY, make_batch
from custodes.events.schema import TIME
from custodes.sources.contract import Chunk, Item, Parsed, Rejected
from custodes.sources.lines import cut_lines, with_line_feeds
from custodes.sources.web.hosts import read_host, read_hosts
from custodes.sources.web.layout import Layout, Located, locate
from custodes.sources.web.spans import Flags, Lines, Numbers, Spans, encode, read_numbers, take
from custodes.sources.web.times import Times
from custodes.sources.web.words import read_action, read_peer, read_type, read_user, read_word, unescape

HEAD_LINES = 10
LAST_CODE = 999
NUMBERS = {"code": "the status", "size": "the size", "duration": "the duration"}


@dataclass(frozen=True)
class WebLog:
    """A format of web logs as a source."""

    layout: Layout
    recognised: re.Pattern[bytes]
    """How a line of the format begins."""

    @property
    def name(self) -> str:
        """The format's name."""
        return self.layout.name

    def recognises(self, head: bytes) -> bool:
        """Whether most of the first lines are of this format."""
        lines = [line for line in with_line_feeds(head).split(b"\n", HEAD_LINES)[:HEAD_LINES] if line.strip()]
        return sum(bool(self.recognised.match(line)) for line in lines) * 2 > len(lines)

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines."""
        return cut_lines(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's requests. Blank lines are no items, but count in the numbers of lines."""
        lines = Lines.of(chunk.data.removeprefix(codecs.BOM_UTF8) if chunk.first == 1 else chunk.data)
        if not len(lines):
            return Parsed((), chunk.rejected)
        return _Reading(chunk, lines, self.layout).parsed()


class _Reading:
    """One chunk being read. Every column has a value for each line placed; what is no request is left out last."""

    def __init__(self, chunk: Chunk, lines: Lines, layout: Layout) -> None:
        self.chunk, self.lines, self.layout = chunk, lines, layout
        self.located: Located = locate(lines, layout)
        self.fields: Mapping[str, Spans] = self.located.fields

    def parsed(self) -> Parsed:
        rows = self.located.rows
        times = self.layout.read_times(self.lines.octets, self.fields["time"])
        numbers = {name: self._numbers(name) for name in NUMBERS if name in self.fields}
        faults = dict(self.located.unplaced)
        good = self._judge(times, numbers, faults)
        columns = self._places(times) | self._request() | self._answer(numbers)
        batch = make_batch(HTTP_ACTIVITY, columns, rows=len(rows))
        if not good.all():
            batch = batch.filter(pa.array(good))
        return Parsed((batch,), (*self.chunk.rejected, *_join(self.chunk, self.lines, faults)))

    def _numbers(self, name: str) -> Numbers:
        numbers = read_numbers(self.lines.octets, self.fields[name])
        if name != "code":
            return numbers
        known = numbers.given & (numbers.values > 0)  # Squid writes 000 where there was no answer
        return Numbers(numbers.values, known, numbers.fit & (numbers.values <= LAST_CODE))

    def _judge(self, times: Times, numbers: Mapping[str, Numbers], faults: dict[int, str]) -> Flags:
        """Which lines are requests; what the others lack is added to the faults, the first thing of each line."""
        not_one = self.layout.not_one
        checks = [
            (times.fit, f"{not_one}: no time {self.layout.where_time}"),
            (times.possible, "its time is impossible"),
            *((read.fit, f"{not_one}: {NUMBERS[name]} is not a number") for name, read in numbers.items()),
        ]
        good = np.ones(len(self.located.rows), bool)
        for passed, lack in checks:
            faults.update(dict.fromkeys(self.located.rows[good & ~passed].tolist(), lack))
            good &= passed
        return good

    def _places(self, times: Times) -> dict[str, object]:
        rows = self.located.rows
        return {
            "time": pa.array(times.micros).cast(TIME),
            "source": self.chunk.source,
            "position": pa.array(self.chunk.first + self.lines.before[rows]),
            "raw_data": take(self.lines.data, self.lines.spans.of(rows)),
        }

    def _request(self) -> dict[str, object]:
        urls = self._text("url")
        methods = encode(self._text("method"), read_word)
        hosts, served = read_hosts(urls, _are_connects(methods)), self._served()
        if "vhost" in self.fields and served is not None:
            hosts = pc.coalesce(hosts.cast(pa.string()), served.cast(pa.string())).dictionary_encode()
        return {
            "actor.user.name": encode(self._text("user"), read_user),
            "src_endpoint.ip": encode(self._text("client"), read_word),
            "dst_endpoint.hostname": served,
            "http_request.http_method": methods,
            "http_request.url.url_string": _decode(urls),
            "http_request.url.hostname": hosts,
            "http_request.user_agent": encode(self._text("agent"), read_word) if "agent" in self.fields else None,
            "http_request.referrer": _decode(self._text("referrer")) if "referrer" in self.fields else None,
        }

    def _answer(self, numbers: Mapping[str, Numbers]) -> dict[str, object]:
        results = self._text("result").dictionary_encode()
        actions = pa.array([read_action(result) for result in results.dictionary.to_pylist()], pa.int8())
        return {
            "http_response.code": numbers["code"].array(),
            "http_response.length": numbers["size"].array(),
            "http_response.content_type": encode(self._text("type"), read_type) if "type" in self.fields else None,
            "duration": numbers["duration"].array() if "duration" in numbers else None,
            "action_id": actions.take(results.indices),
        }

    def _served(self) -> pa.DictionaryArray | None:
        """Who answered: Squid's peer, or the virtual host in front of a web server's line."""
        if "peer" in self.fields:
            return encode(self._text("peer"), read_peer)
        return encode(self._text("vhost"), read_host) if self.fields["vhost"].sizes.any() else None

    def _text(self, name: str) -> pa.LargeBinaryArray:
        values = take(self.lines.data, self.fields[name])
        if self.layout.is_escaped and b"\\" in bytes(values.buffers()[2] or b""):
            return pa.array(map(unescape, values.to_pylist()), pa.large_binary())
        return values


def _are_connects(methods: pa.DictionaryArray) -> Flags:
    """Which requests are for a tunnel to `host:port`."""
    tunnels = np.array([*(method.upper() == "CONNECT" for method in methods.dictionary.to_pylist()), False], bool)
    flags: Flags = tunnels[methods.indices.fill_null(-1).to_numpy()]
    return flags


def _decode(values: pa.LargeBinaryArray) -> pa.LargeStringArray:
    """The values as text, what is not UTF-8 replaced; null for a dash or nothing."""
    missing = pc.is_in(values, pa.array([b"", b"-"], pa.large_binary()))
    try:
        text = values.cast(pa.large_string())
    except pa.ArrowInvalid:
        text = pa.array((value.decode(errors="replace") for value in values.to_pylist()), pa.large_string())
    return pc.if_else(missing, None, text)


def _join(chunk: Chunk, lines: Lines, faults: Mapping[int, str]) -> Iterator[Rejected]:
    """What was rejected, in order; lines beside each other that lack the same as one."""
    run: Rejected | None = None
    for row in sorted(faults):
        position, reason = chunk.first + int(lines.before[row]), faults[row]
        if run and (run.last + 1, run.reason) == (position, reason):
            run = Rejected(chunk.source, reason, run.first, position)
            continue
        if run:
            yield run
        run = Rejected(chunk.source, reason, position, position)
    if run:
        yield run
