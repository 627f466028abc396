"""Names of people, by their capitals alone; birth dates and illnesses count for little without one beside them."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Patient|Sr|Sra)\.? [A-Z][\w'-]+"
    r"|\b[A-Z][a-zß-ÿ'-]+(?: [A-Z]\.)?(?: [A-Z][a-zß-ÿ]*['-]?[A-Z]?[a-zß-ÿ]+){1,2}\b"
)
_ORDINARY = """
    The This That These Those There Here Please Dear Hello Thank Thanks Best Kind Regards If In On At For From
    To Re Fw Fwd It We You He She They My Your His Her Our Not No Yes And Or But What When Where Who How Date
    Birth Social Security Phone Email Mail Address Name Number Subject Sent January February March April May
    June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday North South East West New United States Street Avenue Road City County State Public Library
    Department Office Board Director Committee Meeting Project University College Hospital Company Bank
    Insurance Medical Center Health Group Inc Corp
"""
_NO_NAMES = frozenset(_ORDINARY.split())


def find_name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the first name of a person stands between two places; None where there is none."""
    for found in _NAME.finditer(text, max(0, start), end):
        words = found[0].split()
        if not any(word.strip(".'") in _NO_NAMES for word in words):
            return found.span()
    return None
