"""Reading folders of host lists in the layout of UT1: `<category>/domains` and `<category>/urls`, plain or gzip.

A line of `domains` is a host: it and every host below it belong to the category. A line of `urls` is a
host with a path: the pages at and below it do. `#` begins a comment. Other files of UT1, `expressions` among them, are
left alone: an expression finds parts of words anywhere in an address, and with them much that is innocent.

These lists are made by many hands. A line that is no name is skipped and counted; it does not keep the others out.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from custodes.detect.errors import ListError
from custodes.detect.names import MOST_CATEGORIES, NameTable, Numbers, hash_lines, hash_names, number
from custodes.policy.errors import Problem

OTHER_NAMES = {
    "agressif": "hate",
    "aggressive": "hate",
    "arjel": "gambling",
    "audio-video": "streaming",
    "hatespeech": "hate",
    "p2p": "filesharing",
    "porn": "adult",
    "radio": "streaming",
    "redirector": "anonymiser",
    "social_networks": "social",
    "update": "updates",
    "vpn": "anonymiser",
    "webmail": "personal-mail",
}
"""What other lists, UT1 first, call a category that has a name here."""

IN_WORDS = {
    "adult": "pornography",
    "anonymiser": "hiding who one is",
    "download": "programs to download",
    "filesharing": "sharing of copied files",
    "hacking": "breaking into computers",
    "personal-mail": "personal mail",
    "social": "social networks",
    "updates": "updates of programs",
    "warez": "cracked programs",
}
"""What a person reads for a category whose name is a term of the trade. The others are said as they are named."""

BLOCK_BYTES = 1 << 18
LONGEST_LINE_BYTES = 1 << 20
_PLAIN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_\r\n"
_NO_NAME = re.compile(r"[\s\0]")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class Skipped:
    """Lines of a list that are no names."""

    file: str
    first_line: int
    lines: int = 1

    def __str__(self) -> str:
        """As a person is told it, without what stands there."""
        if self.lines == 1:
            return f"{self.file}, line {self.first_line}: skipped; it is more than one name."
        lines = f"{self.lines:,} lines skipped, the first of them line {self.first_line}"
        return f"{self.file}: {lines}; they are more than one name."


@dataclass(slots=True)
class _Gathered:
    """Numbers gathered so far, and the categories their low bits index."""

    categories: list[str] = field(default_factory=list)
    hosts: list[Numbers] = field(default_factory=list)
    pages: list[Numbers] = field(default_factory=list)
    page_hosts: list[Numbers] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    read: set[tuple[Path, int]] = field(default_factory=set)
    """Which files were read for which category: UT1 gives some categories a second name by a link."""

    def index(self, category: str) -> int:
        if category not in self.categories:
            self.categories.append(category)
        return self.categories.index(category)


@dataclass(frozen=True, slots=True)
class CategoryTables:
    """Hosts by category, pages by category, and the hosts of which only pages are listed."""

    hosts: NameTable = field(default_factory=NameTable)
    pages: NameTable = field(default_factory=NameTable)
    page_hosts: NameTable = field(default_factory=NameTable)
    skipped: tuple[Skipped, ...] = ()


def name_category(name: str) -> str:
    """The name used here for a category, whatever the list calls it."""
    plain = name.strip().lower()
    return OTHER_NAMES.get(plain, plain)


def word_category(name: str) -> str:
    """What a person reads for the category: `cracked programs` for `warez`."""
    plain = name_category(name)
    return IN_WORDS.get(plain, plain)


def read_categories(folders: Sequence[Path]) -> CategoryTables:
    """Every category below the folders, together. Raises ListError naming the lines that cannot be read."""
    gathered = _Gathered()
    for folder in folders:
        for path in sorted(folder.glob("*/*")):
            if path.name.removesuffix(".gz") in ("domains", "urls"):
                _read_list(path, gathered)
    if len(gathered.categories) > MOST_CATEGORIES:
        what = f"There are {len(gathered.categories)} categories; at most {MOST_CATEGORIES} can be held."
        gathered.problems.append(Problem(str(folders[-1]), 0, what, "Leave out the folders not needed."))
    if gathered.problems:
        raise ListError(*gathered.problems)
    names = gathered.categories
    return CategoryTables(
        NameTable(names, gathered.hosts),
        NameTable(names, gathered.pages),
        NameTable(names, gathered.page_hosts),
        tuple(gathered.skipped),
    )


def _read_list(path: Path, gathered: _Gathered) -> None:
    category = gathered.index(name_category(path.parent.name))
    try:
        one = (path.resolve(), category)
        if one in gathered.read:
            return
        gathered.read.add(one)
        with path.open("rb") as plain:
            stream = gzip.GzipFile(fileobj=plain) if path.suffix == ".gz" else plain
            _read_blocks(path, stream, category, gathered)
    except (OSError, EOFError, zlib.error) as error:
        mend = "Fetch it again, or make it readable."
        gathered.problems.append(Problem(str(path), 0, f"The list cannot be read: {error}.", mend))


def _read_blocks(path: Path, stream: _Readable, category: int, gathered: _Gathered) -> None:
    line = 1
    skipped = Skipped(str(path), 0, 0)
    for block in _whole_lines(stream):
        if path.name.startswith("domains") and not block.translate(None, _PLAIN):
            gathered.hosts.append(number(hash_lines(_bare(block)), category))
        else:
            _read_lines(skipped, line, block, category, gathered)
        line += block.count(b"\n")
    gathered.skipped += [skipped] if skipped.lines else []


def _bare(block: bytes) -> bytes:
    """Plain lines in lower case, without a dot before or after a name."""
    lines = b"\n" + block.translate(None, b"\r").lower()
    return lines.replace(b"\n.", b"\n").replace(b".\n", b"\n")[1:]


def _whole_lines(stream: _Readable) -> Iterator[bytes]:
    """The stream in blocks of whole lines, each ending with a newline, without a byte order mark."""
    rest = stream.read(3).removeprefix(b"\xef\xbb\xbf")
    while block := stream.read(BLOCK_BYTES):
        whole, newline, rest = (rest + block).rpartition(b"\n")
        if newline:
            yield whole + newline
        elif len(rest) > LONGEST_LINE_BYTES:
            raise EOFError("a line does not end")
    if rest:
        yield rest + b"\n"


def _read_lines(skipped: Skipped, first_line: int, block: bytes, category: int, gathered: _Gathered) -> None:
    """Read lines that hold more than letters: comments, paths, `*.` before a host, names in other scripts."""
    hosts: list[str] = []
    pages: list[str] = []
    for line, text in enumerate(block.decode("utf-8", "replace").split("\n"), first_line):
        entry = _entry(text)
        if _NO_NAME.search(entry):
            skipped.lines += 1
            skipped.first_line = skipped.first_line or line
            continue
        (pages if "/" in entry else hosts).append(entry)
    gathered.hosts.append(number(hash_names(hosts), category))
    gathered.pages.append(number(hash_names(pages), category))
    gathered.page_hosts.append(number(hash_names(page.partition("/")[0] for page in pages), category))


def _entry(text: str) -> str:
    """The host, or the host and path, that a line names; empty for a comment."""
    entry = text.partition("#")[0].strip().lower()
    entry = entry.partition("://")[2] or entry
    host, slash, path = entry.removeprefix("*").lstrip(".").partition("/")
    host = host.partition(":")[0].rstrip(".")
    return f"{_ascii(host)}/{path}".rstrip("/") if slash else _ascii(host)


def _ascii(host: str) -> str:
    """The host as it stands in a log: names in other scripts by their ASCII form (RFC 3490)."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
