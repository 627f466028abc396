"""Letters that the words of this check do not come in: then it says so instead of guessing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import islice

_LOOKED_AT = 400
_ENOUGH = 40
_MOST_OF_ALL = 0.6
_READ = frozenset(("LATIN", "HIRAGANA", "KATAKANA", "CJK", "FULLWIDTH", "HALFWIDTH"))


def find_foreign_script(text: str) -> str:
    """The script that most of a text's first letters are in, where it is not one that is read: `Arabic`; else ""."""
    if text.isascii():
        return ""
    letters = list(islice(filter(str.isalpha, text[: 10 * _LOOKED_AT]), _LOOKED_AT))
    scripts = Counter(unicodedata.name(letter, "UNKNOWN").split(maxsplit=1)[0] for letter in letters)
    script, count = scripts.most_common(1)[0] if scripts else ("", 0)
    is_foreign = count >= _ENOUGH and count >= _MOST_OF_ALL * len(letters) and script not in _READ
    return script.capitalize() if is_foreign else ""
