"""Of which of osquery's tables a row is: by the name of its query, else by its columns.

Queries bear any name their author gives them; many name the table (`pack_it-compliance_deb_packages`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from custodes.shipped import read_yaml


def find_kind(query: str, columns: Mapping[str, Any]) -> str | None:
    """The table, or None where neither tells. Of several that a name holds, the longest."""
    return _find_by_name(query) or _find_by_columns(frozenset(columns))


@lru_cache(4096)
def _find_by_name(query: str) -> str | None:
    found = re.finditer(_names(), query)
    return max((match[1] for match in found), key=len, default=None)


@lru_cache(4096)
def _find_by_columns(columns: frozenset[str]) -> str | None:
    fits = (name for name, telling in _known().items() if telling and telling <= columns)
    return max(fits, key=lambda name: len(_known()[name]), default=None)


@cache
def _known() -> Mapping[str, frozenset[str]]:
    """Every table with the columns that together no other has."""
    return {name: frozenset(columns or ()) for name, columns in read_yaml(__package__, "kinds.yaml").items()}


@cache
def _names() -> re.Pattern[str]:
    """A table's name between signs that part words, or at an end."""
    longest_first = sorted(map(re.escape, _known()), key=len, reverse=True)
    return re.compile(rf"(?:^|(?<=[^a-z0-9]))({'|'.join(longest_first)})(?=$|[^a-z0-9])", re.IGNORECASE)
