"""The words beside a place: what is said shortly before it, and right after it on its line."""

from __future__ import annotations

import re

BEFORE_CHARACTERS, AFTER_CHARACTERS = 60, 24
_LETTER = re.compile(r"[^\W\d_]")


def has_letter(text: str) -> bool:
    """Whether there is any word in it at all: columns of numbers have none, and need not be searched for one."""
    return _LETTER.search(text) is not None


def before(text: str, start: int, characters: int = BEFORE_CHARACTERS) -> str:
    """What stands before a place on its line; where that holds no letter, the line above (`Phone:`)."""
    *above, own = text[max(0, start - characters) : start].split("\n")
    if not above or has_letter(own):
        return own
    return next((line for line in reversed(above) if line.strip()), "") + own


def after(text: str, end: int, characters: int = AFTER_CHARACTERS) -> str:
    """What stands after a place on its line."""
    return text[end : end + characters].partition("\n")[0]


def said_near(
    text: str, start: int, end: int, said_before: re.Pattern[str], said_after: re.Pattern[str] | None = None
) -> bool:
    """Whether one of the words stands before the place, or one of the others after it."""
    said = before(text, start)
    if has_letter(said) and said_before.search(said):
        return True
    return bool(said_after and said_after.search(after(text, end)))


def is_in_address(text: str, start: int) -> bool:
    """Whether the place is inside the address of a page, a message's id or a path, where numbers mean nothing."""
    token = text[max(0, start - BEFORE_CHARACTERS) : start].rpartition("\n")[2].rpartition(" ")[2]
    return "://" in token or "/" in token or "@" in token
