"""A control in words, for a margin of any kind: a terminal, a page."""

from __future__ import annotations

from collections.abc import Mapping

from custodes.policy.model import Control


def describe_control(control: Control) -> str:
    """One sentence: what keeps the clause and within which limits."""
    if control.kind == "practice":
        return control.name
    verb = "Looked for" if control.kind == "detector" else "At intake"
    limits = f" ({_limits(control.parameters)})" if control.parameters else ""
    sure = f"; shown when at least {control.sure:g} sure" if control.sure else ""
    return f"{verb}: {_in_words(control.name)}{limits}{sure}."


def _limits(parameters: Mapping[str, object]) -> str:
    return "; ".join(f"{_in_words(name)}: {_value(value)}" for name, value in parameters.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none yet"
    return "none yet" if value is None else str(value)


def _in_words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")
