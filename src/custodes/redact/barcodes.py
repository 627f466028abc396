"""Library barcodes in text: fourteen digits, the last of which checks the others.

The layout is one digit for what it is on (2 a patron's card, 3 an item), four for the library, eight for the
number, one check digit of modulus 10, the odd places doubled (JerseyCat, New Jersey State Library,
"Understanding the bar code structure"; Mid-Hudson Library System, "Ordering barcodes and patron cards").
That check is Luhn's. It proves nothing: one number of fourteen digits in ten passes by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

DIGITS = 14
GROUPS_MOST = 5
"""How many groups of digits one number is written in at most: rows of a table have more."""

_BETWEEN = rb"(?:[ \-.+_]|\xc2\xa0|\xe2\x80[\x89\x90-\x95\xaf]|\xe2\x88\x92|%00|%0[dD])"
"""What may part the groups: a space, a dash, a point, a sign of an address, in UTF-8; every digit reads as 0."""
_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
_CLUSTER = re.compile(rb"0(?:" + _BETWEEN + rb"?0){%d,}" % (DIGITS - 1))
_MADE_OF = b"0123456789 -.+_%dD\xc2\xa0\xe2\x80\x88\x89\x90\x91\x92\x93\x94\x95\xaf"
_MARKS = bytes(byte in _MADE_OF for byte in range(256))
_LONG_RUN = b"\x01" * DIGITS
_GROUP = re.compile(rb"(?P<between>%0[0dD])|0+")

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


class Barcode(NamedTuple):
    """A number that passes the check, and where it stands in the text's bytes (half-open)."""

    digits: str
    start: int
    end: int


def find_clusters(data: bytes) -> Iterator[tuple[int, int]]:
    """Where fourteen digits or more stand together, at most one sign between two.

    First by runs of bytes that numbers are made of, which are found at the speed of memory.
    """
    marks, zeros = data.translate(_MARKS), data.translate(_ZEROS)
    run = marks.find(_LONG_RUN)
    while run >= 0:
        end = marks.find(b"\x00", run)
        end = len(data) if end < 0 else end
        if zeros.find(b"0", run, end) >= 0:  # most runs are of dashes or spaces
            yield from (cluster.span() for cluster in _CLUSTER.finditer(zeros, run, end))
        run = marks.find(_LONG_RUN, end)


def find_barcodes(data: bytes) -> Iterator[Barcode]:
    """Every barcode in a text (UTF-8), in order, plain or in groups that the same sign parts.

    Two may overlap, where either reading passes the check.
    """
    for start, end in find_clusters(data):
        yield from sorted(set(_read(data, start, end)), key=lambda code: code[1:])


def _read(data: bytes, start: int, end: int) -> Iterator[Barcode]:
    zeros = data[start:end].translate(_ZEROS)
    groups = [(start + group.start(), start + group.end()) for group in _GROUP.finditer(zeros) if not group["between"]]
    for index, (begin, close) in enumerate(groups):
        for first in _beginnings(data, begin):
            code = _join(data, [(first, close), *groups[index + 1 : index + GROUPS_MOST]])
            if code and has_check_digit(code.digits):
                yield code


def _beginnings(data: bytes, begin: int) -> Iterator[int]:
    """Where a number may begin: two digits after a percent sign may be of an escaped character, or its own."""
    yield begin
    if data[begin - 1 : begin] == b"%":
        yield begin + 2
    if data[begin - 3 : begin] == b"%20":
        yield begin - 2


def _join(data: bytes, groups: list[tuple[int, int]]) -> Barcode | None:
    """The groups from the first on that make fourteen digits, parted by one and the same sign."""
    digits, signs = b"", set[bytes]()
    for index, (start, end) in enumerate(groups):
        if index:
            signs.add(data[groups[index - 1][1] : start])
        digits += data[start:end]
        if len(digits) >= DIGITS:
            fits = len(digits) == DIGITS and len(signs) <= 1
            return Barcode(digits.decode("ascii"), groups[0][0], end) if fits else None
    return None


def has_check_digit(digits: str) -> bool:
    """Whether the last of fourteen digits checks the others."""
    total = sum(_DOUBLED[int(digit)] for digit in digits[0::2]) + sum(int(digit) for digit in digits[1::2])
    return total % 10 == 0


def reads_as_time(digits: str) -> bool:
    """Whether the fourteen digits read as a time (`20261124074238`), as in names of files and archived pages."""
    month, day = int(digits[4:6]), int(digits[6:8])
    hour, minute, second = int(digits[8:10]), int(digits[10:12]), int(digits[12:14])
    in_year = "1970" <= digits[:4] <= "2099" and 1 <= month <= 12 and 1 <= day <= 31
    return in_year and hour < 24 and minute < 60 and second < 60
