"""Reads HTML, and Markdown by way of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from custodes.policy.importing.block import Block, Line, Reading
from custodes.policy.importing.lines import group_lines
from custodes.policy.importing.markers import find_marker
from custodes.policy.importing.tables import read_table
from custodes.policy.importing.wrapping import clean, join_lines, squeeze

_SKIPPED = re.compile(
    r"script|style|noscript|template|nav|form|button|select|textarea|input|svg|math|iframe|object|video|audio|canvas"
    r"|map|aside|dialog|head|title|meta|link|del|s|strike"
)
_FURNITURE = re.compile(r"header|footer")
_BLOCK = re.compile(
    r"address|article|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|h[1-6]|header|hgroup"
    r"|hr|html|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|caption"
)
_AROUND = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|cookies?|skip-link|social|share)(?:$|[\s_-])"
)
_BOLD = frozenset(("b", "strong"))
_SOFT = "\u2028"  # a line end of the Markdown source, which means a space unless a bullet follows
_HARD = "\n"


def read_markdown(text: str) -> Reading:
    """The blocks of a Markdown text; front matter, if any, gives a title and dates."""
    front, body = _front_matter(text)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.add_render_rule("softbreak", lambda *_: _SOFT)
    reading = read_html(f"<main>{parser.render(body)}</main>")
    lines = tuple(f"{key}: {value}" for key, value in front.items())
    return replace(reading, furniture=(*lines, *reading.furniture), title=str(front.get("title") or ""))


def read_html(text: str) -> Reading:
    """The blocks of a web page: its main part, without menus, scripts and what the page hides."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(clean(text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return Reading(())
    walker = _Walker()
    main = root.find(".//main")
    walker.walk(main if main is not None else root)
    title = root.findtext(".//title") or ""
    return Reading(tuple(walker.finish()), tuple(walker.furniture), squeeze(title))


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    found = re.match(r"---[ \t]*\n(.{0,5000}?)\n---[ \t]*(?:\n|$)", text, re.DOTALL)
    if found is None:
        return {}, text
    try:
        front = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError):
        return {}, text
    return (front, text[found.end() :]) if isinstance(front, dict) else ({}, text)


