"""Pictures that a site was told of: lists of PDQ hashes, in the folder `images` of its lists folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.detect.likeness import Near, nearest_form
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

    def find(self, forms: Sequence[str]) -> tuple[str, Near] | None:
        """The list of the nearest picture that is near enough, and how near; or None.

        `forms` are a picture's hashes as it is, and turned and mirrored.
        """
        near = ((name, found) for known, name in self.lists.items() if (found := nearest_form(known, forms)))
        return min(near, key=lambda pair: (pair[1].is_turned, pair[1].bits, pair[0]), default=None)


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
