"""Many expressions as one database that finds them in one pass, kept between runs.

Compiling some hundred phrases takes a second, which every worker would spend again. So the compiled
form is kept in the user's cache folder under a hash of all that went into it. It is only ever a
shortcut: where it cannot be read, is not ours, or is damaged, the database is compiled.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import hyperscan

_DIGEST_BYTES = 32


def compile_database(expressions: Sequence[bytes], *, flags: int) -> hyperscan.Database:
    """A block-mode database of the expressions, numbered from 0 in their order. Not to be sent to another process."""
    kept = _folder() / f"{_name(expressions, flags)}.hsdb"
    database = _read(kept)
    if database is None:
        database = hyperscan.Database()
        database.compile(
            expressions=list(expressions),
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=[flags] * len(expressions),
        )
        _keep(kept, hyperscan.dumpb(database))
    return database


def _folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "custodes"


def _name(expressions: Sequence[bytes], flags: int) -> str:
    parts = (version("hyperscan").encode(), str(flags).encode(), *expressions)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


def _read(kept: Path) -> hyperscan.Database | None:
    """The database kept there; None unless it is ours and whole, and fits this processor."""
    try:
        if kept.stat().st_uid != os.geteuid():
            return None
        data = kept.read_bytes()
    except OSError:
        return None
    digest, content = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if hashlib.sha256(content).digest() != digest:
        return None
    try:
        database = hyperscan.loadb(content, mode=hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except hyperscan.error:
        return None
    return database


def _keep(kept: Path, content: bytes) -> None:
    with contextlib.suppress(OSError):  # a folder that cannot be written costs a second next time, no more
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(file.name).replace(kept)
