"""The host that a request names."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.sources.web.spans import Flags, Ints, Octets, Spans, encode, take

_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+._-]*:(?://|\\\\)")
_PATH = re.compile(rb"[/\\?#]")
_LOOSE = re.compile(
    rb"[\x00-\x20]*(?:[a-z][a-z0-9+._-]*:(?=[/\\]{2})|(?:https?|ftp|wss?):)?[/\\]*([^/\\?#]*)", re.IGNORECASE
)
_HEAD = 8
_CAPITALS = int.from_bytes(b"    " + bytes(4), "little"), int.from_bytes(b"     " + bytes(3), "little")
"""A space is the one bit in which a capital differs from a small letter."""
_HTTP, _HTTPS = int.from_bytes(b"http://", "little"), int.from_bytes(b"https://", "little")


def read_hosts(urls: pa.LargeBinaryArray, bare: Flags) -> pa.DictionaryArray:
    """The host of each URL, null where it names none. A `bare` one (CONNECT) needs no scheme."""
    return encode(take(urls.buffers()[2] or b"", find_authorities(urls, bare)), read_host)


def find_authority(url: bytes) -> tuple[int, int]:
    """The range of a URL between `scheme://` and the path (RFC 3986, section 3.2); empty where it has none.

    A backslash is read as a slash, as browsers do.
    """
    if not (scheme := _SCHEME.match(url)):
        return 0, 0
    path = _PATH.search(url, scheme.end())
    return scheme.end(), path.start() if path else len(url)


def find_authorities(urls: pa.LargeBinaryArray, bare: Flags) -> Spans:
    """The range of each URL's authority in the array's own buffer."""
    offsets = np.frombuffer(urls.buffers()[1], np.int64)[urls.offset : urls.offset + len(urls) + 1]
    octets = np.frombuffer(urls.buffers()[2] or b"", np.uint8)
    whole = Spans(offsets[:-1], offsets[1:])
    if not len(octets):
        return whole
    schemes = _measure_schemes(octets, whole)
    starts = whole.starts + schemes
    paths = np.append(np.flatnonzero(_are_any(octets, b"/\\?#")), len(octets))
    ends = np.minimum(paths[np.searchsorted(paths, starts)], whole.ends)
    none = (schemes == 0) & ~bare
    ends[none] = starts[none]
    for row in map(
        int, np.flatnonzero(none & (ends < whole.ends) & (octets[starts.clip(max=len(octets) - 1)] != ord("/")))
    ):
        begin, end = find_authority(urls[row].as_py())
        starts[row], ends[row] = whole.starts[row] + begin, whole.starts[row] + end
    return Spans(starts, ends)


def _are_any(octets: Octets, signs: bytes) -> Flags:
    flags = np.zeros(len(octets), bool)
    for sign in signs:
        flags |= octets == sign
    return flags


def read_loose_hosts(urls: pa.LargeBinaryArray, unknown: Flags) -> pa.DictionaryArray | None:
    """The hosts that the unknown ones of the URLs may mean: `host/path`, `host:443`, `//host`, `http:host`.

    A word that is no host passes for one here: this is for looking a host up, not for showing it. None where
    all of them are paths.
    """
    octets = np.append(np.frombuffer(urls.buffers()[2] or b"", np.uint8), np.zeros(2, np.uint8))
    starts = np.frombuffer(urls.buffers()[1], np.int64)[urls.offset : urls.offset + len(urls)]
    is_path = (octets[starts] == ord("/")) & (octets[starts + 1] != ord("/")) & (octets[starts + 1] != ord("\\"))
    loose = unknown & ~is_path
    return encode(pc.if_else(pa.array(loose), urls, None), _read_loose_host) if loose.any() else None


def read_any_host(url: bytes) -> str | None:
    """The host that one URL names or may mean, as above; None for a path."""
    is_path = url.startswith(b"/") and not url.startswith((b"//", b"/\\"))
    return None if is_path else _read_loose_host(url)


def _read_loose_host(url: bytes) -> str | None:
    found = _LOOSE.match(url)
    return read_host(found[1]) if found else None


def _measure_schemes(octets: Octets, urls: Spans) -> Ints:
    """The size of `http://` or `https://` at the beginning of each URL, in any case of letters; else 0."""
    room = np.append(octets, np.zeros(_HEAD, np.uint8))
    heads = np.lib.stride_tricks.sliding_window_view(room, _HEAD)[urls.starts].view("<u8")[:, 0]
    plain = (heads | _CAPITALS[0]) & ((1 << 56) - 1) == _HTTP
    secure = heads | _CAPITALS[1] == _HTTPS
    return np.where(plain & (urls.sizes >= 7), 7, np.where(secure & (urls.sizes >= 8), 8, 0))


def read_host(authority: bytes) -> str | None:
    """The host of an authority: lower case, without user, port, brackets and closing dot; None where it is empty."""
    host = authority.decode(errors="replace").rpartition("@")[2]
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:  # more are an IPv6 address without brackets
        host = host.partition(":")[0]
    host = host.lower().rstrip(".")
    return None if host in {"", "-"} else host
