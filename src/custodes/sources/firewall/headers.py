"""Protected places anywhere in a message's header, however they are written.

The columns of an event hold the usual fields only; a message to a protected place may tell so in others:
Delivered-To, Resent-To, a second To, a Received line. So the header is searched as text. A mention in
the message's own words is not touching, and is not looked for.
"""

from __future__ import annotations

import re

from custodes.sources.firewall.places import Places

HEADER_LIMIT_BYTES = 256 << 10
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_AROUND_AT = re.compile(rb"[ \t\r\n]*@[ \t\r\n]*")
_LITERAL = re.compile(rb"@\[(?:ipv6:)?([0-9a-f.:]+)\]")
_ENDS = rb"\.?(?![a-z0-9-])(?!\.[a-z0-9])"
_FIELDS = rb"(?:to|cc|bcc|from|sender|reply-to|delivered-to|x-original-to|envelope-to|resent-[a-z]+)"
_FORWARDED = re.compile(rb"^" + _FIELDS + rb"[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)


class HeaderSearch:
    """Whether a message's header names one of some places: by address, plus-addressed or not, or by host."""

    def __init__(self, places: Places) -> None:
        self._places = places
        ways = [_address_pattern(address) for address in sorted(places.addresses)]
        ways += [_host_pattern(host) for host in sorted(places.hosts)]
        self._pattern = re.compile(b"|".join(ways)) if ways else None

    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return self._pattern is None and not self._places.networks

    def touches(self, message: bytes) -> bool:
        """Whether the message, or one it carries as a forwarded part, is to or from one of the places."""
        lowered = message.lower()
        end = _EMPTY_LINE.search(lowered)
        header = lowered[: end.start() if end else len(lowered)][:HEADER_LIMIT_BYTES]
        if self._names_a_place(header):
            return True
        if b"message/rfc822" not in lowered:
            return False
        return any(self._names_a_place(field[0]) for field in _FORWARDED.finditer(lowered, len(header)))

    def _names_a_place(self, header: bytes) -> bool:
        text = _AROUND_AT.sub(b"@", header.replace(b'"', b""))
        if self._pattern is not None and self._pattern.search(text):
            return True
        literals = _LITERAL.findall(text) if self._places.networks else ()
        return any(self._places.has_client(literal.decode("ascii")) for literal in literals)


def _address_pattern(address: str) -> bytes:
    local, _, domain = address.encode().rpartition(b"@")
    return rb"(?<![a-z0-9._+-])" + re.escape(local) + rb"(?:\+[^@\s<>]*)?@" + re.escape(domain) + _ENDS


def _host_pattern(host: str) -> bytes:
    return rb"(?:@|\b(?:from|by)\s+)(?:[a-z0-9-]+\.)*" + re.escape(host.encode()) + _ENDS
