"""Recorded Windows events, told again as other machines and people would tell them, until there are enough.

A recording of some ten thousand events is repeated in rounds. The first is the recording itself, in a fixed shuffle;
in each later one the same things happen on other days, to other people on other desks: times, record, process, thread
and handle numbers, GUIDs, logon ids, ports, people's folders and the hosts are others, every document, script and
temporary file has another name, in every other round each command line has an argument more, and after every fourth
the programs have other hashes. What rules look for stays: programs, switches, registry keys, well-known ids.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import orjson

DESKS, PEOPLE, ROUNDS_BETWEEN_UPDATES = 300, 300, 4
LINES_LOOKED_AT = 100_000

_PLACES = (
    re.compile(
        rb"""
        "(?: (?P<day>(?:19|20)\d\d-\d\d-\d\d)[T ]\d\d:
           | (?:EventRecordID|RecordNumber)":"?(?P<record>\d+)
           | \w{0,24}(?:[Pp]rocess|Thread|Handle|Filter)I[dD]":"?(?P<number>0x[0-9A-Fa-f]{2,8}|\d{2,9})(?=[",}])
           | \w{0,24}LogonI[dD]":"(?P<logon>0x[0-9A-Fa-f]{5,8})"
           | \w{0,24}(?:Process|Logon|Activity)(?:G[uU][iI][dD]|ID)":"\{?(?P<guid>[0-9A-Fa-f]{8})-
           | (?:Source|Ip)?[Pp]ort":"?(?P<port>\d{4,5})(?=[",}])
           | User":"(?!NT\ |AUTO)[^"\\]+\\\\(?P<person>[\w.]+)"
           | (?:Computer|Hostname|ComputerName)":"(?P<desk>[^"\\.]+)
        )""",
        re.VERBOSE,
    ),
    re.compile(rb"(?:MD5|SHA1|SHA256|IMPHASH)=(?P<hash>[0-9A-Fa-f]{8})"),
    re.compile(rb"\\[Uu]sers\\\\(?!Public|Default|All)(?P<person>[^\\\"]{1,40})(?=\\\\)"),
    re.compile(
        rb"(?P<file>)\.(?<=[\w-]{2}\.)(?:txt|log|tmp|docx?|docm|xlsx?|xlsm|pdf|csv|json|xml|zip|html?|dat|ini|lnk"
        rb"|ps1|bat|vbs|js|hta|sct|inf|cab)\b"  # its place is empty: the end of the name
    ),
    re.compile(rb'"\w{0,24}CommandLine":"(?:[^"\\]++|\\.)++(?P<argument>)"'),
)


class Share(NamedTuple):
    """Of how many lines that have the field, how many values are distinct."""

    field: str
    lines: int
    distinct: int


def write_events(path: Path, recorded: Sequence[bytes], events: int, *, seed: int = 1) -> None:
    """Write that many events as JSON lines; fewer are the first lines of more."""
    order = list(map(_split, recorded))
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
    with path.open("wb") as file:
        file.writelines(islice(_rounds(order), events))


def read_recorded(paths: Sequence[Path]) -> list[bytes]:
    """The events of the files, without the names (`_file`, `_n`) that a collection of recordings gave them."""
    return [
        orjson.dumps({name: value for name, value in event.items() if not name.startswith("_")})
        for path in paths
        for event in map(orjson.loads, path.read_bytes().splitlines())
    ]


def process_creations(recorded: Sequence[bytes]) -> list[bytes]:
    """Those that tell of a process being started."""
    return [line for line in recorded if _starts_process(orjson.loads(line))]


def _starts_process(event: dict[str, object]) -> bool:
    channel, code = str(event.get("Channel")).lower(), str(event.get("EventID"))
    return (channel, code) in {("microsoft-windows-sysmon/operational", "1"), ("security", "4688")}


def distinct_shares(path: Path, fields: Sequence[str], lines: int = LINES_LOOKED_AT) -> list[Share]:
    """How many values of the fields are distinct among the first lines."""
    values: dict[str, list[str]] = {field: [] for field in fields}
    with path.open("rb") as file:
        for event in map(orjson.loads, islice(file, lines)):
            for field in fields:
                if field in event:
                    values[field].append(str(event[field]))
    return [Share(field, len(found), len(set(found))) for field, found in values.items()]


class _Event(NamedTuple):
    parts: list[bytes]
    """What stays, and between each two a place to be filled."""
    places: list[tuple[str, bytes]]
    """What each place holds: its kind, and what the recording says there."""


def _split(line: bytes) -> _Event:
    parts, places, end = [], [], 0
    found = [match for pattern in _PLACES for match in pattern.finditer(line)]
    for begin, stop, kind in sorted((*match.span(str(match.lastgroup)), str(match.lastgroup)) for match in found):
        parts += [line[end:begin], b""]
        places.append((kind, line[begin:stop]))
        end = stop
    return _Event([*parts, line[end:] + b"\n"], places)


def _rounds(order: Sequence[_Event]) -> Iterator[bytes]:
    for number in count():
        said = _Said(number).__getitem__
        for parts, places in order:
            parts[1::2] = map(said, places)
            yield b"".join(parts)


class _Said(dict[tuple[str, bytes], bytes]):
    """What a round says in a place, by its kind and what the recording says."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, place: tuple[str, bytes]) -> bytes:
        kind, recorded = place
        said = self[place] = _SAY[kind](recorded, self._number) if self._number else recorded
        return said


def _shift_day(recorded: bytes, number: int) -> bytes:
    try:
        return (date.fromisoformat(recorded.decode()) + timedelta(days=number)).isoformat().encode()
    except ValueError:
        return recorded


def _shift_number(recorded: bytes, number: int) -> bytes:
    if recorded.startswith(b"0x"):
        return b"0x%x" % (int(recorded, 16) + number * 64)
    return b"%d" % (int(recorded) + number * 64)


def _mix(recorded: bytes, number: int) -> bytes:
    digits = recorded.removeprefix(b"0x")
    mixed = b"%0*x" % (len(digits), (int(digits, 16) + number * 0x9E3779B1) % 16 ** len(digits))
    return recorded[: len(recorded) - len(digits)] + (mixed.upper() if digits.isupper() else mixed)


_SAY: dict[str, Callable[[bytes, int], bytes]] = {
    "day": _shift_day,
    "record": lambda recorded, number: b"%d" % (int(recorded) + number * 1_000_003),
    "number": _shift_number,
    "logon": _mix,
    "guid": _mix,
    "port": lambda recorded, number: b"%d" % (49152 + (int(recorded) + number * 977) % 16384),
    "hash": lambda recorded, number: _mix(recorded, number // ROUNDS_BETWEEN_UPDATES),
    "person": lambda recorded, number: b"user%03d" % ((zlib.crc32(recorded) + number * 7) % PEOPLE),
    "desk": lambda recorded, number: b"DESK-%03d" % ((zlib.crc32(recorded) + number * 11) % DESKS),
    "argument": lambda _, number: b" /%d" % number if number % 2 else b"",
    "file": lambda _, number: b"-%d" % number,
}
