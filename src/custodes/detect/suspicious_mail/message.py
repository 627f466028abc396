"""A message as the signs look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa

from custodes.detect.mail_text import RECIPIENTS, domain_of, read_rows
from custodes.detect.suspicious_mail.folding import fold

TEXT_LOOKED_AT = 65536
"""Characters of a body that are looked at: a lure says what it wants early, and a page of padding must cost nothing."""
LINKS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, and what a reader sees of it."""

    url: str
    host: str
    """Lower case, without user, port or trailing dot; "" where it leads to no host."""
    has_user: bool
    shown_host: str
    """The host that the visible words name, where they are an address; else ""."""


@dataclass(frozen=True, slots=True)
class Message:
    """One row of a batch. Texts are "" and lists empty where the message has none."""

    row: int
    sender: str
    name: str
    reply_to: str
    recipients: tuple[str, ...]
    subject: str
    body: str
    list_id: str
    authentication: str
    links: tuple[Link, ...]
    files: Sequence[Mapping[str, Any]]
    parser: str | None

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return domain_of(self.sender)

    @property
    def text(self) -> str:
        """What a reader sees: the subject, then the body as far as it is looked at."""
        return f"{self.subject}\n{self.body[:TEXT_LOOKED_AT]}"

    @property
    def folded(self) -> bytes:
        """That text, folded."""
        return fold(self.text)


_COLUMNS = (
    "email.from",
    "email.from_name",
    "email.reply_to",
    *RECIPIENTS,
    "email.subject",
    "body",
    "email.list_id",
    "email_auth.results",
    "urls",
    "files",
    "parser",
)


def read_messages(batch: pa.RecordBatch) -> Iterator[Message]:
    """The messages of a batch, in order."""
    for row, values in enumerate(read_rows(batch, *_COLUMNS)):
        sender, name, reply_to, to, cc, bcc, subject, body, list_id, results, urls, files, parser = values
        yield Message(
            row=row,
            sender=sender,
            name=name,
            reply_to=reply_to,
            recipients=tuple(filter(None, (*to, *cc, *bcc))),
            subject=subject,
            body=body,
            list_id=list_id,
            authentication=results,
            links=tuple(read_links(urls)) if urls else (),
            files=files,
            parser=parser,
        )


_ADDRESS = re.compile(
    r"\s*(?:(?:https?|ftp):)?[\\/]{2}(?:([^/\\?#@\s]*)@)?([^/\\?#:\s@]+|\[[0-9a-f:.]+\])", re.IGNORECASE
)
_SHOWN = re.compile(r"\s*(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,12})(?:[/?#:]\S*)?\s*\Z", re.IGNORECASE)


def read_links(urls: Sequence[Mapping[str, Any] | None]) -> Iterator[Link]:
    """The links that lead somewhere, each address once with each of its texts."""
    seen = set()
    for url in islice(filter(None, urls), LINKS_LOOKED_AT):
        address, text = url["url_string"] or "", url["text"] or ""
        if (address, text) not in seen:
            seen.add((address, text))
            found = _ADDRESS.match(address)
            shown = _SHOWN.match(text) if "." in text else None
            if found or address.startswith("data:"):
                yield Link(
                    url=address,
                    host=found[2].lower().rstrip(".") if found else "",
                    has_user=bool(found and found[1]),
                    shown_host=shown[1].lower() if shown else "",
                )
