"""Masking what would tell who a patron is, or what a patron reads, in every text that people see.

This is for showing. It does not make a text anonymous: a patron named in plain prose stays named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from custodes.redact.barcodes import Barcode, find_barcodes, find_clusters, has_lone_digit, reads_as_time
from custodes.redact.circulation import DETAIL, WORDS, mask_circulation

CARD = "[library card]"
ITEM_PREFIX = "3"
DECIDING_DIGITS = 5
"""A prefix this long names the library, so that a number which begins so is a card though it reads as a time."""


@dataclass(frozen=True, slots=True)
class PatronMask:
    """Replaces library-card numbers, item numbers and circulation details.

    `card_prefixes` are what the numbers of this library's cards begin with.
    """

    card_prefixes: tuple[str, ...] = ("2",)

    def mask(self, text: str) -> str:
        """The text as people may see it; masking it again changes nothing."""
        return self._replace(text)[0]

    def count(self, text: str) -> int:
        """How many details `mask` replaces in the text."""
        return self._replace(text)[1]

    def find_cards(self, text: str) -> tuple[str, ...]:
        """The fourteen digits of each library card in the text, in order. Never to be shown or kept."""
        return tuple(code.digits for code in self.find_card_places(_encode(text)))

    def find_card_places(self, data: bytes) -> Iterator[Barcode]:
        """Each library card in a text's bytes, in order; rows of a table are none, though `mask` masks them too."""
        return (code for code in find_barcodes(data) if self._word(code) == CARD and not has_lone_digit(data, code))

    def count_in(self, texts: pa.Array, *, circulation: bool = True) -> int:
        """How many details are in an array of `large_string` or `string`; nulls hold none.

        Without `circulation` only the numbers are counted: for addresses of pages, which hold no sentences.
        """
        rows = sorted(_suspect_rows(texts, WORDS if circulation else ()))
        found = (texts[row].as_py() for row in rows)
        return sum(self.count(text) if circulation else self._mask_numbers(text)[1] for text in found if text)

    def _replace(self, text: str) -> tuple[str, int]:
        text, numbers = self._mask_numbers(text)
        text, details = mask_circulation(text)
        return text, numbers + details

    def _mask_numbers(self, text: str) -> tuple[str, int]:
        data = _encode(text)
        masked, at, count = bytearray(), 0, 0
        for code in find_barcodes(data):
            word = self._word(code)
            if word is None:
                continue
            if code.start < at:  # a second reading of the same digits: what of it is left goes too
                at = max(at, code.end)
                continue
            masked += data[at : code.start] + word.encode()
            at, count = code.end, count + 1
        if not count:
            return text, 0
        return (masked + data[at:]).decode(errors="surrogatepass"), count

    def _word(self, code: Barcode) -> str | None:
        """What to write in its place; None for a number that only looks like a barcode."""
        card = [prefix for prefix in self.card_prefixes if code.digits.startswith(prefix)]
        if card and (any(len(prefix) >= DECIDING_DIGITS for prefix in card) or not reads_as_time(code.digits)):
            return CARD
        return DETAIL if code.digits.startswith(ITEM_PREFIX) else None


def _suspect_rows(texts: pa.Array, words: tuple[bytes, ...]) -> set[int]:
    """The rows that may hold a detail, by a search of all texts at once where they lie in memory."""
    if not len(texts):
        return set()
    wide = texts.cast(pa.large_string())
    offsets = np.frombuffer(wide.buffers()[1], np.int64)[wide.offset : wide.offset + len(wide) + 1]
    data = memoryview(wide.buffers()[2] or b"")[offsets[0] : offsets[-1]].tobytes()
    ends = offsets[1:] - offsets[0]
    rows = {row for start, end in find_clusters(data) for row in _rows_between(start, end, ends)}
    lowered = data.lower() if words else b""
    for word in words:
        rows.update(_rows_with(word, lowered, ends))
    return rows


def _rows_between(start: int, end: int, ends: npt.NDArray[np.int64]) -> range:
    first, last = np.searchsorted(ends, (start, end - 1), side="right")
    return range(int(first), int(last) + 1)


def _rows_with(needle: bytes, data: bytes, ends: npt.NDArray[np.int64]) -> Iterator[int]:
    at = data.find(needle)
    while at >= 0:
        row = int(np.searchsorted(ends, at, side="right"))
        yield row
        at = data.find(needle, int(ends[row]))


def _encode(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
