"""What could not be told of a message that left: locked and damaged documents, and what nobody looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from custodes.detect.finding import Reason
from custodes.detect.prose import count
from custodes.sources.documents import is_cut, is_unread


def list_unread(files: Sequence[Mapping[str, Any]], unseen_characters: int = 0) -> Iterator[Reason]:
    """A reason for each way in which something stayed unread. Pictures and sound are never read, and not told."""
    locked = sum(1 for file in files if file["is_encrypted"])
    damaged = sum(map(is_unread, files))
    parts = sum(map(is_cut, files))
    if locked:
        text = f"{count(locked, 'attachment')} that went outside {_is_or_are(locked)} locked and could not be read."
        yield Reason("privacy.locked", text)
    if damaged:
        why = "damaged, too large, packed too deep, or of another kind"
        yield Reason("privacy.unread", f"{count(damaged, 'document')} that went outside could not be read: {why}.")
    if parts:
        text = f"{count(parts, 'document')} that went outside {_is_or_are(parts)} long or packed; only a part was read."
        yield Reason("privacy.part", text)
    if unseen_characters:
        text = (
            f"{count(unseen_characters, 'character')} that went outside could not be looked at: "
            "there is too much, or too much of it looks like numbers."
        )
        yield Reason("privacy.not-looked-at", text)


def _is_or_are(number: int) -> str:
    return "is" if number == 1 else "are"
