"""An event as a rule sees it: values by the names that rules use, and as text without regard to case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from custodes.events.fields import normal_name

Texts = str | tuple[str, ...]
"""What a field says: one text, or those of a list; none where it is missing or null."""

Spellings = Mapping[str, tuple[str, ...]]
"""By a rule's name in its normal form, the product's own names for it, the first first (`Table.spellings`)."""


class Missing(Enum):
    """That the event has no such field, which is not that it has no value."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

_NO_SPELLINGS: Spellings = MappingProxyType({})


class Names:
    """How the names that rules use are met in records of one shape, that is with the same names.

    A field is looked for by its name as written, then without regard to case and spaces (of several the first),
    then under its product's own names.
    """

    __slots__ = ("_met", "_own", "_spellings")

    def __init__(self, own: Iterable[str], spellings: Spellings = _NO_SPELLINGS) -> None:
        own = tuple(own)
        self._own = {normal_name(name): name for name in reversed(own)}
        self._spellings = spellings
        self._met: dict[str, str | None] = {name: name for name in own}

    def meet(self, name: str) -> str | None:
        """The record's own name for what a rule calls so, or None."""
        if name not in self._met:
            normal = normal_name(name)
            spelt = (normal, *(normal_name(other) for other in self._spellings.get(normal, ())))
            self._met[name] = next((self._own[other] for other in spelt if other in self._own), None)
        return self._met[name]

    def holds(self, name: str) -> bool:
        """Whether the records have what a rule calls so, be it an object, of which only its own fields are named."""
        if self.meet(name) is not None:
            return True
        normal = normal_name(name)
        spelt = tuple(f"{normal_name(each)}." for each in (normal, *self._spellings.get(normal, ())))
        return any(own.startswith(spelt) for own in self._own)

    def of(self, own: Iterable[str]) -> Names:
        """How the same product's names are met in records that have these."""
        return Names(own, self._spellings)


class Fields:
    """The fields of one event: a record as `custodes.events.flatten` leaves it, its names met by those of its shape.

    Texts are made once an event, however many rules ask: `cased` and `folded` are mappings, by a field's name, that
    fill themselves.
    """

    __slots__ = ("_every", "_names", "_record", "cased", "folded")

    def __init__(self, record: Mapping[str, Any], names: Names | None = None) -> None:
        self._record = record
        self._names = names or Names(record)
        self._every: dict[bool, tuple[str, ...]] = {}
        self.cased = _Cased(record, self._names)
        self.folded = _Folded(self.cased)

    def get(self, name: str) -> Any:
        """The value of a field: text, a number, a boolean, None, or a list of them; `MISSING` where there is none."""
        own = self._names.meet(name)
        return MISSING if own is None else self._record[own]

    def has(self, name: str) -> bool:
        """Whether there is such a field, of whatever value, an object among them."""
        return self._names.holds(name)

    def beside(self, columns: Mapping[str, Any]) -> Fields:
        """The same event, with what its columns say where its record has no such field."""
        record = {**columns, **self._record}
        return Fields(record, self._names.of(record))

    def every(self, *, folded: bool) -> tuple[str, ...]:
        """What all fields say."""
        if (texts := self._every.get(folded)) is None:
            texts = self._every[folded] = tuple(self._read_all(folded=folded))
        return texts

    def _read_all(self, *, folded: bool) -> list[str]:
        every: list[str] = []
        for value in self._record.values():
            texts = _folded(_texts(value)) if folded else _texts(value)
            every.extend(texts if isinstance(texts, tuple) else (texts,))
        return every


class _Cased(dict[str, Texts]):
    """What fields say, as it stands."""

    __slots__ = ("_names", "_record")

    def __init__(self, record: Mapping[str, Any], names: Names) -> None:
        super().__init__()
        self._record = record
        self._names = names

    def __missing__(self, name: str) -> Texts:
        own = self._names.meet(name)
        texts = self[name] = () if own is None else _texts(self._record[own])
        return texts


class _Folded(dict[str, Texts]):
    """What fields say, folded."""

    __slots__ = ("_cased",)

    def __init__(self, cased: _Cased) -> None:
        super().__init__()
        self._cased = cased

    def __missing__(self, name: str) -> Texts:
        texts = self[name] = _folded(self._cased[name])
        return texts


def _texts(value: Any) -> Texts:
    if isinstance(value, list):
        return tuple(text_of(item) for item in value if item is not None)
    return () if value is None else text_of(value)


def _folded(texts: Texts) -> Texts:
    return fold(texts) if isinstance(texts, str) else tuple(map(fold, texts))


def text_of(value: Any) -> str:
    """A value as rules compare it: `true` and `false`, numbers as Python writes them (1e3 in JSON is `1000.0`)."""
    if isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def fold(text: str) -> str:
    """The text without regard to case: each character by its own small letter, so that no length changes.

    Unlike `str.lower`, a sigma at a word's end is a sigma, and İ and the Kelvin sign stay themselves: no character
    outside ASCII becomes one within it. File systems and directories compare names so.
    """
    if text.isascii():
        return text.lower()
    if "\u212a" in text or "\u0130" in text:
        return "".join(letter if letter in "\u212a\u0130" else fold(letter) for letter in text)
    return text.lower().replace("ς", "σ")
