"""What the make-up of a word says about its being a password."""

from __future__ import annotations

import math
import re
from collections import Counter

_PLACEHOLDER = re.compile(
    r"^(?:[*x•.#_?-]+|[<\[{($%\\|].*|.*[>}\]]|your.*|my_?pass.*|pass(?:word|wd|phrase)?\d{0,3}|secret|example.*|changeme|none|"
    r"null|true|false|xxx.*|\.{3}.*|n/a|tbd|undefined|foo.*|bar|baz|https?:.*|www\..*|.*\.(?:com|org|net|gov|edu|html?|php|aspx?|"
    r"pdf|docx?|xlsx?|txt|py|sh|[ch]|cpp)/?)$",
    re.IGNORECASE,
)
_ORDINARY = re.compile(
    r"^(?:\d{1,4}[-/.:]\d{1,2}(?:[-/.:]\d{1,4})?|\d{1,2}[-/.][a-z]{3,9}[-/.]\d{2,4}|\d{4}-\d\d-\d\d\S*|[\d.,:]+(?:am|pm)?|\d+(?:st|nd|rd|th)|[A-Za-z]+-\d{1,3}|\S+@[\w-]+[.:]\S*)$",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"^(?:[A-Z][a-z]+\d{1,2}|\d[A-Z][a-z]+|[A-Z]{2,}[#-]?\d+\w?|\d+[A-Za-z]+)$")
"""Names with figures: Windows10, 1Password, INC0012345, 802 and the like."""
_SIGN = re.compile(r"[^\w.,'’/()\\-]")
_TRAILING = "\"'“”’»`.,:;?)]}>*_|"

SHORTEST, SHORTEST_MIXED = 4, 6
SHORTEST_UNANNOUNCED, LONGEST_UNANNOUNCED = 8, 40


def strip_marks(value: str, *, is_quoted: bool = False) -> str:
    """The word without the marks of the sentence around it. An exclamation mark stays: passwords like to end in one."""
    return value.rstrip("\"'“”’»`" if is_quoted else _TRAILING)


def is_ruled_out(value: str) -> bool:
    """Whether it is a placeholder, a date, a number, an address, a file or a page."""
    return len(value) < SHORTEST or bool(_PLACEHOLDER.match(value) or _ORDINARY.match(value))


def count_classes(value: str) -> int:
    """How many of small letters, capitals, digits and signs it mixes; the marks of ordinary writing are no signs."""
    classes = (str.islower, str.isupper, str.isdigit, _SIGN.match)
    return sum(any(is_one(character) for character in value) for is_one in classes)


def sure_by_makeup(value: str, *, is_marked: bool) -> float:
    """How sure the make-up of what was said to be a password is that it is one; 0 for not at all.

    `is_marked`: a colon, an equals sign, a dash or quotation marks set it off. Without, prose may simply go on.
    """
    if is_ruled_out(value):
        is_long_number = value.isdecimal() and len(value) >= SHORTEST_MIXED
        return 0.6 if is_long_number and is_marked else 0.0
    classes, is_long = count_classes(value.rstrip("!")), len(value) >= SHORTEST_MIXED
    if is_long and classes >= 2 and any(map(str.isdigit, value)):
        return 0.9 if is_marked or classes >= 3 else 0.75
    if classes >= 3 or (is_long and _SIGN.search(value.rstrip("!"))):
        return 0.8 if is_marked else 0.5
    if is_marked and is_long:
        return 0.55 if "-" in value.strip("-") or not value.isalpha() else 0.4
    return 0.0


def is_disorderly(value: str) -> bool:
    """Whether a word that nothing announces is still too mixed for any other word: `Owl#4471x`."""
    return (
        SHORTEST_UNANNOUNCED <= len(value) <= LONGEST_UNANNOUNCED
        and count_classes(value) >= 3
        and any(map(str.isdigit, value))
        and not is_ruled_out(value)
        and not _PRODUCT.match(value)
        and not any(mark in value for mark in "/=[](){}<>\\")
    )


def entropy_bits(value: str) -> float:
    """Shannon's entropy of the characters, in bits a character."""
    counts = Counter(value).values()
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts)
