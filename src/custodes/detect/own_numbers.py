"""The library's own accounts, cards and phones: told to anybody who is to pay or call, and so nobody's secret."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.detect.tables import read_text
from custodes.policy.errors import Problem

OWN_NUMBERS = "own-numbers.txt"
"""The file of the lists folder."""
_SIGNS = re.compile(r"[0-9A-Za-z ().+/-]+\*?")
_FEWEST_SIGNS = 4
_DIALLED = ("001", "011", "1", "00")
"""What may stand before a number that is dialled."""
_SHORTEST_DIALLED = 7


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """Numbers, and beginnings of numbers, by their letters and digits alone."""

    whole: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.beginnings)

    def has(self, written: str) -> bool:
        """Whether a number, in whatever groups it is written, is one of the library's own."""
        bare = _bare(written)
        return any(form in self.whole or form.startswith(self.beginnings) for form in _forms(bare))


def load_own_numbers(folder: Path) -> OwnNumbers:
    """What `own-numbers.txt` names, one number a line; one that ends in `*` stands for all that begin so.

    Raises ListError naming the lines that hold no number.
    """
    path = folder / OWN_NUMBERS
    lines = enumerate(read_text(path).splitlines(), 1) if path.exists() else ()
    entries = [(line, entry) for line, text in lines if (entry := text.partition("#")[0].strip())]
    if wrong := [line for line, entry in entries if not _is_number(entry)]:
        mend = "Write one account, card or phone number a line, of at least four digits."
        raise ListError(*(Problem(str(path), line, "This is no number.", mend) for line in wrong))
    whole = {_bare(entry) for _, entry in entries if not entry.endswith("*")}
    beginnings = {_bare(entry) for _, entry in entries if entry.endswith("*")}
    return OwnNumbers(frozenset(_all_forms(whole)), tuple(sorted(_all_forms(beginnings))))


def _is_number(entry: str) -> bool:
    return bool(_SIGNS.fullmatch(entry)) and sum(map(str.isdigit, entry)) >= _FEWEST_SIGNS


def _bare(written: str) -> str:
    return "".join(sign for sign in written if sign.isalnum()).lower()


def _all_forms(bare: Iterable[str]) -> set[str]:
    return {form for one in bare for form in _forms(one)}


def _forms(bare: str) -> list[str]:
    """As it stands, and without what is dialled before it."""
    dialled = (bare.removeprefix(before) for before in _DIALLED) if bare.isdecimal() else ()
    return [bare, *(form for form in dialled if len(form) >= _SHORTEST_DIALLED)]
