"""Places that are set apart: hosts, networks and mail addresses, and whether something is of them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Places:
    """Hosts and addresses are lower case; a host stands for all below it too."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    addresses: frozenset[str] = frozenset()

    def has_host(self, host: str) -> bool:
        """Whether a host name is one of the hosts or below one, or is an address in one of the networks."""
        below = host
        while below:
            if below in self.hosts:
                return True
            below = below.partition(".")[2]
        return self.has_client(host)

    def has_client(self, address: str) -> bool:
        """Whether a network address, as a log writes it, lies in one of the networks. A name does not."""
        if not self.networks or not (address[:1].isdecimal() or ":" in address):
            return False
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        return any(ip in network for network in self.networks)

    def has_address(self, address: str) -> bool:
        """Whether a mail address is one of the addresses."""
        return address in self.addresses

    def has_mailbox(self, address: str) -> bool:
        """Whether a mail address is one of the addresses, or at one of the hosts."""
        return address in self.addresses or self.has_host(address.rpartition("@")[2])
