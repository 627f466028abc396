"""Many expressions as one database that finds them in one pass, kept between runs.

Compiling some hundred phrases takes a second, which every worker would spend again. So the compiled
form is kept (see `kept`) under a hash of all that went into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version

import hyperscan

from custodes.detect.kept import keep, read_kept

WORTH_KEEPING = 8
"""Fewer expressions are compiled in less time than a file takes to be found."""

PLAIN_WORTH_KEEPING = 64
"""The same of expressions that each mean one text."""


def compile_database(
    expressions: Sequence[bytes], *, flags: int, worth_keeping: int = WORTH_KEEPING
) -> hyperscan.Database:
    """A block-mode database of the expressions, numbered from 0 in their order. Not to be sent to another process.

    It is kept where there are `worth_keeping` or more.
    """
    if len(expressions) < worth_keeping:
        return _compile(expressions, flags)
    name = f"{_name(expressions, flags)}.hsdb"
    database = _read(name)
    if database is None:
        database = _compile(expressions, flags)
        keep(name, hyperscan.dumpb(database))
    return database


def compile_texts(texts: Iterable[bytes], *, flags: int) -> hyperscan.Database:
    """The same for expressions that each mean just these bytes."""
    expressions = [plain_expression(text) for text in texts]
    return compile_database(expressions, flags=flags, worth_keeping=PLAIN_WORTH_KEEPING)


def plain_expression(text: bytes) -> bytes:
    """The bytes as an expression that means just them."""
    return b"\\x" + text.hex("|").replace("|", r"\x").encode() if text else b""


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
    parts = (_hyperscan_version(), str(flags).encode(), *expressions)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


@cache
def _hyperscan_version() -> bytes:
    return version("hyperscan").encode()


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
