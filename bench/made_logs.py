"""Logs of every format that is read, of any size: an office of three hundred people, no two records alike.

Each format's records are told by a few templates, as its products write them; what they say follows from a number. So
they measure reading. What a real office's records say is for the sample library and for recordings.
"""

from __future__ import annotations

import io
import itertools
import tarfile
import wave
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from weblog import write_squid_log

from custodes.sources.windows.tests.making import block_of, event, file_of

BEGINS = datetime(2026, 11, 2, 13, tzinfo=UTC)
PEOPLE, SITES, PER_SECOND = 300, 20_000, 4
SQUID_LINE_BYTES, EVENTS_A_BLOCK = 145, 26
MESSAGES_A_DAY = 400


class Words(dict[str, object]):
    """What record number `n` says: a person, a desk, a site, a moment in several spellings."""

    def __init__(self, n: int) -> None:
        at = BEGINS + timedelta(seconds=n // PER_SECOND)
        who = n * 7919 % PEOPLE
        super().__init__(
            n=n,
            who=f"user{who:03}",
            desk=f"desk-{who:03}",
            ip=f"10.1.{who // 250}.{who % 250 + 1}",
            out=f"203.0.{n * 31 % 200}.{n % 250 + 1}",
            site=f"site{n * n % SITES}.example",
            hex=f"{n * 2654435761 % 2**32:08x}",
            iso=f"{at:%Y-%m-%dT%H:%M:%S}",
            day=f"{at:%Y-%m-%d}",
            clock=f"{at:%H:%M:%S}",
            apache=f"{at:%d/%b/%Y:%H:%M:%S} +0000",
            mail=f"{at:%a, %d %b %Y %H:%M:%S} +0000",
            unix=int(at.timestamp()),
        )


class Format(NamedTuple):
    """A text format: what stands before, between and after its records, and how they read, by turns."""

    templates: tuple[str, ...]
    before: str = ""
    between: str = "\n"
    after: str = "\n"


def write_log(source: str, path: Path, size_bytes: int) -> None:
    """Write a file that the source of that name reads, of about that size. Raises KeyError for an unknown source."""
    if source in _PACKED:
        _PACKED[source](path, size_bytes)
    else:
        _write_text(source, path, size_bytes)


@cache
def _formats() -> dict[str, dict[str, Any]]:
    return dict(yaml.load(Path(__file__).with_suffix(".yaml").read_bytes(), yaml.CSafeLoader))


def _records(source: str) -> Iterator[str]:
    for n, template in enumerate(itertools.cycle(_formats()[source]["templates"]), 1):
        yield template % Words(n)


def _write_text(source: str, path: Path, size_bytes: int) -> None:
    form = Format(**_formats()[source])
    with path.open("w", encoding="utf-8", newline="") as file:
        written = file.write(form.before)
        for n, record in enumerate(_records(source)):
            written += file.write(form.between * (n > 0) + record)
            if written >= size_bytes:
                break
        file.write(form.after)


def _write_squid(path: Path, size_bytes: int) -> None:
    write_squid_log(path, size_bytes // SQUID_LINE_BYTES)


def _write_evtx(path: Path, size_bytes: int) -> None:
    """Blocks of process creations; the format counts blocks in sixteen bits."""
    count = min(size_bytes >> 16, 65_000)
    path.write_bytes(file_of(*(_block(number * EVENTS_A_BLOCK + 1) for number in range(count))))


def _block(first: int) -> bytes:
    said = (Words(n) for n in range(first, first + EVENTS_A_BLOCK))
    return bytes(
        block_of(
            *(
                event(
                    {name: template % words for name, template in _formats()["evtx"].items()},
                    number=words["n"],
                    at=f"{words['iso']}.250000Z",
                )
                for words in said
            ),
            first=first,
        )
    )


def _write_tar(path: Path, size_bytes: int, *, name: str, content: Callable[[int], bytes]) -> None:
    """Many small files, as a folder of voicemail is."""
    with tarfile.open(path, "w") as archive:
        for n in itertools.count(1):
            data = content(n)
            entry = tarfile.TarInfo(name % n)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
            if archive.offset >= size_bytes:
                break


def _note(n: int) -> bytes:
    return (_formats()["voicemail"]["templates"][0] % Words(n)).encode()


def _recording(n: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(256)) * (16 + n % 32))
    return file.getvalue()


def _write_slack(path: Path, size_bytes: int) -> None:
    """An export: a folder a channel, a file a day."""
    messages = _records("slack")
    with zipfile.ZipFile(path, "w") as archive:
        for n in itertools.count():
            if path.stat().st_size >= size_bytes:
                break
            day = BEGINS + timedelta(days=n // 8)
            archive.writestr(
                f"channel-{n % 8}/{day:%Y-%m-%d}.json", f"[{','.join(itertools.islice(messages, MESSAGES_A_DAY))}]"
            )


_PACKED: dict[str, Callable[[Path, int], None]] = {
    "squid": _write_squid,
    "evtx": _write_evtx,
    "slack": _write_slack,
    "voicemail": partial(_write_tar, name="vm/msg%d.txt", content=_note),
    "sound": partial(_write_tar, name="vm/msg%d.wav", content=_recording),
}
