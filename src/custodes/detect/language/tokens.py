"""A text as words: where each stands, and what it says beneath its disguise.

Contractions are undone (`don't`, `dont` and `do not` are one), case and accents dropped, letters that are signs or
figures read as meant (`sh!t`, `1diot`), words whose letters stand apart put together (`i d i o t`), and small pictures
read as the word they stand for. Addresses of mail and of the web say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from custodes.detect.suspicious_mail.folding import fold
from custodes.shipped import read_yaml

STOP, COMMA, QUOTE, NAME = "<stop>", "<comma>", "<quote>", "<name>"
"""What stands for the end of a sentence, a pause in it, a quotation mark, and somebody's account."""


class Word(NamedTuple):
    """A word, or a mark between words."""

    text: str
    """Plain small letters, or one of the marks."""
    at: int
    end: int
    """Where it stands in the text as written."""
    is_name: bool = False
    """Whether capitals make it look like a name, which is no disguise."""


_TOKEN = re.compile(
    r"(?P<link>https?://\S+|www\.\S+|[\w.+%-]{1,64}@[\w-]{1,64}\.[\w.-]+"
    r"|(?<![\w.-])(?:[\w-]{1,64}\.){1,4}(?:com|org|net|edu|gov|info|biz|co)(?![\w-])[/\w.?=&%-]*)"
    r"|(?P<name>@\w+|<name>)"
    r"|(?P<tag>#\w+)"
    r"|(?P<dotted>(?<![\w.])(?:[A-Za-z]\.){2,4}[A-Za-z]?(?!\w))"
    r"|(?P<spaced>(?<![^\s])(?:[^\W\d_](?:[ .\-_*]{1,2})){3,30}[^\W_](?![^\s.,!?]))"
    r"|(?P<word>(?:[^\W_]|[$@](?=\w))(?:[\w'’@$*#%&|!]*[\w*$@])?)"
    r"|(?P<picture>[\U0001f300-\U0001faff\u2600-\u27bf])"
    r"|(?P<stop>[.!?;:…]+|\n\s*\n)"
    r"|(?P<quote>[\"“”«»„])"
    r"|(?P<comma>[,()\-–—/\n])"
)
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ENDING = re.compile(r"^([a-z]+)'(s|m|re|ll|ve|d)$")
ENDINGS = {"s": "s", "m": "am", "re": "are", "ll": "will", "ve": "have", "d": "would"}
_SIGNS = str.maketrans("$@!|013457", "saiioieast")
_APART = re.compile(r"[^a-z0-9]+")
_REPEATED = re.compile(r"([a-z])\1{2,}")


@cache
def load_spellings() -> dict[str, tuple[str, ...]]:
    """The shipped short spellings."""
    table = read_yaml("custodes.detect.language", "words/spellings.yaml")
    return {short: tuple(meant.split()) for short, meant in table.items()}


def read_words(text: str) -> list[Word]:
    """The words and marks of a text, in order."""
    words, spellings = list[Word](), load_spellings()
    for match in _TOKEN.finditer(text):
        kind, written = match.lastgroup, match.group()
        lower = written.lower()
        is_name = kind == "word" and written != lower and _is_name(written, words)
        if kind == "word" and lower.isascii() and lower.isalpha() and lower not in spellings:
            words.append(Word(_shorten(lower), match.start(), match.end(), is_name))
        else:
            words += [Word(word, match.start(), match.end(), is_name) for word in _read(kind or "", written)]
    return words


def _is_name(written: str, before: list[Word]) -> bool:
    """Whether it has a capital where no sentence begins, or one inside: `Bebitch`, `SkyScan`."""
    has_inner = not written[1:].islower() and not written.isupper()
    return has_inner or (written[0].isupper() and not written.isupper() and _goes_on(before))


def _goes_on(before: list[Word]) -> bool:
    return bool(before) and before[-1].text not in (STOP, QUOTE, COMMA)


def _read(kind: str, written: str) -> Iterator[str]:
    if kind == "word":
        yield from plain_words(written)
    elif kind == "tag":
        for part in _CAMEL.findall(written):
            yield from plain_words(part)
    elif kind == "spaced":
        joined = _APART.sub("", fold(written).decode("ascii").lower())
        yield from load_spellings().get(joined, (joined,))
    elif kind == "picture":
        yield from (*load_spellings().get(written, ()), STOP)
    elif kind == "dotted":
        letters = written.replace(".", "").lower()
        yield from load_spellings().get(f"{letters}.", (*(letters if len(letters) == 1 else ()), STOP))
    elif kind in _MARKS:
        yield _MARKS[kind]


_MARKS = {"stop": STOP, "quote": QUOTE, "comma": COMMA, "name": NAME}


def plain_words(written: str) -> tuple[str, ...]:
    """What one written word says: none, one or several plain words."""
    lower = written.lower() if written.isascii() else fold(written).decode("ascii").lower()
    if lower.isalpha():
        return load_spellings().get(lower) or (_shorten(lower),)
    return _undo(lower)


def _undo(lower: str) -> tuple[str, ...]:
    known = load_spellings()
    if joined := known.get(lower.replace("'", "")):
        return joined
    if lower.endswith("n't"):
        return lower[:-3], "not"
    if match := _ENDING.match(lower):
        return *known.get(match[1], (match[1],)), ENDINGS[match[2]]
    bare = lower.replace("'", "").replace(" ", "")
    if bare.isdigit():
        return (bare,)
    meant = _shorten(bare.translate(_SIGNS))
    return known.get(bare) or known.get(meant) or ((meant,) if _is_disguise(bare) else (bare,))


def _is_disguise(bare: str) -> bool:
    """Whether signs and figures stand among letters as letters do: `1diot`, not `b210` or `0x5a`."""
    letters = sum(map(str.isalpha, bare))
    return letters >= 2 and len(bare) - letters <= max(1, letters // 2) and not bare.rstrip("0123456789").isalpha()


def _shorten(word: str) -> str:
    """`sooooo` as `so`: no word has a letter three times in a row."""
    return _REPEATED.sub(r"\1", word) if _REPEATED.search(word) else word
