"""Asking a process of its own to read documents, and replacing it where it takes too long or dies."""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import sys
import time
from functools import cache

from custodes.sources.documents.child import ANSWERED, ASKED, KINDS, LONGEST_SECONDS
from custodes.sources.documents.kinds import DocumentKind

MOST_SECONDS_LOST = 60.0
"""On documents that could not be read in time: from then on each gets `SECONDS_AFTER_THAT`."""
SECONDS_AFTER_THAT = 0.5
_BLOCK_BYTES = 1 << 16


class Reader:
    """A process that reads documents, started when first asked. Not to be used by two at once."""

    def __init__(self, longest_seconds: float = LONGEST_SECONDS) -> None:
        self._longest_seconds = longest_seconds
        self._lost_seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, kind: DocumentKind, content: bytes) -> str | None:
        """What the document says; None where it could not be read in time and within memory."""
        said = self._read(kind, content)
        if said is None and kind is DocumentKind.SHEET:
            return self._read(DocumentKind.FAR_SHEET, content)
        return said

    def _read(self, kind: DocumentKind, content: bytes) -> str | None:
        try:
            return self._ask(self._started(), kind, content)
        except (OSError, EOFError, TimeoutError) as error:
            self.close()
            if isinstance(error, TimeoutError):
                self._lost_seconds += self._seconds
            return None

    @property
    def _seconds(self) -> float:
        """For the next document."""
        return self._longest_seconds if self._lost_seconds < MOST_SECONDS_LOST else SECONDS_AFTER_THAT

    def close(self) -> None:
        """Ends the process, unless it is another's: after a fork it stays with who started it."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.close()
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "custodes.sources.documents.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], kind: DocumentKind, content: bytes) -> str | None:
        until = time.monotonic() + self._seconds
        if process.stdin is None or process.stdout is None:
            raise EOFError
        question = memoryview(ASKED.pack(KINDS.index(kind), len(content)) + content)
        while question:
            if not select.select([], [process.stdin], [], max(0, until - time.monotonic()))[1]:
                raise TimeoutError
            question = question[os.write(process.stdin.fileno(), question[:_BLOCK_BYTES]) :]
        is_read, length = ANSWERED.unpack(_take(process.stdout.fileno(), ANSWERED.size, until))
        said = _take(process.stdout.fileno(), length, until)
        return said.decode("utf-8", "replace") if is_read else None


def _take(pipe: int, length: int, until: float) -> bytes:
    """Exactly so many bytes. Raises `EOFError` or `TimeoutError` where they do not come."""
    taken = bytearray()
    while len(taken) < length:
        if not select.select([pipe], [], [], max(0, until - time.monotonic()))[0]:
            raise TimeoutError
        block = os.read(pipe, min(_BLOCK_BYTES, length - len(taken)))
        if not block:
            raise EOFError
        taken += block
    return bytes(taken)


@cache
def the_reader() -> Reader:
    """The one of this process."""
    reader = Reader()
    atexit.register(reader.close)
    return reader
