"""Many expressions as one database that finds them in one pass, kept between runs.

Compiling some hundred phrases takes a second, which every worker would spend again. So the compiled
form is kept (see `kept`) under a hash of all that went into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version

import hyperscan

from custodes.detect.kept import keep, read_kept

WORTH_KEEPING = 8
"""Fewer expressions are compiled in less time than a file takes to be found."""


def compile_database(expressions: Sequence[bytes], *, flags: int) -> hyperscan.Database:
    """A block-mode database of the expressions, numbered from 0 in their order. Not to be sent to another process."""
    if len(expressions) < WORTH_KEEPING:
        return _compile(expressions, flags)
    name = f"{_name(expressions, flags)}.hsdb"
    database = _read(name)
    if database is None:
        database = _compile(expressions, flags)
        keep(name, hyperscan.dumpb(database))
    return database


def _compile(expressions: Sequence[bytes], flags: int) -> hyperscan.Database:
    database = hyperscan.Database()
    database.compile(
        expressions=list(expressions),
        ids=list(range(len(expressions))),
        elements=len(expressions),
        flags=[flags] * len(expressions),
    )
    return database


def _name(expressions: Sequence[bytes], flags: int) -> str:
    parts = (version("hyperscan").encode(), str(flags).encode(), *expressions)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


def _read(name: str) -> hyperscan.Database | None:
    """The database kept under the name; None unless there is one that fits this processor."""
    content = read_kept(name)
    if content is None:
        return None
    try:
        database = hyperscan.loadb(content, mode=hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except hyperscan.error:
        return None
    return database
