"""A text as other recognisers see it: every digit, dash, space and letter as the plain one, each where it stood.

One character stays one character, so that places in the one are places in the other.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

_BEYOND = 0xFFFF
"""Stands for every character beyond the basic plane."""
_BASIC = 0x100
_SPACES = ("Zs", "Cf")
"""Spaces, and signs that only tell how to lay out: zero-width spaces among them."""
_DASHES, _APOSTROPHES = "\u2212", "‘’‛′"
_ANY_SMALL, _ANY_CAPITAL, _OTHER = "ÿ", "Þ", "?"


def fold(text: str) -> str:
    """The text in Latin-1 (all code points below 256), as long as it was. Control characters stay."""
    if text.isascii():
        return text
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _table()[np.minimum(points, _BEYOND)].tobytes().decode("latin-1")


@cache
def _table() -> npt.NDArray[np.uint8]:
    folded = "".join(_plain(chr(point)) for point in range(_BEYOND))
    return np.frombuffer((folded + _OTHER).encode("latin-1"), np.uint8)


def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category in _SPACES:
        return " "
    if category == "Pd" or sign in _DASHES:
        return "-"
    if sign in _APOSTROPHES:
        return "'"
    return sign if ord(sign) < _BASIC else _plain_letter(sign, category)


def _plain_letter(sign: str, category: str) -> str:
    for form in ("NFKC", "NFKD"):
        alike = unicodedata.normalize(form, sign)
        if ord(alike[0]) < _BASIC and (len(alike) == 1 or alike[0].isalpha()):
            return alike[0]
    return _ANY_CAPITAL if category == "Lu" else _ANY_SMALL if category.startswith("L") else _OTHER
