"""The log format of web servers, common or combined (Apache httpd, mod_log_config; NGINX; Squid):

    client ident user [24/Nov/2026:07:42:38 +0000] "GET url HTTP/1.1" code size "referrer" "agent" more

The last three may be missing. Squid adds `TCP_MISS:HIER_DIRECT`; Apache's `vhost_combined` begins with `host:port `.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from custodes.sources.web.layout import Escape, Layout, Span, Unplaced
from custodes.sources.web.log import WebLog
from custodes.sources.web.spans import Flags, Ints, Lines, Octets, Spans
from custodes.sources.web.times import read_bracketed
from custodes.sources.web.words import unescape

FIELDS = ("time", "client", "user", "method", "url", "code", "size", "referrer", "agent", "result", "vhost")
MISSING = (0, 0)
TIME_SIZE = len("24/Nov/2026:07:42:38 +0000")

_QUOTED = rb'"((?:[^"\\]|\\.)*)"'
_AFTER_TIME = re.compile(_QUOTED + rb" ([^ ]+) ([^ ]+)(?: " + _QUOTED + rb" " + _QUOTED + rb")?(.*)", re.DOTALL)
_COLUMN = re.compile(rb"[^ ]+")
_VHOST = re.compile(rb"[^ :]+:\d*")
_ADDRESS = re.compile(rb"\d+(?:\.\d+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_RECOGNISED = re.compile(rb'[^ ]+ [^ ]+ .{1,200}?\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "')


class _Marks(NamedTuple):
    """Where the signs that part the fields of some lines stand, as positions in the chunk, one array a sign."""

    octets: Octets
    lines: Spans
    quotes: Sequence[Ints]
    """The first six quotes."""
    head: Sequence[Ints]
    """The first three spaces of the line."""
    request: Sequence[Ints]
    """The first three spaces from the first quote on."""
    tail: Sequence[Ints]
    """The first three spaces from the second quote on."""

    def has(self, sign: str, at: Ints) -> Flags:
        """Which lines have that sign at that place."""
        flags: Flags = self.octets[np.clip(at, 0, len(self.octets) - 1)] == ord(sign)
        return flags


def _locate_lines(lines: Lines) -> tuple[Flags, Sequence[Spans]]:
    """Lines with three columns before the time, three in the request, and two quoted fields or six; none escaped."""
    quotes, spaces = _find(lines, '"'), _find(lines, " ")
    first, after = np.searchsorted(quotes, lines.spans)
    count = after - first
    regular = ((count == 2) | (count >= 6)) & ~lines.holding("\\")
    inner, is_long = lines.spans.of(regular), count[regular] >= 6
    quote = [quotes[first[regular] + place] for place in range(6)]
    head, request, tail = (
        [spaces[np.searchsorted(spaces, begin) + place] for place in range(3)] for begin in (inner.starts, *quote[:2])
    )
    marks = _Marks(lines.octets, inner, quote, head, request, tail)
    whole = _begins_well(marks) & _asks_well(marks) & _ends_well(marks, is_long)
    regular[regular] = whole
    return regular, [spans.of(whole) for spans in _fields(marks, is_long)]


def _find(lines: Lines, sign: str) -> Ints:
    """Where the sign stands in the chunk; then places beyond its end, so that one can always look further."""
    return np.append(np.flatnonzero(lines.octets == ord(sign)), [len(lines.octets)] * 6)


def _begins_well(marks: _Marks) -> Flags:
    """`client ident user [time] "`, the time as long as it must be."""
    first, second, third = marks.head
    quote = marks.quotes[0]
    columns = (first > marks.lines.starts) & (second > first + 1) & (third > second + 1)
    time = (quote - TIME_SIZE - 4 == third) & marks.has("[", third + 1) & marks.has("]", quote - 2)
    flags: Flags = columns & time & marks.has(" ", quote - 1)
    return flags


def _asks_well(marks: _Marks) -> Flags:
    """`"method url HTTP/…"`, with two spaces."""
    begin, end = marks.quotes[:2]
    first, second, third = marks.request
    flags: Flags = (first > begin + 1) & (second > first + 1) & (second < end) & (third > end)
    for place, sign in enumerate("HTTP/", 1):
        flags &= marks.has(sign, second + place)
    return flags


def _ends_well(marks: _Marks, is_long: Flags) -> Flags:
    """` code size`, then in a long line ` "referrer" "agent"`."""
    first, second, third = marks.tail
    size_end = np.minimum(third, marks.lines.ends)
    flags: Flags = (
        (first == marks.quotes[1] + 1) & (second > first + 1) & (second < marks.lines.ends) & (size_end > second + 1)
    )
    _, _, begin, end, agent, _ = marks.quotes
    flags &= ~is_long | ((begin == third + 1) & (agent == end + 2) & marks.has(" ", end + 1))
    return flags


def _fields(marks: _Marks, is_long: Flags) -> Sequence[Spans]:
    """The ranges in the order of `FIELDS`. They hold for lines that begin, ask and end well."""
    starts, ends = marks.lines
    quote, none = marks.quotes, Spans(starts, starts)
    size_end = np.minimum(marks.tail[2], ends)
    referrer, agent = (
        Spans(np.where(is_long, quote[place] + 1, starts), np.where(is_long, quote[place + 1], starts))
        for place in (2, 4)
    )
    return (
        Spans(quote[0] - TIME_SIZE - 2, quote[0] - 2),
        Spans(starts, marks.head[0]),
        Spans(marks.head[1] + 1, marks.head[2]),
        Spans(quote[0] + 1, marks.request[0]),
        Spans(marks.request[0] + 1, marks.request[1]),
        Spans(marks.tail[0] + 1, marks.tail[1]),
        Spans(marks.tail[1] + 1, size_end),
        referrer,
        agent,
        Spans(np.where(is_long, quote[5] + 1, size_end), ends),
        none,
    )


def _locate_line(line: bytes) -> Sequence[Span]:
    quote = line.find(b'] "') + 2
    bracket = line.rfind(b"[", 0, quote)
    if quote < 2 or bracket < 1:
        raise Unplaced("no time in brackets before a quoted request")
    vhost, client, user = _locate_head(line, bracket)
    after = _AFTER_TIME.match(line, quote)
    if not after:
        raise Unplaced("no quoted request, status and size after the time")
    rest = [after.span(group) if after[group] is not None else MISSING for group in range(2, 7)]
    code, size, referrer, agent, result = rest
    return (
        (bracket + 1, quote - 2),
        client,
        user,
        *_locate_request(line, *after.span(1)),
        code,
        size,
        referrer,
        agent,
        result,
        vhost,
    )


def _locate_head(line: bytes, bracket: int) -> tuple[Span, Span, Span]:
    """The virtual host, where the first column is one, the client and the user, whose name may hold spaces."""
    columns = [column.span() for column in _COLUMN.finditer(line, 0, bracket)]
    vhost = MISSING
    if len(columns) > 3 and (
        (_VHOST.fullmatch(line, *columns[0]) and line[slice(*columns[1])] != b"-")
        or _ADDRESS.fullmatch(line, *columns[1])
    ):
        vhost = columns.pop(0)
    if len(columns) < 3:
        raise Unplaced("fewer than three columns before the time")
    return vhost, columns[0], (columns[2][0], columns[-1][1])


def _locate_request(line: bytes, start: int, end: int) -> tuple[Span, Span]:
    """The method and the URL of a request line; both missing where it is none (a dash, noise of a scanner)."""
    method_end = line.find(b" ", start, end)
    url_end = line.rfind(b" ", start, end)
    if method_end <= start:
        return MISSING, MISSING
    if url_end == method_end or not line.startswith(b"HTTP/", url_end + 1):
        url_end = end
    return (start, method_end), (method_end + 1, url_end)


COMBINED = WebLog(
    layout=Layout(
        name="combined",
        called="combined",
        fields=FIELDS,
        locate_lines=_locate_lines,
        locate_line=_locate_line,
        escape=Escape(b"\\", unescape),
    ),
    recognised=_RECOGNISED,
    read_times=read_bracketed,
    where_time="in brackets",
)
