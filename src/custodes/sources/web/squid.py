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
from custodes.sources.web.log import WebLog
from custodes.sources.web.spans import Flags, Lines, Spans
from custodes.sources.web.times import read_epoch

FIELDS = ("time", "duration", "client", "result", "code", "size", "method", "url", "user", "type")
COLUMNS = 10
URL, BEFORE_URL, AFTER_URL = 6, 6, 3
CODE_DIGITS = 3

_COLUMN = re.compile(rb"[^ ]+")
_RECOGNISED = re.compile(rb" *\d{6,12}\.\d{3} +\d+ [^ ]+ [A-Z_]+/\d{3} \d+ [^ ]+ ")


def _locate_lines(lines: Lines) -> tuple[Flags, Sequence[Spans]]:
    """Lines of ten columns."""
    spaces = np.flatnonzero(lines.octets == ord(" "))
    apart = np.diff(spaces) != 1
    gaps = (
        Spans(spaces[np.append(True, apart)], spaces[np.append(apart, True)] + 1)
        if len(spaces)
        else Spans(spaces, spaces)
    )
    first, after = np.searchsorted(gaps.starts, lines.spans)
    regular = after - first == COLUMNS - 1
    first = first[regular]
    inner = lines.spans.of(regular)
    begins = [inner.starts, *(gaps.ends[first + column] for column in range(COLUMNS - 1))]
    ends = [*(gaps.starts[first + column] for column in range(COLUMNS - 1)), inner.ends]
    results = Spans(begins[3], ends[3])
    slashes = results.ends - CODE_DIGITS - 1
    whole = (ends[0] > begins[0]) & (ends[-1] > begins[-1]) & (slashes > results.starts)
    whole &= lines.octets[np.maximum(slashes, 0)] == ord("/")
    regular[regular] = whole
    columns = [Spans(*ends_of).of(whole) for ends_of in zip(begins, ends, strict=True)]
    slashes = slashes[whole]
    result, code = Spans(columns[3].starts, slashes), Spans(slashes + 1, columns[3].ends)
    return regular, [*columns[:3], result, code, *columns[4:8], columns[9]]


def _locate_line(line: bytes) -> Sequence[Span]:
    columns = [column.span() for column in _COLUMN.finditer(line)]
    if len(columns) > COLUMNS and line.rstrip(b" ").endswith(b"]"):
        columns = [column for column in columns if column[0] < line.find(b" [")]  # the headers of log_mime_hdrs
    if len(columns) < COLUMNS:
        raise Unplaced("fewer than ten columns")
    url = columns[BEFORE_URL][0], columns[-AFTER_URL - 1][1]
    start, end = columns[3]
    slash = end - CODE_DIGITS - 1
    if slash <= start or line[slash : slash + 1] != b"/":
        raise Unplaced("no result such as TCP_MISS/200 in the fourth column")
    result = (start, slash), (slash + 1, end)
    return (*columns[:3], *result, *columns[4:BEFORE_URL], url, columns[-AFTER_URL], columns[-1])


SQUID = WebLog(
    layout=Layout(
        name="squid",
        called="Squid",
        fields=FIELDS,
        locate_lines=_locate_lines,
        locate_line=_locate_line,
        read_times=read_epoch,
        where_time="at the start",
    ),
    recognised=_RECOGNISED,
)
