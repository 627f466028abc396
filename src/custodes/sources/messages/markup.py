"""Slack's markup as a reader sees it.

https://docs.slack.dev/messaging/formatting-message-text: what stands between angles is a link, or calls someone or a
channel; `&`, `<` and `>` are written as in HTML.
"""

from __future__ import annotations

import re

from custodes.sources.mail.html import Link

_ANGLES = re.compile(r"<([^<>]*)>")
_ESCAPES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ESCAPE = re.compile("|".join(_ESCAPES))
_NO_WEB = ("mailto:", "tel:")


def read_markup(text: str) -> tuple[str, list[Link]]:
    """The words, and the links with the words each shows; None for a bare address."""
    links: list[Link] = []

    def show(angles: re.Match[str]) -> str:
        target, _, label = angles[1].partition("|")
        sign = target[:1]
        if sign in ("@", "#", "!"):
            return _show_call(sign, target[1:], label)
        if not target.startswith(_NO_WEB):
            links.append((_unescape(target), _unescape(label) if label and label != target else None))
        return label or target

    return _unescape(_ANGLES.sub(show, text)), links


def _show_call(sign: str, target: str, label: str) -> str:
    """`@ann`, `#general`, `@here`; the id where the name was not written."""
    if sign == "!":
        name = label or target.partition("^")[2] or target
        return name if name.startswith("@") else f"@{name}"
    return f"{sign}{label or target}"


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)
