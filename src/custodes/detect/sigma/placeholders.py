"""The values that a site keeps for rules that ask for them (`%Admins%`): `placeholders/<name>.txt` of its lists.

One value a line, `#` before a comment; `*` and `?` stand for any characters and for one, as in a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from custodes.detect.tables import read_text

FOLDER = "placeholders"

Placeholders = Mapping[str, tuple[str, ...]]
"""The values that stand for a placeholder (`%Admins%`), by its name. They may hold wildcards."""


def load_placeholders(lists: Path | None) -> dict[str, tuple[str, ...]]:
    """The values by the placeholder's name; none without a folder. Raises ListError for what cannot be opened."""
    files = sorted((lists / FOLDER).glob("*.txt")) if lists else []
    return {file.stem: tuple(_values(read_text(file))) for file in files}


def _values(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
