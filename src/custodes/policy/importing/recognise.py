"""Tells from its first bytes what a document is, and decodes text whatever wrote it."""

from __future__ import annotations

import codecs
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Literal

from custodes.policy.errors import DocumentError

Kind = Literal["text", "markdown", "html", "docx", "pdf"]

LARGEST_BYTES = 50 * 1024 * 1024
_LARGEST_UNPACKED_BYTES = 200 * 1024 * 1024
_LARGEST_TEXT_CHARACTERS = 4_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_HTML = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body)\b")
_HTML_TAG = re.compile(r"(?i)<(?:p|div|h[1-6]|ul|ol|li|table)\b[^<>]*>")
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})")
_ATX_HEADING = re.compile(r"(?m)^#{1,6} +\S")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_SAVE_AS = "Open it in its own program, save it as .docx or .pdf, and import that."


def read_bytes(path: Path) -> bytes:
    """The document's bytes; raises DocumentError where there is none to read or it is too large."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DocumentError(path, "This is a folder.", "Name the document in it.")
        if size > LARGEST_BYTES:
            raise DocumentError(
                path,
                f"The document is larger than {LARGEST_BYTES // 1024 // 1024} MB.",
                "Save it without pictures, or save the policy's pages alone.",
            )
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise DocumentError(path, "There is no such file.", "Check the name.") from error
    except OSError as error:
        raise DocumentError(path, f"It cannot be read ({error.strerror}).", "Check that you may open it.") from error
    if not data.strip():
        raise DocumentError(path, "The file is empty.", "Export the policy again.")
    return data


def recognise(path: Path, data: bytes) -> Kind:
    """What kind of document `data` is, by content; raises DocumentError for kinds that are not read."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _recognise_zip(path, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old_word_or_locked(path, data)
    if data.lstrip().startswith(b"{\\rtf"):
        raise DocumentError(path, "This is a Rich Text (.rtf) document.", _SAVE_AS)
    if data.startswith(_PICTURES):
        raise DocumentError(
            path, "This is a picture.", "Import the document it was taken from, or one with text in it."
        )
    return _recognise_text(path, decode(path, data))


def decode(path: Path, data: bytes) -> str:
    """`data` as text, with line feeds as its only line ends; raises DocumentError where it is not text."""
    text = data.decode(_encoding(data), errors="replace")
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\x85", "\n")
    odd = sum(
        1 for character in text[:100_000] if (character < " " and character not in "\t\n\f") or character == "\ufffd"
    )
    if odd > len(text[:100_000]) / 50 + 2 and not text.isspace():
        raise DocumentError(
            path, "This is not a document that can be read.", "Import a .docx, .pdf, .html, .md or .txt file."
        )
    if len(text) > _LARGEST_TEXT_CHARACTERS:
        raise DocumentError(path, "The text is longer than any policy.", "Save the policy's pages alone.")
    if not text.strip():
        raise DocumentError(path, "The file is empty.", "Export the policy again.")
    return text.replace("\0", "")


def _encoding(data: bytes) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    sample = data[:4096]
    if len(sample) >= 4 and sample.count(0) > len(sample) / 4:
        return "utf-16-be" if sample[0::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _declared_encoding(sample)
    return "utf-8"


def _declared_encoding(sample: bytes) -> str:
    """The encoding a web page names; else what Windows writes."""
    found = _CHARSET.search(sample)
    name = found[1].decode("ascii") if found else "cp1252"
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return "cp1252"
    if not getattr(codec, "_is_text_encoding", True) or codec.name in ("utf-8", "iso8859-1", "ascii", "utf-7"):
        return "cp1252"
    return codec.name


def _recognise_text(path: Path, text: str) -> Kind:
    head = text[:20_000]
    if _HTML.search(head[:4000]) or len(_HTML_TAG.findall(head)) >= 3:
        return "html"
    is_named_so = path.suffix.lower() in (".md", ".markdown", ".mdown")
    return "markdown" if is_named_so or _ATX_HEADING.search(text) else "text"


def _recognise_zip(path: Path, data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise DocumentError(
            path, "The document is damaged.", "Open it in Word, save it again, and import that."
        ) from error
    names = {member.filename for member in members}
    if "content.xml" in names and "mimetype" in names:
        raise DocumentError(path, "This is an OpenDocument (.odt) file.", _SAVE_AS)
    if "word/document.xml" not in names:
        raise DocumentError(
            path, "This archive holds no Word document.", "Take the document out of it and import that."
        )
    if sum(member.file_size for member in members) > _LARGEST_UNPACKED_BYTES:
        raise DocumentError(
            path, "The document unpacks to far more than a document holds.", "Save it again without pictures."
        )
    return "docx"


def _old_word_or_locked(path: Path, data: bytes) -> DocumentError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return DocumentError(
            path, "The document is locked with a password.", "Save a copy without the password and import that."
        )
    return DocumentError(path, "This is a document of an old version of Office (.doc).", _SAVE_AS)
