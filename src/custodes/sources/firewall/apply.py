"""Dropping what nobody may look at, before any detector or person sees it.

Dropped whole: traffic to and from protected places, the circulation system, public computers, and those whom the site
excludes. What is dropped is only counted. This does not protect a report that was copied elsewhere, nor patrons'
traffic under a host or network that the policy does not name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import DNS_ACTIVITY, EMAIL_ACTIVITY, HTTP_ACTIVITY, is_kind
from custodes.policy.model import Policy
from custodes.redact import PatronMask
from custodes.sources.firewall.audit import spread_in_events
from custodes.sources.firewall.headers import HeaderSearch
from custodes.sources.firewall.named import flag_named
from custodes.sources.firewall.places import Places
from custodes.sources.firewall.rules import read_rules
from custodes.sources.firewall.spellings import read_spelling
from custodes.sources.web.hosts import read_hosts, read_loose_hosts

Flags = npt.NDArray[np.bool_]

SENDER = ("email.from", "email.return_path")
EVERYONE = (*SENDER, "email.reply_to", "email.to", "email.cc", "email.bcc")


@dataclass(frozen=True, slots=True)
class Passed:
    """What may be looked at, and how much may not."""

    batch: pa.RecordBatch
    dropped_protected: int = 0
    dropped_patron: int = 0
    dropped_excluded: int = 0
    masked: int = 0
    """Patron details in what remains; they are masked wherever they are shown."""


@dataclass(frozen=True, slots=True)
class Firewall:
    """What the policy sets apart. Without a policy nothing is dropped, and cards are still masked."""

    protected: Places = field(default_factory=Places)
    patron: Places = field(default_factory=Places)
    excluded: Places = field(default_factory=Places)
    """What the site's own lists set apart: unions, attorneys, doctors."""
    mask: PatronMask = field(default_factory=PatronMask)

    @classmethod
    def of(cls, policy: Policy, excluded: Places | None = None) -> Self:
        """The firewall that the policy's intake controls and the site's lists ask for, whichever clause each is under.

        Raises `PolicyError` with a problem for each rule or parameter that cannot be used.
        """
        rules = read_rules(policy)
        return cls(
            protected=Places(rules.hosts, rules.networks, rules.addresses),
            patron=Places(rules.circulation_hosts, rules.public_networks, rules.circulation_senders),
            excluded=excluded or Places(),
            mask=PatronMask(rules.card_prefixes),
        )

    def apply(self, batch: pa.RecordBatch) -> Passed:
        """The batch without what touches a place that is set apart; what touches several counts as the first."""
        if is_kind(batch, EMAIL_ACTIVITY):
            protected = _flag_mail(batch, EVERYONE, self.protected.has_mailbox) | _flag_headers(batch, self.protected)
            patron = _flag_mail(batch, SENDER, self.patron.has_address) | _flag_senders(batch, self.patron)
            excluded = _flag_mail(batch, EVERYONE, self.excluded.has_mailbox) | _flag_headers(batch, self.excluded)
        else:
            places = (self.protected, self.patron, self.excluded)
            protected, patron, excluded = (spread_in_events(batch, flags) for flags in _flag_places(batch, places))
        patron &= ~protected
        excluded &= ~(protected | patron)
        dropped = protected | patron | excluded
        kept = _compact(batch.filter(pa.array(~dropped))) if dropped.any() else batch
        masked = _count_details(kept, self.mask)
        return Passed(kept, int(protected.sum()), int(patron.sum()), int(excluded.sum()), masked)


def _flag_places(batch: pa.RecordBatch, places: Sequence[Places]) -> list[Flags]:
    """Which events of the web, and of no kind, touch each of the places; each spelling of a host is read once."""
    flags = [np.zeros(batch.num_rows, bool) for _ in places]
    hints = "|".join(place.hints() for place in places if place)
    for column in _hosts(batch) if hints else ():
        suspects = np.flatnonzero(pc.match_substring_regex(column.dictionary, hints))
        hosts = [read_spelling(column.dictionary[place].as_py()) for place in suspects.tolist()]
        for index, place in enumerate(places):
            hits = np.zeros(len(column.dictionary), bool)
            hits[suspects] = [place.has(host) for host in hosts]
            flags[index] |= _spread(hits, column)
    return [touched | named for touched, named in zip(flags, flag_named(batch, places), strict=True)]


def _hosts(batch: pa.RecordBatch) -> Iterator[pa.DictionaryArray]:
    """Who asked and who answered, and the hosts of requests and of the pages they came from.

    What a protected page loads tells of the visit too.
    """
    yield batch.column("src_endpoint.ip")
    yield batch.column("dst_endpoint.hostname")
    if is_kind(batch, DNS_ACTIVITY):
        yield batch.column("query.hostname")
    if not is_kind(batch, HTTP_ACTIVITY):
        return
    hosts = batch.column("http_request.url.hostname")
    yield hosts
    yield from _loose_hosts(batch.column("http_request.url.url_string"), hosts)
    referrers = batch.column("http_request.referrer")
    if referrers.null_count < len(referrers):
        urls = referrers.fill_null("").cast(pa.large_binary())
        hosts = read_hosts(urls, np.zeros(len(urls), bool))
        yield hosts
        yield from _loose_hosts(referrers, hosts)


def _loose_hosts(urls: pa.LargeStringArray, hosts: pa.DictionaryArray) -> Iterator[pa.DictionaryArray]:
    """The hosts that those addresses may mean which name none by the rules."""
    unknown = pc.and_(pc.is_null(hosts), pc.is_valid(urls)).to_numpy(zero_copy_only=False)
    if unknown.any():
        loose = read_loose_hosts(urls.fill_null("").cast(pa.large_binary()), unknown)
        if loose is not None:
            yield loose


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
    return _flag_records(batch, HeaderSearch(places).touches) if places else np.zeros(batch.num_rows, bool)


def _flag_senders(batch: pa.RecordBatch, places: Places) -> Flags:
    """Which messages name one of the addresses as a sender, however many senders they name."""
    senders = Places(addresses=places.addresses)
    return _flag_records(batch, HeaderSearch(senders).sent) if senders else np.zeros(batch.num_rows, bool)


def _flag_records(batch: pa.RecordBatch, test: Callable[[bytes], bool]) -> Flags:
    records = (record.as_buffer() for record in batch.column("raw_data"))
    return np.fromiter((record is not None and test(record.to_pybytes()) for record in records), bool, batch.num_rows)


def _flag_values(column: pa.DictionaryArray, test: Callable[[str], bool]) -> Flags:
    """Which rows hold a value that passes; each distinct value is tested once."""
    return _spread(np.array([*map(test, column.dictionary.to_pylist())], bool), column)


def _spread(hits: Flags, column: pa.DictionaryArray) -> Flags:
    """The rows whose value is one of the hits, one a value of the dictionary."""
    if not hits.any():
        return np.zeros(len(column), bool)
    flags: Flags = np.append(hits, False)[column.indices.fill_null(-1).to_numpy()]  # a null points at the last
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
    if not is_kind(batch, EMAIL_ACTIVITY):
        return mask.count_in(batch.column("message"))
    return sum(mask.count_in(texts) for texts in _texts_of_mail(batch))


def _texts_of_mail(batch: pa.RecordBatch) -> Iterator[Any]:
    for name in ("email.subject", "body", "body.quoted"):
        yield batch.column(name)
    for name, parts in (("urls", ("url_string", "text")), ("files", ("name", "text"))):
        items = batch.column(name).flatten()
        for part in parts:
            yield pc.struct_field(items, part)
