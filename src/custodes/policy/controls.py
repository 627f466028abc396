"""Reading `controls.yaml`: the employer's domains and time zone, and what keeps each clause.

Whether a detector or intake rule of a name exists, and what its parameters mean, is not decided here:
those who own them do that, with the lines that each `Control` carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import yaml

from custodes.policy.clauses import CLAUSE_ID, ID_FORM
from custodes.policy.model import Control, ControlKind
from custodes.policy.nodes import Entry, compose, entries, items, line_of, refuse_unknown, text_of, value_of
from custodes.policy.problems import Problems, did_you_mean

KEYS = ("domains", "timezone", "controls")
KINDS: tuple[ControlKind, ...] = get_args(ControlKind)
_MAY_SAY = {"detector": ("sure", "parameters"), "intake": ("parameters",), "practice": ()}
"""What each kind of control may say besides its name."""

LONGEST_DOMAIN = 253
"""Characters (RFC 1035, 2.3.4, less the length octets)."""
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*")
_ONE_KIND = "Write one of “detector: name”, “intake: name” and “practice: what people do”."


@dataclass(frozen=True, slots=True)
class Controls:
    """What `controls.yaml` says."""

    controls: tuple[Control, ...] = ()
    domains: tuple[str, ...] = ()
    timezone: str = "UTC"


def read_controls(text: str, problems: Problems) -> Controls:
    """The file's content; each thing wrong with it becomes a problem."""
    root = compose(text, problems)
    if root is None:
        return Controls()
    found = entries(root, problems, what="The file")
    refuse_unknown(found, KEYS, problems)
    return Controls(
        controls=tuple(_controls(found.get("controls"), problems)),
        domains=tuple(_domains(found.get("domains"), problems)),
        timezone=_timezone(found.get("timezone"), problems),
    )


def _domains(entry: Entry | None, problems: Problems) -> Iterator[str]:
    if entry is None:
        return
    nodes = items(entry.node)
    if nodes is None:
        problems.add(entry.line, "“domains” should be a list.", "Write “domains: [fernwood.example]”.")
    for node in nodes or ():
        domain = (text_of(node) or "").lower()
        if is_domain(domain):
            yield domain
        else:
            problems.add(line_of(node), f"“{domain}” is no domain.", "Write the bare name, such as fernwood.example.")


def is_domain(name: str) -> bool:
    """Whether it is the bare name of a domain, lower case, such as fernwood.example."""
    return len(name) <= LONGEST_DOMAIN and _DOMAIN.fullmatch(name) is not None


def _timezone(entry: Entry | None, problems: Problems) -> str:
    if entry is None:
        return "UTC"
    name = text_of(entry.node) or ""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last: `America` alone is a folder
        near = did_you_mean(name, available_timezones(), or_else="Write a name such as America/Chicago.")
        problems.add(entry.line, f"“{name}” is no time zone.", near)
        return "UTC"


def _controls(entry: Entry | None, problems: Problems) -> Iterator[Control]:
    if entry is None:
        return
    for clause, (line, node) in entries(entry.node, problems, what="The controls").items():
        if not CLAUSE_ID.fullmatch(clause):
            problems.add(line, f"“{clause}” is no clause id.", ID_FORM)
        nodes = items(node)
        if nodes is None:
            problems.add(line, f"What keeps {clause} should be a list.", "Begin each control with “- ”.")
        for item in nodes or ():
            yield from _control(clause, item, problems)


def _control(clause: str, node: yaml.Node, problems: Problems) -> Iterator[Control]:
    line = line_of(node)
    if not isinstance(node, yaml.MappingNode):
        problems.add(line, f"A control of {clause} says no kind.", _ONE_KIND)
        return
    found = entries(node, problems, what="A control")
    kinds = [kind for kind in KINDS if kind in found]
    if len(kinds) != 1:
        refuse_unknown(found, (*KINDS, "sure", "parameters"), problems)
        problems.add(line, f"A control of {clause} is {' and '.join(kinds) or 'of no kind'}.", _ONE_KIND)
        return
    kind = kinds[0]
    refuse_unknown(found, (kind, *_MAY_SAY[kind]), problems)
    name = text_of(found[kind].node)
    if name is None:
        problems.add(line, f"A {kind} of {clause} is not named.", _ONE_KIND)
        return
    parameters = entries(found["parameters"].node, problems, what="The parameters") if "parameters" in found else {}
    yield Control(
        clause,
        kind,
        name,
        parameters={key: value_of(entry.node, problems) for key, entry in parameters.items()},
        sure=_sure(found.get("sure"), problems),
        line=line,
        lines={key: entry.line for key, entry in parameters.items()},
    )


def _sure(entry: Entry | None, problems: Problems) -> float:
    if entry is None:
        return 0.0
    value = value_of(entry.node, problems)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    problems.add(entry.line, f"“sure” is {text_of(entry.node) or 'empty'}.", "Write a number from 0 to 1, such as 0.6.")
    return 0.0
