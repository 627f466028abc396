"""The register of works that others own: the folder `works` in a site's lists folder. See `docs/lists.md`.

It holds what the works are like (`likeness`), not the works.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from custodes.detect.errors import ListError
from custodes.detect.likeness import Alike, Likeness, compare
from custodes.policy.errors import Problem

FOLDER = "works"
REGISTER = "register.jsonl"


@dataclass(frozen=True, slots=True)
class Work:
    """A work, or one file of it."""

    title: str
    owner: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Works:
    """All that are registered."""

    works: tuple[Work, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.works)

    def find(self, likeness: Likeness) -> tuple[Work, Alike] | None:
        """The work that a file is most surely a copy of, or None."""
        found = [(work, alike) for work in self.works if (alike := compare(work.likeness, likeness))]
        return max(found, key=lambda pair: pair[1].confidence, default=None)


def load_works(folder: Path) -> Works:
    """The works registered below a lists folder. Raises ListError naming file and line."""
    works, problems = list[Work](), list[Problem]()
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        for line, text in enumerate(path.read_bytes().splitlines(), 1):
            try:
                works.append(_read(orjson.loads(text)))
            except (ValueError, KeyError, TypeError, AttributeError):
                mend = "Let `custodes works add` write the register, and take out what it did not."
                problems.append(Problem(str(path), line, "This line tells of no work.", mend))
    if problems:
        raise ListError(*problems)
    return Works(tuple(works))


def write_work(work: Work) -> bytes:
    """A line of the register."""
    like = work.likeness
    return orjson.dumps(
        {
            "title": _encodable(work.title),
            "owner": _encodable(work.owner),
            "sha256": like.sha256,
            "tlsh": like.tlsh,
            "pdq": like.pdq,
            "shingles": sorted(like.shingles),
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def _encodable(text: str) -> str:
    """Without what a broken name on the command line leaves behind."""
    return text.encode("utf-8", "replace").decode()


def _read(read: dict[str, Any]) -> Work:
    shingles = frozenset(map(int, read["shingles"]))
    if read["pdq"]:
        int(read["pdq"], 16)
    likeness = Likeness(read["sha256"].lower(), read["tlsh"], read["pdq"], shingles)
    if not isinstance(likeness.tlsh, str) or (likeness.tlsh and len(likeness.tlsh) != 72):
        raise ValueError("no TLSH hash")
    return Work(str(read["title"]), str(read["owner"]), likeness)
