"""Places that are set apart: hosts, networks and mail addresses, and whether something is of them."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from custodes.events.schema import LONGEST_HOST
from custodes.sources.firewall.spellings import UNUSUAL, Host, read_spelling

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Places:
    """Hosts are in their one spelling, and each stands for all below it too; addresses are lower case."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    addresses: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.hosts or self.networks or self.addresses)

    def hints(self) -> str:
        """An expression (RE2) that finds whatever `has` may say yes to: cheap to look for in many hosts at once."""
        networks = (network for network in self.networks if isinstance(network, ipaddress.IPv4Network))
        ends = "|".join(map(re.escape, sorted(self.hosts)))
        return "|".join([UNUSUAL, *([rf"(?:^|\.)(?:{ends})$"] if ends else ()), *map(_hint, networks)])

    def has(self, host: Host) -> bool:
        """Whether a host is one of the hosts or below one, or is an address in one of the networks."""
        name, address = host
        if name in self.hosts:
            return True
        if address is not None:
            return any(address in network for network in self.networks) if self.networks else False
        below = name[-LONGEST_HOST - 1 :].partition(".")[2] if self.hosts else ""
        while below and below not in self.hosts:
            below = below.partition(".")[2]
        return bool(below)

    def has_address(self, address: str) -> bool:
        """Whether a mail address is one of the addresses, perhaps with more behind a plus sign."""
        local, _, host = address.lower().rpartition("@")
        local, name = local.strip('" '), read_spelling(host).name
        return f"{local}@{name}" in self.addresses or f"{local.partition('+')[0]}@{name}" in self.addresses

    def has_mailbox(self, address: str) -> bool:
        """Whether a mail address is one of the addresses, or at one of the hosts."""
        return self.has_address(address) or self.has(read_spelling(address.rpartition("@")[2]))


def _hint(network: ipaddress.IPv4Network) -> str:
    """An expression for the addresses of the network, as four numbers."""
    size, bits = divmod(network.prefixlen, 8)
    octets = network.network_address.packed
    numbers = [str(octet) for octet in octets[:size]]
    if bits:
        numbers.append("(?:" + "|".join(str(octets[size] + more) for more in range(1 << 8 - bits)) + ")")
    return "^" + "".join(rf"{number}(?:\.|$)" for number in numbers)
