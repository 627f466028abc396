r"""A record of the audit log: its fields under their own names.

    type=USER_CMD msg=audit(1795506158.243:7): pid=9 auid=1000 msg='cwd="/" cmd=6964 res=success'\x1dAUID="dana"

What stands in `msg` and in braces are fields too; those behind the group separator are the enriched ones, whose names
are in capitals. Text that holds blanks or quotes is written in hexadecimal digits, and read back here. What the log
marks as unknown (`?`, an AUID that is unset) is left out.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from custodes.sources.linux.syscalls import find_syscall

_HEAD = re.compile(r"(?:node=(\S+) )?type=(\S+) msg=audit\((\d{1,12})\.(\d{1,9}):(\d+)\): ?")
_FIELD = re.compile(r"""([^\s=]++)=("[^"]*"|'[^']*'|\{[^{}]*\}|['{]|\S*)|[^\s=]+""")
"""A field, or a word that is none. A word is taken whole, and of what is never closed the opening sign alone: so no
stretch is looked at again and again, and none lies within itself.
"""
_HEX = re.compile(r"(?:[0-9A-F]{2})+")
_ARGUMENT = re.compile(r"a\d+(?:\[\d+\])?")
_WRITTEN_IN_HEX = frozenset(
    {"acct", "cmd", "comm", "cwd", "data", "dir", "exe", "file", "key", "name", "new-disk", "ocomm", "old-disk"}
    | {"path", "proctitle", "root", "unit", "vm", "watch"}
)
_OWN = frozenset({"type", "time", "serial", "node"})
"""Names of what stands before `msg`; a field inside that bears one is given as `msg.type`."""
_GROUP_SEPARATOR = "\x1d"
_INET, _INET6 = 2, 10


def read_record(line: bytes) -> dict[str, Any] | None:
    """The fields of a record; None where the line is none."""
    text = line.decode(errors="replace").replace(_GROUP_SEPARATOR, " ")
    head = _HEAD.match(text)
    if head is None:
        return None
    node, kind, seconds, fraction, serial = head.groups()
    record: dict[str, Any] = {"type": kind, "time": f"{seconds}.{fraction}", "serial": serial}
    if node is not None:
        record["node"] = node
    for name, value in _fields(text[head.end() :], kind):
        _add(record, f"msg.{name}" if name in _OWN else name, value)
    if "SYSCALL" not in record and (call := find_syscall(record.get("arch"), record.get("syscall"))):
        record["SYSCALL"] = call
    if kind == "SOCKADDR":
        record.update(_read_address(record.get("saddr")))
    return record


def _fields(text: str, kind: str) -> Iterator[tuple[str, str]]:
    for name, value in _FIELD.findall(text):
        if not name:
            continue
        if value.startswith(("'", "{")):
            yield from _fields(value[1:-1] if value[-1] in "'}" else value[1:], kind)
        elif value == "?" or (name == "AUID" and value.strip('"') == "unset"):
            continue
        elif value.startswith('"'):
            yield name, value[1:].removesuffix('"')
        else:
            yield name, _undo_hex(value) if _is_in_hex(name, kind) else value


def _is_in_hex(name: str, kind: str) -> bool:
    """Whether such a field may be written in hexadecimal digits. A system call's arguments are numbers."""
    return name in _WRITTEN_IN_HEX or (kind == "EXECVE" and _ARGUMENT.fullmatch(name) is not None)


def _undo_hex(value: str) -> str:
    """The text; of a command line, whose parts are parted by zeros, with blanks between them."""
    if not _HEX.fullmatch(value):
        return value
    return bytes.fromhex(value).rstrip(b"\0").replace(b"\0", b" ").decode(errors="replace")


def _add(record: dict[str, Any], name: str, value: str) -> None:
    """A name given twice holds both values."""
    known = record.get(name)
    if known is None:
        record[name] = value
    elif isinstance(known, list):
        known.append(value)
    elif known != value:
        record[name] = [known, value]


def _read_address(saddr: Any) -> dict[str, str]:
    """Address and port of an internet socket, from its bytes in hexadecimal digits."""
    if not isinstance(saddr, str) or not _HEX.fullmatch(saddr):
        return {}
    data = bytes.fromhex(saddr)
    family = int.from_bytes(data[:2], "little")
    address = data[4:8] if family == _INET else data[8:24] if family == _INET6 else b""
    if len(address) not in {4, 16}:
        return {}
    return {"laddr": str(ipaddress.ip_address(address)), "lport": str(int.from_bytes(data[2:4], "big"))}
