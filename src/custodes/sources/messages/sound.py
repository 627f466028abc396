"""Recordings, as phone systems keep them. They are counted and kept as records; nobody listens to them here.

A recording is an event of its own, without words: what it says could not be told, so no detector judges it, and
no record is missing from the account. Who called and when stands in the note beside it (source `voicemail`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from custodes.events.schema import VOICEMAIL
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.messages.communication import Communication, parse_items
from custodes.sources.messages.whole import cut_whole

LIMIT_BYTES = 64 << 20
RECORDING = "recording"
"""The event code of a sound file, which tells it from the note beside it."""
_GSM_FRAME_BYTES, _GSM_FRAME_MS = 33, 20
_FEWEST_FRAMES, _MOST_FRAMES = 10, 200
_WAVE_HEAD_BYTES = 4096


class Sound:
    """Sound files: WAV (also with GSM inside), AMR, Sun audio, and bare GSM frames."""

    name = "sound"

    def recognises(self, head: bytes) -> bool:
        """Whether it begins as such a file, or is GSM frames one after the other."""
        return _mime_type(head) is not None

    def cut(self, item: Item) -> Iterator[Chunk]:
        """The file as one item."""
        return cut_whole(item, self.name, limit_bytes=LIMIT_BYTES)

    def parse(self, chunk: Chunk) -> Parsed:
        """One event for each file."""
        return parse_items(chunk, _read, is_on_premises=True)


def _read(record: bytes, file: str) -> Communication:
    mime_type = _mime_type(record)
    name = PurePosixPath(file.replace("!", "/")).name
    described = {"name": name, "mime_type": mime_type, "size": len(record), "text": None, "is_encrypted": False}
    length = _gsm_ms(record) if mime_type == "audio/gsm" else _wave_ms(record) if mime_type == "audio/wav" else None
    return Communication(VOICEMAIL, duration_ms=length, files=[described], event_code=RECORDING)


def _mime_type(head: bytes) -> str | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"#!AMR"):
        return "audio/amr"
    if head.startswith(b".snd\x00"):
        return "audio/basic"
    return "audio/gsm" if _is_gsm(head) else None


def _is_gsm(head: bytes) -> bool:
    """Each frame of GSM 06.10 begins with the four bits 1101 (RFC 3551, 4.5.8.1)."""
    begins = head[: _MOST_FRAMES * _GSM_FRAME_BYTES : _GSM_FRAME_BYTES]
    return len(begins) >= _FEWEST_FRAMES and all(begin >> 4 == 0b1101 for begin in begins)


def _gsm_ms(record: bytes) -> int:
    return len(record) // _GSM_FRAME_BYTES * _GSM_FRAME_MS


def _wave_ms(record: bytes) -> int | None:
    """From the bytes a second and the bytes of sound, as the header's parts tell them (RIFF)."""
    at, bytes_a_second = 12, 0
    while at + 8 <= min(len(record), _WAVE_HEAD_BYTES):
        kind, size = record[at : at + 4], int.from_bytes(record[at + 4 : at + 8], "little")
        if kind == b"fmt ":
            bytes_a_second = int.from_bytes(record[at + 16 : at + 20], "little")
        elif kind == b"data":
            return min(size, len(record) - at - 8) * 1000 // bytes_a_second if bytes_a_second else None
        at += 8 + size + size % 2
    return None


SOUND = Sound()
