"""Parting what a person wrote from what they quoted or forwarded."""

from __future__ import annotations

import re

_REST_IS_QUOTED = re.compile(
    r"^[ \t>*]*(?:"
    r"-{2,} ?(?:Original|Forwarded|Weitergeleitete|Mensaje)[^\n]{0,60}-{2,}"
    r"|-{3,} ?Forwarded by [^\n]{0,200}"
    r"|Begin forwarded message:"
    r"|\*?From:[^\n]{0,300}\n(?:[ \t>]*(?:\*?(?:Sent|Date|To|Reply-To|Cc)):[^\n]{0,1000}\n){1,6}"
    r")",
    re.MULTILINE | re.IGNORECASE,
)
_WROTE = re.compile(r"^[ \t]*(?:On\b[^\n]{0,200}(?:\n[^\n]{0,200})??|[^\n>]{1,120})\bwrote:[ \t]*\n\s*", re.MULTILINE)
_QUOTED_LINES = re.compile(r"^[ \t]*>[^\n]*(?:\n|\Z)", re.MULTILINE)


def split_quoted(text: str) -> tuple[str, str]:
    """What the sender wrote, and what of it another wrote: lines marked `>`, and all below a forwarding head.

    Below `On … wrote:` everything is quoted unless the lines there are marked; then only those are, so that
    answers between them stay the sender's.
    """
    own, tail = text, ""
    if "wrote:" in text or ":" in text:
        own, tail = _split_tail(text)
    if ">" not in own:
        return own, tail
    quoted = _QUOTED_LINES.findall(own)
    if not quoted:
        return own, tail
    return _QUOTED_LINES.sub("", own), "".join(quoted) + tail


def _split_tail(text: str) -> tuple[str, str]:
    cut = len(text)
    found = _REST_IS_QUOTED.search(text) if _mentions_head(text) else None
    if found is not None:
        cut = found.start()
    if "wrote:" in text:
        for wrote in _WROTE.finditer(text, 0, cut):
            if not text.startswith(">", wrote.end()):
                cut = wrote.start()
                break
    return text[:cut], text[cut:]


def _mentions_head(text: str) -> bool:
    return "From:" in text or "--" in text or "forwarded message:" in text
