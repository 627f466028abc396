"""Putting back together what a line end cut apart, and characters that stand for others."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SUBSTITUTES = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u2002": " ", "\u2003": " ", "\u3000": " ",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
        "\u2010": "-", "\u2011": "-",
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    }
)  # fmt: skip

# First halves that keep their hyphen at a line end, because the word is written with one anyway.
_HYPHENATED = re.compile(
    r"(?i)e|on|off|non|self|co|anti|pre|post|up|follow|work|well|long|full|part|third|two|one|three|real|cross|multi|opt"
    r"|high|low|single|day|year|peer|end|inter|ex|all|sign|log|password|job|board|state|half|so|by|tax|face|hard|near"
    r"|family|business|mass|large|user|public|personal|chain|look|gender|life|medium|decision|vice"
)
_CUT_WORD = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def clean(text: str) -> str:
    """`text` with ligatures, odd spaces and invisible characters made plain; line ends stay."""
    return text.translate(_SUBSTITUTES)


def squeeze(text: str) -> str:
    """`text` on one line, with single spaces."""
    return " ".join(text.split())


def hyphenated_words(texts: Iterable[str]) -> frozenset[str]:
    """Words with a hyphen that stand whole within a line somewhere: these keep it at a line end too."""
    return frozenset(word.lower() for text in texts for word in re.findall(r"\b[^\W\d_]+-[^\W\d_]+", text))


def join_lines(first: str, then: str, known: frozenset[str] = frozenset()) -> str:
    """Two lines of one paragraph as one, a word that the line end divided made whole."""
    first, then = first.rstrip(), then.lstrip()
    if not first or not then:
        return first + then
    cut, following = _CUT_WORD.search(first), _FIRST_WORD.match(then)
    if cut and following:
        keeps = _HYPHENATED.fullmatch(cut[1]) or f"{cut[1]}-{following[0]}".lower() in known or then[0].isupper()
        return first + then if keeps else first[:-1] + then
    glued = first.endswith(("/", "—")) and not first.endswith((" /", " —"))
    return first + then if glued else f"{first} {then}"
