"""What is sent along with a message: name, kind, size, what it says where it is text, and whether it is locked."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from custodes.sources.documents import LONGEST_TEXT, read_document
from custodes.sources.mail.decoding import decode_text
from custodes.sources.mail.letter import Attachment

_PDF = b"%PDF"
_ZIP_ENTRY = b"PK\x01\x02"
_ZIP_ENTRY_LIMIT = 10_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_NEVER_LOCKED = ("text/", "image/", "audio/", "video/", "message/")
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_ENVELOPED = bytes.fromhex("2a864886f70d010703")
"""The object identifier of enveloped, that is encrypted, data (RFC 5652 section 6.1)."""


def describe_file(attachment: Attachment) -> dict[str, Any]:
    """The attachment as a value of the column `files`."""
    needs_key = is_encrypted(attachment)
    text = None
    if not needs_key or attachment.content.startswith(_PDF):  # many a PDF is only locked against changes
        text = _text(attachment)
    return {
        "name": attachment.name or None,
        "mime_type": attachment.mime_type or None,
        "size": len(attachment.content),
        "text": text,
        "is_encrypted": needs_key if text is None else False,
    }


def _text(attachment: Attachment) -> str | None:
    if attachment.mime_type.startswith("text/"):
        return decode_text(attachment.content[:LONGEST_TEXT], None)
    return read_document(attachment.name, attachment.mime_type, attachment.content)


def is_encrypted(attachment: Attachment) -> bool | None:
    """Whether it needs a password or a key to be read; None where its kind does not tell."""
    content = attachment.content
    if content.startswith(b"PK\x03\x04"):
        return _is_zip_encrypted(content)
    if content.startswith(_PDF):
        return b"/Encrypt" in content
    if content.startswith(_OLE):
        return True if _ENCRYPTED_PACKAGE in content else None
    if attachment.mime_type in _SMIME:
        return _ENVELOPED in content[:64]
    if attachment.mime_type == "application/pgp-encrypted" or content.startswith(b"-----BEGIN PGP MESSAGE"):
        return True
    return False if attachment.mime_type.startswith(_NEVER_LOCKED) else None


def _is_zip_encrypted(content: bytes) -> bool | None:
    if content.count(_ZIP_ENTRY) > _ZIP_ENTRY_LIMIT:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(entry.flag_bits & 1 for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return True if content[6:7] and content[6] & 1 else None
