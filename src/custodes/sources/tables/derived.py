r"""Fields that rules and columns ask for and no record says in so many words, made from those it has.

    strip: [properties.]               # a name is given without this, too
    inside: [Payload]                  # text that is an object; its fields are given, too
    whole: [targetResources]           # an object or a list that rules search as one text: its JSON
    derived:                           # gathered from these fields, each as it is or by its value
      Status:
        - resultReason
        - {status.errorCode: {"0": Success, else: Failure}}
      Country:
        - {Location: {after: ", "}}    # what stands after the last such sign; `before`: before the first
      EventType:
        - {Message: {between: ["EventType: ", "\n"]}}  # between the first of the one and the next of the other
      status:
        - {errorCode: {missing: success}}  # what it means that there is none

What is gathered replaces a field of that name; a field that nothing is gathered for stays. It is done in the table's
order: one may be gathered from another that stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from custodes.events.fields import flatten
from custodes.sources.tables.meanings import meaning_of, text_of

AFTER, BEFORE, BETWEEN, MISSING = "after", "before", "between", "missing"


class Part(NamedTuple):
    """A field of the record, and what its values mean; as they are where there are no meanings."""

    name: str
    meanings: Mapping[str, Any] | None = None

    def read(self, record: Mapping[str, Any]) -> list[Any]:
        """What it adds for a flattened record: nothing for an empty field and for a value without a meaning."""
        value = record.get(self.name)
        if self.meanings is None:
            values = value if isinstance(value, list) else (value,)
        elif isinstance(value, list):
            values = [_mean(one, self.meanings) for one in value]
        else:
            values = (_mean(value, self.meanings),)
        return [value for value in values if value is not None and value != ""]


@dataclass(frozen=True)
class Derived:
    """What a table adds to the fields of its records."""

    strip: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    whole: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """By name where it may stand: paths, name by name."""
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)

    def add_to(self, flat: dict[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a record (`flat` is it flattened) with what is added; `flat` itself where nothing is."""
        inner = self._open(flat)
        added = inner | self._strip({**flat, **inner} if inner else flat)
        for name, paths in self.whole.items():
            found = (_write(value) for path in paths for value in _find(record, path))
            if texts := [text for text in found if text is not None]:
                added[name] = _plain(texts)
        if not (added or self.parts):
            return flat
        fields = {**flat, **added}
        for name, parts in self.parts.items():
            if values := _gather(parts, fields):
                added[name] = fields[name] = _plain(values)
        return fields if added else flat

    def _open(self, flat: Mapping[str, Any]) -> dict[str, Any]:
        fields = dict[str, Any]()
        for name in self.inside:
            if isinstance(text := flat.get(name), str):
                fields |= {inner: value for inner, value in _read(text).items() if inner not in flat}
        return fields

    def _strip(self, flat: Mapping[str, Any]) -> dict[str, Any]:
        bare = dict[str, Any]()
        names = [name for name in flat if name.startswith(self.strip)]
        for start in self.strip if names else ():
            length = len(start)
            for name in names:
                if name.startswith(start) and name[length:] not in flat:
                    bare[name[length:]] = flat[name]
        return bare


def _gather(parts: tuple[Part, ...], fields: Mapping[str, Any]) -> list[Any]:
    values: list[Any] = []
    for part in parts:
        if part.meanings is not None or part.name in fields:
            values += part.read(fields)
    return values


def read_derived(data: Mapping[str, Any]) -> Derived:
    """The part of a table's YAML that is about derived fields."""
    strip = tuple(data.get("strip", ()))
    return Derived(
        strip=strip,
        inside=tuple(data.get("inside", ())),
        whole={
            name: tuple(tuple((start + name).split(".")) for start in ("", *strip)) for name in data.get("whole", ())
        },
        parts={name: tuple(map(_read_part, parts)) for name, parts in data.get("derived", {}).items()},
    )


def _read_part(data: str | Mapping[str, Mapping[Any, Any]]) -> Part:
    if isinstance(data, str):
        return Part(data)
    ((name, meanings),) = data.items()
    return Part(name, {str(value): meaning for value, meaning in meanings.items()})


def _mean(value: Any, meanings: Mapping[str, Any]) -> Any:
    if value is None:
        return meanings.get(MISSING)
    text = text_of(value)
    if AFTER in meanings:
        _, sign, rest = text.rpartition(meanings[AFTER])
        return rest if sign else None
    if BEFORE in meanings:
        start, sign, _ = text.partition(meanings[BEFORE])
        return start if sign else None
    if BETWEEN in meanings:
        begin, end = meanings[BETWEEN]
        return text.partition(begin)[2].partition(end)[0].strip() or None
    return meaning_of(text, meanings)


def _find(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """The objects and lists at a path, through lists; a scalar is a field already."""
    if isinstance(value, list) and path:
        for inner in value:
            yield from _find(inner, path)
    elif isinstance(value, dict) and path:
        if path[0] in value:
            yield from _find(value[path[0]], path[1:])
    elif isinstance(value, dict | list):
        yield value


def _write(value: Any) -> str | None:
    """Its JSON; None where it is nested more deeply than is written."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return None


def _read(text: str) -> dict[str, Any]:
    """The fields of the object that a text is; none where it is none."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return flatten(value) if isinstance(value, dict) else {}


def _plain(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
