"""The many ways in which one host can be written, brought to one, as browsers do (WHATWG, URL, "Host parsing").

International names become lower-case letters of Unicode, whether they came as such, as punycode, or in percent signs;
what only looks unlike (full-width letters, ideographic dots, invisible signs) is made alike. Where browsers differ, as
on ß, names become one: a place is rather set apart once too often.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

from custodes.events.schema import LONGEST_HOST

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNUSUAL = r"[^a-z0-9._-]|xn--|^[.]|[.]$|^[0-9][^.]*(?:\.[^.]*){0,2}$|^0[^.]|^[0-9].*\.0[^.]"
"""An expression (RE2) that finds every host that may have another spelling: not small letters, not four numbers."""

_PLAIN = re.compile(r"(?!.*xn--)[a-z_][a-z0-9_-]*(?:\.[a-z0-9_-]+)*")
_DOTTED = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
_NUMBER = re.compile(r"0x(?P<hex>[0-9a-f]*)|0(?P<octal>[0-7]+)|(?P<decimal>0|[1-9][0-9]*)")
_INVISIBLE = dict.fromkeys((*range(0x21), 0xAD, 0x34F, *range(0x200B, 0x2010), 0x2060, *range(0xFE00, 0xFE10), 0xFEFF))
_MOST_CHARS = LONGEST_HOST * 12
"""A character of four bytes in percent signs takes twelve."""


class Host(NamedTuple):
    """A host in its one spelling. `address` is set where it is one; the name is then that address."""

    name: str
    address: Address | None = None


def read_spelling(host: str) -> Host:
    """The host that a browser would ask for, from a name or an address with a port or without; never raises."""
    if _PLAIN.fullmatch(host):
        return Host(host)
    if _DOTTED.fullmatch(host):
        return _read_dotted(host)
    host = host[-_MOST_CHARS:]
    name = host.partition("%")[0] if host.count(":") > 1 else unquote(host)  # with a zone behind an IPv6 address
    name = unicodedata.normalize("NFKC", name.translate(_INVISIBLE)).casefold()
    if name.startswith("["):
        name = name[1:].partition("]")[0].removeprefix("ipv6:")
    whole = _host(name)
    return whole if whole.address else _host(name.partition(":")[0])


def _read_dotted(host: str) -> Host:
    try:
        return Host(host, ipaddress.IPv4Address(socket.inet_pton(socket.AF_INET, host)))  # thrice as fast as from text
    except OSError:  # a number is too large
        return Host(host)


def to_ascii(name: str) -> str:
    """The name as it is written where only ASCII may be: labels of other letters in punycode."""
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in name.split(".")
    )


def _host(name: str) -> Host:
    name = ".".join(map(_read_label, name.replace("\u3002", ".").strip(".").split(".")))
    address = _read_address(name)
    return Host(name if address is None else str(address), address)


def _read_label(label: str) -> str:
    """The label's letters, where it is in punycode."""
    if not label.startswith("xn--"):
        return label
    try:
        letters = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return unicodedata.normalize("NFKC", letters).casefold()


def _read_address(name: str) -> Address | None:
    if ":" in name:
        try:
            long = ipaddress.IPv6Address(name)
        except ValueError:
            return None
        return long.ipv4_mapped or long
    if not name[:1].isdecimal():
        return None
    numbers = [_read_number(part) for part in name.split(".")]
    *first, last = numbers
    if None in numbers or len(numbers) > 4 or any(number > 255 for number in first if number):
        return None
    rest = 4 - len(first)
    if last is None or last >= 256**rest:
        return None
    return ipaddress.IPv4Address(bytes(number or 0 for number in first) + last.to_bytes(rest, "big"))


def _read_number(part: str) -> int | None:
    """A number as in the addresses of old: `0x` begins a hexadecimal one, `0` an octal one."""
    number = _NUMBER.fullmatch(part)
    if number is None or len(part) > LONGEST_HOST:
        return None
    if number["hex"] is not None:
        return int(number["hex"] or "0", 16)
    return int(number["octal"], 8) if number["octal"] else int(number["decimal"])
