"""Whether an event was done on-site or off-site, by the address it came from.

An address of a private network is the employer's own house. A public one is so only where the policy lists it among
`own_networks`; where the policy lists none it could not be told, since the house itself is seen so from outside.
What a format knows by itself stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

import pyarrow as pa
import pyarrow.compute as pc

from custodes.sources.firewall.places import Network

PLACE = "src_endpoint.location.is_on_premises"
_FROM = "src_endpoint.ip"

_PRIVATE = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16"))
) + tuple(map(ip_network, ("fc00::/7", "fe80::/10", "::1/128")))
"""Networks that exist inside a house only (RFC 1918, 3927, 4193, 4291); what a provider shares out is none."""


@dataclass(frozen=True)
class Premises:
    """The employer's own networks as others see them."""

    own_networks: tuple[Network, ...] = ()

    def mark(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the place of each event, where it can be told. Each address is looked at once."""
        if _FROM not in batch.schema.names or not batch.num_rows:
            return batch
        addresses, known = batch.column(_FROM), batch.column(PLACE)
        places = pa.array([self.is_own(address) for address in addresses.dictionary.to_pylist()], pa.bool_())
        told = places.take(addresses.indices)
        index = batch.schema.get_field_index(PLACE)
        return batch.set_column(index, batch.schema.field(index), pc.coalesce(known, told))

    def is_own(self, text: str | None) -> bool | None:
        """Whether an address is of the house; None where that cannot be told."""
        return _is_own(text, self.own_networks) if text else None


@lru_cache(maxsize=65_536)
def _is_own(text: str, own_networks: tuple[Network, ...]) -> bool | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if any(address in network for network in own_networks):
        return True
    if any(address in network for network in _PRIVATE):
        return True
    return False if own_networks else None


def count_places(batch: pa.RecordBatch) -> tuple[int, int]:
    """How many events were on-site, and how many off-site."""
    places = batch.column(PLACE)
    on_site = pc.sum(places).as_py() or 0
    return on_site, len(places) - places.null_count - on_site
