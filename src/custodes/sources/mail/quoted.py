"""Parting what a person wrote from what they quoted or forwarded."""

from __future__ import annotations

import re

_HEAD = re.compile(
    r"^[ \t*]*(?:"
    r"-{2,} ?(?:Original|Forwarded)[^\n]{0,60}-{2,}"
    r"|-{3,} ?Forwarded by [^\n]{0,200}"
    r"|Begin forwarded message:"
    r"|From:[^\n]{0,300}\n(?:[ \t]*\n)?(?:[ \t*]*(?:Sent|Date|To|Reply-To|Cc):[^\n]{0,1000}\n){1,6}"
    r")",
    re.MULTILINE,
)
_MARKS = (">", " >")
_WROTE = "wrote:"
_INTRODUCTION_LIMIT = 200


def split_quoted(text: str) -> tuple[str, str]:
    """What the sender wrote, and what of it another wrote: lines marked `>`, and all below a forwarding head.

    Below `On … wrote:` everything is quoted unless the lines there are marked; then only those are, so that
    answers between them stay the sender's.
    """
    cut = _find_head(text)
    own, tail = text[:cut], text[cut:]
    if not own.startswith(_MARKS) and "\n>" not in own and "\n >" not in own:
        return own, tail
    written, quoted = list[str](), list[str]()
    for line in own.splitlines(keepends=True):
        (quoted if line.startswith(_MARKS) else written).append(line)
    return "".join(written), "".join(quoted) + tail


def _find_head(text: str) -> int:
    """Where all that follows is another's."""
    cut = len(text)
    if "From:" in text or "orwarded" in text or "Original" in text:  # else none can be
        found = _HEAD.search(text)
        cut = found.start() if found else cut
    at = text.find(_WROTE, 0, cut)
    while at >= 0:
        end = at + len(_WROTE)
        follows = text[end : end + _INTRODUCTION_LIMIT].lstrip(" \t")
        if follows[:1] in ("\n", "") and follows.lstrip()[:1] not in (">", ""):
            return _introduction(text, at)
        at = text.find(_WROTE, end, cut)
    return cut


def _introduction(text: str, at: int) -> int:
    """Where `On Tuesday, A. Miller wrote:` begins; it may have run over two lines."""
    line = text.rfind("\n", 0, at) + 1
    before = text.rfind("\n", 0, max(0, line - 1)) + 1
    return before if line and text.startswith("On ", before) and at - before < _INTRODUCTION_LIMIT else line
