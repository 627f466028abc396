"""From lines to blocks: which lines wrap into one paragraph or item, and which begin another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from custodes.policy.importing.block import Block, BlockKind, Line
from custodes.policy.importing.markers import Marker, find_marker
from custodes.policy.importing.wrapping import hyphenated_words, join_lines

_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")
_RULE = re.compile(r"[=\-_~*·—–•\s]{3,}")
_UNDERLINE = re.compile(r"(=+|-+|~+|_+|\*+)")
_SAME_SIZE = 0.08  # parts of the usual height by which two lines may differ and still be one paragraph
_ROOM = 1.5  # characters or points by which two indents may differ and still be the same


def group_lines(lines: Iterable[Line]) -> list[Block]:
    """The blocks that `lines` form. Rules across the page are dropped; an underline marks its heading."""
    kept = [line for line in lines if line.text.strip()]
    grouper = _Grouper(hyphenated_words(line.text for line in kept))
    for line in _merge_lone_markers(kept):
        grouper.add(line)
    return grouper.finish()


@dataclass
class _Open:
    """The block being put together."""

    text: str
    kind: BlockKind
    marker: Marker | None
    line: Line
    text_indent: float
    bold: bool
    last: Line
    count: int = 1


@dataclass
class _Grouper:
    known: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    levels: list[float] = field(default_factory=list)
    """Indents of the items that the next one may be nested in."""
    open: _Open | None = None

    def add(self, line: Line) -> None:
        stripped = line.text.strip()
        if _RULE.fullmatch(stripped):
            self._rule(stripped, apart=line.gap)
        elif self.open is not None and self._goes_on(self.open, line):
            self.open.text = join_lines(self.open.text, stripped, self.known)
            self.open.bold = self.open.bold and line.bold
            self.open.last, self.open.count = line, self.open.count + 1
        else:
            self._close()
            self._begin(line, stripped)

    def finish(self) -> list[Block]:
        self._close()
        return self.blocks

    def _begin(self, line: Line, stripped: str) -> None:
        marker = find_marker(stripped)
        text = stripped[marker.end :].strip() if marker else stripped
        indent = line.indent + (marker.end if marker else 0)
        self.open = _Open(text, "item" if marker else "paragraph", marker, line, indent, line.bold, line)

    def _close(self) -> None:
        if (block := self.open) is None:
            return
        self.open = None
        self.blocks.append(
            Block(
                text=block.text,
                kind=block.kind,
                level=self._nesting(block),
                marker=block.marker.text if block.marker else "",
                bold=block.bold,
                lead=_lead(block),
                size=block.line.size,
            )
        )

    def _nesting(self, block: _Open) -> int:
        if block.marker is None:
            if block.line.indent <= min(self.levels, default=0.0) + _ROOM:
                self.levels.clear()
            return 0
        while self.levels and self.levels[-1] > block.line.indent + _ROOM:
            self.levels.pop()
        if not self.levels or block.line.indent > self.levels[-1] + _ROOM:
            self.levels.append(block.line.indent)
        return len(self.levels) - 1

    def _rule(self, rule: str, *, apart: bool) -> None:
        """A line of signs: an underline, if it follows one short line and is about as long."""
        block = self.open
        self._close()
        is_underline = not apart and _UNDERLINE.fullmatch(rule) and block is not None and block.count == 1
        if block is not None and is_underline and len(rule) <= 2 * len(block.line.text.strip()) + 4:
            self.blocks[-1] = replace(self.blocks[-1], underlined=True)
        elif len(rule.strip("_ ")) == 0:
            self.blocks.append(Block(rule))  # a line to sign on

    def _goes_on(self, block: _Open, line: Line) -> bool:
        """Whether `line` continues the block."""
        text = line.text.strip()
        if find_marker(text) and not _is_mid_sentence(block, text):
            return False
        if abs(line.size - block.last.size) > _SAME_SIZE or (line.bold != block.last.bold and not line.lead):
            return _style_runs_on(block, line, text)
        finished = bool(_ENDS.search(block.text))
        lower = text[:1].islower() or text[:1] in "(&,/"
        if line.turn or line.gap:
            return not finished and lower and (line.turn or block.last.full or block.text.endswith((",", "-")))
        if block.marker is not None:
            return self._item_goes_on(block, line, finished=finished, lower=lower)
        is_indented = line.indent > block.last.indent + _ROOM and block.count > 1  # a paragraph's first line
        if finished and is_indented and not lower:
            return False
        return lower or block.last.full or not (finished or _stands_alone(block.text))

    @staticmethod
    def _item_goes_on(block: _Open, line: Line, *, finished: bool, lower: bool) -> bool:
        hanging = line.indent > block.line.indent + _ROOM
        if hanging and block.count > 1 and line.indent < block.last.indent - _ROOM and finished:
            return False
        if lower or hanging:
            return True
        return block.last.full and not (finished and line.indent < block.text_indent - _ROOM and block.count > 1)


def _lead(block: _Open) -> str:
    """The bold words at the front, without the marker where it is bold too."""
    lead = block.line.lead.strip()
    marker = block.marker
    return lead[marker.end :].strip() if marker and lead.startswith(marker.text) else lead


def _is_mid_sentence(block: _Open, text: str) -> bool:
    """A dash or number that only happens to begin the line: the sentence before it is not at its end."""
    marker = find_marker(text)
    if marker is None or not block.last.full or _ENDS.search(block.text) or block.text.endswith(","):
        return False
    rest = text[marker.end :]
    is_dash = marker.text in "-–—" and rest[:1].islower() and block.marker is None and block.count > 1
    is_reference = marker.style in ("decimal", "word", "sign", "legal") and re.search(
        r"(?i)\b(section|sections|article|policy|chapter|paragraph|see|under|and|or|of|the|in|to)$", block.text
    )
    return bool(is_dash or is_reference)


def _style_runs_on(block: _Open, line: Line, text: str) -> bool:
    """Letters change within a paragraph only where a bold run ends or begins in mid-sentence."""
    if abs(line.size - block.last.size) > _SAME_SIZE or line.gap:
        return False
    return block.last.full and (text[:1].islower() or not _ENDS.search(block.text)) and not block.bold


def _stands_alone(text: str) -> bool:
    """A short line that nothing wraps under: a heading or a line of an address, not a paragraph's start."""
    return len(text) < 60


def _merge_lone_markers(lines: Sequence[Line]) -> Iterable[Line]:
    """A bullet alone on its line belongs to the words on the next."""
    waiting: Line | None = None
    for line in lines:
        if waiting is not None:
            yield replace(
                line, text=f"{waiting.text.strip()} {line.text.strip()}", indent=waiting.indent, gap=waiting.gap
            )
            waiting = None
            continue
        marker = find_marker(line.text.strip())
        if marker and marker.end >= len(line.text.strip()) and marker.style != "word":
            waiting = line
        else:
            yield line
    if waiting is not None:
        yield waiting
