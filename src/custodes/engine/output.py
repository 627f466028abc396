"""Writing results: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from custodes.engine.errors import OutputError


@contextlib.contextmanager
def write_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes `path`'s place only once it is complete and on disk.

    Whatever ends the block early (a full disk, Ctrl-C), `path` is as it was and nothing is left beside it.
    Raises `OutputError` where the system refuses.
    """
    path = path.resolve()  # a link stays a link: what it points to is replaced
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600)  # findings are for the one who asked, whatever the umask
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. What was there before is unchanged.") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
