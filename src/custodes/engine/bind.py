"""From a policy's controls to detectors ready to run: parameters typed, unknown names refused."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import custodes.detect  # noqa: F401 - registers every detector
from custodes.detect.context import Context
from custodes.detect.lists import Lists
from custodes.detect.registry import DETECTORS, Detector
from custodes.detect.sigma.rule import RuleSet
from custodes.detect.sigma.running import Rules
from custodes.detect.staff import Staff
from custodes.policy.errors import PolicyError, Problem
from custodes.policy.model import Control, Policy
from custodes.policy.problems import did_you_mean
from custodes.sources.firewall import Firewall
from custodes.sources.firewall.rules import read_rules
from custodes.sources.premises import Premises


@dataclass(frozen=True, slots=True)
class Bound:
    """A detector bound to a clause: what it may know, and how sure it must be."""

    detector: Detector
    context: Context
    sure: float

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels to a worker by the detector's name: functions of the registry are not pickled."""
        return _rebind, (self.detector.name, self.context, self.sure)


def _rebind(name: str, context: Context, sure: float) -> Bound:
    return Bound(DETECTORS[name], context, sure)


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch of time looked at: from `since` up to, not including, `until` (aware, UTC)."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a worker needs besides the input. A value: it can be sent and never changes."""

    bounds: tuple[Bound, ...]
    staff: Staff = field(default_factory=Staff)
    firewall: Firewall = field(default_factory=Firewall)
    period: Period = field(default_factory=Period)
    premises: Premises = field(default_factory=Premises)
    rules: Rules = field(default_factory=Rules)


def bind(
    policy: Policy,
    *,
    staff: Staff | None = None,
    lists: Lists | None = None,
    rules: RuleSet | None = None,
    period: Period | None = None,
) -> Plan:
    """The plan that keeps `policy`. Raises `PolicyError` naming each control that cannot be bound."""
    context = Context(
        staff=staff or Staff(),
        lists=lists or Lists(),
        rules=Rules(rules),
        domains=frozenset(policy.domains),
        timezone=ZoneInfo(policy.timezone),
    )
    asked = {clause.id for clause in policy.clauses}
    wanted = [control for control in policy.controls if control.kind == "detector" and control.clause in asked]
    problems: list[Problem] = []
    bounds = []
    for control in wanted:
        found = list(_problems(control, policy.controls_file))
        problems += found
        if not found:
            detector = DETECTORS[control.name]
            parameters = detector.parameters(**_typed(detector, control.parameters))
            bound_context = dataclasses.replace(context, clause=control.clause, parameters=parameters)
            bounds.append(Bound(detector, bound_context, control.sure))
    if problems:
        raise PolicyError(*problems)
    intake = read_rules(policy)
    return Plan(
        bounds=tuple(bounds),
        staff=context.staff,
        firewall=Firewall.of(policy, context.lists.excluded),
        period=period or Period(),
        premises=Premises(intake.own_networks),
        rules=context.rules,
    )


def _problems(control: Control, file: str) -> Iterator[Problem]:
    detector = DETECTORS.get(control.name)
    if detector is None:
        yield Problem(
            file,
            control.line,
            f"There is no detector {control.name!r}.",
            _nearest(control.name, DETECTORS),
        )
        return
    if control.clause not in detector.clauses:
        what = f"The detector {control.name} does not serve {control.clause}."
        yield Problem(file, control.line, what, f"It serves {', '.join(detector.clauses)}.")
    hints = typing.get_type_hints(detector.parameters)
    for name, value in control.parameters.items():
        line = control.lines.get(name, control.line)
        if name not in hints:
            yield Problem(
                file,
                line,
                f"{control.name} has no parameter {name!r}.",
                _nearest(name, hints),
            )
        elif not _fits(value, hints[name]):
            what = f"{name} must be {_words(hints[name])}; it says {value!r}."
            yield Problem(file, line, what, f"For example: {_example(detector, name)}.")


def _nearest(written: str, known: Iterable[str]) -> str:
    return did_you_mean(written, known, or_else=f"There are: {', '.join(sorted(known)) or 'none'}.")


def _fits(value: object, kind: Any) -> bool:
    if typing.get_origin(kind) is tuple:
        return isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, kind)


def _words(kind: Any) -> str:
    names = {int: "a whole number, 0 or more", float: "a number", bool: "true or false", str: "a word"}
    return names.get(kind, "a list of words")


def _example(detector: Detector, name: str) -> str:
    default = next(part.default for part in dataclasses.fields(detector.parameters) if part.name == name)
    shown = f"[{', '.join(default)}]" if isinstance(default, tuple) else str(default).lower()
    return f"{name}: {shown}"


def _typed(detector: Detector, parameters: Mapping[str, object]) -> dict[str, Any]:
    hints = typing.get_type_hints(detector.parameters)
    return {
        name: tuple(typing.cast("list[str]", value)) if typing.get_origin(hints[name]) is tuple else value
        for name, value in parameters.items()
    }
