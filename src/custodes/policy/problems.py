"""Collecting what is wrong with a folder, so that a person hears of everything at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from custodes.policy.errors import Problem

MAX_BYTES = 5_000_000
"""A policy is read by people: what is longer than this is some other file."""


_UNPRINTABLE = re.compile(r"[^\t\n -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 (5.1) does not allow either. In a terminal such characters could do more than be read."""

_OTHER_LINE_ENDS = {0x2028: " ", 0x2029: " "}
"""Lines to YAML but not to an editor; as spaces they cannot put our line numbers wrong."""


@dataclass(frozen=True, slots=True)
class Problems:
    """What was found wrong with one file, in the order found."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, what: str, mend: str) -> None:
        """Note one problem. Line 0 is the file as a whole."""
        self.found.append(Problem(self.file, line, what, mend))

    def in_order(self) -> list[Problem]:
        """By line; problems of one line as they were found."""
        return sorted(self.found, key=lambda problem: problem.line)


def did_you_mean(written: str, known: Iterable[str], *, or_else: str = "") -> str:
    """A sentence that offers the nearest of the known words; where none is near, `or_else`, or all of them."""
    words = sorted(known)
    near = difflib.get_close_matches(written, words, n=1)
    return f"Did you mean “{near[0]}”?" if near else or_else or f"Known here: {', '.join(words)}."


def read_text(path: Path, problems: Problems, *, if_missing: str) -> str | None:
    """The file's text with plain line ends and without a byte-order mark; None, and a problem, where it cannot be."""
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.add(
                0,
                f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
                "A policy is far smaller. Is it the right file?",
            )
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        problems.add(0, "There is no such file.", if_missing)
        return None
    except OSError as error:
        problems.add(0, f"The file cannot be read: {error.strerror}.", "Make it a plain file that you may read.")
        return None
    return _decode(data, problems)


def _decode(data: bytes, problems: Problems) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(line, "The text is not UTF-8.", "Save the file as “UTF-8” in your editor.")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_OTHER_LINE_ENDS)
    if unprintable := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, unprintable.start()) + 1
        problems.add(line, "There is a control character here.", "Take it out; it may not show in your editor.")
        return None
    return text
