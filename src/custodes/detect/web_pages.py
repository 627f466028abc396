"""Which web events are page requests of a person, and to sites of which categories."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from custodes.detect.categories import name_category
from custodes.detect.columns import (
    CODE,
    CONTENT_TYPE,
    HOST,
    METHOD,
    REFERRER,
    URL,
    Flags,
    Integers,
    Words,
    read_numbers,
    read_texts,
    read_words,
    went_through,
)
from custodes.detect.context import Context
from custodes.detect.permission import is_permitted
from custodes.detect.visits import PersonDay, Visits

PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
PAGE_METHODS = ("GET", "POST", "CONNECT")
"""CONNECT opens a tunnel: all that a log shows of pages whose traffic is encrypted."""

_PART = re.compile(r"\.(?:avif|bmp|css|eot|gif|ico|jpe?g|js|json|map|mjs|mp[34]|png|svg|ts|ttf|webm|webp|woff2?|xml)$")
"""Endings of an address that is a part of a page, for logs that do not say what was sent."""

NO_CONTENT = 204


def pick_categories(batch: pa.RecordBatch, categories: Iterable[str], context: Context) -> dict[str, Integers]:
    """The rows of page requests to sites of each category; categories without any are left out.

    Hosts that are the employer's own are of no category.
    """
    wanted = frozenset(name_category(category) for category in categories)
    hosts = read_words(batch, HOST)
    listed = [tuple(match.category for match in found) for found in context.lists.match_all(hosts.words)]
    flagged = [
        bool(names) and not wanted.isdisjoint(names) and not context.is_own(host)
        for host, names in zip(hosts.words, listed, strict=True)
    ]
    with_pages = context.lists.hosts_with_pages(hosts.words)
    rows = np.flatnonzero(hosts.where(flagged) | hosts.where_in(with_pages)) if any(flagged) or with_pages else _NONE
    rows = rows[went_through(batch)[rows]] if len(rows) else rows
    rows = rows[are_pages(batch, rows, hosts)] if len(rows) else rows
    by_page = _page_categories(batch, rows[hosts.take(rows).where_in(with_pages)], context)
    picked = {}
    for category in sorted(wanted):
        of_host = hosts.take(rows).where(category in names for names in listed)
        of_page = np.isin(rows, by_page.get(category, _NONE))
        if (chosen := rows[of_host | of_page]).size:
            picked[category] = chosen
    return picked


_NONE: Integers = np.empty(0, np.int64)


def _page_categories(batch: pa.RecordBatch, rows: Integers, context: Context) -> dict[str, Integers]:
    """Rows by the category that lists their very page."""
    found: dict[str, list[int]] = {}
    for row, url in zip(rows.tolist(), read_texts(batch, URL, rows), strict=True):
        for category in context.lists.categories_of_page(url):
            found.setdefault(category, []).append(row)
    return {category: np.array(members) for category, members in found.items()}


def without_permitted(kind: str, visits: Visits, day: PersonDay, context: Context) -> Integers:
    """The day's visits but for those to hosts the person has a permit of that kind for."""
    if not any(permit.kind == kind for permit in context.lists.permits):
        return day.chosen
    codes, words = visits.hosts.codes[day.chosen], [*visits.hosts.words, ""]
    permitted = [
        code for code in np.unique(codes).tolist() if is_permitted(context, kind, day.subject, words[code], on=day.on)
    ]
    return day.chosen[~np.isin(codes, permitted)]


def are_pages(batch: pa.RecordBatch, rows: Integers, hosts: Words) -> Flags:
    """Which of the rows someone asked for, rather than a page for its parts: pictures, scripts, advertisements.

    A request that another site's page gave rise to counts as a part: it may be an advertisement there.
    """
    types = read_words(batch, CONTENT_TYPE).take(rows)
    pages = read_words(batch, METHOD).take(rows).where_in(PAGE_METHODS)
    pages &= (types.codes < 0) | types.where_in(PAGE_TYPES)
    pages &= read_numbers(batch, CODE, missing=0)[rows] != NO_CONTENT
    untyped = np.flatnonzero(pages & (types.codes < 0))
    pages[untyped] = [not _is_part(url) for url in read_texts(batch, URL, rows[untyped])]
    return pages & ~_are_embedded(batch, rows, hosts)


def _is_part(url: str) -> bool:
    return _PART.search(url.partition("?")[0].partition("#")[0].lower()) is not None


def _are_embedded(batch: pa.RecordBatch, rows: Integers, hosts: Words) -> Flags:
    embedded = np.zeros(len(rows), np.bool_)
    if batch.column(REFERRER).null_count == batch.num_rows:
        return embedded
    codes = hosts.codes[rows].tolist()
    for index, (code, referrer) in enumerate(zip(codes, read_texts(batch, REFERRER, rows), strict=True)):
        if referrer and code >= 0:
            embedded[index] = _site(_host_of(referrer)) != _site(hosts.words[code])
    return embedded


def _host_of(url: str) -> str:
    address = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return address.lower() if address.startswith("[") else address.partition(":")[0].lower().rstrip(".")


def _site(host: str) -> str:
    """The last two labels: near enough to tell one site's hosts from another's."""
    return ".".join(host.split(".")[-2:])
