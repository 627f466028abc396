"""How the page of a message is made: tricks that a reader does not see. Nothing of it is ever loaded."""

from __future__ import annotations

import binascii
import contextlib
import re
from collections.abc import Iterator
from functools import cache

import hyperscan

from custodes.detect.compiled import compile_database
from custodes.detect.finding import Reason

RAW_BYTES = 2_000_000
"""Bytes of a message within which its page must begin."""
PAGE_BYTES = 200_000
"""Bytes of a page, as sent, that are looked at."""
_PART_HEADER_BYTES = 1000
_FEW_WORDS = 15

_PAGE = b"text/html"
_IS_PAGE = re.compile(rb"^content-type:\s*text/html", re.IGNORECASE | re.MULTILINE)
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_ENCODING = re.compile(rb"^content-transfer-encoding:\s*(base64|quoted-printable)", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"\n--[^\s-]")


def find_page(raw: bytes) -> bytes:
    """The first page of the message with its tags, b"" where there is none. Good enough to look for tricks."""
    kind = _IS_PAGE.search(raw, 0, RAW_BYTES) if _PAGE in raw or _PAGE in raw.lower() else None
    begin = kind and _EMPTY_LINE.search(raw, kind.end())
    if not (kind and begin):
        return b""
    before = raw[max(0, kind.start() - _PART_HEADER_BYTES) : kind.start()]
    above = max(before.rfind(b"\n\n"), before.rfind(b"\r\n\r\n"), before.rfind(b"\n--"))
    header = before[above + 1 :] + raw[kind.start() : begin.start()]
    content = raw[begin.end() : begin.end() + PAGE_BYTES]
    end = _BOUNDARY.search(content)
    return _decode(content[: end.start()] if end else content, _ENCODING.search(header))


def _decode(content: bytes, encoding: re.Match[bytes] | None) -> bytes:
    if encoding and encoding[1].lower() == b"base64":
        letters = b"".join(content.split()).translate(None, b"=")
        with contextlib.suppress(binascii.Error):
            content = binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    elif encoding:
        content = binascii.a2b_qp(content)
    return content


_STYLED_AWAY = (
    rb"(?:font-size\s*:\s*0[^.\d]|font-size\s*:\s*1p[xt]|visibility\s*:\s*hidden|opacity\s*:\s*0[^.\d]"
    rb"|[^-]color\s*:\s*(?:transparent|white|#fff(?:fff)?)\b)"
)
_SIGNS = (
    (
        "page.hidden-text",
        "The message carries text that a reader cannot see.",
        _STYLED_AWAY + rb"[^<>]{0,200}>[^<]{60}",
    ),
    (
        "page.form",
        "The message itself has fields to fill in.",
        rb"<form\b|<input\b[^<>]{0,200}\btype\s*=\s*[\"']?password",
    ),
    (
        "page.script",
        "The message carries a program, which honest mail does not.",
        rb"<script\b|\bon(?:load|error|click)\s*=\s*[\"']",
    ),
    (
        "page.data",
        "The message carries another page within it.",
        rb"(?:href|src|action)\s*=\s*[\"']?\s*data:(?:text/html|application)",
    ),
    ("page.only-image", "The message says nearly all it says in an image.", rb"<img\b"),
)
"""Code, what it says, and the expression; an image is a sign only beside few words."""
_NEEDS_FEW_WORDS = 4
_SPLIT_WORD = (
    rb"[A-Za-z](?:&(?:zwnj|zwj|shy|#8203|#x200b|#173|#8288);|\xe2\x80[\x8b-\x8d]|\xe2\x81\xa0|\xc2\xad"
    rb"|<!--[^<>]{0,40}-->){1,3}[A-Za-z]"
)
_SPLIT_WORDS = 4


def signs(page: bytes, body: str) -> Iterator[Reason]:
    """What is odd about how the page is made, each once; `body` is what a reader sees of it."""
    if not page:
        return
    found: list[int] = []
    _tricks().scan(page, match_event_handler=lambda number, *_: found.append(number))
    for number in sorted(found):
        code, says, _ = _SIGNS[number]
        if number != _NEEDS_FEW_WORDS or len(body.split(maxsplit=_FEW_WORDS)) < _FEW_WORDS:
            yield Reason(code, says)
    if _splits_words(page):
        yield Reason("page.split-words", "Words are broken up by signs that a reader does not see.")


def _splits_words(page: bytes) -> bool:
    ends: list[int] = []
    _split_words().scan(page, match_event_handler=lambda _, __, end, *___: ends.append(end))
    return len(ends) >= _SPLIT_WORDS


@cache
def _tricks() -> hyperscan.Database:
    flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL
    return compile_database([expression for _, _, expression in _SIGNS], flags=flags, worth_keeping=1)


@cache
def _split_words() -> hyperscan.Database:
    return compile_database([_SPLIT_WORD], flags=hyperscan.HS_FLAG_CASELESS)
