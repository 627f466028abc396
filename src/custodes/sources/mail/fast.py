"""The first stage: the Rust parser, and the signs by which its result is not good enough."""

from __future__ import annotations

from fast_mail_parser import ParseError, PyAddress, PyMail, parse_email

from custodes.sources.mail.addresses import read_addresses
from custodes.sources.mail.dates import is_within_reason
from custodes.sources.mail.decoding import mend_utf8
from custodes.sources.mail.fields import without_unread_fields
from custodes.sources.mail.letter import READ_HEADERS, Address, Attachment, Letter

_ENCODED_WORD_LIMIT = 2_000
"""The parser's time grows with the square of their number in a header; more are the second stage's."""
_REPAIRED_BADLY = frozenset({"charset-fallback", "unterminated-header-block"})
_LOST_SIGN = "\ufffd"
_LOST_SIGN_BYTES = _LOST_SIGN.encode()


def read_fast(data: bytes) -> Letter | None:
    """The message as the fast parser reads it, or None where a closer look reads more."""
    if len(data) > 10 * _ENCODED_WORD_LIMIT and data.count(b"=?") > _ENCODED_WORD_LIMIT:
        return None
    try:
        mail = parse_email(without_unread_fields(data))
        if not is_within_reason(mail.date_parsed):
            mail = parse_email(data)  # the hops it passed tell when
    except ParseError:
        return None
    if any(warning.kind in _REPAIRED_BADLY for warning in mail.warnings):
        return None
    letter = _letter(mail)
    return None if _has_lost(letter, data) else letter


def _letter(mail: PyMail) -> Letter:
    headers = _by_lower_name(mail.headers)
    attachments = mail.attachments
    return Letter(
        headers=headers,
        subject=mend_utf8(mail.subject),
        from_=_from(mail.from_, headers.get("from")),
        to=_addresses(mail.to, headers.get("to")),
        cc=_addresses(mail.cc, headers.get("cc")),
        bcc=_addresses(mail.bcc, headers.get("bcc")),
        date=mail.date_parsed,
        texts=[mend_utf8(text) for text in mail.text_plain],
        htmls=[mend_utf8(html) for html in mail.text_html],
        attachments=[Attachment(file.filename, file.mimetype, file.content) for file in attachments],
    )


def _by_lower_name(headers: dict[str, list[str]]) -> dict[str, list[str]]:
    """Those that are read, by lower-case name; one spelt in two ways has the values of both."""
    found: dict[str, list[str]] = {}
    for name, values in headers.items():
        lowered = name.lower()
        if lowered in READ_HEADERS:
            found[lowered] = found[lowered] + values if lowered in found else values
    return found


def _from(found: PyAddress | None, values: list[str] | None) -> Address | None:
    if found is not None:
        return mend_utf8(found.display_name or ""), found.address.strip().lower()
    return next(iter(read_addresses(values[0])), None) if values else None


def _addresses(found: list[PyAddress], values: list[str] | None) -> list[str]:
    if found:
        return [address.address.strip().lower() for address in found]
    return [address for value in values or () for _, address in read_addresses(value)]


def _has_lost(letter: Letter, data: bytes) -> bool:
    """Whether signs were lost in decoding, or a part, or all words."""
    if any("/" not in file.mime_type for file in letter.attachments) or "\r" in letter.subject:
        return True
    if not letter.attachments and not letter.has_words and _has_content(data):
        return True
    shown = (letter.subject, letter.from_[0] if letter.from_ else "", *letter.texts, *letter.htmls)
    return any(_LOST_SIGN in text for text in shown if not text.isascii()) and _LOST_SIGN_BYTES not in data


def _has_content(data: bytes) -> bool:
    head, _, body = data.partition(b"\r\n\r\n" if b"\r\n\r\n" in data[:65536] else b"\n\n")
    return bool(body.strip()) or b"\n" not in head
