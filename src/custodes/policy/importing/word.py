"""Reads Word documents (.docx): styles, numbering, tables; inserted text counts, deleted text does not.

The parts are read straight from the archive with a parser that follows no entity and loads no
picture, because the document may come from anywhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from custodes.policy.errors import DocumentError
from custodes.policy.importing.block import Block, Line, Reading
from custodes.policy.importing.lines import group_lines
from custodes.policy.importing.tables import read_table
from custodes.policy.importing.word_styles import (
    Style,
    Styles,
    W,
    is_on,
    numbering_of,
    outline_of,
    read_styles,
    size_of,
)
from custodes.policy.importing.wrapping import clean, squeeze

_GONE = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "footnoteReference", "pPr", "rPr", "commentReference")
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST_PART_BYTES = 40 * 1024 * 1024


def read_docx(path: Path, data: bytes) -> Reading:
    """The blocks of a Word document; raises DocumentError where the archive or its text is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            document = _root(archive, "word/document.xml")
            styles = read_styles(_part(archive, "word/styles.xml"), _part(archive, "word/numbering.xml"))
            edges = sorted(name for name in archive.namelist() if name.startswith(("word/header", "word/footer")))
            furniture = [text for name in edges for text in _furniture(_part(archive, name))]
            properties = _part(archive, "docProps/core.xml")
    except Exception as error:  # a damaged archive fails in many ways, and each means the same to the person
        raise DocumentError(
            path, "The document is damaged.", "Open it in Word, save it again, and import that."
        ) from error
    reader = _Reader(styles)
    body = document.find(f"{W}body")
    reader.read(body if body is not None else document)
    return Reading(tuple(reader.finish()), tuple(furniture), _title(properties))


def _part(archive: zipfile.ZipFile, name: str) -> Any | None:
    return _root(archive, name) if name in archive.namelist() else None


def _root(archive: zipfile.ZipFile, name: str) -> Any:
    info = archive.getinfo(name)
    if info.file_size > _LARGEST_PART_BYTES:
        raise ValueError("a part larger than any text")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with archive.open(info) as file:
        return etree.fromstring(file.read(_LARGEST_PART_BYTES + 1), parser)


def _furniture(root: Any | None) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p") if root is not None else ():
        text = squeeze(clean("".join(text for text, _ in _pieces(paragraph))))
        if text:
            yield text


def _title(properties: Any | None) -> str:
    found = properties.find("{http://purl.org/dc/elements/1.1/}title") if properties is not None else None
    title = squeeze(found.text or "") if found is not None else ""
    return "" if title.lower() in ("", "word document", "microsoft word", "untitled") else title


