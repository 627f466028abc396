"""From the fields of W3C extended logs to the columns of a web request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import HTTP_ACTIVITY
from custodes.sources.tables import Table, tables
from custodes.sources.web.hosts import read_host, read_hosts
from custodes.sources.web.log import LAST_CODE, PROXY, categories
from custodes.sources.web.named import coalesce_fields, fill, numbers_of, write_rest
from custodes.sources.web.reading import Check, Reading, are_connects, decode
from custodes.sources.web.spans import Flags, Numbers, encode
from custodes.sources.web.w3c_urls import PARTS, find_host, join_urls
from custodes.sources.web.words import read_action, read_word

SECOND_MILLIS = 1000
URL, METHOD, AGENT = "http_request.url.url_string", "http_request.http_method", "http_request.user_agent"
HOST, SERVED = "http_request.url.hostname", "dst_endpoint.hostname"
CODE, LENGTH, DURATION, ACTION = "http_response.code", "http_response.length", "duration", "action_id"
TIMES = ("date", "time")

_LACKS = {CODE: "the status", LENGTH: "the size", DURATION: "the duration"}


class Kind(NamedTuple):
    """What a header tells of the product that wrote it."""

    is_proxy: bool
    service: str | None = None
    read_agent: Callable[[bytes], str | None] = read_word


class FilledLines(NamedTuple):
    """The columns, and what a line must pass to have them."""

    columns: Mapping[str, object]
    checks: Sequence[Check]


def fill_columns(reading: Reading, kind: Kind) -> FilledLines:
    """Every column of the lines but their places and times."""
    table = tables()["w3c"]
    filled = fill(reading, HTTP_ACTIVITY, table, except_for=(URL, AGENT, ACTION, *_LACKS))
    numbers = _read_numbers(reading, table)
    columns = {
        **filled.columns,
        **{column: read.array() for column, read in numbers.items()},
        **_fill_agent(reading, table, kind),
        **_fill_request(reading, table, filled.columns, kind),
        ACTION: _read_actions(reading, table),
        "logsource.service": kind.service,
    }
    held = {
        *filled.held,
        *TIMES,
        *PARTS,
        *(name for column in (URL, AGENT, *numbers) for name in table.columns[column]),
    }
    columns["unmapped"] = write_rest(reading, held, also=_odd_codes(reading, table))
    not_one = reading.layout.not_one
    checks = [(read.fit, f"{not_one}: {_LACKS[column]} is not a number") for column, read in numbers.items()]
    return FilledLines(columns, checks)


def _read_numbers(reading: Reading, table: Table) -> dict[str, Numbers]:
    read = dict[str, Numbers]()
    for column in _LACKS:
        if (values := coalesce_fields(reading, table.columns[column])) is not None:
            read[column] = numbers_of(values) if column != DURATION else _read_durations(values)
    if CODE in read:
        values, given, fit = read[CODE]
        read[CODE] = Numbers(values, given & (values > 0) & (values <= LAST_CODE), fit)
    return read


def _read_durations(values: pa.LargeBinaryArray) -> Numbers:
    """Milliseconds; a value with a fraction is of seconds, as the format says and few products do."""
    numbers = numbers_of(values)
    if numbers.fit.all():
        return numbers
    read, given, fit = numbers.values.copy(), numbers.given.copy(), numbers.fit.copy()
    for row in map(int, np.flatnonzero(~fit)):
        whole, dot, part = values[row].as_py().partition(b".")
        if dot and (whole + part).isdigit() and len(whole) <= 12:
            read[row] = int(whole or b"0") * SECOND_MILLIS + int(part.ljust(3, b"0")[:3])
            given[row] = fit[row] = True
    return Numbers(read, given, fit)


def _odd_codes(reading: Reading, table: Table) -> Mapping[str, pa.LargeBinaryArray]:
    """The statuses that are none of HTTP: TMG writes Windows' own error numbers."""
    name = table.columns[CODE][0]
    if not reading.has(name):
        return {}
    values = reading.text(name)
    odd = pa.array(numbers_of(values).values > LAST_CODE)
    return {name: pc.if_else(odd, values, b"")} if pc.any(odd).as_py() else {}


def _fill_agent(reading: Reading, table: Table, kind: Kind) -> Mapping[str, object]:
    values = coalesce_fields(reading, table.columns[AGENT])
    return {} if values is None else {AGENT: encode(values, kind.read_agent)}


def _fill_request(reading: Reading, table: Table, columns: Mapping[str, object], kind: Kind) -> Mapping[str, object]:
    methods = columns.get(METHOD)
    connects = are_connects(methods) if methods is not None else np.zeros(len(reading), bool)
    urls = join_urls(reading, table.columns[URL], connects)
    named = read_hosts(urls, connects & ~_hold(urls, "://"))
    hosts, served = named, columns.get(SERVED)
    if (host := find_host(reading)) is not None and (named.null_count or not kind.is_proxy):
        asked = encode(host, read_host)
        hosts = pc.coalesce(named.cast(pa.string()), asked.cast(pa.string())).dictionary_encode()
        served = asked if served is None and not kind.is_proxy else served
    elif served is None and not kind.is_proxy and reading.has("s-ip"):
        served = encode(reading.text("s-ip"), read_word)
    return {
        URL: decode(urls),
        HOST: hosts,
        SERVED: served,
        "logsource.category": PROXY if kind.is_proxy else categories(named),
    }


def _hold(values: pa.LargeBinaryArray, text: str) -> Flags:
    flags: Flags = pc.match_substring(values, text).to_numpy(zero_copy_only=False)
    return flags


def _read_actions(reading: Reading, table: Table) -> pa.Array:
    """What became of each request: denied if one field says so, else allowed if one does."""
    meanings = table.values[ACTION]
    actions = np.zeros(len(reading), np.int8)
    for name in table.columns[ACTION]:
        if reading.has(name):
            coded = reading.text(name).dictionary_encode()
            words = coded.dictionary.to_pylist()
            read = [read_action(word) or meanings.get(word.decode(errors="replace").lower(), 0) for word in words]
            if read:
                actions = np.maximum(actions, np.array(read, np.int8)[coded.indices.to_numpy()])
    return pa.array(actions)


def read_plus_agent(value: bytes) -> str | None:
    """The user agent as IIS writes it, with a plus for each space."""
    return read_word(value.replace(b"+", b" "))


def read_percent_agent(value: bytes) -> str | None:
    """The user agent as CloudFront writes it, with percent signs, in older logs twice."""
    word = read_word(value)
    return unquote(unquote(word)) if word else word
