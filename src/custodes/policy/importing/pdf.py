"""Reads PDF documents: lines with their place and letters, columns in reading order, headers apart."""

from __future__ import annotations

import re
import statistics
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLineHorizontal
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from custodes.policy.errors import DocumentError
from custodes.policy.importing.block import Line, Reading
from custodes.policy.importing.columns import Printed, in_reading_order
from custodes.policy.importing.lines import group_lines
from custodes.policy.importing.pages import without_furniture
from custodes.policy.importing.wrapping import clean, squeeze

_MOST_PAGES = 300
_LARGEST_UNPACKED_BYTES = 100 * 1024 * 1024
_BROKEN = "Open it in a PDF viewer, print it to a new PDF, and import that."


def read_pdf(path: Path, data: bytes) -> Reading:
    """The blocks of a PDF; raises DocumentError where it is locked, damaged, or a scan without text."""
    _refuse_bombs(path, data)
    try:
        pages = [
            list(_printed(page)) for page in extract_pages(BytesIO(data), maxpages=_MOST_PAGES, laparams=_layout())
        ]
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise DocumentError(
            path, "The document is locked with a password.", "Save a copy without the password and import that."
        ) from error
    except Exception as error:  # a damaged PDF fails in many ways, and each means the same to the person
        raise DocumentError(path, "The document is damaged.", _BROKEN) from error
    _refuse_scans(path, pages)
    lines, furniture = without_furniture(list(_as_lines(pages)))
    return Reading(tuple(group_lines(lines)), tuple(furniture))


def _layout() -> LAParams:
    return LAParams(boxes_flow=None, char_margin=1.6, word_margin=0.12)


def _refuse_bombs(path: Path, data: bytes) -> None:
    """Refuses a file whose streams unpack beyond any document. Only deflate is tried, the usual packing."""
    left = _LARGEST_UNPACKED_BYTES
    view = memoryview(data)
    for match in re.finditer(rb"stream\r?\n(?=\x78)", data):
        packed: bytes | memoryview = view[match.end() :]
        for _ in range(3):  # a stream may be packed more than once
            try:
                packed = zlib.decompressobj().decompress(packed, left)
            except zlib.error:
                break
            left -= len(packed)
            if left <= 0:
                raise DocumentError(path, "The document unpacks to far more than a document holds.", _BROKEN)
            if packed[:1] != b"\x78":
                break


def _refuse_scans(path: Path, pages: Sequence[Sequence[Printed]]) -> None:
    text = "".join(line.text for page in pages for line in page)
    letters = sum(character.isalpha() for character in re.sub(r"\(cid:\d+\)", "", text))
    if letters < 20 or len(re.findall(r"\(cid:\d+\)", text)) > letters:
        raise DocumentError(
            path,
            "The document is a scan or its letters cannot be read: there is no text in it.",
            "Run text recognition (OCR) on it, or import the file it was printed from.",
        )


def _printed(page: Any) -> Iterator[Printed]:
    """The lines of a page, pieces on one baseline within a column put together, in reading order."""
    pieces = [made for line in _text_lines(page) if (made := _as_printed(line, page.height)) is not None]
    return in_reading_order(pieces)


def _text_lines(container: Any) -> Iterator[LTTextLineHorizontal]:
    waiting = [container]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, LTTextLineHorizontal):
                yield item
            elif isinstance(item, LTContainer):
                waiting.append(item)


def _as_printed(line: LTTextLineHorizontal, height: float) -> Printed | None:
    letters = [item for item in line if isinstance(item, LTChar) and item.get_text().strip()]
    text = clean(line.get_text()).strip("\n")
    if not letters or not text.strip():
        return None
    bold = [_is_bold(letter) for letter in letters]
    size = statistics.median(letter.size for letter in letters)
    return Printed(
        text=squeeze(text),
        left=letters[0].x0,
        right=letters[-1].x1,
        top=height - line.y1,
        bottom=height - line.y0,
        size=size,
        bold=sum(bold) > 0.9 * len(bold),
        lead=_bold_start(line) if bold[0] and not all(bold) else "",
    )


def _is_bold(letter: LTChar) -> bool:
    return re.search(r"(?i)bold|black|heavy|demi", str(letter.fontname)) is not None


def _bold_start(line: LTTextLineHorizontal) -> str:
    lead = ""
    for item in line:
        if isinstance(item, LTChar) and item.get_text().strip() and not _is_bold(item):
            break
        lead += item.get_text()
    return squeeze(clean(lead))


def _as_lines(pages: Iterable[Sequence[Printed]]) -> Iterator[list[Line]]:
    pages = [list(page) for page in pages]
    usual = _usual_size(pages)
    leading = _usual_leading(pages, usual)
    for page in pages:
        yield [_as_line(page, at, usual=usual, leading=leading) for at in range(len(page))]


def _as_line(page: Sequence[Printed], at: int, *, usual: float, leading: float) -> Line:
    line = page[at]
    above = page[at - 1] if at else None
    turn = above is None or line.top < above.top - 1 or line.left > above.right
    drop = line.top - above.top if above is not None else 0.0
    below = page[at + 1] if at + 1 < len(page) else None
    return Line(
        text=line.text,
        indent=line.left - line.column[0],
        gap=not turn and drop > 1.3 * leading * max(line.size / usual, 1.0),
        turn=turn,
        full=line.right + _first_word_width(below or line) > line.column[1] - 1,
        bold=line.bold,
        lead=line.lead,
        size=line.size / usual,
    )


def _first_word_width(line: Printed) -> float:
    words = line.text.split()
    return (len(words[0]) + 1) * (line.right - line.left) / max(len(line.text), 1) if words else 0.0


def _usual_size(pages: Sequence[Sequence[Printed]]) -> float:
    weights: dict[float, int] = {}
    for page in pages:
        for line in page:
            size = round(line.size * 2) / 2
            weights[size] = weights.get(size, 0) + len(line.text)
    return max(weights, key=lambda size: weights[size], default=10.0) or 10.0


def _usual_leading(pages: Sequence[Sequence[Printed]], size: float) -> float:
    """The distance in points from one line of a paragraph to the next: the smallest that occurs twice.

    Where no paragraph wraps, every distance is one between paragraphs; then it is a little over a
    line's own height.
    """
    steps = [(round(b.top - a.top), b) for page in pages for a, b in pairwise(page) if 0.95 * size < b.top - a.top < 60]
    times = Counter(drop for drop, _ in steps)
    smallest = min((drop for drop, number in times.items() if number >= 2), default=0)
    running_on = sum(1 for drop, line in steps if drop == smallest and line.text[0].islower())
    is_between_paragraphs = smallest > 1.45 * size and running_on < 0.2 * times[smallest]
    return 1.2 * size if is_between_paragraphs or not smallest else float(smallest)