@dataclass
class _Reader:
    styles: Styles
    blocks: list[Block] = field(default_factory=list)
    joined: list[tuple[str, Any]] = field(default_factory=list)
    """Text of a paragraph whose end mark was deleted: it goes on in the next."""

    def read(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}sdt":
                self._control(child)
            elif child.tag in (f"{W}ins", f"{W}customXml", f"{W}smartTag", f"{W}moveTo"):
                self.read(child)

    def finish(self) -> list[Block]:
        return self.blocks

    def _control(self, control: Any) -> None:
        gallery = control.find(f"{W}sdtPr//{W}docPartGallery")
        if gallery is not None and "contents" in (gallery.get(f"{W}val") or "").lower():
            return
        content = control.find(f"{W}sdtContent")
        if content is not None:
            self.read(content)

    def _table(self, table: Any) -> None:
        rows = [[list(cell.iter(f"{W}p")) for cell in row.findall(f"{W}tc")] for row in table.iter(f"{W}tr")]
        if _is_layout(rows, table):
            for cell in table.iter(f"{W}tc"):
                self.read(cell)
            return
        self.blocks.extend(read_table([[" ".join(map(_plain_text, cell)) for cell in row] for row in rows]))

    def _paragraph(self, paragraph: Any) -> None:
        properties = paragraph.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style = self.styles.of(named.get(f"{W}val") if named is not None else None)
        self.joined.extend(_pieces(paragraph))
        if is_on(properties.find(f"{W}rPr") if properties is not None else None, "del"):
            return
        pieces, self.joined = self.joined, []
        if style.is_contents or not any(text.strip() for text, _ in pieces):
            return
        self.blocks.extend(self._as_blocks(pieces, properties, style))

    def _as_blocks(self, pieces: list[tuple[str, Any]], properties: Any, style: Style) -> Iterable[Block]:
        lines = [self._as_line(part, style) for part in _split(pieces)]
        heading = outline_of(properties) or style.heading
        if heading:
            return [Block(squeeze(" ".join(line.text for line in lines)), "heading", level=heading)]
        made = group_lines(line for line in lines if line.text)
        numbering = numbering_of(properties) or style.numbering
        is_item = style.is_list or (numbering is not None and numbering[0] != "0")
        if is_item and made:
            made[0] = self._as_item(made[0], numbering, style)
        return made

    def _as_item(self, block: Block, numbering: tuple[str, int] | None, style: Style) -> Block:
        is_bullet = numbering in self.styles.bullets if numbering else "bullet" in style.name
        marker = block.marker or ("•" if is_bullet or "bullet" in style.name else "#")
        return replace(block, kind="item", level=numbering[1] if numbering else 0, marker=marker)

    def _as_line(self, pieces: list[tuple[str, Any]], style: Style) -> Line:
        text = "".join(part for part, _ in pieces)
        said = [(part, self._is_bold(letters, style), size_of(letters)) for part, letters in pieces if part.strip()]
        bold = bool(said) and all(is_bold for _, is_bold, _ in said)
        size = max((size for _, _, size in said), default=0.0) or style.size or self.styles.size
        usual = self.styles.of(None).size or self.styles.size
        lead = "" if bold else self._lead(pieces, style)
        return Line(squeeze(clean(text)), bold=bold, lead=lead, size=size / usual)

    def _lead(self, pieces: list[tuple[str, Any]], style: Style) -> str:
        lead = ""
        for text, letters in pieces:
            if text.strip() and not self._is_bold(letters, style):
                break
            lead += text
        return squeeze(clean(lead))

    def _is_bold(self, letters: Any, style: Style) -> bool:
        said = is_on(letters, "b")
        if said is not None:
            return said
        named = letters.find(f"{W}rStyle") if letters is not None else None
        return self.styles.of(named.get(f"{W}val")).bold if named is not None else style.bold


def _is_layout(rows: list[list[list[Any]]], table: Any) -> bool:
    """Whether a table only places text: one column, or lists, headings or several paragraphs in a cell."""
    if all(len(row) <= 1 for row in rows):
        return True
    styled = (name.get(f"{W}val") or "" for name in table.iter(f"{W}pStyle"))
    return next(table.iter(f"{W}numPr"), None) is not None or any(
        name.startswith(("Heading", "List")) for name in styled
    )


def _plain_text(paragraph: Any) -> str:
    return squeeze(clean("".join(text for text, _ in _pieces(paragraph))))


def _pieces(paragraph: Any) -> Iterator[tuple[str, Any]]:
    """The text of a paragraph as it reads with every change accepted, each piece with its run's properties."""
    for child in paragraph:
        if child.tag in _GONE or child.tag == _FALLBACK:
            continue
        if child.tag == f"{W}r":
            yield from _run(child)
        elif isinstance(child.tag, str) and child.tag != f"{W}p":
            yield from _pieces(child)


def _run(run: Any) -> Iterator[tuple[str, Any]]:
    letters = run.find(f"{W}rPr")
    if is_on(letters, "vanish"):
        return
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or "", letters
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield "\t", letters
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n", letters
        elif child.tag == f"{W}noBreakHyphen":
            yield "-", letters
        elif child.tag == f"{W}sym":
            yield "•", letters


def _split(pieces: list[tuple[str, Any]]) -> Iterator[list[tuple[str, Any]]]:
    line: list[tuple[str, Any]] = []
    for text, letters in pieces:
        first, *more = text.split("\n")
        line.append((first, letters))
        for part in more:
            yield line
            line = [(part, letters)]
    yield line
