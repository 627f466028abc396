"""Addresses out of header lines, also out of those that no grammar allows."""

from __future__ import annotations

import re

from custodes.sources.mail.letter import Address

_PIECE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|\\.|[^",;<]|["<])+')
"""What stands between commas. An escaped sign is taken whole outside of quotes too: so that only one quote can
be found open, and looked for in vain to the end.
"""
_LONGEST_PIECE = 2_000
"""No name and address take more characters together; beyond them a search could take as long as its square."""
_IN_ANGLES = re.compile(r"<([^<>]*)>")
_BARE = re.compile(r"[^\s<>()\",;:]+@[^\s<>()\",;:]+")


def read_addresses(value: str) -> list[Address]:
    """Names and addresses of a header's value, in order. An address within a quoted name is not one."""
    return [address for piece in _PIECE.findall(value) if (address := _read(piece)) is not None]


def _read(piece: str) -> Address | None:
    angles = _IN_ANGLES.search(piece)
    if angles is not None:
        name = piece[: angles.start()].rpartition(":")[2] if '"' not in piece else piece[: angles.start()]
        return _clean_name(name), angles[1].strip().lower()
    bare = _BARE.search(piece[:_LONGEST_PIECE]) if "@" in piece else None
    return None if bare is None else ("", bare[0].lower())


def _clean_name(name: str) -> str:
    return name.strip().strip('"').replace('\\"', '"').strip()


def read_address(value: str | None) -> str | None:
    """The one address of a header such as Return-Path; None for `<>` and for what is no address."""
    if value is None:
        return None
    if value[:1] == "<" and value[-1:] == ">" and value.count("<") == value.count("@") == 1:
        return value[1:-1].strip().lower()
    found = read_addresses(value)
    return found[0][1] or None if found else None
