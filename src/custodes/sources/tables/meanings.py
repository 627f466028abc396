"""What the values of a record mean by a table, which writes each as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ELSE = "else"
"""In a table: any other value."""


def text_of(value: Any) -> str:
    """A value as the text that rules and tables compare: `true`, `4624`, nothing for null; of a list the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return text_of(value[0]) if value else ""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def meaning_of(value: Any, meanings: Mapping[str, Any]) -> Any:
    """What the table says for this value, else for any other, else None."""
    return meanings.get(text_of(value), meanings.get(ELSE))
