"""A message as bytes (RFC 5322, 2045-2047), by the habits of different senders' programs."""

from __future__ import annotations

import base64
import quopri
from random import Random
from string import ascii_letters, digits

from custodes.detect.suspicious_mail.fitting.generator.attachments import Attached
from custodes.detect.suspicious_mail.fitting.generator.domains import gibberish

CHARSETS = {
    "ja": ("utf-8", "utf-8", "iso-2022-jp"),
    "pl": ("utf-8", "utf-8", "iso-8859-2"),
    "tr": ("utf-8", "utf-8", "iso-8859-9"),
}
_WESTERN = ("utf-8", "utf-8", "utf-8", "iso-8859-1", "windows-1252")

Part = tuple[list[str], bytes]
"""A part's header lines and its body as it goes over the wire."""


def draw_charset(rng: Random, language: str, text: str) -> str:
    """A charset that can hold the text."""
    charset = rng.choice(CHARSETS.get(language, _WESTERN))
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return "utf-8"
    return charset if not text.isascii() else rng.choice((charset, "utf-8", "us-ascii"))


def text_part(rng: Random, text: str, subtype: str, charset: str) -> Part:
    """A part of text, in a transfer encoding that its bytes allow."""
    raw = text.encode(charset)
    has_long_lines = any(len(line) > 900 for line in raw.split(b"\n"))
    allowed = ["quoted-printable", "quoted-printable", "base64"]
    if not has_long_lines:
        allowed += ["7bit"] * 3 if raw.isascii() else ["8bit"]
    encoding = rng.choice(allowed)
    shown = charset.upper() if rng.random() < 0.3 else charset
    quoted = f'"{shown}"' if rng.random() < 0.6 else shown
    head = [f"Content-Type: text/{subtype}; charset={quoted}", f"Content-Transfer-Encoding: {encoding}"]
    return head, _encode(raw, encoding)


def _encode(raw: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(raw)
    if encoding == "quoted-printable":
        return quopri.encodestring(raw)
    return raw


def file_part(rng: Random, file: Attached, content_id: str = "") -> Part:
    """A part that holds a file."""
    name = file.name if file.name.isascii() else encoded_word(rng, file.name)
    placed = "inline" if file.is_inline else "attachment"
    head = [
        f'Content-Type: {file.media_type}; name="{name}"',
        f'Content-Disposition: {placed}; filename="{name}"',
        "Content-Transfer-Encoding: base64",
    ]
    if content_id:
        head.append(f"Content-ID: <{content_id}>")
    if file.media_type == "message/rfc822":
        return [
            *head[:2],
            "Content-Transfer-Encoding: 7bit" if file.content.isascii() else "Content-Transfer-Encoding: 8bit",
        ], file.content
    return head, base64.encodebytes(file.content)


def gather(rng: Random, subtype: str, parts: list[Part]) -> Part:
    """Several parts as one multipart."""
    if len(parts) == 1:
        return parts[0]
    mark = _draw_boundary(rng)
    body = b"".join(b"--%s\n%s\n\n%s\n" % (mark.encode(), "\n".join(head).encode(), raw) for head, raw in parts)
    return [f'Content-Type: multipart/{subtype}; boundary="{mark}"'], body + b"--%s--\n" % mark.encode()


def _draw_boundary(rng: Random) -> str:
    token = gibberish(rng, 16, 28, ascii_letters + digits)
    return rng.choice(
        (
            f"000000000000{token[:16].lower()}",
            f"----=_Part_{rng.randrange(10**6)}_{rng.randrange(10**9)}.{rng.randrange(10**12)}",
            f"_000_{token}_",
            f"==============={rng.randrange(10**18)}==",
            f"Apple-Mail=_{token.upper()}",
            f"b1_{token}",
            f"--_NmP-{token}-Part_1",
        )
    )


def encoded_word(rng: Random, text: str) -> str:
    """A header's text as RFC 2047 has it, where it needs to be."""
    if text.isascii():
        return text
    words = []
    for start in range(0, len(text), 12):
        piece = text[start : start + 12].encode()
        words.append(f"=?UTF-8?B?{base64.b64encode(piece).decode()}?=")
    if rng.random() < 0.4:
        words = [f"=?utf-8?Q?{_q(text[start : start + 12])}?=" for start in range(0, len(text), 12)]
    return "\n ".join(words)


def _q(text: str) -> str:
    return "".join(
        "_" if byte == 32 else chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}"
        for byte in text.encode()
    )


def join(head: list[str], part: Part, *, newline: bytes) -> bytes:
    """The whole message."""
    lines, body = part
    raw = "\n".join((*head, *lines)).encode("utf-8", "replace") + b"\n\n" + body
    return raw.replace(b"\r\n", b"\n").replace(b"\n", newline)
