"""Text that came from outside (file names, subjects, hosts), made fit to be shown to a person.

Mail and logs are written by strangers: their text may hide letters, turn the reading direction,
ring the terminal's bell or move its cursor. What cannot be seen is shown as U+FFFD, so that a
reader notices it. Escaping for HTML is the template's, and comes after this.
"""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST_SHOWN = 800

UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, escape sequences among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # turn the reading direction
    "\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible; U+200C and U+200D stay, scripts need them
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    "\U000e0000-\U000e007f"  # tags: whole hidden sentences
    "]"
)


def shown(text: str, *, longest: int = LONGEST_SHOWN) -> str:
    """The text on one line, nothing in it unseen, cut with an ellipsis past `longest` characters."""
    line = UNSEEN.sub("\ufffd", " ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def encodable(text: str) -> str:
    """The text with each lone surrogate, as a file name that is not UTF-8 has, written out by its number."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def written(value: Any) -> str:
    """The value as JSON for a person's terminal too: what cannot be seen is escaped, and so nothing of it is lost."""
    return UNSEEN.sub(_escape, json.dumps(value, ensure_ascii=False, indent=2))


def _escape(sign: re.Match[str]) -> str:
    if sign[0] == "\n":  # between members: in a text it stands escaped already
        return sign[0]
    units = sign[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
