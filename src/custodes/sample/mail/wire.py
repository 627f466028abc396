"""A letter as the bytes of an Internet message (RFC 5322, MIME), written the way mail programs do.

Made by hand and not with `email`, which takes ten times as long, and so that the same letter gives the same bytes.
"""

from __future__ import annotations

import base64
import html
import quopri
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from random import Random

from custodes.sample.plan import DOMAIN, ZONE

_LINK = re.compile(r"<<(.+?) => (\S+?)>>")
ADDRESSES_A_LINE = 4
SHARE_MOSTLY_ASCII = 0.8


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who writes or is written to."""

    name: str
    email: str

    @property
    def first(self) -> str:
        """The name one is called by."""
        return self.name.split(" ", 1)[0]

    def __str__(self) -> str:
        return f"{_header_name(self.name)} <{self.email}>" if self.name else self.email


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a letter."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to whom. In `text`, `<<words => address>>` is a link."""

    sender: Party
    to: tuple[Party, ...]
    subject: str
    text: str
    bcc: tuple[Party, ...] = ()
    reply_to: str = ""
    auth: str = "internal"
    """Result of sender checks: `pass`, `softfail`, `fail`, `none`; `internal` never left the house."""
    server: str = ""
    """The mail server that handed it over, where it is not one of the sender's domain."""
    list_id: str = ""
    html: bool = False
    attachments: tuple[Attachment, ...] = ()
    quoted: str = ""
    answers: str = field(default="")
    """Message-ID of the letter answered."""


def message_id(at: float, rng: Random, sender: Party) -> str:
    """An id as a mail server makes it."""
    return f"<{int(at)}.{rng.getrandbits(48):012x}@{sender.email.rpartition('@')[2]}>"


def write_letter(letter: Letter, at: float, own_id: str) -> bytes:
    """The whole message with LF line ends."""
    moment = datetime.fromtimestamp(int(at), ZONE)
    lines = [
        *_trace(letter, moment),
        f"Date: {format_datetime(moment)}",
        f"From: {letter.sender}",
        *_recipients("To", letter.to),
        *_recipients("Bcc", letter.bcc),
        *([f"Reply-To: {letter.reply_to}"] if letter.reply_to else []),
        f"Subject: {_header_text(letter.subject)}",
        f"Message-ID: {own_id}",
        *([f"In-Reply-To: {letter.answers}", f"References: {letter.answers}"] if letter.answers else []),
        *([f"List-Id: <{letter.list_id}>", "Precedence: list"] if letter.list_id else []),
        "MIME-Version: 1.0",
    ]
    return "\n".join(lines).encode() + b"\n" + _content(letter, own_id)


def _trace(letter: Letter, moment: datetime) -> list[str]:
    domain = letter.sender.email.rpartition("@")[2]
    lines = [f"Return-Path: <{letter.sender.email}>"]
    if letter.auth == "internal":
        return lines
    server = letter.server or f"mx.{domain}"
    lines.append(f"Received: from {server} by mx.{DOMAIN} with ESMTPS; {format_datetime(moment)}")
    if letter.auth != "none":
        dkim = "pass" if letter.auth == "pass" else "none"
        dmarc = {"pass": "pass", "softfail": "none", "fail": "fail"}[letter.auth]
        lines.append(
            f"Authentication-Results: mx.{DOMAIN}; spf={letter.auth} smtp.mailfrom={domain};\n"
            f" dkim={dkim} header.d={domain}; dmarc={dmarc} header.from={domain}"
        )
    return lines


def _recipients(name: str, parties: tuple[Party, ...]) -> list[str]:
    """Folded, so that no line grows past what servers take."""
    if not parties:
        return []
    groups = [parties[start : start + ADDRESSES_A_LINE] for start in range(0, len(parties), ADDRESSES_A_LINE)]
    return [f"{name}: " + ",\n ".join(", ".join(map(str, group)) for group in groups)]


def _content(letter: Letter, own_id: str) -> bytes:
    """Content-Type and body: plain, or plain and HTML, or either with files beside it."""
    seam = f"=_{own_id[1:].partition('@')[0]}"
    text = letter.text.rstrip("\n") + (f"\n\n{letter.quoted}" if letter.quoted else "") + "\n"
    body = _text_part(as_plain(text), "plain")
    if letter.html:
        body = _multipart("alternative", f"{seam}.a", [body, _text_part(as_html(text), "html")])
    if letter.attachments:
        body = _multipart("mixed", seam, [body, *map(_file_part, letter.attachments)])
    return body


def _multipart(kind: str, seam: str, parts: list[bytes]) -> bytes:
    mark = seam.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{seam}"\n\n'.encode()
    return head + b"".join(b"--" + mark + b"\n" + part for part in parts) + b"--" + mark + b"--\n"


def _text_part(text: str, kind: str) -> bytes:
    content = text.encode()
    if content.isascii() and max(map(len, content.split(b"\n"))) < 900:
        return f"Content-Type: text/{kind}; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\n".encode() + content
    mostly_ascii = sum(byte < 128 for byte in content) > SHARE_MOSTLY_ASCII * len(content)
    name = "quoted-printable" if mostly_ascii else "base64"
    coded = quopri.encodestring(content) if mostly_ascii else base64.encodebytes(content)
    return f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {name}\n\n".encode() + coded


def _file_part(file: Attachment) -> bytes:
    head = (
        f'Content-Type: {file.mime}; name="{file.name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{file.name}"\n\n'
    )
    return head.encode() + base64.encodebytes(file.content)


def as_plain(text: str) -> str:
    """Links as mail programs write them: the words and the address, or the address alone where they are the same."""
    return _LINK.sub(lambda link: link[2] if link[1] in link[2] else f"{link[1]} <{link[2]}>", text)


def as_html(text: str) -> str:
    """Paragraphs, line breaks and links."""
    marked = _LINK.sub(lambda link: f"\x01{link[2]}\x02{link[1]}\x03", text)
    safe = html.escape(marked, quote=False)
    linked = safe.replace("\x01", '<a href="').replace("\x02", '" style="color:#0b57d0">').replace("\x03", "</a>")
    paragraphs = "".join(f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>\n" for part in linked.strip().split("\n\n"))
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n<body>\n{paragraphs}</body></html>\n'


@lru_cache(maxsize=4096)
def _header_name(name: str) -> str:
    if not name.isascii():
        return f"=?utf-8?b?{base64.b64encode(name.encode()).decode()}?="
    return name if re.fullmatch(r"[\w .'-]*", name) and "." not in name else f'"{name}"'


def _header_text(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8").encode()
