"""Which language a text is in, so that a detector can say that it could not tell.

English is known by its most frequent words, which costs next to nothing. Only where they are missing is a guesser for
97 languages loaded. Few words are not enough: then nobody is told anything.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

FEWEST_WORDS = 8
"""Of fewer words no language is told."""
ENGLISH_SHARE = 0.16
"""From this share of frequent English words on a text is English; other languages share at most a few of them."""
GUESSED_SURE = 0.9
LOOKED_AT = 4000
"""Characters from the beginning that are looked at."""

_FREQUENT = frozenset(
    [
        "the",
        "to",
        "and",
        "of",
        "is",
        "that",
        "it",
        "for",
        "you",
        "this",
        "with",
        "are",
        "be",
        "have",
        "not",
        "we",
        "on",
        "as",
        "at",
        "but",
        "they",
        "his",
        "her",
        "my",
        "your",
        "our",
        "was",
        "were",
        "will",
        "would",
        "can",
        "from",
        "all",
        "what",
        "there",
        "an",
        "if",
        "or",
        "by",
        "so",
        "just",
        "like",
        "about",
        "out",
        "up",
        "has",
        "had",
        "been",
        "who",
        "when",
        "do",
        "get",
        "he",
        "she",
        "me",
        "i",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NO_PROSE = re.compile(r"\S*(?:[@/\\<>=_{}]|\w\.\w)\S*")
_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\ud7ff]")
_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "nb": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "so": "Somali",
    "sv": "Swedish",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
    "ht": "Haitian Creole",
    "hy": "Armenian",
    "bn": "Bengali",
}


def tell_language(text: str) -> str | None:
    """The language of the text as an ISO 639-1 code (`en`, `es`); None where that could not be told."""
    prose = _NO_PROSE.sub(" ", text[:LOOKED_AT])
    words = [word.lower() for word in _WORD.findall(prose)]
    is_other_script = len(_OTHER_SCRIPT.findall(prose)) * 2 > sum(map(len, words))
    if len(words) < FEWEST_WORDS and not (is_other_script and sum(map(len, words)) >= FEWEST_WORDS):
        return None
    if sum(word in _FREQUENT for word in words) >= ENGLISH_SHARE * len(words):
        return "en"
    code, sure = _guesser().classify(" ".join(words))
    return str(code) if sure >= GUESSED_SURE else None


def name_language(code: str) -> str:
    """`Spanish` for `es`; the code where we have no name for it."""
    return _NAMES.get(code, f"the language with the code {code}")


@cache
def _guesser() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - a second to load; rarely needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
