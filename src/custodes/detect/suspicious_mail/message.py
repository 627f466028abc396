"""A message as the signs look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.detect.mail_text import RECIPIENTS, domain_of, read_mail
from custodes.detect.suspicious_mail.page import find_page
from custodes.detect.suspicious_mail.paths import traits_of
from custodes.events.schema import LONGEST_HOST

TEXT_LOOKED_AT = 65536
"""Characters of a body that are looked at: a lure says what it wants early, and a page of padding must cost nothing."""
LINKS_LOOKED_AT = 200


class Link(NamedTuple):
    """Where a link leads, and what a reader sees of it."""

    host: str
    """Lower case, without user, port or trailing dot; "" for a page that the message itself carries."""
    has_user: bool
    shown_host: str
    """The host that the visible words name, where they are an address; else ""."""
    traits: tuple[str, ...] = ()
    """What is odd about the rest of the address: the codes of `paths`."""


@dataclass(frozen=True, slots=True)
class Message:
    """One row of a batch. Texts are "" and lists empty where the message has none."""

    row: int
    sender: str
    domain: str
    """The sender's domain."""
    name: str
    reply_to: str
    return_path: str
    recipients: tuple[str, ...]
    subject: str
    body: str
    text: str
    """What a reader sees: the subject, then the body as far as it is looked at."""
    list_id: str
    authentication: str
    links: tuple[Link, ...]
    files: Sequence[Mapping[str, Any]]
    parser: str | None
    page: bytes
    """The HTML with its tags; b"" where there is none."""
    answers: bool
    """It names a message that it answers, and looks like an answer: by its subject, or by what it quotes."""


_COLUMNS = (
    "email.from",
    "email.from_name",
    "email.reply_to",
    "email.return_path",
    *RECIPIENTS,
    "email.subject",
    "body",
    "body.quoted",
    "email.list_id",
    "email_auth.results",
    "urls",
    "files",
    "parser",
    "raw_data",
)
_HEADER_BYTES = 16384


def read_messages(batch: pa.RecordBatch) -> Iterator[Message]:
    """The messages of a batch, in order."""
    for row, values in enumerate(read_mail(batch, *_COLUMNS)):
        sender, name, reply_to, bounces_to, to, cc, bcc, subject, body, quoted, *rest = values
        list_id, results, urls, files, parser, raw = rest
        yield Message(
            row=row,
            sender=sender,
            domain=domain_of(sender),
            name=name,
            reply_to=reply_to,
            return_path=bounces_to,
            recipients=tuple(filter(None, (*to, *cc, *bcc))),
            subject=subject,
            body=body,
            text=f"{subject}\n{body[:TEXT_LOOKED_AT]}",
            list_id=list_id,
            authentication=results,
            links=read_links(urls) if urls else (),
            files=files,
            parser=parser,
            page=find_page(raw or b""),
            answers=_names_another(raw or b"") and bool(quoted or looks_like_answer(subject)),
        )


_ANSWER = re.compile(r"\s*(?:re|aw|sv|antw|odp|res|r)\s*(?:\[\d+\])?\s*:\s*\S", re.IGNORECASE)


def looks_like_answer(subject: str) -> bool:
    """Whether a subject begins as an answer's does, in any of the languages read."""
    return _ANSWER.match(subject) is not None


def _names_another(raw: bytes) -> bool:
    """Whether a header says which message this one answers. Kits set one too, to be put among other mail."""
    head = raw[:_HEADER_BYTES].replace(b"\r", b"").partition(b"\n\n")[0].lower()
    return b"\nin-reply-to:" in head or b"\nreferences:" in head


_ADDRESS = re.compile(
    r"\s*(?:(?:https?|ftp):)?[\\/]{2}(?:([^/\\?#@\s]*)@)?([^/\\?#:\s@]+|\[[0-9a-f:.]+\])", re.IGNORECASE
)
_SHOWN = re.compile(r"\s*(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,12})(?:[/?#:]\S*)?\s*\Z", re.IGNORECASE)


def read_links(urls: Sequence[Mapping[str, Any] | None]) -> tuple[Link, ...]:
    """The links that lead somewhere, those alike in all that is looked at once."""
    return tuple(dict.fromkeys(link for url in islice(urls, LINKS_LOOKED_AT) if url and (link := _read_link(url))))


def _read_link(url: Mapping[str, Any]) -> Link | None:
    address, text = url["url_string"] or "", url["text"]
    found = _ADDRESS.match(address)
    if found is None:
        return Link("", has_user=False, shown_host="") if address.startswith("data:") else None
    shown = _SHOWN.match(text[:LONGEST_HOST]) if text and "." in text else None
    host = found[2].lower().rstrip(".")
    if len(host) > LONGEST_HOST:
        return None
    return Link(host, bool(found[1]), shown[1].lower() if shown else "", traits_of(address[found.end() :]))
