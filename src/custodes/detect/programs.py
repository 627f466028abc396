"""Telling from an address and a media type whether a program was fetched."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

PROGRAM_TYPES = frozenset(
    {
        "application/java-archive",
        "application/vnd.android.package-archive",
        "application/vnd.apple.installer+xml",
        "application/vnd.debian.binary-package",
        "application/vnd.microsoft.portable-executable",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        "application/vnd.ms-word.document.macroenabled.12",
        "application/x-apple-diskimage",
        "application/x-chrome-extension",
        "application/x-debian-package",
        "application/x-dosexec",
        "application/x-exe",
        "application/x-executable",
        "application/x-iso9660-image",
        "application/x-java-archive",
        "application/x-ms-dos-executable",
        "application/x-ms-installer",
        "application/x-msdos-program",
        "application/x-msdownload",
        "application/x-msi",
        "application/x-redhat-package-manager",
        "application/x-rpm",
        "application/x-xpinstall",
    }
)
PROGRAM_ENDINGS = frozenset(
    {
        *(".apk", ".appimage", ".appx", ".appxbundle", ".deb", ".dmg", ".exe", ".flatpakref", ".iso", ".jar", ".msi"),
        *(".msix", ".msixbundle", ".msp", ".pkg", ".rpm", ".run", ".snap"),  # programs and their packages
        *(".bat", ".cmd", ".hta", ".ps1", ".scr", ".vbs"),  # scripts that a double click runs
        *(".crx", ".xpi"),  # browser extensions
        *(".docm", ".pptm", ".xlsm"),  # office documents with macros
    }
)
ARCHIVE_ENDINGS = frozenset({".7z", ".bz2", ".gz", ".rar", ".tgz", ".xz", ".zip"})

_INSTALLER = re.compile(r"(?<![a-z])(?:setup|install|installer|portable|x64|win32|win64)(?![a-z])")
"""Words by which the name of an archive says that a program is inside."""

_SHOWN = re.compile(
    r"(?:text/(?:html|css|javascript)|application/(?:xhtml\+xml|json|javascript)|(?:image|video|audio|font)/.*)$"
)
"""Types that a browser shows: an address that ends in `setup.exe` may be the page that offers it."""

LONGEST_NAME = 80


class Sign(StrEnum):
    """What says that it is a program."""

    BOTH = "name and type"
    TYPE = "type"
    NAME = "name"
    ARCHIVE = "archive"


class Program(NamedTuple):
    """A program's file name, made safe to show, its media type, and what says that it is one."""

    name: str
    content_type: str
    sign: Sign


def is_shown(content_type: str) -> bool:
    """Whether content of that type is shown by a browser rather than kept as a file."""
    return _SHOWN.match(content_type) is not None


def find_program(url: str, content_type: str) -> Program | None:
    """The program that an answer of that type from that address is, or None. `content_type` may be empty."""
    if is_shown(content_type):
        return None
    name = _file_name(url)
    ending = PurePosixPath(name.lower()).suffix
    if content_type in PROGRAM_TYPES:
        return Program(_safe(name), content_type, Sign.BOTH if ending in PROGRAM_ENDINGS else Sign.TYPE)
    if ending in PROGRAM_ENDINGS:
        return Program(_safe(name), content_type, Sign.NAME)
    if ending in ARCHIVE_ENDINGS and _INSTALLER.search(name.lower()):
        return Program(_safe(name), content_type, Sign.ARCHIVE)
    return None


def _file_name(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url.partition("?")[0]
    return unquote(path).rpartition("/")[2]


def _safe(name: str) -> str:
    """The name without signs that do not print, cut where it is very long."""
    printed = "".join(letter for letter in name if letter.isprintable())
    if len(printed) <= LONGEST_NAME:
        return printed
    return f"{printed[: LONGEST_NAME - 20]}…{printed[-19:]}"
