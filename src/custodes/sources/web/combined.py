"""The log format of web servers, common or combined (Apache httpd, mod_log_config; NGINX; Squid):

    client ident user [24/Nov/2026:07:42:38 +0000] "GET url HTTP/1.1" code size "referrer" "agent" more

The last three may be missing. Squid adds `TCP_MISS:HIER_DIRECT`; Apache's `vhost_combined` begins with `host:port `.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from custodes.sources.web.layout import Layout, Span, Unplaced
from custodes.sources.web.log import WebLog
from custodes.sources.web.spans import Flags, Ints, Lines, Spans
from custodes.sources.web.times import read_bracketed

FIELDS = ("time", "client", "user", "method", "url", "code", "size", "referrer", "agent", "result", "vhost")
MISSING = (0, 0)
TIME_SIZE = len("24/Nov/2026:07:42:38 +0000")

_QUOTED = rb'"((?:[^"\\]|\\.)*)"'
_AFTER_TIME = re.compile(_QUOTED + rb" ([^ ]+) ([^ ]+)(?: " + _QUOTED + rb" " + _QUOTED + rb")?(.*)", re.DOTALL)
_COLUMN = re.compile(rb"[^ ]+")
_VHOST = re.compile(rb"[A-Za-z0-9][^ :]*:\d+")
_RECOGNISED = re.compile(rb'[^ ]+ [^ ]+ .{1,200}?\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "')


def _locate_lines(lines: Lines) -> tuple[Flags, Sequence[Spans]]:
    """Lines with three columns before the time, three in the request, and two quoted fields or six; none escaped."""
    octets = np.append(lines.octets, np.zeros(2, np.uint8))
    spaces, quotes = (np.append(np.flatnonzero(octets == ord(sign)), [len(octets)] * 8) for sign in ' "')
    slashes = np.flatnonzero(octets == ord("\\"))
    escaped = np.diff(np.searchsorted(slashes, lines.spans), axis=0)[0] > 0
    first, after = np.searchsorted(quotes, lines.spans)
    regular = ~escaped & ((after - first == 2) | (after - first >= 6))
    is_long = (after - first >= 6)[regular]
    starts, ends = lines.spans.of(regular)
    quote = [quotes[first[regular] + place] for place in range(6)]
    head = [spaces[np.searchsorted(spaces, starts) + place] for place in range(3)]
    request = [spaces[np.searchsorted(spaces, quote[0]) + place] for place in range(3)]
    tail = [spaces[np.searchsorted(spaces, quote[1]) + place] for place in range(3)]
    time = Spans(quote[0] - TIME_SIZE - 2, quote[0] - 2)
    size_end = np.minimum(tail[2], ends)

    def is_sign(sign: str, at: Ints) -> Flags:
        flags: Flags = octets[np.clip(at, 0, len(octets) - 1)] == ord(sign)
        return flags

    whole = (time.starts - 2 == head[2]) & is_sign("[", time.starts - 1) & is_sign("]", time.ends)
    whole &= is_sign(" ", quote[0] - 1) & (head[0] > starts) & (np.diff(head, axis=0) > 1).all(axis=0)
    whole &= (
        (request[0] > quote[0] + 1) & (request[1] > request[0] + 1) & (request[1] < quote[1]) & (request[2] > quote[1])
    )
    for place, sign in enumerate("HTTP/", 1):
        whole &= is_sign(sign, request[1] + place)
    whole &= (tail[0] == quote[1] + 1) & (tail[1] > tail[0] + 1) & (tail[1] < ends) & (size_end > tail[1] + 1)
    apart = (quote[2] == tail[2] + 1) & (quote[4] == quote[3] + 2) & is_sign(" ", quote[3] + 1)
    whole &= ~is_long | apart
    regular[regular] = whole

    none = Spans(starts, starts)
    referrer, agent = (
        Spans(np.where(is_long, quote[place] + 1, starts), np.where(is_long, quote[place + 1], starts))
        for place in (2, 4)
    )
    spans = (
        time,
        Spans(starts, head[0]),
        Spans(head[1] + 1, head[2]),
        Spans(quote[0] + 1, request[0]),
        Spans(request[0] + 1, request[1]),
        Spans(tail[0] + 1, tail[1]),
        Spans(tail[1] + 1, size_end),
        referrer,
        agent,
        Spans(np.where(is_long, quote[5] + 1, size_end), ends),
        none,
    )
    return regular, [span.of(whole) for span in spans]


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
    if len(columns) > 3 and _VHOST.fullmatch(line, *columns[0]):
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
        read_times=read_bracketed,
        where_time="in brackets",
        is_escaped=True,
    ),
    recognised=_RECOGNISED,
)
