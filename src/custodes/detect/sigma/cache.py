"""The rules of a folder kept between runs, so that thousands are there in a fraction of a second.

What pySigma made of a file is kept under the hash of its path and content: of a folder in which one file changed,
one file is read anew. What depends on several files (correlations, filters, doubles) is not kept but linked each time.
"""

from __future__ import annotations

import gc
import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from custodes.detect.kept import keep, read_kept
from custodes.detect.sigma.files import RuleFile, rule_files
from custodes.detect.sigma.link import Part, link
from custodes.detect.sigma.placeholders import Placeholders
from custodes.detect.sigma.rule import RuleSet
from custodes.detect.sigma.rule_json import as_json, from_json


def load_rules(paths: Iterable[Path], placeholders: Placeholders | None = None) -> RuleSet:
    """The rules of files and folders, exactly as `read.read_rules` gives them, from what was kept where it can be."""
    with _without_collecting():
        return link(part for path in paths for part in _load_path(path, placeholders or {}))


def _load_path(path: Path, placeholders: Placeholders) -> list[Part]:
    if not path.is_dir():
        return [part for file in rule_files([path]) for part in _parse(file, placeholders)]
    name = f"sigma-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]}.json"
    made_with = _made_with(placeholders)
    kept = _kept_entries(name, made_with)
    entries: dict[str, Any] = {}
    parts: list[Part] = []
    for file in rule_files([path]):
        if file.problem:
            parts += _parse(file, placeholders)
            continue
        key = hashlib.sha256(file.name.encode() + b"\0" + file.content).hexdigest()
        entries[key] = kept.get(key) or [as_json(part) for part in _parse(file, placeholders)]
        parts += map(from_json, entries[key])
    if entries.keys() != kept.keys():
        keep(name, orjson.dumps({"made_with": made_with, "entries": entries}))
    return parts


def _parse(file: RuleFile, placeholders: Placeholders) -> tuple[Part, ...]:
    from custodes.detect.sigma.read import read_file  # noqa: PLC0415 - pySigma takes longer to load than all kept rules

    return read_file(file, placeholders)


def _kept_entries(name: str, made_with: str) -> dict[str, Any]:
    content = read_kept(name)
    kept = orjson.loads(content) if content else {}
    return kept["entries"] if kept.get("made_with") == made_with else {}


def _made_with(placeholders: Placeholders) -> str:
    """A hash of all that the parts of a file depend on beside its content."""
    values = orjson.dumps(placeholders, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(_reader() + values).hexdigest()


@cache
def _reader() -> bytes:
    """The parser, the language, and our own reading: its source, so that no number need be raised by hand."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    words = f"{version('pysigma')} {sys.version_info[:2]}".encode()
    return hashlib.sha256(words + b"".join(file.read_bytes() for file in sources)).digest()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for garbage while a hundred thousand values are made, none of which is any: half the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
