"""Whose mail and pages no detector looks at: unions, attorneys, doctors, and whom else the site lists.

They are set apart as protected places are: whatever touches one of them, by any sender, recipient or address of a
page, is dropped before any detector, and only counted. One listed recipient among several is enough: what a person
writes to an attorney and a colleague is still written to an attorney.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.detect.tables import read_text
from custodes.policy.errors import Problem
from custodes.sources.firewall import Places, read_address, read_host

EXCLUDED = "excluded"
"""The folder of the lists: each file in it is one, `union.txt` say."""


def load_excluded(folder: Path) -> Places:
    """What the files of the site's folder name, one mail address, host or domain (with all below it) a line.

    Raises ListError naming file, line and mend.
    """
    hosts, addresses = set[str](), set[str]()
    problems: list[Problem] = []
    for path, line, entry in _entries(folder / EXCLUDED):
        try:
            if "@" in entry.lstrip("@"):
                addresses.add(read_address(entry))
            else:
                hosts.add(read_host(entry.removeprefix("*.").lstrip("@")))
        except ValueError as error:
            problems.append(Problem(str(path), line, f"“{entry}” is neither a mail address nor a host.", str(error)))
    if problems:
        raise ListError(*problems)
    return Places(frozenset(hosts), addresses=frozenset(addresses))


def _entries(folder: Path) -> Iterator[tuple[Path, int, str]]:
    files = folder.iterdir() if folder.is_dir() else ()
    for path in sorted(path for path in files if path.is_file() and not path.name.startswith(".")):
        for line, text in enumerate(read_text(path).splitlines(), 1):
            if entry := text.partition("#")[0].strip():
                yield path, line, entry
