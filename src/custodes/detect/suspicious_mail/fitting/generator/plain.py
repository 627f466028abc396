"""A sheet as plain text, by the habits of those who write it and of those machines that make it from HTML."""

from __future__ import annotations

import re
import textwrap
from random import Random

from custodes.detect.suspicious_mail.fitting.generator.layout import LINK, Block, Sheet

_UNWRAPPED = 10_000


def set_plain(rng: Random, sheet: Sheet, *, shows_links: bool = True) -> str:
    """The text. Without `shows_links` the addresses are left out, as some programs do."""
    width = rng.choice((68, 72, 76, _UNWRAPPED, _UNWRAPPED))
    gap = rng.choice(("\n\n", "\n\n", "\n\n", "\n"))
    style = rng.randrange(4) if shows_links else -1
    return gap.join(_set_block(block, sheet, width, style) for block in sheet.blocks).strip() + "\n"


def _set_block(block: Block, sheet: Sheet, width: int, style: int) -> str:
    if block.shape in ("button", "home"):
        return _set_link(block.lines[0], sheet.url if block.shape == "button" else sheet.home, style)
    lines = [_set_line(line, sheet, style) for line in block.lines]
    if block.shape == "heading":
        return f"{lines[0].upper()}\n{'=' * len(lines[0])}" if style == 2 else lines[0]
    if block.shape == "item":
        return "\n".join(f"{'*-•*'[style]} {line}" for line in lines)
    if block.shape == "row":
        return "\n".join(line.replace(" :: ", ": ") for line in lines)
    if block.shape == "quote":
        return "\n".join(f"> {line}" for line in lines)
    return "\n".join(textwrap.fill(line, width) if len(line) > width else line for line in lines)


def _set_link(words: str, url: str, style: int) -> str:
    if style < 0:
        return words
    if words.startswith("http") or not words:
        return url
    return (f"{words}: {url}", f"{words}\n{url}", f"{words} <{url}>", f"[{words}]({url})")[style]


def _set_line(line: str, sheet: Sheet, style: int) -> str:
    if "<<" not in line and "((" not in line:
        return line
    return LINK.sub(lambda found: _set_link(found[1] or found[2], sheet.url if found[1] else sheet.home, style), line)


def quote_plain(rng: Random, text: str, said_by: str) -> str:
    """The text as an earlier message beneath an answer."""
    lines = text.splitlines()
    if rng.random() < 0.6:
        return f"{said_by}\n" + "\n".join(f">{'' if line.startswith('>') else ' '}{line}".rstrip() for line in lines)
    rule = rng.choice(("-----Original Message-----", "________________________________", "--- Original ---", "-----"))
    return f"{rule}\n{said_by}\n\n{text}"


_BLANK_LINES = re.compile(r"\n{3,}")


def squeeze_blank_lines(text: str) -> str:
    """Never more than one empty line at a place."""
    return _BLANK_LINES.sub("\n\n", text)
