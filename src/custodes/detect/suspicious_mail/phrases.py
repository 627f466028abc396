"""Finding the wording of lures: hundreds of phrases at once, in one pass over the folded text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import hyperscan

from custodes.detect.compiled import compile_database
from custodes.detect.finding import Reason
from custodes.detect.suspicious_mail.folding import fold
from custodes.shipped import read_yaml

SHOWN = 2
"""So many phrases a sign are shown as its reason; more would not make it plainer."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the list, and the sign it belongs to."""

    code: str
    says: str
    expression: bytes
    """Matches folded text; each stretch between two gaps is a group."""

    def quote(self, folded: bytes) -> str:
        """The words of the phrase as they stand in the text; what stands in a gap is not repeated."""
        found = re.search(self.expression, folded, re.IGNORECASE | re.DOTALL)
        stretches = found.groups() if found else ()
        return " … ".join(" ".join(stretch.decode("ascii").split()) for stretch in stretches)


class Phrases:
    """All phrases, compiled. Made once a process: a compiled database does not travel to another."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases = phrases
        self._database = compile_database(
            [phrase.expression for phrase in phrases],
            flags=hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL,
        )

    def find(self, folded: bytes) -> list[Reason]:
        """A reason for each sign of which phrases stand in the text, quoting the first few of the list."""
        found: list[int] = []
        self._database.scan(folded, match_event_handler=lambda number, *_: found.append(number))
        by_sign: dict[str, list[Phrase]] = {}
        for number in sorted(found):
            by_sign.setdefault(self.phrases[number].code, []).append(self.phrases[number])
        return [_reason(phrases, folded) for phrases in by_sign.values()]


def _reason(phrases: list[Phrase], folded: bytes) -> Reason:
    quotes = dict.fromkeys(phrase.quote(folded) for phrase in phrases[:SHOWN])
    return Reason(phrases[0].code, f"It {phrases[0].says}: {', '.join(f'“{quote}”' for quote in quotes)}.")


@cache
def load_phrases() -> Phrases:
    """The shipped phrases, compiled for this process."""
    return Phrases(tuple(read_phrases(read_yaml("custodes.detect", "data/mail/phrases.yaml"))))


def read_phrases(signs: Mapping[str, Any]) -> Iterator[Phrase]:
    """Every phrase of the file, in its order."""
    for code, sign in signs.items():
        texts = itertools.chain.from_iterable(sign.get("phrases", {}).values())
        words = sign.get("words", ())
        for expression in (*map(_expression, texts), *map(_with_figures, words)):
            yield Phrase(code, sign["says"], expression)


def _expression(phrase: str) -> bytes:
    """A phrase as an expression over folded text: whole words, with a line break or marks between them."""
    stretches = [fold(stretch.strip()) for stretch in phrase.split("…")]
    return rb".{1,40}".join(rb"(\b" + _words(stretch) + rb"\b)" for stretch in stretches)


def _words(stretch: bytes) -> bytes:
    plain = re.escape(stretch.decode("ascii"))
    for written, meant in (
        (r"\(", "(?:"),
        (r"\)", ")"),
        (r"\|", "|"),
        (r"\-", r"\W"),
        (r"\ ", r"\W{1,4}"),
    ):
        plain = plain.replace(written, meant)
    return re.sub(r"\bN\b", r"\\d{1,4}", plain).encode("ascii")


_FIGURES = {"a": "4", "b": "8", "e": "3", "i": "1", "l": "1", "o": "0", "s": "5", "t": "7"}


def _with_figures(word: str) -> bytes:
    """A word of which at least one letter is a figure that looks like it: `paypa1`, `p4yp41`."""
    either = [f"[{letter}{_FIGURES.get(letter, '')}]" for letter in word]
    ways = (
        "".join([*either[:at], _FIGURES[letter], *either[at + 1 :]])
        for at, letter in enumerate(word)
        if letter in _FIGURES
    )
    return rf"(\b(?:{'|'.join(ways)})\b)".encode("ascii")
