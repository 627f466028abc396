"""The small language of `concepts.yaml`, made into patterns over stemmed words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from custodes.policy.importing.words import DEPARTMENT, stem, words_of

_GAP = r"(?:[a-z0-9]+ ){0,6}?"


def stemmed(text: str) -> str:
    """The words of `text` as the patterns of `compile_phrase` search them: stems, each followed by a space."""
    return "".join(f"{stem(word)} " for word in words_of(text))


def compile_phrase(phrase: str, words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    """The patterns that must all be found for `phrase` to be said; `words` are the named lists."""
    return tuple(re.compile(rf"\b{_sequence(part.split(), words)}") for part in phrase.split(" + "))


def _sequence(parts: list[str], words: Mapping[str, str]) -> str:
    return "".join(_GAP if part == ".." else _choice(part, words) for part in parts)


def _choice(part: str, words: Mapping[str, str]) -> str:
    optional = part.endswith("?")
    spread = re.sub(r"<(\w+)>", lambda found: words[found[1]], part.removesuffix("?"))
    choice = "|".join(sorted({_word(word) for word in spread.split("|")}))
    return f"(?:(?:{choice}) )?" if optional else f"(?:{choice}) "


def _word(word: str) -> str:
    """One alternative; an underscore joins words that stand side by side (at_once)."""
    return " ".join(_stem_pattern(part) for part in word.split("_"))


def _stem_pattern(word: str) -> str:
    if word == "IT":
        return DEPARTMENT
    if "?" in word:  # unauthori?ed stands for z or s
        return word.replace("?", "[zs]").removesuffix("ed") + "[a-z]*"
    if word.endswith("*"):
        start = word[:-1]
        return re.escape(start.removesuffix("e") if len(start) > 3 else start) + "[a-z0-9]*"
    return re.escape(stem(word))
