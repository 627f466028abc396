"""Accounts in use that nobody on the staff list has, and those of people who left.

Where most of a log's accounts are on no list, the list does not speak the log's language: then nothing is held against
anybody, and the finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Kind, Measure, Measures, first_seen, merge_into
from custodes.detect.prose import count
from custodes.detect.registry import Detection, detector
from custodes.detect.sign_ins.accounts import find_accounts, list_forms
from custodes.detect.sign_ins.reading import SignIn, read_sign_ins, see
from custodes.events import AUTHENTICATION

OWNED = "accounts.owned"
UNOWNED = "accounts.unowned"
GUEST = "accounts.guest"
CLOSED = "accounts.closed"
"""Sets of the local days on which an account was used, by account."""

_SURE = {UNOWNED: 0.75, GUEST: 0.5, CLOSED: 0.9}


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many of a log's accounts may be unknown before the list, not the accounts, is in doubt."""

    most_unknown_percent: int = 50


def _conclude(measures: Measures, context: Context) -> Iterator[Finding]:
    """A finding for each account that nobody has; one that could not tell where the staff list does not fit."""
    by_name: dict[str, dict[Key, Measure]] = {OWNED: {}, UNOWNED: {}, GUEST: {}, CLOSED: {}}
    for key, measure in measures.items():
        by_name[key.name][key] = measure
    unowned = by_name[UNOWNED]
    known = len(by_name[OWNED])
    if unowned and _is_in_doubt(len(unowned), known, context.parameters.most_unknown_percent):
        yield _in_doubt(unowned, known, context)
        unowned = {}
    for key in sorted([*unowned, *by_name[GUEST], *by_name[CLOSED]]):
        yield _finding(key, measures[key], context)


_FEW = 3
"""Of so few accounts a share says nothing; a list that is there is taken at its word."""


def _is_in_doubt(unknown: int, known: int, percent: int) -> bool:
    if not known:
        return True
    return unknown > _FEW and unknown * 100 > percent * (unknown + known)


@detector(
    "unowned-accounts",
    clauses=("security.logins",),
    reads=AUTHENTICATION,
    parameters=Parameters,
    looks_at="Accounts in use that nobody has.",
    conclude=_conclude,
)
def unowned_accounts(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes on which days each account was used, and whether anybody has it."""
    kinds: dict[str, str] = {}
    firsts: dict[tuple[Key, str], SignIn] = {}
    for one in read_sign_ins(batch, context):
        if one.name not in kinds:
            kinds[one.name] = _kind(one, context)
        name = CLOSED if _is_closed(one, context) else kinds[one.name]
        where = Key(name, one.subject, ""), str(one.on)
        if where not in firsts or one.at_us < firsts[where].at_us:
            firsts[where] = one
    return Detection(measures=_days(batch, firsts))


def _days(batch: pa.RecordBatch, firsts: dict[tuple[Key, str], SignIn]) -> Measures:
    measures: Measures = {}
    for (key, day), one in firsts.items():
        # That an account has an owner is only counted: no event need be shown for it.
        seen = () if key.name == OWNED else first_seen([see(batch, one)])
        merge_into(measures, {key: Measure(Kind.SET, frozenset({day if seen else ""}), seen)})
    return measures


def _kind(one: SignIn, context: Context) -> str:
    forms = list_forms(one.name, context)
    if any(map(context.staff.find, forms)) or find_accounts(one.name, context):
        return OWNED
    realm = forms[-1].rpartition("@")[2] if "@" in forms[-1] else ""
    is_guest = "#ext#" in one.name.lower() or ("." in realm and bool(context.domains))
    return GUEST if is_guest else UNOWNED


def _is_closed(one: SignIn, context: Context) -> bool:
    """Whether every entry of the register for the account ended before that day."""
    accounts = find_accounts(one.name, context)
    return bool(accounts) and all(account.is_closed(one.on) for account in accounts)


def _finding(key: Key, measure: Measure, context: Context) -> Finding:
    days = count(len(measure.value), "day")
    reason = {
        UNOWNED: Reason("account.unowned", f"On {days} an account was used that nobody on the staff list has."),
        GUEST: Reason("account.guest", f"On {days} an account of another organisation was used."),
        CLOSED: Reason("account.closed", f"On {days} an account was used after the last day that the register allows."),
    }[key.name]
    shown = measure.seen
    return Finding(
        clause=context.clause,
        detector="unowned-accounts",
        subject=key.subject,
        at=shown[0].at,
        outcome=Outcome.YES,
        confidence=_SURE[key.name],
        reasons=(reason,),
        evidence=tuple(one.evidence for one in shown),
    )


def _in_doubt(unowned: dict[Key, Measure], known: int, context: Context) -> Finding:
    shown = first_seen(one for measure in unowned.values() for one in measure.seen)
    text = (
        f"Of {count(len(unowned) + known, 'account')} in use, {len(unowned):,} are not on the staff list. "
        "It does not seem to name accounts as the log does, so who has them could not be told."
    )
    return Finding(
        clause=context.clause,
        detector="unowned-accounts",
        subject="unknown",
        at=shown[0].at,
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=(Reason("account.list-in-doubt", text),),
        evidence=tuple(one.evidence for one in shown),
    )
