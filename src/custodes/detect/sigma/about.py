"""What a rule says of itself: its title, author, level, tags. Nothing here keeps a rule from running."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from sigma.rule import SigmaRuleBase

from custodes.detect.sigma.rule import LEVELS, About

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")

_USUAL_LEVEL = "medium"


def read_about(rule: SigmaRuleBase, *, file: str, without_id: str) -> About:
    """What it says of itself, as clean text. `without_id` is its id where it gives none."""
    name, level = _line(rule.name), _line(rule.level)
    return About(
        id=_line(rule.id) or name or without_id,
        title=_line(rule.title) or PurePosixPath(file).stem,
        file=file,
        level=level if level in LEVELS else _USUAL_LEVEL,
        status=_line(rule.status),
        author=_line(rule.author),
        license=_line(rule.license),
        description=_line(rule.description),
        falsepositives=_lines(rule.falsepositives),
        tags=_lines(rule.tags),
        name=name,
    )


def _line(value: Any) -> str:
    """The value on one line, without what moves a terminal's cursor; nothing for none."""
    if isinstance(value, list | tuple):
        return ", ".join(_lines(value))
    return "" if value is None else _UNPRINTABLE.sub(" ", str(value)).strip()


def _lines(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(line for line in map(_line, values) if line)
