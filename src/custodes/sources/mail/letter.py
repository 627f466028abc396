"""What a stage of the cascade found in a message, before it is judged what is text, link or quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Address = tuple[str, str]
"""The name shown, which may be empty, and the address in lower case."""

READ_HEADERS = frozenset(
    {
        *("from", "to", "cc", "bcc", "subject", "date", "message-id", "reply-to", "return-path"),
        *("list-id", "received", "authentication-results"),
    }
)
"""The headers that an event is made from, in lower case."""


@dataclass(slots=True)
class Attachment:
    """A part that is not the text itself."""

    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Letter:
    """Headers decoded, parts decoded."""

    headers: Mapping[str, list[str]]
    """Every value of the headers in READ_HEADERS, by name; `received` only where the Date does not tell when."""
    subject: str
    from_: Address | None
    to: list[str]
    cc: list[str]
    bcc: list[str]
    date: datetime | None
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read in it beside its headers."""
        return any(text and not text.isspace() for text in (*self.texts, *self.htmls))

    def first(self, name: str) -> str | None:
        """The first value of a header, or None."""
        values = self.headers.get(name)
        return values[0].strip() if values else None
