"""The process that reads documents for another: one after the other from standard input, until that ends.

Asked: the number of the kind (1 byte), the length (8 bytes), the document. Answered: 1 and the text's length and bytes,
or 0 and a length of 0. Where the system allows it, the process may not take more than `MEMORY_BYTES`.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO

from custodes.sources.documents.inside import read_inside
from custodes.sources.documents.kinds import DocumentKind

ASKED = struct.Struct(">BQ")
ANSWERED = struct.Struct(">BQ")
KINDS = tuple(DocumentKind)
LONGEST_SECONDS = 6.0
"""For one document. Then it could not be read."""
_GRACE_SECONDS = 2.0
MEMORY_BYTES = 1 << 30


def main() -> None:
    """Answer until there is nothing more to read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks is interrupted too, and closes the input
    logging.disable()
    _limit_memory()
    answer_all(sys.stdin.buffer, sys.stdout.buffer)


def answer_all(asked: BinaryIO, answered: BinaryIO) -> None:
    """Read documents and write what they say."""
    while len(head := asked.read(ASKED.size)) == ASKED.size:
        number, length = ASKED.unpack(head)
        content = asked.read(length)
        with _ending_in_time():
            text = _read(KINDS[number], content)
        said = b"" if text is None else text.encode("utf-8", "replace")
        answered.write(ANSWERED.pack(text is not None, len(said)))
        answered.write(said)
        answered.flush()


@contextlib.contextmanager
def _ending_in_time() -> Iterator[None]:
    """The process ends if a document takes too long, whether or not the one who asked is still there."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS + _GRACE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _read(kind: DocumentKind, content: bytes) -> str | None:
    try:
        return read_inside(kind, content)
    except BaseException as error:
        if isinstance(error, SystemExit | KeyboardInterrupt):
            raise
        return None


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not there on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    main()
