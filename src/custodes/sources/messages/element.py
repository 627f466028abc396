"""One XML element on its own, read safely, and mended first where phones write what is no XML."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from custodes.sources.records.times import Unreadable

_PARSER = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_pis=True, encoding="utf-8")
BROKEN = "It is no well-formed XML element."
_REFERENCES = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});)+")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_KEPT_AS_REFERENCE = frozenset("<>&\"'\t\n\r")
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_MARK = "\ufffd"


def read_element(data: bytes) -> etree._Element:
    """The element. Nothing it names is fetched or expanded. Raises `Unreadable` where it cannot be mended."""
    data = _REFERENCES.sub(_mend_references, data) if b"&#" in data else data
    try:
        return _parse(data)
    except etree.XMLSyntaxError:
        pass
    text = _NO_CHARACTER.sub(_MARK, data.decode(errors="replace"))
    try:
        return _parse(_BARE_AMPERSAND.sub("&amp;", text).encode())
    except etree.XMLSyntaxError:
        raise Unreadable(BROKEN) from None


def _parse(data: bytes) -> etree._Element:
    if not data.startswith(b"<") or data.startswith((b"<!", b"<?")):
        raise Unreadable(BROKEN)
    return etree.fromstring(data, _PARSER)


def _mend_references(run: re.Match[bytes]) -> bytes:
    return _mended(run[0])


@lru_cache(maxsize=4096)
def _mended(run: bytes) -> bytes:
    """Characters by their numbers: an emoji is often written as the two halves of UTF-16, which XML forbids."""
    numbers = [int(number[1], 16) if number[1] else int(number[2]) for number in _REFERENCE.finditer(run)]
    halves = "".join(chr(number) if number < 0x110000 else _MARK for number in numbers)
    text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(_written(sign) for sign in _NO_CHARACTER.sub(_MARK, text)).encode()


def _written(sign: str) -> str:
    return f"&#{ord(sign)};" if sign in _KEPT_AS_REFERENCE else sign
