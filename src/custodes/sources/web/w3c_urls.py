"""The URL of a W3C line, whole or put together from its parts."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from custodes.sources.web.named import coalesce_fields
from custodes.sources.web.reading import Reading
from custodes.sources.web.spans import Flags, are_missing

SCHEME, HOSTS, PORT = "cs-uri-scheme", ("cs-host", "cs-uri-host"), "cs-uri-port"
PATHS, QUERY, EXTENSION = ("cs-uri-path", "cs-uri-stem"), "cs-uri-query", "cs-uri-extension"
PARTS = (SCHEME, *HOSTS, PORT, *PATHS, QUERY, EXTENSION)
"""The fields that a URL, or the host beside it, says whole."""

_USUAL = {b"http": b"80", b"https": b"443", b"ftp": b"21"}
_NONE, _QUESTION = pa.scalar(b"", pa.large_binary()), pa.scalar(b"?", pa.large_binary())


def join_urls(reading: Reading, whole_names: Sequence[str], connects: Flags) -> pa.LargeBinaryArray:
    """Each line's URL: the first whole one it gives, else of its parts. Without a scheme it is a path and a query.

    Of a tunnel (`connects`) it is `host:port`, as Squid writes it.
    """
    parts = _join_parts(reading, pa.array(connects))
    whole = coalesce_fields(reading, whole_names)
    return parts if whole is None else pc.if_else(are_missing(whole), parts, whole)


def find_host(reading: Reading) -> pa.LargeBinaryArray | None:
    """The host that each line gives beside its URL, perhaps with a port; None where no line does."""
    return coalesce_fields(reading, HOSTS)


def _join_parts(reading: Reading, connects: pa.BooleanArray) -> pa.LargeBinaryArray:
    scheme, host, port = (_said(reading, names) for names in ((SCHEME,), HOSTS, (PORT,)))
    path, query = _said(reading, PATHS), _said(reading, (QUERY,))
    bare = pc.or_(pc.match_substring_regex(host, r":\d+$"), pc.equal(port, b"0"))
    port = pc.if_else(pc.or_(bare, pc.equal(port, b"")), _NONE, _join(b":", port))
    tunnel = _join(host, port)
    for name, usual in _USUAL.items():
        port = pc.if_else(pc.and_(pc.equal(scheme, name), pc.equal(port, b":" + usual)), _NONE, port)
    names_host = pc.and_(pc.not_equal(scheme, b""), pc.not_equal(host, b""))
    is_path = pc.or_(pc.equal(path, b""), pc.starts_with(path, b"/"))  # Blue Coat's stem may be a URL itself
    before = pc.if_else(pc.and_(names_host, is_path), _join(scheme, b"://", host, port), _NONE)
    mark = pc.if_else(pc.or_(pc.equal(query, b""), pc.starts_with(query, b"?")), _NONE, _QUESTION)
    return pc.if_else(pc.and_(connects, pc.not_equal(host, b"")), tunnel, _join(before, path, mark, query))


def _said(reading: Reading, names: Sequence[str]) -> pa.LargeBinaryArray:
    """The first that says something, line by line; empty where none does."""
    values = coalesce_fields(reading, names)
    return pa.repeat(_NONE, len(reading)) if values is None else pc.if_else(are_missing(values), _NONE, values)


def _join(*parts: pa.LargeBinaryArray | bytes) -> pa.LargeBinaryArray:
    scalars = [pa.scalar(part, pa.large_binary()) if isinstance(part, bytes) else part for part in parts]
    return pc.binary_join_element_wise(*scalars, _NONE)
