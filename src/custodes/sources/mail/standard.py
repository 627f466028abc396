"""The second stage: a MIME reader from the standard library's parts that has limits before it begins.

It reads what no grammar allows: a header without a colon, parts without a boundary, lines that end in a carriage
return, base64 with dirt in it. Every step is linear in the size of the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from custodes.sources.mail.addresses import read_addresses
from custodes.sources.mail.dates import read_date
from custodes.sources.mail.decoding import decode_header, decode_text, decode_transfer
from custodes.sources.mail.letter import READ_HEADERS, Attachment, Letter

PART_LIMIT = 1_000
DEPTH_LIMIT = 20
_SHORT_BYTES = 64 << 10
"""No header that structures a message is longer, and no boundary stands later where it must be guessed."""
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_FOLD = re.compile(rb"\n[ \t]+")
_EMPTY_LINE = re.compile(rb"\n[ \t]*\n|\A\n")
_TYPE = re.compile(r"\s*([a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+)", re.IGNORECASE)
_PARAMETER = re.compile(r";\s*([a-z0-9*_-]{1,60})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;\s]*))", re.IGNORECASE)
_GUESSED_BOUNDARY = re.compile(rb"(?:^|\n)--([^\s\n][^\n]{0,199}?)[ \t]*\nContent-", re.IGNORECASE)

Headers = dict[str, list[bytes]]


@dataclass(frozen=True, slots=True)
class _Part:
    headers: Headers
    body: bytes
    depth: int
    default_type: str = "text/plain"

    def value(self, name: str) -> str:
        values = self.headers.get(name)
        return decode_header(values[0][:_SHORT_BYTES]) if values else ""


def read_standard(data: bytes) -> Letter:
    """The message as far as it can be read; parts beyond the limits are given as one text."""
    headers, body = split_headers(_with_line_feeds(data))
    letter = _letter(headers)
    waiting = [_Part(headers, body, 0)]
    taken = 0
    while waiting:
        part = waiting.pop()
        taken += 1
        if taken > PART_LIMIT or part.depth > DEPTH_LIMIT:
            letter.texts.append(decode_text(part.body, None))
            continue
        children = _children(part, PART_LIMIT - taken)
        if children:
            waiting.extend(reversed(children))
        else:
            _take_leaf(part, letter)
    return letter


def _with_line_feeds(data: bytes) -> bytes:
    data = data.replace(b"\r\n", b"\n")
    return data.replace(b"\r", b"\n") if b"\n" not in data[:2000] else data


def split_headers(data: bytes) -> tuple[Headers, bytes]:
    """Headers by lower-case name, still encoded, and the body. Lines that are no header are passed over.

    A block of lines none of which is a header is a body without headers.
    """
    found = _EMPTY_LINE.search(data)
    block, body = (data[: found.start()], data[found.end() :]) if found else (data, b"")
    headers: Headers = {}
    for line in _FOLD.sub(b" ", block).split(b"\n"):
        field = _FIELD.match(line)
        if field is not None:
            headers.setdefault(field[1].decode("latin-1").lower(), []).append(line[field.end() :])
    return (headers, body) if headers else ({}, data)


def _letter(headers: Headers) -> Letter:
    shown = {name: [decode_header(value) for value in headers[name]] for name in READ_HEADERS & headers.keys()}

    def addresses(name: str) -> list[str]:
        return [address for value in shown.get(name, ()) for _, address in read_addresses(value)]

    sender = next((found for value in shown.get("from", ()) for found in read_addresses(value)), None)
    return Letter(
        headers=shown,
        subject=next(iter(shown.get("subject", ())), ""),
        from_=sender,
        to=addresses("to"),
        cc=addresses("cc"),
        bcc=addresses("bcc"),
        date=read_date(next(iter(shown.get("date", ())), None)),
    )


def _children(part: _Part, limit: int) -> list[_Part]:
    """The parts it is made of; none where it is no multipart, or its boundary is nowhere to be found."""
    declared = part.value("content-type")
    if "multipart" not in declared.lower() and "boundary" not in declared.lower():
        return []
    boundary = _parameters(declared).get("boundary", "").strip().encode("utf-8", "replace")
    if not boundary or b"--" + boundary not in part.body:
        guessed = _GUESSED_BOUNDARY.search(part.body[:_SHORT_BYTES])
        if guessed is None:
            return []
        boundary = guessed[1]
    default = "message/rfc822" if "digest" in declared.lower() else "text/plain"
    pieces = _split_parts(part.body, b"--" + boundary, limit)
    return [_Part(*split_headers(piece), part.depth + 1, default) for piece in pieces]


def _split_parts(body: bytes, mark: bytes, limit: int) -> list[bytes]:
    """What stands between lines that begin with the mark, up to the closing one or the end; the last of `limit`
    pieces holds all the rest.
    """
    pieces: list[bytes] = []
    begin, at = -1, 0 if body.startswith(mark) else body.find(b"\n" + mark) + 1 or -1
    while at >= 0 and len(pieces) < limit:
        if begin >= 0:
            pieces.append(body[begin : max(begin, at - 1)])
        line_end = body.find(b"\n", at)
        begin = len(body) if line_end < 0 else line_end + 1
        if body.startswith(b"--", at + len(mark)):
            return pieces
        at = body.find(b"\n" + mark, begin - 1) + 1 or -1
    return [*pieces, body[begin:]] if begin >= 0 else pieces


def _parameters(value: str) -> dict[str, str]:
    """The parameters of a header such as Content-Type, also where RFC 2231 codes or continues them."""
    found: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(value[:_SHORT_BYTES]):
        base, _, _ = name.lower().partition("*")
        text = quoted or bare
        if name.endswith("*"):
            charset, _, rest = text.partition("''")
            text = decode_text(unquote_to_bytes(rest or text), charset if rest else None)
        found[base] = found.get(base, "") + text if "*" in name else text
    return found


def _take_leaf(part: _Part, letter: Letter) -> None:
    declared = part.value("content-type")
    match = _TYPE.match(declared)
    kind = match[1].lower() if match else part.default_type
    parameters = _parameters(declared)
    disposition = part.value("content-disposition")
    content = decode_transfer(part.body, part.value("content-transfer-encoding"))
    is_text = kind in ("text/plain", "text/html") or kind.startswith("multipart/")
    if not is_text or disposition.lower().lstrip().startswith("attachment"):
        name = _parameters(disposition).get("filename") or parameters.get("name") or ""
        letter.attachments.append(Attachment(decode_header(name.encode("utf-8", "replace")), kind, content))
        return
    text = decode_text(content, parameters.get("charset"))
    (letter.htmls if kind == "text/html" else letter.texts).append(text)
