"""The files of rules below given paths."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from custodes.sources.walk import READ_ALREADY, why_no_file

LARGEST_FILE_BYTES = 1 << 20
"""The community's largest rule is a tenth of it."""
OWN_RULES = Path(__file__).with_name("rules")
"""The rules that ship with the product."""
ENDINGS = (".yml", ".yaml")
SAMPLES_ENDING = ".samples.yaml"
"""Events that a rule beside it must find, or leave alone; no rule itself."""


class RuleFile(NamedTuple):
    """A file that should hold rules: its path below the folder that was named, and its bytes, or why there are none."""

    name: str
    content: bytes
    problem: str = ""


def rule_files(paths: Iterable[Path]) -> Iterator[RuleFile]:
    """Every rule file, folders walked in the order of names; hidden folders and sample files are passed over.

    Links are followed, and below one path no folder is walked twice.
    """
    for path in paths:
        if path.is_dir():
            yield from _below(str(path), "", set())
        else:
            yield _read(str(path), path.name)


def _below(folder: str, prefix: str, walked: set[tuple[int, int]]) -> Iterator[RuleFile]:
    """With plain strings, not paths: over thousands of files that is half the time."""
    try:
        status = os.stat(folder)  # noqa: PTH116 - a string
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield RuleFile(prefix or ".", b"", f"The folder cannot be opened: {error.strerror}.")
        return
    identity = status.st_dev, status.st_ino
    if identity in walked:
        yield RuleFile(prefix, b"", READ_ALREADY)
        return
    walked.add(identity)
    for entry in entries:
        name = prefix + entry.name
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from _below(entry.path, f"{name}/", walked)
        elif name.endswith(ENDINGS) and not name.endswith(SAMPLES_ENDING):
            yield _read(entry.path, name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _read(path: str, name: str) -> RuleFile:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - see `_below`
        if not stat.S_ISREG(mode):
            return RuleFile(name, b"", why_no_file(mode))
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - see `_below`
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        return RuleFile(name, b"", f"It cannot be opened: {error.strerror}.")
    if len(content) > LARGEST_FILE_BYTES:
        return RuleFile(name, b"", f"It is larger than any rule ({LARGEST_FILE_BYTES >> 20} MiB); it was not read.")
    return RuleFile(name, content)
