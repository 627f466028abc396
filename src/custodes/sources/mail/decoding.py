"""Bytes to text, for charsets that are wrong, unknown or mixed. Nothing here raises, and nothing is dropped."""

from __future__ import annotations

import binascii
import codecs
import re

_ALIASES = {
    "gb2312": "gb18030",  # what says so is often written in its supersets
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "iso-8859-1": "cp1252",  # as browsers read it (WHATWG Encoding Standard)
    "latin1": "cp1252",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-roman": "mac-roman",
}
_TEXT_CODECS = re.compile(
    r"(?:ascii|utf|iso|cp|koi|gb|hz|big5|euc|shift|mac|johab|tis|latin|ptcp|kz)[a-z0-9_-]*", re.IGNORECASE
)
"""Python knows codecs that are no charsets, some of them slow on purpose-made input; none of those is used."""

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_MISREAD = re.compile("[\x00-\x7f]*[\xc2-\xf4]")
"""What text begins with that is UTF-8 read as Windows-1252: the first sign beyond ASCII begins a character."""


def decode_text(data: bytes, charset: str | None) -> str:
    """The text, by the charset it names if that fits, else as UTF-8, else as Windows-1252."""
    name = _codec(charset)
    if name is not None and not (name == "ascii" and not data.isascii()):
        try:
            return _storable(data.decode(name))
        except (UnicodeError, ValueError):
            if name != "utf-8":
                return _decode_anyhow(data, name)
    return _decode_anyhow(data, None)


def _codec(charset: str | None) -> str | None:
    if not charset:
        return None
    label = charset.strip(" \t\"'").lower()
    label = _ALIASES.get(label, label).replace("windows-", "cp")
    if not _TEXT_CODECS.fullmatch(label):
        return None
    try:
        return codecs.lookup(label).name
    except LookupError:
        return None


def _decode_anyhow(data: bytes, name: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if name is not None:
        return _storable(data.decode(name, "replace"))
    text = data.decode("utf-8", "replace")
    valid = sum(1 for sign in text if sign > "\x7f" and sign != "\ufffd")
    return text if valid > text.count("\ufffd") else data.decode("cp1252", "replace")


def _storable(text: str) -> str:
    """UTF-7 and UTF-16 can spell half characters, which Arrow cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def mend_utf8(text: str) -> str:
    """Text that is UTF-8 read as Windows-1252, read as it was meant; any other text as it is."""
    if text.isascii() or _MISREAD.match(text) is None:
        return text
    for misread in ("cp1252", "latin-1"):
        try:
            return text.encode(misread).decode("utf-8")
        except UnicodeError:
            continue
    return text


def decode_header(value: bytes) -> str:
    """A header's value with its encoded words (RFC 2047) decoded; a character split over two of them is whole."""
    text = value.decode("ascii") if value.isascii() else decode_text(value, None)
    text = re.sub(r"\r?\n[ \t]*|\r[ \t]*", " ", text).strip()
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub(r"\1\2", text)
    pieces, at = [], 0
    run, run_charset = b"", ""
    for word in _WORD.finditer(text):
        charset, data = word[1].split("*")[0].lower(), _decode_word(word[2], word[3])
        if word.start() == at and run_charset == charset:
            run += data
        else:
            pieces += [decode_text(run, run_charset), text[at : word.start()]]
            run, run_charset = data, charset
        at = word.end()
    return "".join([*pieces, decode_text(run, run_charset), text[at:]])


def _decode_word(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return decode_base64(data) if encoding in "bB" else binascii.a2b_qp(data, header=True)


def decode_base64(data: bytes) -> bytes:
    """As much as can be decoded: signs that are not base64 are passed over, and padding may stand anywhere."""
    try:
        return binascii.a2b_base64(data, strict_mode=True)
    except binascii.Error:
        return b"".join(_decode_run(_NOT_BASE64.sub(b"", run)) for run in re.split(rb"=+", data))


def _decode_run(run: bytes) -> bytes:
    over = len(run) % 4
    if over == 1:
        run, over = run[:-1], 0
    return binascii.a2b_base64(run + b"=" * (4 - over) if over else run)


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """A part's content by its Content-Transfer-Encoding."""
    kind = encoding.strip().lower()
    if kind.startswith("base64"):
        return decode_base64(data)
    if kind.startswith("quoted"):
        return binascii.a2b_qp(data)
    return data