@dataclass
class _Walker:
    """Gathers inline text until a block begins or ends, and makes blocks of it."""

    blocks: list[Block] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    """Text not yet in a block, and whether it is bold."""
    lists: list[str] = field(default_factory=list)
    heading: int = 0
    item_opens: bool = False
    bold_depth: int = 0

    def walk(self, element: Any) -> None:
        """Takes in an element and all within it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if _SKIPPED.fullmatch(tag) or _is_hidden(element, tag):
            return
        if _FURNITURE.fullmatch(tag) and element.find(".//main") is None:
            self._take_furniture(element)
        elif tag == "table":
            self._flush()
            self._take_table(element)
        elif _BLOCK.fullmatch(tag):
            self._flush()
            self._enter(element, tag)
            self._flush()
        elif tag == "br":
            self.pieces.append((_HARD, False))
        else:
            self._inline(element, tag)

    def finish(self) -> list[Block]:
        self._flush()
        return self.blocks

    def _children(self, element: Any) -> None:
        self._say(element.text)
        for child in element:
            self.walk(child)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self.pieces.append((text.replace("\n", " "), self.bold_depth > 0))

    def _inline(self, element: Any, tag: str) -> None:
        is_bold = tag in _BOLD or re.search(r"font-weight:\s*(?:bold|[6-9]00)", element.get("style") or "") is not None
        self.bold_depth += is_bold
        self._children(element)
        self.bold_depth -= is_bold

    def _enter(self, element: Any, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(tag)
            self._children(element)
            self._flush()
            self.lists.pop()
        elif tag == "li":
            self.item_opens = True
            self._children(element)
            self._flush()
            self.item_opens = False
        elif re.fullmatch(r"h[1-6]", tag):
            self.heading = int(tag[1])
            self._children(element)
            self._flush()
            self.heading = 0
        elif tag == "dt":
            self.bold_depth += 1
            self._children(element)
            self._flush()
            self.bold_depth -= 1
        else:
            self._children(element)

    def _take_furniture(self, element: Any) -> None:
        """Headings of a page's header are kept; the rest may only hold a date."""
        self._flush()
        for heading in element.iter("h1", "h2"):
            self.walk(heading)
        self._flush()
        self.furniture.append(squeeze(element.text_content()))

    def _take_table(self, table: Any) -> None:
        if any(True for _ in table.iter("ul", "ol", "h1", "h2", "h3", "h4")) or len(table.findall(".//table")):
            self._children(table)  # a table used for layout
            return
        rows = [[_cell_text(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        heads = [all(cell.tag == "th" for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr")]
        self.blocks.extend(read_table(rows, has_head=bool(heads and heads[0])))

    def _flush(self) -> None:
        pieces, self.pieces = self.pieces, []
        if not any(text.strip() for text, _ in pieces):
            return
        lines = [squeeze_line for part in _split(pieces) if (squeeze_line := _as_line(part)).text]
        if self.heading:
            text = squeeze(" ".join(line.text for line in lines))
            self.blocks.append(Block(text, "heading", level=self.heading))
            return
        made = group_lines(_unwrapped(lines))
        if self.item_opens and made:
            self.item_opens = False
            made[0] = self._as_item(made[0])
        elif self.lists:
            made = [
                replace(block, level=block.level + len(self.lists)) if block.kind == "item" else block for block in made
            ]
        self.blocks.extend(made)

    def _as_item(self, block: Block) -> Block:
        counted = bool(self.lists) and self.lists[-1] == "ol"
        marker = block.marker or ("#" if counted else "•")
        return replace(block, kind="item", level=max(len(self.lists) - 1, 0), marker=marker)


def _is_hidden(element: Any, tag: str) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or element.get("role") == "navigation":
        return True
    if re.search(r"display:\s*none|visibility:\s*hidden", element.get("style") or ""):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        _BLOCK.fullmatch(tag) is not None and tag not in ("body", "html", "main") and _AROUND.search(named) is not None
    )


def _cell_text(cell: Any) -> str:
    for line_end in cell.iter("br"):
        line_end.tail = f" {line_end.tail or ''}"
    return squeeze(cell.text_content())


def _split(pieces: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """The pieces line by line: at every hard line end, and at a soft one that a bullet follows."""
    line: list[tuple[str, bool]] = []
    for text, bold in pieces:
        for at, part in enumerate(re.split(f"([{_SOFT}{_HARD}])", text)):
            if at % 2 and part == _HARD:
                yield line
                line = []
            elif at % 2:
                line.append((_SOFT, bold))
            elif part:
                line.append((part, bold))
    yield line


def _as_line(pieces: list[tuple[str, bool]]) -> Line:
    text = "".join(part for part, _ in pieces)
    worded = [(part, bold) for part, bold in pieces if part.strip(_SOFT + " \t")]
    bold = bool(worded) and all(is_bold for _, is_bold in worded)
    lead = ""
    if worded and worded[0][1] and not bold:
        stop = next(at for at, (_, is_bold) in enumerate(worded) if not is_bold)
        lead = squeeze("".join(part for part, _ in worded[:stop]).replace(_SOFT, " "))
    return Line(text.strip(), bold=bold, lead=lead)


def _unwrapped(lines: list[Line]) -> Iterator[Line]:
    """Lines joined over soft ends; a soft end before a bullet or number divides, as its writer meant."""
    for line in lines:
        parts = [part for part in line.text.split(_SOFT) if part.strip()]
        joined = ""
        first = True
        for part in parts:
            if joined and find_marker(part.strip()):
                yield replace(line, text=squeeze(joined), lead=line.lead if first else "")
                joined, first = "", False
            joined = join_lines(joined, part.strip())
        if joined:
            yield replace(line, text=squeeze(joined), lead=line.lead if first else "")
