"""Formats of web logs whose lines are always built alike, as sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import HTTP_ACTIVITY
from custodes.events.schema import WORDS
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import cut_lines, with_line_feeds
from custodes.sources.web.hosts import read_host, read_hosts
from custodes.sources.web.layout import Layout
from custodes.sources.web.reading import Reading, are_connects, decode
from custodes.sources.web.spans import Numbers, Octets, Spans, encode
from custodes.sources.web.times import Times
from custodes.sources.web.words import read_action, read_peer, read_type, read_user, read_word

HEAD_LINES = 10
LAST_CODE = 999
NUMBERS = {"code": "the status", "size": "the size", "duration": "the duration"}
PROXY, WEBSERVER = "proxy", "webserver"
"""Values of `logsource.category`."""


@dataclass(frozen=True)
class WebLog:
    """A format of web logs as a source."""

    layout: Layout
    recognised: re.Pattern[bytes]
    """How a line of the format begins."""
    read_times: Callable[[Octets, Spans], Times]
    where_time: str
    """Where a line has its time, for a person: `at the start`."""
    category: str | None = None
    """Of its lines; None where a line's URL decides: only a proxy is asked for a URL that names its host."""

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
        """The chunk's requests."""
        reading = Reading.of(chunk, self.layout)
        if not len(reading.lines):
            return Parsed((), chunk.rejected)
        times = self.read_times(reading.lines.octets, reading.located.fields["time"])
        numbers = {name: _numbers(reading, name) for name in NUMBERS if reading.has(name)}
        not_one = self.layout.not_one
        checks = [
            *reading.check_times(times, self.where_time),
            *((read.fit, f"{not_one}: {NUMBERS[name]} is not a number") for name, read in numbers.items()),
        ]
        columns = _request(reading, self.category) | _answer(reading, numbers)
        return reading.parsed(HTTP_ACTIVITY, columns, times, checks)


def _numbers(reading: Reading, name: str) -> Numbers:
    numbers = reading.numbers(name)
    if name != "code":
        return numbers
    known = numbers.given & (numbers.values > 0)  # Squid writes 000 where there was no answer
    return Numbers(numbers.values, known, numbers.fit & (numbers.values <= LAST_CODE))


def _request(reading: Reading, category: str | None) -> dict[str, object]:
    urls = reading.text("url")
    methods = encode(reading.text("method"), read_word)
    hosts, served = read_hosts(urls, are_connects(methods)), _served(reading)
    category_column = category or categories(hosts)
    if reading.has("vhost") and served is not None:
        hosts = pc.coalesce(hosts.cast(pa.string()), served.cast(pa.string())).dictionary_encode()
    return {
        "logsource.category": category_column,
        "actor.user.name": encode(reading.text("user"), read_user),
        "src_endpoint.ip": encode(reading.text("client"), read_word),
        "dst_endpoint.hostname": served,
        "http_request.http_method": methods,
        "http_request.url.url_string": decode(urls),
        "http_request.url.hostname": hosts,
        "http_request.user_agent": encode(reading.text("agent"), read_word) if reading.has("agent") else None,
        "http_request.referrer": decode(reading.text("referrer")) if reading.has("referrer") else None,
    }


def categories(hosts: pa.DictionaryArray) -> pa.DictionaryArray:
    """Sigma's category of each request by the host its URL names: a web server is asked for a path alone."""
    indices = np.where(hosts.is_valid().to_numpy(zero_copy_only=False), 0, 1).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array([PROXY, WEBSERVER])).cast(WORDS)


def _answer(reading: Reading, numbers: Mapping[str, Numbers]) -> dict[str, object]:
    results = reading.text("result").dictionary_encode()
    actions = pa.array([read_action(result) for result in results.dictionary.to_pylist()], pa.int8())
    return {
        "http_response.code": numbers["code"].array(),
        "http_response.length": numbers["size"].array(),
        "http_response.content_type": encode(reading.text("type"), read_type) if reading.has("type") else None,
        "duration": numbers["duration"].array() if "duration" in numbers else None,
        "action_id": actions.take(results.indices),
    }


def _served(reading: Reading) -> pa.DictionaryArray | None:
    """Who answered: Squid's peer, or the virtual host in front of a web server's line."""
    if reading.has("peer"):
        return encode(reading.text("peer"), read_peer)
    return encode(reading.text("vhost"), read_host) if reading.located.fields["vhost"].sizes.any() else None
