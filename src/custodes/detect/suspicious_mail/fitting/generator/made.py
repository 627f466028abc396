"""What the generator gives."""

from __future__ import annotations

from typing import Literal, NamedTuple

Label = Literal["phishing", "spam", "ham"]


class Made(NamedTuple):
    """A made-up message."""

    label: Label
    family: str
    """Kind, language and skeleton ("mail-quota/en/3"): to keep alike messages on one side of a split."""
    raw: bytes
    """As a mail server would have stored it (RFC 5322, CRLF or LF)."""
