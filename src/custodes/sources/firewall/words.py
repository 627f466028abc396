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

import re2  # type: ignore[import-untyped]

from custodes.sources.firewall.places import Network, Places
from custodes.sources.firewall.spellings import read_spelling, to_ascii

_AMPERSAND = r"(?:&|\\u0026)(?:amp;)*"
_LETTER_ENTITIES = "#|period|commat|hyphen|dash|shy|zwn?j|zerowidth|nobreak|lowbar"
_UNUSUAL_LETTERS = [  # in UTF-8: what NFKC or case makes ASCII of, and the invisible
    r"\xc2[\xaa\xad\xb2\xb3\xb9\xba\xbc-\xbe]|\xc3\x9f|\xc4[\xb0\xb2\xb3\xbf]|\xc5[\x80\x89\xbf]|[\xc6-\xcb\xcd]|\xe1",
    r"\xe2(?:\x80[\x8b-\x8f\xa4-\xa6]|[\x81\x82\x84-\x86\x91-\x93\xa9\xb1])|\xe3(?:\x80\x82|[\x88-\x8f])",
    r"\xea[\x9a-\x9f\xad]|\xef|\xf0(?:\x90|\x9c|\x9d|\x9e|\x9f[\x84-\x86\xaf])",
]
_UNUSUAL_CODES = (
    r"00(?:2[25bde]|3[0-9]|4|5[0-9acf]|6|7|aa|ad|b[239a-e]|df)|0[1-37-9a-f]|1|20[0267-9a]|2[1-9a-f]|30[0-3]|3[1-9a-f]"
    r"|a|d8(?:[0-24-9a-f]|3[0-9abcef])|f"
)
ODD = "|".join(
    [
        *_UNUSUAL_LETTERS,
        rf"\\u(?:{_UNUSUAL_CODES})",
        r"%(?:2[25bde]|3[0-9]|4|5[0-9acf]|6|7|[89a-f][0-9a-f])",
        rf"{_AMPERSAND}(?:{_LETTER_ENTITIES})",
    ]
)
"""An expression (RE2, bytes, either case) for texts in which a name of ASCII may be written in another way."""
_FOREIGN = r"[\x80-\xff]|\\u[0-9a-f]{4}|%[89a-f]"
"""The same for the names of other letters."""

_ROUNDS = 3
_ESCAPE = re.compile(r"\\(?:(u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*)|([ntrbf\"\\/]))")
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

        self._glance = re2.compile("|".join(map(re2.escape, (*self._names, *self.heads))) or r"\b\B")

    @property
    def hints(self) -> list[str]:
        """Expressions, of which one finds something in any text that names a place, or else `ODD` does."""
        return [re.escape(hint) if hint.isascii() else _FOREIGN for hint in (*self._names, *self.heads)]

    def names_one(self, text: str) -> bool:
        """Whether a text out of `read_layers` does."""
        if not self._glance.search(text):
            return False
        return self._pattern.search(text) is not None or self.names_address(text)

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
        return escape[0].encode().decode("unicode_escape")
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
    yield from set(_ADDRESS.findall(text))
    if not any(head.endswith(":") and head in text for head in heads):
        return
    for word in set(_LONG_ADDRESS.findall(text)):
        is_whole = "::" in word or word.count(":") > 6  # a time of day is no address
        if is_whole and any(head in word for head in heads):
            yield from {word, word.strip(":"), word.removesuffix(":"), word.removeprefix(":")}
