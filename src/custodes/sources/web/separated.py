"""Lines whose fields a sign parts, all found at once: a run of spaces with quotes around what holds some, or a tab."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from custodes.sources.web.layout import Escape, Layout, Span, Unplaced
from custodes.sources.web.spans import Flags, Ints, Lines, Spans

SPACE, QUOTE = ord(" "), ord('"')

_TOKEN = re.compile(rb'"(?:[^"]|"")*"(?= |$)|[^ ]+')


def spaced(name: str, called: str, fields: tuple[str, ...]) -> Layout:
    """Fields apart by spaces; a quoted one may hold spaces, and quotes as two (W3C)."""
    return Layout(
        name=name,
        called=called,
        fields=fields,
        locate_lines=lambda lines: _locate_spaced(lines, len(fields)),
        locate_line=lambda line: _count(_locate_tokens(line), len(fields)),
        escape=Escape(b'""', lambda value: value.replace(b'""', b'"')),
    )


def parted(
    name: str,
    called: str,
    fields: tuple[str, ...],
    sign: bytes,
    *,
    escape: Escape | None = None,
    nothing: tuple[bytes, ...] = (),
) -> Layout:
    """Fields apart by one sign each, which no field holds; a field may be empty."""
    return Layout(
        name=name,
        called=called,
        fields=fields,
        locate_lines=lambda lines: _locate_parted(lines, len(fields), sign),
        locate_line=lambda line: _count(_locate_parts(line, sign), len(fields)),
        escape=escape,
        nothing=nothing,
    )


def _count(columns: Sequence[Span], wanted: int) -> Sequence[Span]:
    if len(columns) != wanted:
        raise Unplaced(f"{'fewer' if len(columns) < wanted else 'more'} fields than its header names")
    return columns


def _locate_tokens(line: bytes) -> Sequence[Span]:
    columns = [token.span() for token in _TOKEN.finditer(line)]
    return [(start + 1, end - 1) if _is_quoted(line[start:end]) else (start, end) for start, end in columns]


def _is_quoted(token: bytes) -> bool:
    return len(token) > 1 and token.startswith(b'"') and token.endswith(b'"')


def _locate_parts(line: bytes, sign: bytes) -> Sequence[Span]:
    ends = [place.start() for place in re.finditer(re.escape(sign), line)]
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(line)], strict=True))


def _locate_parted(lines: Lines, wanted: int, sign: bytes) -> tuple[Flags, Sequence[Spans]]:
    places = np.flatnonzero(lines.octets == ord(sign))
    return _split(lines, Spans(places, places + 1), wanted)


def _locate_spaced(lines: Lines, wanted: int) -> tuple[Flags, Sequence[Spans]]:
    spaces = np.flatnonzero(lines.octets == SPACE)
    if not len(spaces):
        return _split(lines, Spans(spaces, spaces), wanted)
    apart = np.diff(spaces) != 1
    gaps = Spans(spaces[np.append(True, apart)], spaces[np.append(apart, True)] + 1)
    quotes = np.flatnonzero(lines.octets == QUOTE)
    odd = np.zeros(len(lines), bool)
    if len(quotes):
        odd, paired = _judge_quotes(lines, quotes)
        gaps = gaps.of(_are_outside(lines, gaps, paired))
    regular, columns = _split(lines, gaps, wanted, unlike=odd)
    whole = np.ones(int(regular.sum()), bool)
    for column in columns:
        whole &= column.sizes > 0  # a space at either end of the line
    regular[regular] = whole
    return regular, [_unquote(lines, column.of(whole)) if len(quotes) else column.of(whole) for column in columns]


class _Quotes(NamedTuple):
    """Lines with a quote that neither opens nor closes a field: inside one, doubled, or without its other.

    And the quotes of all other lines, which come in pairs.
    """

    odd: Flags
    paired: Ints


def _judge_quotes(lines: Lines, quotes: Ints) -> _Quotes:
    first, after = np.searchsorted(quotes, lines.spans)
    counts = after - first
    row = np.repeat(np.arange(len(lines)), counts)
    opens = (np.arange(len(quotes)) - first[row]) % 2 == 0
    edge = np.where(opens, lines.spans.starts[row], lines.spans.ends[row] - 1)
    beside = np.clip(np.where(opens, quotes - 1, quotes + 1), 0, len(lines.octets) - 1)
    stands = (quotes == edge) | (lines.octets[beside] == SPACE)
    odd: Flags = counts % 2 == 1
    odd[row[~stands]] = True
    return _Quotes(odd, quotes[~odd[row]])


def _are_outside(lines: Lines, gaps: Spans, paired: Ints) -> Flags:
    """Which gaps have an even number of quotes before them, in a chunk whose lines have each an even number."""
    marks = np.zeros(len(lines.octets), np.uint8)
    marks[paired] = 1
    flags: Flags = np.cumsum(marks, dtype=np.uint8)[gaps.starts] % 2 == 0
    return flags


def _split(lines: Lines, gaps: Spans, wanted: int, *, unlike: Flags | None = None) -> tuple[Flags, Sequence[Spans]]:
    """The lines with as many fields as wanted, except those said to be unlike them, and the fields' ranges."""
    first, after = np.searchsorted(gaps.starts, lines.spans)
    regular = after - first == wanted - 1
    if unlike is not None:
        regular &= ~unlike
    inner, first = lines.spans.of(regular), first[regular]
    begins = [inner.starts, *(gaps.ends[first + column] for column in range(wanted - 1))]
    ends = [*(gaps.starts[first + column] for column in range(wanted - 1)), inner.ends]
    return regular, [Spans(begin, end) for begin, end in zip(begins, ends, strict=True)]


def _unquote(lines: Lines, column: Spans) -> Spans:
    """The ranges without the quotes around them."""
    quoted = (lines.octets[column.starts] == QUOTE) & (column.sizes > 1)
    quoted &= lines.octets[column.ends - 1] == QUOTE
    return Spans(column.starts + quoted, column.ends - quoted)
