"""Sign-ins to the library's accounts from devices that are not registered: a profile on a personal device.

A browser does not say whose the computer is. Certain is only what the directory says of a device, or the register. A
telephone's or tablet's mail program on the way is a sign, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Evidence, Finding, Outcome, Reason, cite_each
from custodes.detect.local_time import EPOCH
from custodes.detect.measure import Key, Kind, Measure
from custodes.detect.prose import count, join, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.sign_ins.accounts import list_forms
from custodes.detect.sign_ins.reading import SignIn, read_sign_ins
from custodes.detect.sign_ins.stays import is_meant_for_many
from custodes.detect.sign_ins.untold import NO_DEVICE, measure_untold, untold_by
from custodes.events import AUTHENTICATION

DEVICES = "sign-ins.devices"
"""Run of `Use` by account."""
EVIDENCE_SHOWN = 12
_TELLING = 0.6
"""Beside a surer use, one that is less sure than this is no evidence."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Whether a device that the directory manages is known by that alone."""

    managed_is_enough: bool = True


class Use(NamedTuple):
    """A day on which a device that is not registered was used. Sorts by time."""

    at_us: int
    day: str
    why: str
    """A key of `_WHY`."""
    device: str
    """What names it; "" where only its kind is known."""
    kind: str
    """The system, or `telephone or tablet`; "" where the log does not say."""
    evidence: tuple[str, str, str]


_WHY: dict[str, tuple[float, str]] = {
    "expired": (0.9, "whose permission has ended"),
    "anothers": (0.5, "registered to another person"),
    "unlisted-private": (0.9, "neither registered nor managed by the library"),
    "unlisted": (0.7, "not registered"),
    "unmanaged": (0.65, "that the library does not manage"),
    "unmanaged-on-site": (0.4, "that the library does not manage, though at the library"),
    "carried": (0.35, "of unknown ownership"),
}
"""How sure each is, and how a reason says it."""


@detector(
    "unregistered-devices",
    clauses=("misuse.profiles",),
    reads=AUTHENTICATION,
    parameters=Parameters,
    looks_at="Sign-ins from devices that are not registered.",
)
def unregistered_devices(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes sign-ins of staff from devices that neither the register nor the directory knows."""
    sign_ins = [one for one in read_sign_ins(batch, context) if _may_leave_a_profile(one, context)]
    uses: dict[tuple[str, str, str, str, str], SignIn] = {}
    for one in sign_ins:
        if why := _why(one, context):
            where = one.subject, str(one.on), why, one.device_id or one.computer, _kind(one)
            if where not in uses or one.at_us < uses[where].at_us:
                uses[where] = one
    runs: dict[Key, list[Use]] = {}
    cited = cite_each(batch, [one.row for one in uses.values()])
    for ((subject, day, why, device, kind), one), evidence in zip(uses.items(), cited, strict=True):
        place = evidence.source, evidence.locator, evidence.sha256
        runs.setdefault(Key(DEVICES, subject, ""), []).append(Use(one.at_us, day, why, device, kind, place))
    measures = {key: Measure(Kind.RUN, tuple(sorted(run))) for key, run in runs.items()}
    return Detection(measures=measures | measure_untold(batch, (one for one in sign_ins if not _kind(one)), NO_DEVICE))


unregistered_devices.limit(NO_DEVICE)(untold_by("unregistered-devices"))


_OWN_MACHINES = frozenset(("windows", "linux", "cisco", "aws"))
"""Logs of machines that are the library's anyway."""


def _may_leave_a_profile(one: SignIn, context: Context) -> bool:
    """Whether the account is ours and a person's, and the device might be anybody's."""
    if one.product in _OWN_MACHINES:
        return False
    is_guest = "@" in list_forms(one.name, context)[-1] and context.staff.find(one.subject) is None
    return not is_guest and not is_meant_for_many(one.name, context)


def _kind(one: SignIn) -> str:
    return "telephone or tablet" if one.agent.is_mobile else one.agent.system


def _why(one: SignIn, context: Context) -> str:
    """Why the device is noted, as a key of `_WHY`; "" where it is known."""
    register = context.lists.register
    device = register.find_device(*filter(None, (one.device_id, one.computer)))
    if device:
        if device.until is not None and one.on > device.until:
            return "expired"
        owner = context.staff.subject(device.owner) if device.owner else ""
        return "anothers" if device.kind == "personal" and owner not in ("", one.subject) else ""
    if one.is_managed and context.parameters.managed_is_enough:
        return ""
    if register.devices is not None and (one.device_id or one.computer):
        return "unlisted-private" if one.is_managed is False else "unlisted"
    if one.is_managed is False:
        return "unmanaged-on-site" if one.is_on_site else "unmanaged"
    return "carried" if one.agent.is_mobile and not one.is_on_site else ""


@unregistered_devices.limit(DEVICES)
def judge_devices(key: Key, measure: Measure, context: Context) -> Finding | None:
    """A finding for each account, over all its devices that are not known."""
    uses = _first_a_day(measure.value)
    surest = max(_WHY[use.why][0] for use in uses)
    telling = [use for use in uses if _WHY[use.why][0] >= min(surest, _TELLING)]
    shown = sorted(telling, key=lambda use: -_WHY[use.why][0])[:EVIDENCE_SHOWN]
    return Finding(
        clause=context.clause,
        detector="unregistered-devices",
        subject=key.subject,
        at=_at(shown[0]),
        outcome=Outcome.YES,
        confidence=_WHY[shown[0].why][0],
        reasons=tuple(_reasons(uses)),
        evidence=tuple(dict.fromkeys(Evidence(*use.evidence) for use in shown)),
    )


def _first_a_day(run: Iterable[Use]) -> list[Use]:
    """The first use of each device on each day: the same however the log was cut."""
    firsts: dict[tuple[str, ...], Use] = {}
    for use in run:
        firsts.setdefault(use[1:5], use)
    return list(firsts.values())


def _reasons(uses: list[Use]) -> Iterator[Reason]:
    for why, (_, words) in _WHY.items():
        some = [use for use in uses if use.why == why]
        if some:
            days = sorted({use.day for use in some})
            when = f"first on {write_day(date.fromisoformat(days[0]))}"
            kinds = sorted({use.kind for use in some if use.kind})
            devices = count(len({(use.device, use.kind) for use in some}), "device")
            which = f" ({join(kinds)})" if kinds else ""
            yield Reason(
                f"device.{why}", f"Signed in on {count(len(days), 'day')}, {when}, from {devices}{which} {words}."
            )


def _at(use: Use) -> datetime:
    return EPOCH + timedelta(microseconds=use.at_us)
