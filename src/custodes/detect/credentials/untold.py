"""What of a message could not be told: locked and damaged attachments, and what nobody looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from custodes.detect.finding import Reason
from custodes.detect.prose import count
from custodes.sources.documents import is_cut, is_unread

_SPEAKS_OF_SECRETS = re.compile(
    r"\b(?:passwords?|logins?|credentials|passw[oö]rter|contraseñas|api keys?)\b", re.IGNORECASE
)


def list_untold(files: Sequence[Mapping[str, Any]], unseen_characters: int, *, is_ours: bool) -> Iterator[Reason]:
    """A reason for each way in which something stayed unread.

    What others sent us is theirs: of their attachments only a locked one named as if it held passwords is told.
    """
    locked = [file for file in files if file["is_encrypted"]]
    if any(map(_is_named_so, locked)):
        text = "A locked attachment is named as if it held passwords; whether it does could not be told."
        yield Reason("credentials.locked", text)
    elif locked and is_ours:
        text = f"{count(len(locked), 'attachment')} locked; whether passwords are in there could not be told."
        yield Reason("credentials.locked", text)
    unread = sum(is_unread(file) or is_cut(file) for file in files)
    if unread and is_ours:
        what = count(unread, "document")
        text = f"{what} attached could not be read, or only in part: damaged, long, or packed too deep."
        yield Reason("credentials.unread", text)
    if unseen_characters:
        what = count(unseen_characters, "character")
        text = f"{what} could not be looked at: there is too much, or it is made to take long."
        yield Reason("credentials.not-looked-at", text)


def _is_named_so(file: Mapping[str, Any]) -> bool:
    return _SPEAKS_OF_SECRETS.search((file["name"] or "").replace("_", " ")) is not None
