"""PDF: the letters in the order they are drawn, in lines. The layout is not worked out: that is slow."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from custodes.sources.documents.cut import cut

_PAGES_READ = 60
_SPACE, _LINE = 0.18, 0.5
"""A gap of so much of a letter's height is a space, and a step of so much a new line."""


class _EnoughError(Exception):
    pass


class _Letters(PDFTextDevice):
    """Collects letters."""

    def __init__(self, resources: PDFResourceManager, longest: int) -> None:
        super().__init__(resources)
        self._longest = longest
        self._letters: list[str] = []
        self._right = self._base = 0.0

    @property
    def text(self) -> str:
        return "".join(self._letters).strip()

    def begin_page(self, page: Any, ctm: Any) -> None:
        del page, ctm
        self._letters.append("\n")

    def render_char(  # noqa: PLR0917 - as pdfminer calls it
        self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, *rest: Any
    ) -> float:
        """Called for each letter drawn; returns how far the next one is."""
        del rise, rest
        advance = float(font.char_width(cid) * fontsize * scaling)
        self._step(matrix, abs(fontsize) or 1.0)
        self._right = matrix[4] + advance * matrix[0]
        try:
            self._letters.append(str(font.to_unichr(cid)))
        except Exception:  # noqa: BLE001 - a letter of a damaged font is unknown, the next may not be
            self._letters.append("?")
        if len(self._letters) >= self._longest:
            raise _EnoughError
        return advance

    def _step(self, matrix: Any, size: float) -> None:
        """Begins a line or puts a space, from where this letter is drawn and where the last one ended."""
        height = max(abs(matrix[3]), abs(matrix[0]), 0.01) * size
        if abs(matrix[5] - self._base) > _LINE * height:
            self._letters.append("\n")
        elif matrix[4] - self._right > _SPACE * height or matrix[4] < self._right - height:
            self._letters.append(" ")
        self._base = matrix[5]


def read_pdf(content: bytes, longest: int) -> str:
    """What its first pages say, with a mark where there are more; "" for a scan without text.

    Raises whatever pdfminer raises of a damaged or locked one, if nothing of it could be read.
    """
    resources = PDFResourceManager()
    letters = _Letters(resources, longest)
    interpreter = PDFPageInterpreter(resources, letters)
    is_whole = False
    try:
        for number, page in enumerate(PDFPage.get_pages(BytesIO(content), maxpages=_PAGES_READ + 1)):
            if number == _PAGES_READ:
                break
            interpreter.process_page(page)
        else:
            is_whole = True
    except _EnoughError:
        pass
    except Exception:  # a damaged PDF fails in many ways; what came before the damage was read
        if not letters.text:
            raise
    return cut(letters.text, longest, is_whole=is_whole)
