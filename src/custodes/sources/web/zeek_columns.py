"""From the fields of Zeek's logs to the columns of an event."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import BASE_EVENT, HTTP_ACTIVITY, KINDS
from custodes.sources.tables import Table
from custodes.sources.web.hosts import read_host, read_hosts
from custodes.sources.web.named import fill, write_rest
from custodes.sources.web.reading import Reading, are_connects, decode
from custodes.sources.web.spans import are_missing, encode
from custodes.sources.web.words import read_type

URL, HOST, METHOD = "http_request.url.url_string", "http_request.url.hostname", "http_request.http_method"
TYPE, TIME = "http_response.content_type", "time"
TYPES, ANSWERS = "resp_mime_types", "answers"
PLAIN_PORT = b"80"
LISTS = ("set[", "vector[")
_BOOLEANS = {b"T": b"true", b"F": b"false"}
_NONE = pa.scalar(b"", pa.large_binary())


class Types(NamedTuple):
    """What a header tells of the values: the type of each field (`time`, `set[string]`), and what parts a list."""

    by_name: Mapping[str, str]
    list_sign: bytes = b","

    def lists(self, reading: Reading, names: Collection[str]) -> dict[str, pa.ListArray]:
        """Those of the fields that hold lists."""
        return {
            name: reading.parts(name, self.list_sign)
            for name in names
            if self.by_name.get(name, "").startswith(LISTS) and reading.says(name)
        }


def fill_columns(reading: Reading, table: Table, types: Types) -> dict[str, object]:
    """Every column of the lines but their places and times."""
    schema = KINDS[table.kind]
    filled = fill(reading, schema, table, except_for=(TIME, URL, TYPE, ANSWERS))
    columns, held = dict(filled.columns), {*filled.held, *table.columns[TIME]}
    if schema is BASE_EVENT:  # rules read such an event by its own names alone
        held = {*table.columns[TIME]}
    if schema is HTTP_ACTIVITY:
        columns |= _fill_request(reading, columns)
        held |= {"host", "uri"}
    if ANSWERS in table.columns and reading.has(ANSWERS):
        columns[ANSWERS] = _decode_all(reading.parts(ANSWERS, types.list_sign))
        held.add(ANSWERS)
    rest = [name for name in reading.layout.fields if name not in held]
    booleans = {name: _read_booleans(reading, name) for name in rest if types.by_name.get(name) == "bool"}
    columns["unmapped"] = write_rest(reading, held, also={**booleans, **types.lists(reading, rest)})
    columns["logsource.product"], columns["logsource.category"] = table.logsource.product, table.logsource.category
    return columns


def _decode_all(lists: pa.ListArray) -> pa.ListArray:
    texts = decode(lists.values).cast(pa.string())
    return pa.ListArray.from_arrays(lists.offsets, texts, mask=lists.is_null())


def _fill_request(reading: Reading, columns: Mapping[str, object]) -> dict[str, object]:
    methods = columns.get(METHOD)
    connects = are_connects(methods) if methods is not None else np.zeros(len(reading), bool)
    urls = _join_urls(reading, pa.array(connects))
    hosts = read_hosts(urls, connects)
    if hosts.null_count and reading.has("host"):
        asked = encode(reading.text("host"), read_host)
        hosts = pc.coalesce(hosts.cast(pa.string()), asked.cast(pa.string())).dictionary_encode()
    return {
        URL: decode(urls),
        HOST: hosts,
        TYPE: _read_types(reading),
        "action_id": pa.repeat(pa.scalar(0, pa.int8()), len(reading)),
    }


def _join_urls(reading: Reading, connects: pa.BooleanArray) -> pa.LargeBinaryArray:
    """`http://host:port/path`: Zeek reads what is not encrypted. What a proxy was asked for stands whole in `uri`."""
    uri, host, server, port = (_said(reading, name) for name in ("uri", "host", "id.resp_h", "id.resp_p"))
    host = pc.if_else(pc.equal(host, b""), server, host)
    usual = pc.or_(pc.equal(port, PLAIN_PORT), pc.equal(port, b""))
    port = pc.if_else(usual, _NONE, _join(b":", port))
    is_path = pc.and_(pc.starts_with(uri, b"/"), pc.invert(connects))
    return pc.if_else(pc.and_(is_path, pc.not_equal(host, b"")), _join(b"http://", host, port, uri), uri)


def _said(reading: Reading, name: str) -> pa.LargeBinaryArray:
    if not reading.has(name):
        return pa.repeat(_NONE, len(reading))
    values = reading.text(name)
    return pc.if_else(are_missing(values), _NONE, values)


def _join(*parts: pa.LargeBinaryArray | bytes) -> pa.LargeBinaryArray:
    return pc.binary_join_element_wise(
        *(pa.scalar(part, pa.large_binary()) if isinstance(part, bytes) else part for part in parts), _NONE
    )


def _read_types(reading: Reading) -> pa.DictionaryArray | None:
    """The type of the answer, the first where it came in several."""
    if not reading.has(TYPES):
        return None
    return encode(reading.text(TYPES), lambda value: read_type(value.partition(b",")[0]))


def _read_booleans(reading: Reading, name: str) -> pa.LargeBinaryArray:
    coded = reading.text(name).dictionary_encode()
    words = [_BOOLEANS.get(word, word) for word in coded.dictionary.to_pylist()]
    return pa.array(words, pa.large_binary()).take(coded.indices)
