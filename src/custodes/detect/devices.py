"""The registers of devices, accounts and networks that a site keeps in its lists folder: `docs/lists.md`."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from custodes.detect.errors import ListError
from custodes.detect.staff import Staff
from custodes.detect.tables import Row, read_table
from custodes.policy.errors import Problem

DEVICE_KINDS = ("library", "shared", "personal")
"""The library's own, lent to one person; one that stands where several work; a private one, with permission."""
ACCOUNT_KINDS = ("person", "shared", "service", "outside")
"""One person's besides the one on the staff list; one that several may use; a program's; one at another's service."""
NETWORK_KINDS = ("vpn", "mobile", "office")
"""Where people of many places come out; a telephone company's; the library's own."""

DEVICES, ACCOUNTS, NETWORKS = "devices.csv", "accounts.csv", "networks.csv"
"""The files of the lists folder."""
DEVICE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "device": ("id", "device id", "name", "device name", "host name", "computer", "serial number", "asset tag"),
    "owner": ("subject", "person", "user", "assigned to", "who"),
    "kind": ("type",),
    "until": ("valid until", "expires"),
}
ACCOUNT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "account": ("name", "login", "username", "user name", "address", "email"),
    "owner": ("subject", "person", "owners", "who", "responsible"),
    "kind": ("type",),
    "service": ("site", "host", "domain"),
    "until": ("valid until", "expires", "closed on", "disabled on", "last day"),
}
NETWORK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "network": ("range", "address", "cidr"),
    "kind": ("type",),
    "country": ("country code",),
}


@dataclass(frozen=True, slots=True)
class Device:
    """A computer, tablet or telephone with which one may sign in."""

    owner: str
    """A person's id, account or address, lower case; "" where it is nobody's in particular."""
    kind: str
    until: date | None = None
    """The last day of the permission."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account that the staff list does not tell of, or that one there no longer has."""

    owners: tuple[str, ...]
    """Lower case; who may use it."""
    kind: str
    service: str = ""
    """For one at another's service: the service's domain, lower case."""
    until: date | None = None
    """The last day on which it may be used."""

    def is_closed(self, on: date) -> bool:
        """Whether it may no longer be used on that day."""
        return self.until is not None and on > self.until


@dataclass(frozen=True, slots=True)
class Network:
    """A range of addresses of which something is known."""

    addresses: ipaddress.IPv4Network | ipaddress.IPv6Network
    kind: str
    country: str = ""


@dataclass(frozen=True)
class Register:
    """What a site knows of devices, accounts and networks. None: it keeps no such list, so nothing lacks in it."""

    devices: Mapping[str, Device] | None = None
    """By any name a log may call the device, lower case."""
    accounts: Mapping[str, tuple[Account, ...]] | None = None
    """By name, lower case: an account may be known at several services."""
    networks: tuple[Network, ...] = field(default=())

    def find_device(self, *names: str) -> Device | None:
        """The device that has one of the names, or None."""
        known = self.devices or {}
        return next((known[name.lower()] for name in names if name.lower() in known), None)

    def find_accounts(self, name: str) -> tuple[Account, ...]:
        """The accounts of that name."""
        return (self.accounts or {}).get(name.lower(), ())

    def find_network(self, address: str) -> Network | None:
        """The narrowest network listed that the address is in, or None."""
        return _find_network(address, self.networks) if self.networks else None


@lru_cache(maxsize=65_536)
def _find_network(text: str, networks: tuple[Network, ...]) -> Network | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    inside = [network for network in networks if address in network.addresses]
    return max(inside, key=lambda network: network.addresses.prefixlen, default=None)


def load_register(folder: Path, staff: Staff | None = None) -> Register:
    """What `devices.csv`, `accounts.csv` and `networks.csv` in the folder say; each may be left out.

    Raises ListError naming every line to mend: with a staff list also each owner who is not on it, since a mistyped
    one would make somebody's own device look like nobody's.
    """
    known = staff or Staff()
    devices = _load(folder / DEVICES, DEVICE_COLUMNS, ("device",), partial(_device_problems, known))
    accounts = _load(folder / ACCOUNTS, ACCOUNT_COLUMNS, ("account",), partial(_account_problems, known))
    networks = _load(folder / NETWORKS, NETWORK_COLUMNS, ("network", "kind"), _network_problems)
    return Register(
        None if devices is None else {row["device"].lower(): _device(row) for row in devices},
        None if accounts is None else _by_name(accounts),
        tuple(_network(row) for row in networks or ()),
    )


