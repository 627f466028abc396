"""What keeps a clause, in plain words: the control, its limits, and what it looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields

from custodes.detect.categories import word_category
from custodes.detect.registry import DETECTORS, Detector
from custodes.engine.results import Account, Results
from custodes.policy.model import Control
from custodes.report.shown import shown
from custodes.report.words import counted, listed

PER = re.compile(r"^(?P<unit>[a-z]+?)s(?P<per>_an?_[a-z_]+)$")
"""A parameter that is a limit says per what: `minutes_a_day`, `recipients_an_hour`."""

_KINDS = {
    "Email Activity": "mail",
    "HTTP Activity": "web log",
    "Authentication": "log of sign-ins",
    "DNS Activity": "log of names asked for",
    "Communication": "text, voicemail or chat",
}
"""What a person calls the kind of event that a detector asks for, where it asks for one."""


def sentences(control: Control, everything: Account) -> Iterator[str]:
    """What the control does and did, a sentence each; `everything` is the total of the run's accounts."""
    match control.kind:
        case "practice":
            yield shown(control.name)
        case "intake":
            yield _intake(control, everything)
        case "detector":
            known = DETECTORS.get(control.name)
            yield (known.looks_at if known else "") or f"{control.name.replace('-', ' ').capitalize()}."
            yield from _settings(control)


LISTED_PLACES: Mapping[str, tuple[str, ...]] = {
    "protected-places": ("hosts", "networks", "addresses"),
    "patron-records": ("circulation_hosts", "circulation_senders", "public_networks"),
}
"""The intake rules that drop by list, and their lists. With every list empty such a rule drops nothing."""


def is_set_up(control: Control) -> bool:
    """Whether the control has what it needs to keep anything."""
    lists = LISTED_PLACES.get(control.name)
    return control.kind != "intake" or lists is None or any(control.parameters.get(name) for name in lists)


def _intake(control: Control, everything: Account) -> str:
    match control.name:
        case "protected-places" if not is_set_up(control):
            return "The policy lists no protected places, so nothing is dropped."
        case "protected-places":
            return f"What goes to protected places is dropped unread: {counted(everything.dropped_protected, 'item')}."
        case "patron-records" if not is_set_up(control):
            return (
                "The policy lists no circulation system or public computers, so their traffic is not dropped; "
                "card numbers and loans are masked."
            )
        case "patron-records":
            return (
                f"Patrons' traffic is dropped unread ({counted(everything.dropped_patron, 'item')}); "
                "card numbers and loans in the rest are masked."
            )
        case "account":
            return "Every item read is accounted for below."
        case _:
            return f"At intake: {control.name.replace('-', ' ')}."


def _settings(control: Control) -> Iterator[str]:
    """The kinds and limits that the policy names; where it names no limit, the detector's own."""
    for name, value in control.parameters.items():
        if isinstance(value, list | tuple) and value:
            said = [word_category(str(item)) if name == "categories" else str(item) for item in value]
            title = "Kinds of site" if name == "categories" else name.replace("_", " ").capitalize()
            yield f"{title}: {shown(listed(said), longest=200)}."
    if limits := [*_limits(control.parameters)] or [*_limits(_defaults(control.name))]:
        yield f"{'Limit' if len(limits) == 1 else 'Limits'}: {', '.join(limits)}."


def _limits(parameters: Mapping[str, object]) -> Iterator[str]:
    for name, value in parameters.items():
        parts = PER.match(name)
        if parts and isinstance(value, int | float) and not isinstance(value, bool):
            yield counted_exactly(value, parts["unit"]) + parts["per"].replace("_", " ")


def counted_exactly(value: float, unit: str) -> str:
    """`60 minutes`, `1 visit`, `2.5 megabytes`."""
    return f"{value:,} {unit if value == 1 else unit + 's'}"


def _defaults(detector: str) -> dict[str, object]:
    known = DETECTORS.get(detector)
    if known is None:
        return {}
    return {field.name: field.default for field in fields(known.parameters) if field.default is not MISSING}


def unseeing(control: Control, results: Results, detectors: Mapping[str, Detector] = DETECTORS) -> str | None:
    """Why the detector could not see anything (`no mail was read`); None where it could, or is no detector."""
    known = detectors.get(control.name)
    if control.kind != "detector" or known is None:
        return None
    kinds = frozenset[str]().union(*(account.kinds for account in results.accounts))
    wanted = [schema.metadata[b"class_name"].decode() for schema in known.reads]
    if kinds.isdisjoint(wanted):
        return f"no {_KINDS.get(wanted[0], 'log') if len(wanted) == 1 else 'log or message'} was read"
    if known.name == "sigma" and control.clause in results.unmet:
        return "no log was read that its rules are about"
    if known.needs_domains and not results.policy.domains and not results.people:
        return "no domain of your own was named (--domain)"
    return None
