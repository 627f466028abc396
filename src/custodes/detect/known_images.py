"""Pictures that a site was told of: lists of PDQ hashes, in the folder `images` of its lists folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.detect.likeness import PDQ_NEAR, count_differing_bits
from custodes.detect.tables import read_text
from custodes.policy.errors import Problem

FOLDER = "images"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KnownImages:
    """By PDQ hash the list that it stands in."""

    lists: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lists)

    def find(self, pdq: str) -> tuple[str, int] | None:
        """The list of the nearest picture that is near enough, and in how many of 256 bits they differ; or None."""
        nearest = min(((count_differing_bits(pdq, known), name) for known, name in self.lists.items()), default=None)
        return (nearest[1], nearest[0]) if nearest and nearest[0] <= PDQ_NEAR else None


def load_known_images(folder: Path) -> KnownImages:
    """The lists below a lists folder: a file each, a hash of 64 digits a line. Raises ListError naming each line."""
    lists: dict[str, str] = {}
    problems = []
    for path in sorted((folder / FOLDER).glob("*.txt")):
        for line, text in enumerate(read_text(path).splitlines(), 1):
            words = text.partition("#")[0].lower().split()
            if words and _HASH.fullmatch(words[0]):
                lists.setdefault(words[0], path.stem)
            elif words:
                mend = "Write the 64 hexadecimal digits of a PDQ hash, one a line."
                problems.append(Problem(str(path), line, "This is no hash of a picture.", mend))
    if problems:
        raise ListError(*problems)
    return KnownImages(lists)
