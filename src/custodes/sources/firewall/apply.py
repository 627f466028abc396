"""Dropping what nobody may look at, before any detector or person sees it.

Dropped whole: traffic to and from protected places, the circulation system, and public computers. What is dropped is
only counted. This does not protect a report that was copied elsewhere, nor patrons' traffic under a host
or network that the policy does not name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import BASE_EVENT, EMAIL_ACTIVITY, HTTP_ACTIVITY, is_kind
from custodes.policy.model import Policy
from custodes.redact import PatronMask
from custodes.sources.firewall.headers import HeaderSearch
from custodes.sources.firewall.places import Places
from custodes.sources.firewall.rules import read_rules
from custodes.sources.web.hosts import read_hosts

Flags = npt.NDArray[np.bool_]

SENDER = ("email.from",)
EVERYONE = (*SENDER, "email.reply_to", "email.return_path", "email.to", "email.cc", "email.bcc")


@dataclass(frozen=True, slots=True)
class Passed:
    """What may be looked at, and how much may not."""

    batch: pa.RecordBatch
    dropped_protected: int = 0
    dropped_patron: int = 0
    masked: int = 0
    """Patron details in what remains; they are masked wherever they are shown."""


@dataclass(frozen=True, slots=True)
class Firewall:
    """What the policy sets apart. Without a policy nothing is dropped, and cards are still masked."""

    protected: Places = field(default_factory=Places)
    patron: Places = field(default_factory=Places)
    mask: PatronMask = field(default_factory=PatronMask)

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """The firewall that the policy's intake controls ask for, whichever clause each stands under.

        Raises `PolicyError` with a problem for each rule or parameter that cannot be used.
        """
        rules = read_rules(policy)
        return cls(
            protected=Places(rules.hosts, rules.networks, rules.addresses),
            patron=Places(rules.circulation_hosts, rules.public_networks, rules.circulation_senders),
            mask=PatronMask(rules.card_prefixes),
        )

    def apply(self, batch: pa.RecordBatch) -> Passed:
        """The batch without what touches a protected place or a patron. What touches both counts as protected."""
        if is_kind(batch, EMAIL_ACTIVITY):
            protected = _flag_mail(batch, EVERYONE, self.protected.has_mailbox) | _flag_headers(batch, self.protected)
            patron = _flag_mail(batch, SENDER, self.patron.has_address)
        else:
            clients, hosts = batch.column("src_endpoint.ip"), _hosts(batch)
            protected, patron = (_flag_web(clients, hosts, places) for places in (self.protected, self.patron))
        patron &= ~protected
        dropped = protected | patron
        kept = _compact(batch.filter(pa.array(~dropped))) if dropped.any() else batch
        return Passed(kept, int(protected.sum()), int(patron.sum()), _count_details(kept, self.mask))


def _hosts(batch: pa.RecordBatch) -> list[pa.DictionaryArray]:
    """The hosts of requests and of the pages they came from: what a protected page loads tells of the visit too."""
    if not is_kind(batch, HTTP_ACTIVITY):
        return []
    hosts, referrers = [batch.column("http_request.url.hostname")], batch.column("http_request.referrer")
    if referrers.null_count < len(referrers):
        urls = referrers.fill_null("").cast(pa.large_binary())
        hosts.append(read_hosts(urls, np.zeros(len(urls), bool)))
    return hosts


def _flag_web(clients: pa.DictionaryArray, hosts: list[pa.DictionaryArray], places: Places) -> Flags:
    flags = _flag_values(clients, places.has_client)
    for column in hosts:
        flags |= _flag_values(column, places.has_host)
    return flags


def _flag_mail(batch: pa.RecordBatch, columns: tuple[str, ...], test: Callable[[str], bool]) -> Flags:
    """Which messages hold an address that passes in one of the columns."""
    flags = np.zeros(batch.num_rows, bool)
    for name in columns:
        column = batch.column(name)
        is_list = pa.types.is_list(column.type)
        hits = _flag_values((column.flatten() if is_list else column).dictionary_encode(), test)
        if is_list:
            flags[pc.list_parent_indices(column).to_numpy()[hits]] = True
        else:
            flags |= hits
    return flags


def _flag_headers(batch: pa.RecordBatch, places: Places) -> Flags:
    """Which messages name one of the places anywhere in their header."""
    search = HeaderSearch(places)
    if search.is_empty():
        return np.zeros(batch.num_rows, bool)
    records = batch.column("raw_data").to_pylist()
    return np.array([record is not None and search.touches(record) for record in records], bool)


def _flag_values(column: pa.DictionaryArray, test: Callable[[str], bool]) -> Flags:
    """Which rows hold a value that passes; each distinct value is tested once."""
    hits = np.array([*map(test, column.dictionary.to_pylist()), False], bool)
    flags: Flags = hits[column.indices.fill_null(-1).to_numpy()]  # a null points at the last, which is no hit
    return flags


def _compact(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with no value left in its dictionaries that only dropped events had."""
    columns = [_compact_column(column) if isinstance(column, pa.DictionaryArray) else column for column in batch]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _compact_column(column: pa.DictionaryArray) -> pa.DictionaryArray:
    used = np.zeros(len(column.dictionary) + 1, bool)
    used[column.indices.fill_null(-1).to_numpy()] = True
    if used[:-1].all():
        return column
    places = pa.array(np.cumsum(used[:-1], dtype=np.int32) - 1, pa.int32())
    return pa.DictionaryArray.from_arrays(places.take(column.indices), column.dictionary.filter(pa.array(used[:-1])))


def _count_details(batch: pa.RecordBatch, mask: PatronMask) -> int:
    if is_kind(batch, HTTP_ACTIVITY):
        addresses = ("http_request.url.url_string", "http_request.referrer")
        return sum(mask.count_in(batch.column(name), circulation=False) for name in addresses)
    if is_kind(batch, BASE_EVENT):
        return mask.count_in(batch.column("message"))
    return sum(mask.count_in(texts) for texts in _texts_of_mail(batch))


def _texts_of_mail(batch: pa.RecordBatch) -> Iterator[Any]:
    for name in ("email.subject", "body", "body.quoted"):
        yield batch.column(name)
    for name, parts in (("urls", ("url_string", "text")), ("files", ("name", "text"))):
        items = batch.column(name).flatten()
        for part in parts:
            yield pc.struct_field(items, part)
