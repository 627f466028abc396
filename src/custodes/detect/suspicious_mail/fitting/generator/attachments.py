"""Attached files: small, of true types, with nothing harmful in them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from custodes.detect.suspicious_mail.fitting.generator.domains import gibberish
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.slots import fill


class Attached(NamedTuple):
    """A file beside or within the body."""

    name: str
    media_type: str
    content: bytes
    is_inline: bool = False


def attach(scene: Scene, said: str) -> Attached:
    """The file that `TYPE NAME` asks for."""
    kind, _, name = said.partition(" ")
    media_type, ending, make = TYPES[kind]
    return Attached(f"{name or fill(scene, 'random')}{ending}", media_type, make(scene))


def _pdf(scene: Scene) -> bytes:
    line = f"{fill(scene, 'ref')} {fill(scene, 'amount')}".encode("latin-1", "replace")
    stream = b"BT /F1 12 Tf 72 720 Td (" + line + b") Tj ET"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def _zipped(files: Mapping[str, bytes], *, is_locked: bool = False) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    raw = bytearray(held.getvalue())
    if is_locked:  # the flag alone: what is in it stays unread either way
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = raw.find(mark)
            while at >= 0:
                raw[at + offset] |= 1
                at = raw.find(mark, at + 4)
    return bytes(raw)


def _office(scene: Scene, folder: str, *, has_macro: bool = False) -> bytes:
    part = {"word": "word/document.xml", "xl": "xl/workbook.xml", "ppt": "ppt/presentation.xml"}[folder]
    files = {
        "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
        part: f"<?xml version='1.0'?><document><t>{fill(scene, 'ref')}</t></document>".encode(),
    }
    if has_macro:
        files[f"{folder}/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)
    return _zipped(files)


def _login_page(scene: Scene) -> bytes:
    """A page that asks for a password: it has nowhere to send it to."""
    name, address = scene.brand.name, scene.reader.address
    form = (
        f'<form method="post" action=""><p>{name}</p><input type="email" value="{address}">'
        '<input type="password" placeholder="Password"><button>Sign in</button></form>'
    )
    plain = f"<html><head><title>{name}</title></head><body>{form}</body></html>"
    escaped = "".join(f"%{byte:02x}" for byte in form.encode())
    coded = f"<script>var e='{address}';document.write(unescape('{escaped}'));</script>"
    jump = f'<html><head><meta http-equiv="refresh" content="0;url={fill(scene, "url")}"></head></html>'
    return scene.rng.choice((plain, coded, jump)).encode()


def _report(scene: Scene) -> bytes:
    rows = "".join(
        f"<tr><td>{fill(scene, f'product{n}')}</td><td>{fill(scene, f'price{n}')}</td></tr>" for n in range(2, 6)
    )
    return f"<html><head><title>Report</title></head><body><table>{rows}</table></body></html>".encode()


def _calendar(scene: Scene) -> bytes:
    at = scene.at.strftime("%Y%m%dT%H%M%S")
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"UID:{gibberish(scene.rng, 20, 30)}",
        f"DTSTART:{at}",
        f"DTEND:{at}",
        f"SUMMARY:{fill(scene, 'project')}",
        f"ORGANIZER:mailto:{scene.writer.address}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "\r\n".join(lines).encode()


def _table(scene: Scene) -> bytes:
    return "".join(f"{fill(scene, f'product{n}')};{fill(scene, f'price{n}')}\n" for n in range(2, 9)).encode()


def draw_picture(scene: Scene, *, is_code: bool = False) -> bytes:
    """A PNG: grey noise, or black and white squares that look like a QR code."""
    rng, side = scene.rng, 29 if is_code else scene.rng.randrange(12, 40)
    rows = b"".join(
        b"\0" + bytes(rng.choices((0, 255), k=side) if is_code else rng.choices(range(256), k=side))
        for _ in range(side)
    )

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _photograph(scene: Scene) -> bytes:
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + scene.rng.randbytes(600) + b"\xff\xd9"
    )


def _letter(scene: Scene) -> bytes:
    head = f"From: {scene.writer.address}\r\nTo: {scene.reader.address}\r\nSubject: {fill(scene, 'project')}"
    return f"{head}\r\n\r\n{fill(scene, 'ref')}\r\n".encode()


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MACRO = "application/vnd.ms"
_WORD = f"{_OFFICE}.wordprocessingml.document"
_SHEET = f"{_OFFICE}.spreadsheetml.sheet"

TYPES: Mapping[str, tuple[str, str, Callable[[Scene], bytes]]] = {
    "pdf": ("application/pdf", ".pdf", _pdf),
    "docx": (_WORD, ".docx", lambda scene: _office(scene, "word")),
    "xlsx": (_SHEET, ".xlsx", lambda scene: _office(scene, "xl")),
    "pptx": (f"{_OFFICE}.presentationml.presentation", ".pptx", lambda scene: _office(scene, "ppt")),
    "docm": (f"{_MACRO}-word.document.macroEnabled.12", ".docm", lambda scene: _office(scene, "word", has_macro=True)),
    "xlsm": (f"{_MACRO}-excel.sheet.macroEnabled.12", ".xlsm", lambda scene: _office(scene, "xl", has_macro=True)),
    "zip": ("application/zip", ".zip", lambda scene: _zipped({f"{fill(scene, 'ref')}.pdf": _pdf(scene)})),
    "script": ("application/zip", ".zip", lambda scene: _zipped({f"{fill(scene, 'ref')}.pdf.js": b"// nothing"})),
    "locked": ("application/zip", ".zip", lambda scene: _zipped({f"{fill(scene, 'ref')}.docx": b"x"}, is_locked=True)),
    "iso": ("application/octet-stream", ".iso", lambda scene: bytes(2048) + scene.rng.randbytes(300)),
    "rar": ("application/x-rar-compressed", ".rar", lambda scene: b"Rar!\x1a\x07\x01\x00" + scene.rng.randbytes(300)),
    "html": ("text/html", ".html", _report),
    "login": ("text/html", ".html", _login_page),
    "htm": ("application/octet-stream", ".htm", _login_page),
    "shtml": ("text/html", ".shtml", _login_page),
    "svg": ("image/svg+xml", ".svg", lambda _scene: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    "ics": ("text/calendar", ".ics", _calendar),
    "csv": ("text/csv", ".csv", _table),
    "png": ("image/png", ".png", draw_picture),
    "qr": ("image/png", ".png", lambda scene: draw_picture(scene, is_code=True)),
    "jpg": ("image/jpeg", ".jpg", _photograph),
    "eml": ("message/rfc822", ".eml", _letter),
    "wav": ("audio/wav", ".wav", lambda scene: b"RIFF" + bytes(4) + b"WAVEfmt " + scene.rng.randbytes(400)),
    "txt": ("text/plain", ".txt", _table),
}  # fmt: skip
