"""What can be checked of a key without asking its maker: sums, codes, and what it says of itself when unpacked."""

from __future__ import annotations

import base64
import binascii
import re
import string
import zlib
from collections.abc import Callable

import orjson

Check = Callable[[str], bool]
"""Whether a text of the form really is one; an invented example seldom is."""

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SUM_LENGTH = 6


def sums_up(token: str) -> bool:
    """Whether the last six characters after the prefix are the CRC-32 of those before them, in base 62.

    GitHub, "Behind GitHub's new authentication token formats", 5 April 2021; npm's tokens are made alike.
    """
    body = token.rpartition("_")[2]
    return body[-_SUM_LENGTH:] == _base62(zlib.crc32(body[:-_SUM_LENGTH].encode()))


def _base62(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(_SUM_LENGTH, "0")


def holds_bytes(count: int) -> Check:
    """A check that the text is base 64 of that many bytes, not all alike."""

    def check(text: str) -> bool:
        data = _unpack(text)
        return data is not None and len(data) == count and len(set(data)) > count // 4

    return check


def _unpack(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_" if set(text) & set("-_") else None)
    except (binascii.Error, ValueError):
        return None


def is_signed_token(token: str) -> bool:
    """Whether the first two parts of a JWT are JSON objects and the first tells how it is signed (RFC 7519, 7.2)."""
    head, body, _ = token.split(".", 2)
    header, claims = _object(head), _object(body)
    return header is not None and claims is not None and str(header.get("alg", "none")).lower() != "none"


def _object(part: str) -> dict[str, object] | None:
    data = _unpack(part)
    try:
        value = orjson.loads(data or b"")
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


_LINES = re.compile(r"-----[^\n-]*-----|^[\w-]+:[^\n]*$|\s", re.MULTILINE)
_OPENSSH, _DER_SEQUENCE, _SHORTEST_KEY_BYTES = b"openssh-key-v1", b"\x30", 30


def is_private_key(block: str) -> bool:
    """Whether what stands between the lines of a key block is a key: ASN.1, OpenSSH's own form, or a PGP packet."""
    text = _LINES.sub("", block)
    data = _unpack(text[: len(text) // 4 * 4])
    if data is None or len(data) < _SHORTEST_KEY_BYTES:
        return False
    return data.startswith((_OPENSSH, _DER_SEQUENCE)) or bool(data[0] & 0x80) or "Proc-Type" in block


_BITLOCKER_MOST = 720_896


def is_bitlocker_key(text: str) -> bool:
    """Whether each of the eight groups is a multiple of 11 below 720,896, as BitLocker makes them."""
    groups = [int(group) for group in re.findall(r"\d{6}", text)]
    return len(groups) == 8 and all(group % 11 == 0 and group < _BITLOCKER_MOST for group in groups)


def is_mixed(text: str) -> bool:
    """Whether it has digits and letters and no long run of one of them, as what is drawn at random has."""
    kinds = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    return kinds and len(set(text)) >= min(8, len(text) // 3) and re.search(r"(.)\1{5}", text) is None
