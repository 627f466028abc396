"""What was costly to make, kept in the user's cache folder between runs.

It is only ever a shortcut: what cannot be read, is not ours, or is damaged, is made again; what cannot be
written is not kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

_DIGEST_BYTES = 32


def read_kept(name: str) -> bytes | None:
    """What was kept under the name; None unless it is ours and whole."""
    kept = _folder() / name
    try:
        if kept.stat().st_uid != os.geteuid():
            return None
        data = kept.read_bytes()
    except OSError:
        return None
    digest, content = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == digest else None


def keep(name: str, content: bytes) -> None:
    """Keep it under the name, in place of what was there, whole or not at all."""
    kept = _folder() / name
    with contextlib.suppress(OSError):  # a folder that cannot be written costs time on the next run, no more
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(file.name).replace(kept)


def _folder() -> Path:
    """By the XDG Base Directory Specification, which says that a relative path is to be ignored."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "custodes"
