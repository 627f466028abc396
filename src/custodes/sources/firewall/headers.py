"""Protected places anywhere in a message's header, however they are written.

The columns of an event hold the usual fields only; a message to a protected place may tell so in others:
Delivered-To, Resent-To, a second To, a Received line. So the header is searched as text. A mention in
the message's own words is not touching, and is not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterable

from custodes.sources.firewall.places import Places
from custodes.sources.firewall.spellings import read_spelling, to_ascii

_BEFORE = b"\xef\xbb\xbf\r\n"
_AROUND_AT = re.compile(rb"(?<![ \t\r\n])[ \t\r\n]*@[ \t\r\n]*")
_SPACED = (b" @", b"\t@", b"\n@", b"@ ", b"@\t", b"@\r", b"@\n")
_COMMENT_SIGNS = (b")@", b"@(", b").", b".(")
_COMMENT = re.compile(rb"\([^()]*\)")
_MOST_NESTED = 8
_LITERAL = re.compile(rb"@\[(?:ipv6:)?([0-9a-f.:]+)\]")
_ENDS = rb"\.?(?![a-z0-9-])(?!\.[a-z0-9])"
_REST = rb"[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*"
_SENDERS = re.compile(rb"^(?:from|sender|return-path)" + _REST, re.MULTILINE)
_ENCODED = re.compile(rb"=\?([\w-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?\s]{0,1000})\?=", re.IGNORECASE)
_FIELDS = rb"(?:to|cc|bcc|from|sender|reply-to|delivered-to|x-original-to|envelope-to|resent-[a-z]+)"
_FORWARDED = re.compile(rb"^" + _FIELDS + _REST, re.MULTILINE)


class HeaderSearch:
    """Whether a message's header names one of some places: by address, plus-addressed or not, or by host.

    The time grows with the header and no faster, whatever it holds.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._words = [_split(name) for name in _spell(places.addresses | places.hosts)]
        ways = [_address_pattern(address) for address in _spell(places.addresses)]
        ways += [_host_pattern(host) for host in _spell(places.hosts)]
        self._pattern = re.compile(b"|".join(ways)) if ways else None

    def touches(self, message: bytes) -> bool:
        """Whether the message, or one it carries as a forwarded part, is to or from one of the places."""
        lowered = message.lower()
        header = _with_encoded_words(_header(message))
        if self._names_a_place(header):
            return True
        if b"message/rfc822" not in lowered:
            return False
        return any(self._names_a_place(field[0]) for field in _FORWARDED.finditer(lowered))

    def sent(self, message: bytes) -> bool:
        """Whether one of the senders that the header names is one of the places."""
        header = _with_encoded_words(_header(message))
        return self._names_a_place(header) and any(self._names_a_place(field[0]) for field in _SENDERS.finditer(header))

    def _names_a_place(self, header: bytes) -> bool:
        """With its comments and, where one stands within an address, without: an address may also stand in one."""
        text = _simplify(header)
        if self._names_one(text):
            return True
        return any(sign in text for sign in _COMMENT_SIGNS) and self._names_one(_simplify(_without_comments(text)))

    def _names_one(self, text: bytes) -> bool:
        may_name = any(local in text and domain in text for local, domain in self._words)
        if may_name and self._pattern is not None and self._pattern.search(text):
            return True
        literals = _LITERAL.findall(text) if b"@[" in text else ()
        return any(self._places.has(read_spelling(literal.decode("ascii"))) for literal in literals)


def _header(message: bytes) -> bytes:
    begin = message.lstrip(_BEFORE)
    end = begin.find(b"\n\r\n")
    other = begin.find(b"\n\n", 0, end if end >= 0 else len(begin))
    return begin[: other if other >= 0 else end if end >= 0 else len(begin)]


def _simplify(header: bytes) -> bytes:
    """The header without what may stand in an address and change nothing: quotes, spaces, unusual letters."""
    text = header.replace(b'"', b"").replace(b"\\", b"").replace(b"%40", b"@")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.decode(errors="replace")).casefold().encode()
    return _AROUND_AT.sub(b"@", text) if any(sign in text for sign in _SPACED) else text


def _with_encoded_words(header: bytes) -> bytes:
    """The header in small letters, and below it what its encoded words say."""
    words = _ENCODED.findall(header) if b"=?" in header else ()
    return b"\n".join([header.lower(), *map(_read_encoded, words)])


def _read_encoded(word: tuple[bytes, bytes, bytes]) -> bytes:
    """What an encoded word says (RFC 2047), lower case; nothing where it cannot be read."""
    charset, way, text = word
    try:
        octets = a2b_base64(text) if way in b"bB" else a2b_qp(text, header=True)
        return octets.decode(charset.decode("ascii"), "replace").lower().encode()
    except (ValueError, LookupError, UnicodeError):
        return b""


def _without_comments(header: bytes) -> bytes:
    for _ in range(_MOST_NESTED):
        header, found = _COMMENT.subn(b"", header)
        if not found:
            break
    return header


def _spell(names: Iterable[str]) -> list[str]:
    """The names in letters and in punycode."""
    return sorted({spelling for name in names for spelling in (name, to_ascii(name))})


def _split(name: str) -> tuple[bytes, bytes]:
    """What stands before the at sign and behind it: without both a text cannot hold the name. Cheap to look for."""
    local, _, domain = name.encode().rpartition(b"@")
    return local, domain


def _address_pattern(address: str) -> bytes:
    local, _, domain = address.encode().rpartition(b"@")
    return rb"(?<![a-z0-9._+-])" + re.escape(local) + rb"(?:\+[^@\s<>]{0,64})?@" + re.escape(domain) + _ENDS


def _host_pattern(host: str) -> bytes:
    return rb"(?:@|\b(?:from|by)\s+|\bheader\.[dis]=@?|<)(?:[a-z0-9_-]+\.)*" + re.escape(host.encode()) + _ENDS
