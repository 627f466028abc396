"""Parts of a column's text that Sigma has a name for.

Each function gives a stretch of the text as it stands there, never changed, or None where there is none: so a
literal that is in the part is in the text, and the text is all that has to be searched (`texts`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_TARGET = re.compile(r"(?:(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*)?([/?][^#]*)", re.IGNORECASE)
"""Scheme and authority of a URL (RFC 3986, appendix B), where they are given, and its target."""
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^/?#:]*)", re.IGNORECASE)
_ADDRESS = re.compile(r"\[?(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*)\]?", re.IGNORECASE)
_ENDING = re.compile(r"(?<=[^/\\])\.([a-z0-9_-]{1,16})\s*$", re.IGNORECASE)


def target(url: str) -> str | None:
    """What is asked of the host: path and query, without the fragment; None where the URL is a host alone."""
    found = _TARGET.match(url)
    return found[1] if found else None


def query(url: str) -> str | None:
    """What stands after the first question mark."""
    return url.partition("#")[0].partition("?")[2] or None


def stem(url: str) -> str | None:
    """The path: the target without its query."""
    return (target(url) or "").partition("?")[0] or None


def extension(url: str) -> str | None:
    """The ending of the last step of a URL's path, without the dot: `gz` of `/a.tar.gz`."""
    path = stem(url)
    return ending(path) if path else None


def ending(name: str) -> str | None:
    """The ending of a file's name, without the dot; None for a name that is nothing else (`.profile`)."""
    found = _ENDING.search(name)
    return found[1] if found else None


def host(url: str) -> str | None:
    """The host of a URL, as it is written there, without port and user."""
    found = _HOST.match(url)
    return found[1] or None if found else None


def address(name: str) -> str | None:
    """The name where it is an IP address and not a host's name."""
    found = _ADDRESS.fullmatch(name)
    return found[1] if found else None


def domain(mail_address: str) -> str | None:
    """What stands after the last @."""
    before, sign, after = mail_address.rpartition("@")
    return after or None if sign and before else None


PARTS: Mapping[str, Callable[[str], str | None]] = {
    function.__name__: function for function in (target, query, stem, extension, ending, host, address, domain)
}
"""Every part by the name that `columns.yaml` gives it."""
