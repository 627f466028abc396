"""Squid's own log format (`logformat squid`), as its FormatSquidNative.cc writes it:

    seconds.millis duration client result/code size method url user hierarchy/peer type

Duration is padded, so one gap or more holds several spaces. With `log_mime_hdrs` two fields in brackets
follow; with `uri_whitespace allow` the URL may hold spaces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from custodes.sources.web.layout import Layout, Span, Unplaced
from custodes.sources.web.log import PROXY, WebLog
from custodes.sources.web.spans import Flags, Lines, Spans
from custodes.sources.web.times import read_epoch

FIELDS = ("time", "duration", "client", "result", "code", "size", "method", "url", "user", "peer", "type")
COLUMNS = 10
RESULT, URL, USER = 3, 6, 7
CODE_DIGITS = 3

_COLUMN = re.compile(rb"[^ ]+")
_RECOGNISED = re.compile(rb" *\d{6,12}\.\d{3} +\d+ [^ ]+ [A-Z_]+/\d{3} \d+ [^ ]+ ")


def _locate_lines(lines: Lines) -> tuple[Flags, Sequence[Spans]]:
    """Lines of ten columns."""
    gaps = _find_gaps(lines)
    first, after = np.searchsorted(gaps.starts, lines.spans)
    regular = after - first == COLUMNS - 1
    inner, first = lines.spans.of(regular), first[regular]
    begins = [inner.starts, *(gaps.ends[first + column] for column in range(COLUMNS - 1))]
    ends = [*(gaps.starts[first + column] for column in range(COLUMNS - 1)), inner.ends]
    slashes = ends[RESULT] - CODE_DIGITS - 1
    whole = (ends[0] > begins[0]) & (ends[-1] > begins[-1])
    whole &= (slashes > begins[RESULT]) & (lines.octets[np.maximum(slashes, 0)] == ord("/"))
    regular[regular] = whole
    columns = [Spans(begin[whole], end[whole]) for begin, end in zip(begins, ends, strict=True)]
    result, code = Spans(columns[RESULT].starts, slashes[whole]), Spans(slashes[whole] + 1, columns[RESULT].ends)
    return regular, [*columns[:RESULT], result, code, *columns[RESULT + 1 :]]


def _find_gaps(lines: Lines) -> Spans:
    """Every run of spaces in the chunk."""
    spaces = np.flatnonzero(lines.octets == ord(" "))
    if not len(spaces):
        return Spans(spaces, spaces)
    apart = np.diff(spaces) != 1
    return Spans(spaces[np.append(True, apart)], spaces[np.append(apart, True)] + 1)


def _locate_line(line: bytes) -> Sequence[Span]:
    columns = [column.span() for column in _COLUMN.finditer(line)]
    if len(columns) > COLUMNS and line.rstrip(b" ").endswith(b"]"):
        columns = [column for column in columns if column[0] < line.find(b" [")]  # the headers of log_mime_hdrs
    if len(columns) < COLUMNS:
        raise Unplaced("fewer than ten columns")
    user = USER - COLUMNS  # counted from the end, for the URL may hold spaces
    url = columns[URL][0], columns[user - 1][1]
    start, end = columns[RESULT]
    slash = end - CODE_DIGITS - 1
    if slash <= start or line[slash : slash + 1] != b"/":
        raise Unplaced("no result such as TCP_MISS/200 in the fourth column")
    result, code = (start, slash), (slash + 1, end)
    return (
        *columns[:RESULT],
        result,
        code,
        *columns[RESULT + 1 : URL],
        url,
        columns[user],
        columns[user + 1],
        columns[-1],
    )


SQUID = WebLog(
    layout=Layout(
        name="squid",
        called="Squid",
        fields=FIELDS,
        locate_lines=_locate_lines,
        locate_line=_locate_line,
    ),
    recognised=_RECOGNISED,
    read_times=read_epoch,
    where_time="at the start",
    category=PROXY,
)
