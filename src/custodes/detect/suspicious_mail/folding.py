"""Text as a hurried reader sees it, in plain ASCII: accents off, look-alike letters of other alphabets made Latin.

Phrases are sought in folded text, so that neither "Vеrify" with a Cyrillic е nor "V\u200berify" hides one, and
"contraseña" and "contrasena" are one word. `list_tricks` tells the folded tricks apart from honest accents.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

_CYRILLIC = "аеорсухіјѕԁһӏтмвкнгвАЕОРСУХІЈЅТМВКНГ"
_AS_LATIN = "aeopcyxijsdhltmbkhrbAEOPCYXIJSTMBKHR"
_GREEK = "αεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_AS_LATIN_TOO = "aeikvoptuxABEZHIKMNOPTYX"
_MORE = {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe", "đ": "d"}
_MORE |= {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\xad": "", "\u180e": ""}
_LOOKS_LIKE = {**dict(zip(_CYRILLIC, _AS_LATIN, strict=True)), **dict(zip(_GREEK, _AS_LATIN_TOO, strict=True)), **_MORE}

_INVISIBLE = frozenset(("Cf", "Mn", "Me", "Cn", "Co"))
"""Unicode categories of what shows nothing of its own: joiners, accents, tags, variation selectors."""


def fold(text: str) -> bytes:
    """The text in ASCII. What looks like no Latin letter becomes one space a character."""
    return text.encode("ascii", "custodes.fold")


def _fold_run(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _folded(error.object[error.start : error.end]), error.end


@lru_cache(maxsize=16384)
def _folded(run: str) -> str:
    return "".join(_fold_character(character) for character in unicodedata.normalize("NFKD", run))


def _fold_character(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    return _LOOKS_LIKE.get(character, " ")


codecs.register_error("custodes.fold", _fold_run)

_GREEK_OR_CYRILLIC = "[\u0370-\u03ff\u0400-\u04ff]"
_JOINERS = "[\u200b-\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]"


_ASCII = bytes(range(128))


@dataclass(frozen=True, slots=True)
class Trick:
    """A way to write a word so that people read it and programs do not."""

    code: str
    pattern: re.Pattern[str]
    may_match: re.Pattern[bytes]
    """What the UTF-8 bytes beyond ASCII hold wherever the pattern matches: they are few, and so quick to search."""
    enough: int
    """How many places tell it from an accident of typesetting."""


_TRICKS = (
    Trick(
        "writing.mixed-alphabets",
        re.compile(f"[A-Za-z]{_GREEK_OR_CYRILLIC}|{_GREEK_OR_CYRILLIC}[A-Za-z]"),
        re.compile(rb"[\xcd-\xd3]"),
        3,
    ),
    Trick(
        "writing.hidden-characters",
        re.compile(f"[A-Za-z]{_JOINERS}{{1,4}}[A-Za-z]"),
        re.compile(rb"\xe2\x80[\x8b-\x8d]|\xe2\x81\xa0|\xef\xb8|\xf3\xa0"),
        3,
    ),
    Trick(
        "writing.dressed-letters",
        re.compile("[\U0001d400-\U0001d7ff]{4}|[\U0001f130-\U0001f189]{4}"),
        re.compile(rb"\xf0\x9d|\xf0\x9f[\x84-\x86]"),
        1,
    ),
)


def list_tricks(text: str) -> list[str]:
    """The codes of the tricks that the text plays with letters."""
    if text.isascii():
        return []
    beyond = text.encode("utf-8", "replace").translate(None, _ASCII)
    return [
        trick.code
        for trick in _TRICKS
        if trick.may_match.search(beyond)
        and len(list(islice(trick.pattern.finditer(text), trick.enough))) == trick.enough
    ]
