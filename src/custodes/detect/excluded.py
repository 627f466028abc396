"""Whose mail and pages no detector looks at: unions, attorneys, doctors, and whom else the site lists.

They are set apart as protected places are: whatever touches one of them, by any sender, recipient or address of a
page, is dropped before any detector, and only counted. One listed recipient among several is enough: what a person
writes to an attorney and a colleague is still written to an attorney.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.detect.tables import read_text
from custodes.policy.errors import Problem
from custodes.sources.firewall import Places, read_address, read_host

_IN_ANGLES = re.compile(r"<([^<>]*)>\s*[,;]?\s*$")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)+)"@([^@"]+)')
EXCLUDED = "excluded"
"""The folder of the lists: each file in it is one, `union.txt` say."""
LONGEST_ENTRY = 1000
_SHOWN = 100
"""Characters of an entry that is none."""


def load_excluded(folder: Path | None) -> Places:
    """What the files of the site's folder name, if it has one, an address, host or domain (and all below it) a line.

    Raises ListError naming file, line and mend.
    """
    hosts, addresses = set[str](), set[str]()
    problems: list[Problem] = []
    for path, line, entry in _entries(folder / EXCLUDED) if folder else ():
        try:
            bare = _bare(entry)
            if "@" in bare.lstrip("@"):
                addresses.add(_read_address(bare))
            else:
                hosts.add(read_host(bare.removeprefix("*.").lstrip("@")))
        except ValueError as error:
            what = f"“{entry[:_SHOWN]}” is neither a mail address nor a host."
            problems.append(Problem(str(path), line, what, str(error)[:_SHOWN]))
    if problems:
        raise ListError(*problems)
    return Places(frozenset(hosts), addresses=frozenset(addresses))


def _bare(entry: str) -> str:
    """The address or host alone, of an entry copied from a letter: with a name, in angle brackets, encoded."""
    if len(entry) > LONGEST_ENTRY:
        raise ValueError("Write one address or host a line.")
    if "=?" in entry:
        entry = _decode(entry)
    in_angles = _IN_ANGLES.search(entry)
    return (in_angles[1] if in_angles else entry).strip(" \t,;").removeprefix("mailto:").strip()


def _decode(entry: str) -> str:
    """Encoded words (RFC 2047) as the letters they stand for; as they are where they stand for none."""
    try:
        return str(make_header(decode_header(entry)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return entry


def _read_address(entry: str) -> str:
    """The one spelling of an address, whose local part may be quoted (RFC 5321, 4.1.2): `"john doe"@firm.example`.

    Raises ValueError, with what to write.
    """
    quoted = _QUOTED.fullmatch(entry)
    if quoted is None:
        return read_address(entry)
    local = re.sub(r"\\(.)", r"\1", quoted[1]).strip().lower()
    return f"{local}@{read_address(f'x@{quoted[2]}').partition('@')[2]}"


def _entries(folder: Path) -> Iterator[tuple[Path, int, str]]:
    files = folder.iterdir() if folder.is_dir() else ()
    for path in sorted(path for path in files if path.is_file() and not path.name.startswith(".")):
        for line, text in enumerate(read_text(path).splitlines(), 1):
            if entry := text.partition("#")[0].strip():
                yield path, line, entry
