"""Reading the intake's rules from a policy's controls, each value checked and its line named."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from custodes.policy.errors import PolicyError, Problem
from custodes.policy.model import Control, Policy
from custodes.policy.problems import did_you_mean
from custodes.sources.firewall.places import Network
from custodes.sources.firewall.spellings import read_spelling

CONTROLS_FILE = "controls.yaml"

_HOST = re.compile(r"\w([\w-]*\w)?([.\u3002]\w([\w-]*\w)?)*\.?")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_PREFIX = re.compile(r"[0-9]{1,13}")


@dataclass(frozen=True, slots=True)
class Rules:
    """The parameters of `account`, of `protected-places`, then those of `patron-records`."""

    own_networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    addresses: frozenset[str] = frozenset()
    circulation_hosts: frozenset[str] = frozenset()
    circulation_senders: frozenset[str] = frozenset()
    public_networks: tuple[Network, ...] = ()
    card_prefixes: tuple[str, ...] = ("2",)


def read_host(word: str) -> str:
    """The one spelling of a host's name. Raises ValueError, with what to write."""
    host = read_spelling(word)
    if not host.address and not _HOST.fullmatch(word):
        raise ValueError(
            "Write the name of the host alone, such as reports.fernwood.example; all below it is meant too."
        )
    return host.name


def _network(word: str) -> Network:
    try:
        return ipaddress.ip_network(word, strict=False)
    except ValueError:
        raise ValueError("Write a network such as 10.20.0.0/16 or 2001:db8::/32.") from None


def read_address(word: str) -> str:
    """The one spelling of a mail address. Raises ValueError, with what to write."""
    if not _ADDRESS.fullmatch(word):
        raise ValueError("Write a whole mail address, such as reports@fernwood.example.")
    local, _, host = word.lower().rpartition("@")
    return f"{local}@{read_spelling(host).name}"


def _prefix(word: str) -> str:
    if not _PREFIX.fullmatch(word):
        raise ValueError('Write the digits that card numbers begin with, in quotes, such as "2" or "21234".')
    return word


INTAKE: Mapping[str, Mapping[str, Callable[[str], Any]]] = {
    "account": {"own_networks": _network},
    "protected-places": {"hosts": read_host, "networks": _network, "addresses": read_address},
    "patron-records": {
        "circulation_hosts": read_host,
        "circulation_senders": read_address,
        "public_networks": _network,
        "card_prefixes": _prefix,
    },
}
"""The rules of the intake, and what reads a value of each parameter."""


def read_rules(policy: Policy) -> Rules:
    """What all intake controls of the policy ask for together. Raises `PolicyError` listing every problem."""
    read: dict[str, list[Any]] = {}
    problems: list[Problem] = []
    for control in policy.controls:
        if control.kind == "intake":
            problems += _read_control(control, read)
    if problems:
        raise PolicyError(*problems)
    kinds = {part.name: type(getattr(Rules(), part.name)) for part in dataclasses.fields(Rules)}
    return Rules(**{name: kinds[name](values) for name, values in read.items()})


def _read_control(control: Control, read: dict[str, list[Any]]) -> Iterator[Problem]:
    """Adds the control's values to `read`; yields what is wrong with the others."""
    known = INTAKE.get(control.name)
    if known is None:
        what = f"There is no intake rule “{control.name}”."
        yield Problem(CONTROLS_FILE, control.line, what, did_you_mean(control.name, INTAKE))
        return
    for name, value in control.parameters.items():
        line = control.lines.get(name, control.line)
        if name not in known:
            what = f"{control.name} has no parameter “{name}”."
            yield Problem(CONTROLS_FILE, line, what, did_you_mean(name, known) if known else "Leave it out.")
        elif not isinstance(value, list | tuple):
            yield Problem(CONTROLS_FILE, line, f"{name} must be a list.", f"Write {name}: [first, second].")
        else:
            values = read.setdefault(name, [])
            for word in value:
                try:
                    values.append(known[name](word if isinstance(word, str) else f"({word})"))
                except ValueError as error:
                    yield Problem(CONTROLS_FILE, line, f"{name} holds “{word}”, which cannot be used.", str(error))
