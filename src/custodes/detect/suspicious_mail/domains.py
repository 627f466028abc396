"""Domain names as a reader is deceived by them: who owns one, and what it is made to look like."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from custodes.detect.suspicious_mail.folding import fold

# fmt: off
_SECOND_LEVEL = frozenset((
    "ac", "co", "com", "edu", "gob", "gov", "govt", "gouv", "ltd", "me", "ne", "net", "or", "org", "plc",
))
# fmt: on
"""Labels that stand between a country's domain and a registered name, as in `example.co.uk`."""

_LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "8": "b", "i": "l", "!": "l"})
_SHORTEST_LABEL = 5
"""Below this many letters two names are alike by chance too often."""
_PARTS = re.compile(r"[-_]")
_TELLING_LABEL = 8
"""From this many letters on, the same name under another ending is hardly chance."""


@lru_cache(maxsize=65536)
def registrable(host: str) -> str:
    """The part of a host name that someone registered (`mail.example.co.uk` gives `example.co.uk`).

    Good enough without the Public Suffix List: a mistake joins or parts two hosts of one country.
    """
    labels = host.lower().strip(".").split(".")
    if len(labels) <= 2 or is_ip_address(host):
        return ".".join(labels)
    is_country = len(labels[-1]) == 2
    if is_country and len(labels) > 3 and labels[-3] in ("lib", "k12", "cc"):
        return ".".join(labels[-4:])
    return ".".join(labels[-3:] if is_country and labels[-2] in _SECOND_LEVEL else labels[-2:])


def is_ip_address(host: str) -> bool:
    """Whether a host is given by number: dotted, one whole number, or IPv6."""
    return _address_of(host) is not None


def is_outside_number(host: str) -> bool:
    """Whether a host is given by number and that number is on the open internet, not on somebody's own network."""
    address = _address_of(host)
    return address is not None and address.is_global


def _address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if not host or not (host[-1].isdigit() or host[-1] == "]"):
        return None
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(int(host) if host.isdecimal() else host.strip("[]"))
    return None


@lru_cache(maxsize=65536)
def label(domain: str) -> str:
    """The name someone chose: the first label of a registrable domain."""
    return registrable(domain).partition(".")[0]


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """The name as a hurried eye sees it; names that look alike have the same skeleton."""
    return name.lower().replace("rn", "m").replace("vv", "w").replace("cl", "d").translate(_LOOKS_LIKE)


class Lookalikes:
    """Finds which of some genuine domains another one imitates, in the same few look-ups however many there are."""

    def __init__(self, genuine: Iterable[str]) -> None:
        self._by_skeleton: dict[str, str] = {}
        self._by_remains: dict[str, set[str]] = {}
        for domain in sorted(genuine):
            name = label(domain)
            if len(name) >= _SHORTEST_LABEL:
                self._by_skeleton.setdefault(skeleton(name), domain)
                for remains in _one_letter_less(name):
                    self._by_remains.setdefault(remains, set()).add(domain)

    def find(self, domain: str) -> str | None:
        """The genuine domain that this one passes for at a glance, or None.

        It does where the names look alike letter by letter, are one slip of the pen apart, hold the genuine name
        between hyphens, or are the same under another ending.
        """
        read = registrable(_as_read(domain))
        name = label(read)
        for part in dict.fromkeys((name, *_PARTS.split(name))):
            genuine = self._by_skeleton.get(skeleton(part))
            if genuine and (part != label(genuine) or part != name or len(name) >= _TELLING_LABEL):
                return genuine if registrable(domain) != registrable(genuine) else None
        if len(name) < _SHORTEST_LABEL:
            return None
        near = set[str]().union(*(self._by_remains.get(remains, ()) for remains in _one_letter_less(name)))
        return next((genuine for genuine in sorted(near) if one_slip_apart(name, label(genuine))), None)


def _one_letter_less(name: str) -> Iterator[str]:
    """The name, and the name with each of its letters left out: names one slip apart share one of these."""
    yield name
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]


def one_slip_apart(left: str, right: str) -> bool:
    """Whether one letter inserted, left out, changed, or two neighbours swapped, make one the other."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    left, right = left[start:], right[start:]
    if len(left) != len(right):
        longer, shorter = sorted((left, right), key=len, reverse=True)
        return longer[1:] == shorter
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def _as_read(domain: str) -> str:
    """A name as it is read: punycode shown, letters of other alphabets as the Latin ones they look like."""
    if "xn--" in domain:
        with contextlib.suppress(UnicodeError):
            domain = domain.encode("ascii").decode("idna")
    return fold(domain).decode("ascii")
