"""Library barcodes in text: fourteen digits, the last of which checks the others.

The layout is one digit for what it is on (2 a patron's card, 3 an item), four for the library, eight for the
number, one check digit of modulus 10, the odd places doubled (JerseyCat, New Jersey State Library,
"Understanding the bar code structure"; Mid-Hudson Library System, "Ordering barcodes and patron cards").
That check is Luhn's. It proves nothing: one number of fourteen digits in ten passes by chance.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

DIGITS = 14
GROUPS_MOST = 5
"""How many groups of digits one number is written in at most: rows of a table have more."""

_BETWEEN = rb"(?:[ \-.+_]|\xc2\xa0|\xe2\x80[\x89\x90-\x95\xaf]|\xe2\x88\x92|%00|%0[dD])"
"""What may part the groups: a space, a dash, a point, a sign of an address, in UTF-8; every digit reads as 0."""
_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
_CLUSTER = re.compile(rb"0(?:" + _BETWEEN + rb"?0){%d,}+" % (DIGITS - 1))  # the last + keeps no way back in memory
_MADE_OF = b"0123456789 -.+_%dD\xc2\xa0\xe2\x80\x88\x89\x90\x91\x92\x93\x94\x95\xaf"
_MARKS = bytes(byte in _MADE_OF for byte in range(256))
_LONG_RUN = b"\x01" * DIGITS
_GROUP = re.compile(rb"(?P<between>%0[0dD])|0+")
_ESCAPE_DIGITS = 2

_LONE_DIGIT = re.compile(rb"[^0-9][0-9](?=[^0-9])")
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")


class Barcode(NamedTuple):
    """A number that passes the check, and where it stands in the text's bytes (half-open)."""

    digits: str
    start: int
    end: int


def find_clusters(data: bytes) -> Iterator[tuple[int, int]]:
    """Where fourteen digits or more stand together, at most one sign between two.

    First by runs of bytes that numbers are made of, which are found at the speed of memory.
    """
    marks = data.translate(_MARKS)
    begin = marks.find(_LONG_RUN)
    while begin >= 0:
        end = marks.find(b"\x00", begin)
        end = len(data) if end < 0 else end
        zeros = data[begin:end].translate(_ZEROS)
        if b"0" in zeros:  # most runs are of dashes or spaces
            yield from ((begin + cluster.start(), begin + cluster.end()) for cluster in _CLUSTER.finditer(zeros))
        begin = marks.find(_LONG_RUN, end)


def find_barcodes(data: bytes) -> Iterator[Barcode]:
    """Every barcode in a text (UTF-8), in order, plain or in groups that the same sign parts.

    Two may overlap, where either reading passes the check. The time grows with the text, the memory does not.
    """
    for start, end in find_clusters(data):
        for groups in _list_groups(data, start, end):
            for first in _beginnings(data, groups[0][0]):
                code = _join(data, first, groups)
                if code and has_check_digit(code.digits):
                    yield code


def _list_groups(data: bytes, start: int, end: int) -> Iterator[Sequence[tuple[int, int]]]:
    """Each group of digits that a number may begin with, and those after it that it may go on in."""
    zeros = data[start:end].translate(_ZEROS)
    found = ((start + group.start(), start + group.end()) for group in _GROUP.finditer(zeros) if not group["between"])
    groups = deque[tuple[int, int]](maxlen=GROUPS_MOST)
    for group in chain(found, [(end, end)] * (GROUPS_MOST - 1)):
        groups.append(group)
        if len(groups) == GROUPS_MOST and group[1] - groups[0][0] >= DIGITS - _ESCAPE_DIGITS:
            yield groups


def _beginnings(data: bytes, begin: int) -> Iterator[int]:
    """Where a number may begin: two digits after a percent sign may be of an escaped character, or its own."""
    if data[begin - 3 : begin] == b"%20":
        yield begin - _ESCAPE_DIGITS
    yield begin
    if data[begin - 1 : begin] == b"%":
        yield begin + _ESCAPE_DIGITS


def _join(data: bytes, first: int, groups: Sequence[tuple[int, int]]) -> Barcode | None:
    """The number from `first` on, where its groups make fourteen digits and one and the same sign parts them."""
    close = groups[0][1]
    digits, signs = data[first : min(close, first + DIGITS + 1)], set[bytes]()
    for start, end in islice(groups, 1, None):
        if len(digits) >= DIGITS:
            break
        signs.add(data[close:start])
        digits += data[start : min(end, start + DIGITS + 1)]  # of more digits than fit, no more than that they are
        close = end
    fits = first < groups[0][1] and len(digits) == DIGITS and len(signs) <= 1
    return Barcode(digits.decode("ascii"), first, close) if fits else None


def has_check_digit(digits: str) -> bool:
    """Whether the last of fourteen digits checks the others."""
    signs = digits.encode("ascii")
    return (sum(signs[0::2].translate(_DOUBLED)) + sum(signs[1::2]) - len(signs) * ord("0")) % 10 == 0


def has_lone_digit(data: bytes, code: Barcode) -> bool:
    """Whether a single digit stands as a group between others, as in a table: only the first and the last may."""
    return _LONE_DIGIT.search(data, code.start, code.end) is not None


def reads_as_time(digits: str) -> bool:
    """Whether the fourteen digits read as a time (`20261124074238`), as in names of files and archived pages."""
    month, day = int(digits[4:6]), int(digits[6:8])
    hour, minute, second = int(digits[8:10]), int(digits[10:12]), int(digits[12:14])
    in_year = "1970" <= digits[:4] <= "2099" and 1 <= month <= 12 and 1 <= day <= 31
    return in_year and hour < 24 and minute < 60 and second < 60
