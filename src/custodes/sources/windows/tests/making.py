"""EVTX files made from the format's description, without templates.

https://github.com/libyal/libevtx/blob/main/documentation/Windows%20XML%20Event%20Log%20(EVTX).asciidoc
"""

import struct
from datetime import UTC, datetime

BLOCK_BYTES = 1 << 16
EPOCH_1601 = datetime(1601, 1, 1, tzinfo=UTC)
AT = datetime(2026, 11, 24, 7, 42, 38, 250_000, tzinfo=UTC)

Element = tuple[str, dict[str, str], "str | list[Element]"]


def system(event_id=1, *, channel="Microsoft-Windows-Sysmon/Operational", number=7, at="2026-11-24T07:42:38.250000Z"):
    return (
        "System",
        {},
        [
            ("Provider", {"Name": "Microsoft-Windows-Sysmon"}, ""),
            ("EventID", {}, str(event_id)),
            ("TimeCreated", {"SystemTime": at}, ""),
            ("EventRecordID", {}, str(number)),
            ("Execution", {"ProcessID": "3904", "ThreadID": "4272"}, ""),
            ("Channel", {}, channel),
            ("Computer", {}, "desk-4.fernwood.example"),
        ],
    )


def event(data=None, **options):
    items = [("Data", {"Name": name}, value) for name, value in (data or {}).items()]
    return ("Event", {}, [system(**options), ("EventData", {}, items)])


def file_of(*blocks):
    fields = struct.pack("<8sQQQIHHHH", b"ElfFile\0", 0, len(blocks) - 1, 1, 128, 1, 3, 4096, len(blocks))
    return fields.ljust(4096, b"\0") + b"".join(blocks)


def block_of(*events, first=1):
    records = bytearray()
    for number, item in enumerate(events, first):
        records += record_of(item, number=number, at=512 + len(records))
    last = first + len(events) - 1
    header = struct.pack("<8sQQQQIII", b"ElfChnk\0", first, last, first, last, 128, 0, 512 + len(records))
    return (header.ljust(512, b"\0") + records).ljust(BLOCK_BYTES, b"\0")


def record_of(item, *, number, at):
    body = bytearray(b"\x0f\x01\x01\x00")
    _write(body, item, at + 24)
    body += b"\x00"
    size = 24 + len(body) + 4
    ticks = int((AT - EPOCH_1601).total_seconds() * 10_000_000)
    return struct.pack("<4sIQQ", b"**\0\0", size, number, ticks) + body + struct.pack("<I", size)


def _write(body, element, start):
    name, attributes, content = element
    opened = len(body)
    body += struct.pack("<BI", 0x41 if attributes else 0x01, 0)
    _write_name(body, name, start)
    if attributes:
        listed = len(body)
        body += b"\0\0\0\0"
        for left, (key, value) in enumerate(attributes.items(), 1 - len(attributes)):
            body += b"\x46" if left else b"\x06"
            _write_name(body, key, start)
            _write_text(body, value)
        struct.pack_into("<I", body, listed, len(body) - listed - 4)
    body += b"\x02"
    if isinstance(content, str):
        if content:
            _write_text(body, content)
    else:
        for inner in content:
            _write(body, inner, start)
    body += b"\x04"
    struct.pack_into("<I", body, opened + 1, len(body) - opened - 5)


def _write_name(body, name, start):
    body += struct.pack("<I", start + len(body) + 4)
    body += struct.pack("<IHH", 0, _hash(name), len(name)) + name.encode("utf-16-le") + b"\0\0"


def _hash(name):
    value = 0
    for sign in name:
        value = (value * 65599 + ord(sign)) & 0xFFFFFFFF
    return value & 0xFFFF


def _write_text(body, text):
    data = text.encode("utf-16-le")
    body += struct.pack("<BBH", 0x05, 0x01, len(data) // 2) + data
