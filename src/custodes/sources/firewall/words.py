r"""Places named anywhere in a text: a host, a mail address, or an address of a network, however they are written.

What is escaped is read, layer by layer: JSON, percent signs, HTML. Read so, a text may seem to name a place that it
does not (`C:\nshop.example`): a place is rather set apart once too often.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from custodes.sources.firewall.places import Network, Places
from custodes.sources.firewall.spellings import read_spelling, to_ascii

_AMPERSAND = r"(?:&|\\u0026)(?:amp;)*"
_LETTER_ENTITIES = "#|period|commat|hyphen|dash|shy|zwn?j|zerowidth|nobreak|lowbar"
ODD = "|".join(
    [
        r"[\x80-\xff]",
        r"\\u(?:00(?:2[5de]|3[0-9]|4|5[0-9ac]|6|7|[89a-f])|0[1-9a-f]|[1-9a-f])",
        r"%(?:2[5de]|3[0-9]|4|5[0-9ac]|6|7|[89a-f])",
        rf"{_AMPERSAND}(?:{_LETTER_ENTITIES})",
    ]
)
"""An expression (RE2, bytes, either case) for texts in which a letter, digit or dot may be written in another way."""

_ROUNDS = 3
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([ntrbf\"\\/]))")
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"(?<![^\W_])(?<![0-9a-z]\.)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![^\W_])(?!\.[0-9a-z])")
_LONG_ADDRESS = re.compile(r"(?<![0-9a-f:])[0-9a-f]{0,4}:[0-9a-f:]+")
_MAPPED = ":ffff:"
_GROUP_BITS = 16


class WordSearch:
    """Whether a text names one of some places."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._names = sorted(_cores(places))
        self._pattern = _name_pattern(places)
        self.heads = sorted({head for network in places.networks for head in _heads(network)})
        """What any usual spelling of an address of the networks holds."""

    @property
    def hints(self) -> list[str]:
        """Texts in small letters; without one of them or what is `ODD`, no text names a place."""
        return [hint for hint in (*self._names, *self.heads) if hint.isascii()]

    def names_one(self, text: str) -> bool:
        """Whether a text out of `read_layers` does."""
        if any(name in text for name in self._names) and self._pattern.search(text):
            return True
        return self.names_address(text)

    def names_address(self, text: str) -> bool:
        """Whether it names an address of the networks."""
        if not any(head in text for head in self.heads):
            return False
        return any(self._places.has(read_spelling(address)) for address in _addresses(text, self.heads))


@lru_cache(maxsize=8)
def search_for(places: Places) -> WordSearch:
    """The search for those places, made once."""
    return WordSearch(places)


def read_layers(text: str) -> Iterator[str]:
    """The text in small, plain letters: as it stands, then with what is escaped in it read, while that changes it."""
    for _ in range(_ROUNDS):
        yield _fold(text)
        inner = _decode(text)
        if inner == text:
            return
        text = inner
    yield _fold(text)


def _decode(text: str) -> str:
    if "\\" in text:
        text = _ESCAPE.sub(_unescape, text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "&" in text:
        text = unescape(text)
    return unquote(text) if "%" in text else text


def _unescape(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return " " if escape[2] in "ntrbf" else escape[2]


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    return text.replace("\u3002", ".")


def _cores(places: Places) -> Iterator[str]:
    """What any spelling of a name holds; before an at sign, a quote, escaped or not, or a plus sign may stand."""
    for host in places.hosts:
        yield from {host, to_ascii(host)}
    for address in places.addresses:
        local = address.rpartition("@")[0]
        yield from (local + behind for behind in ("@", "+", '"@', "\\"))


def _name_pattern(places: Places) -> re.Pattern[str]:
    hosts = _alternatives(places.hosts, lambda host: {re.escape(host), re.escape(to_ascii(host))})
    addresses = _alternatives(places.addresses, _spell_address)
    begin = rf"(?:(?:^|[^\w-])[_-]*{hosts}|(?:^|[^\w.+-]|\.\.)_*\"?{addresses})"
    return re.compile(rf"{begin}[._-]*(?:$|[^\w.-])")


def _alternatives(names: frozenset[str], spell: Callable[[str], set[str]]) -> str:
    """An expression for any of the names; for none, one that finds nothing."""
    return "(?:" + "|".join(sorted(way for name in names for way in spell(name)) or ["(?!)"]) + ")"


def _spell_address(address: str) -> set[str]:
    local, _, host = address.rpartition("@")
    before = re.escape(local) + r"(?:\+[^@\s<>]{0,64})?\"?@"
    return {before + re.escape(host), before + re.escape(to_ascii(host))}


def _heads(network: Network) -> Iterator[str]:
    """What any usual spelling of an address in the network holds."""
    if isinstance(network, ipaddress.IPv4Network):
        octets = network.network_address.packed[: network.prefixlen // 8]
        yield "".join(f"{octet}." for octet in octets) or "."
        yield _MAPPED
        return
    first = int(network.network_address) >> 128 - _GROUP_BITS
    yield f"{first:x}:" if first and network.prefixlen >= _GROUP_BITS else ":"


def _addresses(text: str, heads: list[str]) -> Iterator[str]:
    yield from _ADDRESS.findall(text)
    if not any(head.endswith(":") and head in text for head in heads):
        return
    for word in _LONG_ADDRESS.findall(text):
        if any(head in word for head in heads):  # a time of day is no address
            yield from {word, word.strip(":"), word.removesuffix(":"), word.removeprefix(":")}
