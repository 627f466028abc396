"""One message, from its bytes to the values of an event: the cascade, and what is made of its result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from custodes.events.schema import PARSER_FAST, PARSER_RAW, PARSER_STANDARD
from custodes.sources.mail.addresses import read_address
from custodes.sources.mail.dates import sent_at
from custodes.sources.mail.decoding import decode_text
from custodes.sources.mail.fast import read_fast
from custodes.sources.mail.files import describe_file
from custodes.sources.mail.html import Link, Page, read_html, read_links
from custodes.sources.mail.journal import complete, is_journal_report, read_envelope
from custodes.sources.mail.letter import Attachment, Letter
from custodes.sources.mail.quoted import split_quoted
from custodes.sources.mail.standard import read_standard

_INNER_DEPTH_LIMIT = 5
_INNER_LIMIT = 100
_STUB_CHARS = 200
"""Plain text shorter than this may be there only to say that there is HTML."""
_BEFORE = b"\xef\xbb\xbf\r\n"
_ADDRESS = re.compile(r"https?://[^\s<>\"'\x00-\x1f\x7f]+")
_ADDRESS_ANY_CASE = re.compile(r"(?:https?|ftp)://[^\s<>\"'\x00-\x1f\x7f]+", re.IGNORECASE)
_ADDRESS_BARE = re.compile(r"www\.(?<![/.@\w-]www\.)[^\s<>\"'\x00-\x1f\x7f]+")
_TRAILING = ".,;:!?)]}*_'\u2019\u201d"


@dataclass(slots=True)
class Message:
    """What the columns of an email event are filled from."""

    letter: Letter
    parser: str
    body: str = ""
    quoted: str = ""
    links: list[Link] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    sent_at: datetime | None = None

    def address(self, header: str) -> str | None:
        """The one address of a header."""
        return read_address(self.letter.first(header))


def read_message(data: bytes, *, depth: int = 0) -> Message:
    """The message, whatever its bytes. `depth` counts messages within messages; beyond a few they stay closed.

    Of an Exchange journal report it is the message that it tells of.
    """
    letter, parser = _read_letter(data)
    if depth == 0 and _may_be_report(letter) and is_journal_report(data):
        return _read_journaled(letter, parser)
    return _read_ordinary(letter, parser, depth)


def read_attachments(data: bytes, *, depth: int = 0) -> list[Attachment]:
    """What is attached to a message, and to the messages within it."""
    letter, _ = _read_letter(data)
    found: list[Attachment] = []
    for attachment in letter.attachments[:_INNER_LIMIT]:
        if _is_message(attachment) and depth < _INNER_DEPTH_LIMIT:
            found += read_attachments(attachment.content, depth=depth + 1)
        else:
            found.append(attachment)
    return found


def _may_be_report(letter: Letter) -> bool:
    """Spares ordinary messages the search of their header."""
    if letter.attachments and any(map(_is_message, letter.attachments)):
        return True
    return bool(letter.texts) and letter.texts[0][:80].lstrip().lower().startswith("sender")


def _read_journaled(report: Letter, parser: str) -> Message:
    """The message that the report carries, with the recipients it lists; without one, the report as it is."""
    envelope = read_envelope(report)
    carried = next(filter(_is_message, report.attachments), None)
    if carried is None:
        complete(report, envelope)
        return _read_ordinary(report, parser, 0)
    message = read_message(carried.content, depth=1)
    complete(message.letter, envelope)
    message.sent_at = message.sent_at or sent_at(report)
    report.attachments.remove(carried)
    report.texts = [envelope.rest]
    beside = _read_ordinary(report, parser, 0)
    message.body = "\n".join(filter(None, (message.body, beside.body)))
    message.quoted = "\n".join(filter(None, (message.quoted, beside.quoted)))
    message.files += beside.files
    message.links += beside.links
    return message


def _read_ordinary(letter: Letter, parser: str, depth: int) -> Message:
    message = Message(letter, parser, sent_at=sent_at(letter))
    _move_pages(letter)
    plain = "\n".join(letter.texts).replace("\r\n", "\n").replace("\n>From ", "\nFrom ")
    read_page = read_links if len(plain.strip()) > _STUB_CHARS else read_html
    pages = [read_page(html) for html in letter.htmls]
    message.body, message.quoted = _words(plain, pages)
    _take_files(message, depth)
    message.links += _links(message, pages)
    return message


_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


def _move_pages(letter: Letter) -> None:
    """Takes a page for one that is sent as if it were plain text, so that its words are read and not its tags."""
    pages = [text for text in letter.texts if _PAGE.match(text)]
    if pages:
        letter.texts = [text for text in letter.texts if not _PAGE.match(text)]
        letter.htmls = [*letter.htmls, *pages]


def _read_letter(data: bytes) -> tuple[Letter, str]:
    """The first stage that reads words where there are any."""
    begin = data.lstrip(_BEFORE)
    try:
        letter = read_fast(begin)
        if letter is not None:
            return letter, PARSER_FAST
        letter = read_standard(begin)
    except Exception:  # noqa: BLE001 - hostile bytes end here, in the last stage, and never in a lost message
        letter = Letter({}, "", None, [], [], [], None)
    if letter.has_words or letter.attachments or not begin.strip():
        return letter, PARSER_STANDARD
    letter.texts = [decode_text(begin, "latin-1")]
    return letter, PARSER_RAW


def _words(plain: str, pages: list[Page]) -> tuple[str, str]:
    """Body and quoted words: the plain text, or the HTML's where the plain text is empty or a stub."""
    shown = "\n".join(page.text for page in pages)
    if len(shown) <= 4 * len(plain.strip()):
        return split_quoted(plain)
    own, quoted = split_quoted(shown)
    return own, "\n".join([quoted, *(page.quoted for page in pages)]).strip()


def _take_files(message: Message, depth: int) -> None:
    """Describes what is attached; a message within the message is read, and its links and files are its bearer's."""
    opened = 0
    for attachment in message.letter.attachments:
        described = describe_file(attachment)
        message.files.append(described)
        if _is_message(attachment) and depth < _INNER_DEPTH_LIMIT and opened < _INNER_LIMIT:
            opened += 1
            inner = read_message(attachment.content, depth=depth + 1)
            described["text"] = "\n".join(filter(None, (inner.letter.subject, inner.body, inner.quoted))).strip()
            message.links += inner.links
            message.files += inner.files


def _is_message(attachment: Attachment) -> bool:
    return attachment.mime_type in ("message/rfc822", "message/global")


def _links(message: Message, pages: list[Page]) -> list[Link]:
    """Each address once with each wording: those of the HTML first, then bare ones of text and quotes."""
    links = dict.fromkeys(link for page in pages for link in page.links)
    known = {address for address, _ in links}
    for text in (message.body, message.quoted):
        for address in bare_addresses(text):
            if address not in known:
                known.add(address)
                links[address, None] = None
    return list(links)


def bare_addresses(text: str) -> list[str]:
    """The web addresses written out in a text; one without a scheme is given `http://`."""
    found = []
    if "://" in text:
        found = _ADDRESS.findall(text)
        if text.count("://") > len(found):
            found = _ADDRESS_ANY_CASE.findall(text)
    if "www." in text:
        found += [f"http://{address}" for address in _ADDRESS_BARE.findall(text)]
    return [address.rstrip(_TRAILING) for address in found]
