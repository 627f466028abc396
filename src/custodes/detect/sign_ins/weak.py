"""Sign-ins by protocols that lay the password open or know no second factor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Kind, Measure, Measures, merge_into
from custodes.detect.prose import join, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.sign_ins.accounts import find_accounts
from custodes.detect.sign_ins.reading import SignIn, find_in_record, read_sign_ins, see
from custodes.detect.sign_ins.untold import NO_PROTOCOL, measure_untold, untold_by
from custodes.events import AUTHENTICATION
from custodes.shipped import read_yaml

WEAK = "sign-ins.weak"
"""Set of labels of protocols by account and local day."""

_FIRST_NTLM = re.compile(rb"NTLM ?V1\b", re.IGNORECASE)
_NTLM_LABEL = "NTLM of the first version"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What else a site holds to be outdated, and what it still allows."""

    also: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@detector(
    "weak-sign-ins",
    clauses=("security.logins",),
    reads=AUTHENTICATION,
    parameters=Parameters,
    looks_at="Sign-ins by outdated protocols.",
)
def weak_sign_ins(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes who signed in by which outdated protocol. Accounts of programs that are registered may."""
    sign_ins = list(read_sign_ins(batch, context))
    measures: Measures = measure_untold(batch, (one for one in sign_ins if not _implied(one)), NO_PROTOCOL)
    known: dict[tuple[Key, str], SignIn] = {}
    for one, label in _weak_ones(batch, sign_ins, context.parameters):
        where = Key(WEAK, one.subject, str(one.on)), label
        if (where not in known or one.at_us < known[where].at_us) and not _is_program(one, context):
            known[where] = one
    for (day_of, label), one in known.items():
        merge_into(measures, {day_of: Measure(Kind.SET, frozenset({label}), (see(batch, one),))})
    return Detection(measures=measures)


weak_sign_ins.limit(NO_PROTOCOL)(untold_by("weak-sign-ins"))


@weak_sign_ins.limit(WEAK)
def judge_day(key: Key, measure: Measure, context: Context) -> Finding | None:
    """A finding for each account and day on which it was so used."""
    sure = _load_labels()
    text = (
        f"On {write_day(date.fromisoformat(key.window))} the account was signed in to by {join(sorted(measure.value))}."
    )
    return Finding(
        clause=context.clause,
        detector="weak-sign-ins",
        subject=key.subject,
        at=measure.seen[0].at,
        outcome=Outcome.YES,
        confidence=max(sure.get(label, _SURE_OF_OWN) for label in measure.value),
        reasons=(Reason("sign-in.weak-protocol", text),),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )


_SURE_OF_OWN = 0.8
"""Of a protocol that the policy itself names."""


def _weak_ones(batch: pa.RecordBatch, sign_ins: list[SignIn], parameters: Parameters) -> Iterator[tuple[SignIn, str]]:
    allowed, own = frozenset(map(_plain, parameters.allowed)), {_plain(name): name for name in parameters.also}
    labels: dict[tuple[str, str], str] = {}
    for one in sign_ins:
        spoken = one.protocol, one.code
        if spoken not in labels:
            labels[spoken] = _label(spoken, own, allowed)
        if label := labels[spoken] or _first_ntlm(batch, one, allowed):
            yield one, label


def _label(spoken: tuple[str, str], own: Mapping[str, str], allowed: frozenset[str]) -> str:
    names = [_plain(word) for word in spoken if word]
    if not allowed.isdisjoint(names):
        return ""
    known = _load_names()
    return next((own.get(name) or known[name] for name in names if name in own or name in known), "")


def _first_ntlm(batch: pa.RecordBatch, one: SignIn, allowed: frozenset[str]) -> str:
    """Windows names the version apart from the protocol."""
    if "ntlm" not in one.protocol.lower() or "ntlmv1" in allowed:
        return ""
    return _NTLM_LABEL if find_in_record(batch, one.row, _FIRST_NTLM) else ""


_SAYS_BY_ITS_NAME = frozenset(("linux", "cisco", "aws"))


def _implied(one: SignIn) -> bool:
    """Whether the log itself is of one protocol, so that none need be named: a console, a shell, a switch."""
    return one.product in _SAYS_BY_ITS_NAME


def _is_program(one: SignIn, context: Context) -> bool:
    return any(account.kind == "service" for account in find_accounts(one.name, context))


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.lower())


@cache
def _load_names() -> dict[str, str]:
    return {name: entry["label"] for entry in _load_protocols() for name in entry["names"]}


@cache
def _load_labels() -> dict[str, float]:
    return {entry["label"]: entry["sure"] for entry in _load_protocols()}


@cache
def _load_protocols() -> list[dict[str, Any]]:
    return list(read_yaml("custodes.detect", "data/sign_ins/protocols.yaml"))
