"""What the words of a log line mean, each read once a chunk."""

from __future__ import annotations

import re
from urllib.parse import unquote

from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED

ACTION_UNKNOWN = 0

_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"v": b"\v", b"f": b"\f"}


def read_word(value: bytes) -> str | None:
    """The word; None where there is none, or a dash in its place."""
    return None if value in {b"", b"-"} else value.decode(errors="replace")


def read_user(value: bytes) -> str | None:
    """The account, with the escapes in which Squid writes signs that could break a line undone."""
    word = read_word(value)
    return unquote(word) if word and "%" in word else word


def read_peer(value: bytes) -> str | None:
    """The host that answered, out of Squid's way and peer (`HIER_DIRECT/192.0.2.1`)."""
    return read_word(value.partition(b"/")[2])


def read_type(value: bytes) -> str | None:
    """The content type in lower case, without parameters."""
    word = read_word(value.partition(b";")[0].strip())
    return word.lower() if word else None


def unescape(value: bytes) -> bytes:
    r"""The value of a quoted field: `\"`, `\\`, `\xHH` and the like undone (Apache httpd, mod_log_config)."""
    if b"\\" not in value:
        return value

    def undo(escape: re.Match[bytes]) -> bytes:
        sign = escape[1]
        return bytes([int(sign[1:], 16)]) if len(sign) == 3 else _ESCAPED.get(sign, sign)

    return _ESCAPE.sub(undo, value)


def read_action(result: bytes) -> int:
    """Squid's word for what became of a request (`TCP_DENIED`, `TCP_MISS` …) as a value of `action_id`."""
    if b"DENIED" in result:
        return ACTION_DENIED
    return ACTION_ALLOWED if result.lstrip().startswith(b"TCP_") else ACTION_UNKNOWN
