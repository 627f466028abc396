"""Rules changed in small ways, as other hands would write them: each is still a rule, or pySigma refuses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from random import Random
from typing import Any

from truths.bent_events import CHANGES, respell

MODIFIERS = (
    *("", "", "contains", "startswith", "endswith", "contains|all", "cased", "contains|cased", "endswith|cased", "neq"),
    *("all", "re", "re|i", "windash|contains", "wide|base64offset|contains", "base64offset|contains", "utf16|base64"),
    *("contains|neq", "exists", "lt", "gte", "fieldref", "fieldref|endswith", "cidr"),
)
OTHER_VALUES: Mapping[str, tuple[Any, ...]] = {
    "exists": (True, False),
    "lt": (5, 4624),
    "gte": (5, 4624),
    "fieldref": ("Image", "ParentImage", "User"),
    "fieldref|endswith": ("Image", "OriginalFileName"),
    "cidr": ("10.0.0.0/8", "::/0", "192.168.0.0/16"),
}
WILDCARDS = ("*", "?", "\\*", "\\?", "\\\\*", "**", "*?")

Detection = dict[str, Any]


def bend_rule(document: Mapping[str, Any], times: int, random: Random) -> dict[str, Any]:
    """The rule with so many changes."""
    bent = deepcopy(dict(document))
    for _ in range(times):
        random.choice(BENDS)(bent["detection"], random)
    return bent


def _negate(detection: Detection, _: Random) -> None:
    _reword(detection, lambda condition: f"not ({condition})")


def _swap_and_or(detection: Detection, _: Random) -> None:
    words = {"and": "or", "or": "and"}
    _reword(detection, lambda condition: re.sub(r"\b(and|or)\b", lambda found: words[found[0]], condition))


def _swap_one_all(detection: Detection, _: Random) -> None:
    words = {"1 of": "all of", "all of": "1 of"}
    _reword(detection, lambda condition: re.sub("(1|all) of", lambda found: words[found[0]], condition))


def _reword(detection: Detection, change: Callable[[str], str]) -> None:
    said = detection["condition"]
    detection["condition"] = list(map(change, said)) if isinstance(said, list) else change(said)


def _drop_item(detection: Detection, random: Random) -> None:
    fields = random.choice(list(_maps(detection)) or [{}])
    if len(fields) > 1:
        del fields[random.choice(list(fields))]


def _drop_value(detection: Detection, random: Random) -> None:
    for fields, name in _some_field(detection, random):
        if isinstance(fields[name], list) and len(fields[name]) > 1:
            fields[name].pop(random.randrange(len(fields[name])))


def _spread(detection: Detection, random: Random) -> None:
    """What had to hold together may hold apart."""
    name = random.choice([name for name in detection if name != "condition"])
    if isinstance(detection[name], dict):
        detection[name] = [{field: value} for field, value in detection[name].items()]


def _modify(detection: Detection, random: Random) -> None:
    for fields, name in _some_field(detection, random):
        modifiers = random.choice(MODIFIERS)
        new = "|".join(filter(None, (name.partition("|")[0], modifiers)))
        if new not in fields:
            value = fields.pop(name)
            fields[new] = random.choice(OTHER_VALUES.get(modifiers, (value,)))


def _respell(detection: Detection, random: Random) -> None:
    for fields, name in _some_field(detection, random):
        field, *modifiers = name.split("|")
        fields["|".join((respell(field, random), *modifiers))] = fields.pop(name)


def _change_value(detection: Detection, random: Random) -> None:
    for fields, name in _some_field(detection, random):
        if isinstance(fields[name], list):
            at = random.randrange(len(fields[name]) or 1)
            fields[name][at : at + 1] = [_changed(value, random) for value in fields[name][at : at + 1]]
        else:
            fields[name] = _changed(fields[name], random)


def _changed(value: Any, random: Random) -> Any:
    if not isinstance(value, str):
        return random.choice((str(value), None, value))
    at = random.randint(0, len(value))
    with_wildcard = value[:at] + random.choice(WILDCARDS) + value[at:]
    changed = CHANGES[random.choice(list(CHANGES))](value, random)
    return random.choice((with_wildcard, value if isinstance(changed, list) else changed))


def _some_field(detection: Detection, random: Random) -> Iterator[tuple[dict[str, Any], str]]:
    """One field with the map it stands in, or none."""
    maps = [fields for fields in _maps(detection) if fields]
    if maps:
        fields = random.choice(maps)
        name = random.choice(list(fields))
        if name and not name.startswith("|"):
            yield fields, name


def _maps(detection: Detection) -> Iterator[dict[str, Any]]:
    for name, found in detection.items():
        if name not in {"condition", "timeframe"}:
            yield from (each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict))


BENDS = (
    *(_negate, _swap_and_or, _swap_one_all, _drop_item, _drop_value, _spread),
    *(_modify, _modify, _modify, _respell, _change_value, _change_value, _change_value),
)