_Check = Callable[[Path, Row], Iterator[Problem]]


def _load(
    path: Path, columns: Mapping[str, tuple[str, ...]], required: tuple[str, ...], check: _Check
) -> list[Row] | None:
    """The rows of the file; None where there is none."""
    if not path.exists():
        return None
    rows = read_table(path, columns, required=required)
    if problems := [problem for row in rows for problem in check(path, row)]:
        raise ListError(*problems)
    return rows


def _device_problems(staff: Staff, path: Path, row: Row) -> Iterator[Problem]:
    if not row["device"]:
        yield Problem(str(path), row.line, "It does not say which device it is.", "Write its id or its name.")
    yield from _kind_problems(path, row, DEVICE_KINDS)
    yield from _date_problems(path, row)
    if row["kind"].lower() == "personal" and not row["owner"]:
        yield Problem(str(path), row.line, "A personal device without an owner.", "Write the person's id.")
    yield from _owner_problems(path, row, [row["owner"]], staff)


def _account_problems(staff: Staff, path: Path, row: Row) -> Iterator[Problem]:
    if not row["account"]:
        yield Problem(str(path), row.line, "It does not say which account it is.", "Write its name or its address.")
    yield from _kind_problems(path, row, ACCOUNT_KINDS)
    yield from _date_problems(path, row)
    if row["kind"].lower() == "outside" and not row["service"]:
        mend = "Write the service's domain, such as chatterbox.example."
        yield Problem(str(path), row.line, "It does not say at which service the account is.", mend)
    if not row["until"]:  # who left is no longer on the staff list
        yield from _owner_problems(path, row, _owners(row), staff)


def _network_problems(path: Path, row: Row) -> Iterator[Problem]:
    if _addresses(row["network"]) is None:
        what = f"“{row['network']}” is no range of addresses."
        yield Problem(str(path), row.line, what, "Write it as 198.51.100.0/24.")
    yield from _kind_problems(path, row, NETWORK_KINDS, required=True)


def _owner_problems(path: Path, row: Row, owners: Iterable[str], staff: Staff) -> Iterator[Problem]:
    """Owners whom the staff list does not have; none where there is no such list."""
    for owner in owners:
        if owner and staff.people and staff.find(owner) is None:
            what = f"The owner “{owner}” is not on the staff list."
            yield Problem(str(path), row.line, what, "Write the id of someone on the list, or leave it empty.")


def _kind_problems(path: Path, row: Row, kinds: tuple[str, ...], *, required: bool = False) -> Iterator[Problem]:
    kind = row["kind"].lower()
    if (kind or required) and kind not in kinds:
        yield Problem(str(path), row.line, f"There is no kind “{row['kind']}” here.", f"Write {', '.join(kinds)}.")


def _date_problems(path: Path, row: Row) -> Iterator[Problem]:
    if row["until"] and _date(row["until"]) is None:
        what = f"“{row['until']}” is not a date."
        yield Problem(str(path), row.line, what, "Write the last day as 2026-12-31, or leave it empty.")


def _device(row: Row) -> Device:
    return Device(row["owner"].lower(), row["kind"].lower() or "library", _date(row["until"]))


def _owners(row: Row) -> tuple[str, ...]:
    return tuple(row["owner"].lower().replace(";", " ").replace(",", " ").split())


def _by_name(rows: list[Row]) -> dict[str, tuple[Account, ...]]:
    known: dict[str, tuple[Account, ...]] = {}
    for row in rows:
        service = row["service"].lower().removeprefix("www.").rstrip(".")
        account = Account(_owners(row), row["kind"].lower() or "person", service, _date(row["until"]))
        name = row["account"].lower()
        known[name] = (*known.get(name, ()), account)
    return known


def _network(row: Row) -> Network:
    addresses = _addresses(row["network"])
    assert addresses is not None, "was looked at before"
    return Network(addresses, row["kind"].lower(), row["country"].upper())


_Value = TypeVar("_Value")


def _read(read: Callable[[str], _Value], text: str) -> _Value | None:
    try:
        return read(text)
    except ValueError:
        return None


def _addresses(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    return _read(lambda written: ipaddress.ip_network(written, strict=False), text)


def _date(text: str) -> date | None:
    return _read(date.fromisoformat, text)
