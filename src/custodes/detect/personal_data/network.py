"""Mail addresses, addresses of pages, domains and IP addresses: not of a person by themselves, but beside others."""

from __future__ import annotations

import ipaddress
import re
from string import ascii_letters, digits

from custodes.detect.personal_data.context import said_near
from custodes.detect.personal_data.hit import Hit, Kind

_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 253
_LOCAL, _NOT_FIRST = f"{ascii_letters}{digits}.!#$%&'*+/=?^_`{{|}}~-", "'`{|}/*=."
_DOMAIN = re.compile(r"(?:[0-9A-Za-z](?:[\w-]{0,61}[0-9A-Za-z])?\.){1,8}[A-Za-z][A-Za-z0-9-]{1,23}(?![\w@])")
_URL = re.compile(r"[^\s<>\"'\x00-\x1f]{3,2000}")
_URL_BACK = 8
_TRAILING = ".,;:!?)]}>*_'"
_NAMED = re.compile(r"(?<![\w@./-])(?:[\w-]{2,40}\.){1,3}[A-Za-z]{2,4}\Z")
_NAMED_BACK = 48
_IPV4 = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])")
_VERSION = re.compile(r"\b(?:v|ver|version|release|rev|build|firmware|section|chapter)\.? ?$", re.IGNORECASE)
_SAID = re.compile(r"(?i:ip\b|addr|dns|host|ping|gateway|server|client|netmask|route|subnet)")


def find_email(text: str, end: int) -> Hit | None:
    """The mail address around an at sign that stands two places before `end`."""
    at = end - 2
    near = text[max(0, at - _LONGEST_LOCAL) : at]
    name = near[len(near.rstrip(_LOCAL)) :].lstrip(_NOT_FIRST)
    domain = _DOMAIN.match(text, at + 1, at + 1 + _LONGEST_DOMAIN)
    if not name or not domain:
        return None
    return Hit(Kind.EMAIL, at - len(name), domain.end(), 0.95, ("it is written as a mail address",))


def find_url(text: str, end: int) -> Hit | None:
    """The address of a page whose scheme or `www.` ends about at `end`."""
    start = max(0, end - _URL_BACK)
    near = text[start:end].lower()
    mark = max(near.rfind("http"), near.rfind("www."))
    written = _URL.match(text, start + mark) if mark >= 0 else None
    if not written:
        return None
    stop = written.start() + len(written[0].rstrip(_TRAILING))
    return Hit(Kind.URL, written.start(), stop, 0.95, ("it is written as the address of a page",))


def find_domain(text: str, end: int) -> Hit | None:
    """The domain that ends at the sign before `end`."""
    written = _NAMED.search(text[max(0, end - _NAMED_BACK) : end - 1])
    if not written:
        return None
    begin = end - 1 - len(written[0])
    return Hit(Kind.URL, begin, end - 1, 0.6, ("it is written as a domain",))


def find_ipv4(text: str, end: int) -> Hit | None:
    """The IP address that ends at or shortly after `end`."""
    for written in _IPV4.finditer(text, max(0, end - 15), end + 3):
        if _is_ip(written[0]) and not _VERSION.search(text[max(0, written.start() - 12) : written.start()]):
            score = 0.4 if _is_like_a_version(text, written) else 0.8
            return Hit(Kind.IP, *written.span(), score, ("it is written as an IP address",))
    return None


def _is_like_a_version(text: str, written: re.Match[str]) -> bool:
    """Whether it is as small as versions of programs are, and no word for an address stands before it."""
    parts = written[0].split(".")
    return len(parts[0]) == 1 and max(map(len, parts)) <= 2 and not said_near(text, *written.span(), _SAID)


def find_ipv6(text: str, end: int) -> Hit | None:
    """The IP address of version 6 around `end`."""
    for written in _IPV6.finditer(text, max(0, end - 40), end + 40):
        if written[0].count(":") >= 2 and any(map(str.isdigit, written[0])) and _is_ip(written[0]):
            return Hit(Kind.IP, *written.span(), 0.8, ("it is written as an IP address",))
    return None


def _is_ip(written: str) -> bool:
    try:
        return not ipaddress.ip_address(written).is_unspecified
    except ValueError:
        return False
