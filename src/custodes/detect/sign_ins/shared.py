"""Accounts that two people use at once: a password that is no longer one person's.

The log shows no people. It shows an account in use at two computers in two places, in turns, or in two countries sooner
after one another than anybody travels. A second person, a stolen password or a private network can look like this; a
finding says so. It does not see two people who take turns at one computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Measure
from custodes.detect.prose import count, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.sign_ins.apart import (
    MINUTE_US,
    Journey,
    Overlap,
    count_computers_at_once,
    find_journeys,
    find_overlaps,
)
from custodes.detect.sign_ins.countries import name_country
from custodes.detect.sign_ins.reading import read_sign_ins
from custodes.detect.sign_ins.stays import STAYS, Stay, measure_stays
from custodes.detect.sign_ins.untold import NO_COUNTRY, measure_untold, untold_by
from custodes.events import AUTHENTICATION

EVIDENCE_SHOWN = 12
AT_ONCE_US = 10 * MINUTE_US


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is at once, what is too fast, and where the library is."""

    overlap_minutes: int = 60
    computers_at_once: int = 5
    kilometres_an_hour: int = 1000
    home_country: str = "US"


class _Ground(NamedTuple):
    reason: Reason
    sure: float
    stays: tuple[Stay, ...]


@detector(
    "shared-logins",
    clauses=("security.passwords",),
    reads=AUTHENTICATION,
    parameters=Parameters,
    looks_at="Accounts in use at two places at once.",
)
def shared_logins(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes where and when each account was used."""
    sign_ins = list(read_sign_ins(batch, context))
    return Detection(measures=measure_stays(batch, sign_ins, context) | measure_untold(batch, sign_ins, NO_COUNTRY))


shared_logins.limit(NO_COUNTRY)(untold_by("shared-logins"))


@shared_logins.limit(STAYS)
def judge_month(key: Key, measure: Measure, context: Context) -> Finding | None:
    """A finding where an account was used by two at once in a month, as far as the log can tell."""
    grounds = list(_grounds(key, measure.value, context))
    if not grounds:
        return None
    grounds.sort(key=lambda ground: -ground.sure)
    stays = dict.fromkeys(stay for ground in grounds for stay in ground.stays)
    first = sorted(list(stays)[:EVIDENCE_SHOWN])
    return Finding(
        clause=context.clause,
        detector="shared-logins",
        subject=key.subject,
        at=first[0].at,
        outcome=Outcome.YES,
        confidence=round(grounds[0].sure, 3),
        reasons=tuple(ground.reason for ground in grounds),
        evidence=tuple(dict.fromkeys(stay.cited for stay in first)),
    )


def _grounds(key: Key, run: tuple[Stay, ...], context: Context) -> Iterator[_Ground]:
    parameters: Parameters = context.parameters
    if overlaps := list(find_overlaps(run, key.subject, parameters.overlap_minutes * MINUTE_US)):
        yield _by_overlaps(overlaps, context)
    if journeys := list(find_journeys(run, parameters.home_country, parameters.kilometres_an_hour)):
        yield _by_journeys(journeys, context)
    computers, stays = count_computers_at_once(run, AT_ONCE_US)
    if computers >= max(2, parameters.computers_at_once):
        day = _day(stays[0], context)
        text = f"On {day} the account was used at {computers} computers of the house within ten minutes."
        yield _Ground(Reason("shared.many-computers", text), 0.6, stays)


def _day(stay: Stay, context: Context) -> str:
    return write_day(stay.at.astimezone(context.timezone).date())


_SURE_OFF_SITE = (0.6, 0.75, 0.75, 0.85)
_SURE_ON_AND_OFF = (0.4, 0.5, 0.62, 0.7)
"""By the number of returns on a day. Who works from home at the office's computer looks like two: that counts less."""
_SURE_BY_DAYS = (0.0, 0.5, 0.7, 0.75, 0.8)
"""By the number of days in a month: of 600 made-up people who share nothing, none came to three."""
_SURE_OF_OWNERS = 0.85


def _by_overlaps(overlaps: list[Overlap], context: Context) -> _Ground:
    """The day on which it was surest speaks for the month."""
    by_day: dict[str, list[Overlap]] = {}
    for overlap in overlaps:
        by_day.setdefault(_day(overlap.stays[2], context), []).append(overlap)
    judged = [(_sure_of_day(some), day) for day, some in by_day.items()]
    sure, day = max(judged, key=lambda one: one[0])
    sure = max(sure, _SURE_BY_DAYS[min(len(by_day), len(_SURE_BY_DAYS)) - 1] * max(one.sure for one in overlaps))
    best = max(by_day[day], key=_how_telling)
    others = f"; so too on {count(len(by_day) - 1, 'other day')}" if len(by_day) > 1 else ""
    whose = ", which the register gives to two people" if _have_two_owners(best) else ""
    where = "neither at the library" if best.is_all_off_site else "one at the library, one not"
    text = (
        f"On {day} the account went to and fro {count(len(by_day[day]), 'time')} between computers in different places"
        f"{whose}, {where}; once within {count(best.minutes, 'minute')}{others}."
    )
    shown = [overlap for some in sorted(by_day.values(), key=_sure_of_day, reverse=True) for overlap in some]
    return _Ground(Reason("shared.overlap", text), sure, tuple(stay for overlap in shown for stay in overlap.stays))


def _how_telling(overlap: Overlap) -> tuple[bool, bool, float]:
    return _have_two_owners(overlap), overlap.is_all_off_site, overlap.sure


def _sure_of_day(overlaps: list[Overlap]) -> float:
    best = max(overlaps, key=_how_telling)
    if _have_two_owners(best):
        return _SURE_OF_OWNERS
    by_times = _SURE_OFF_SITE if best.is_all_off_site else _SURE_ON_AND_OFF
    return by_times[min(len(overlaps), len(by_times)) - 1] * best.sure


def _have_two_owners(overlap: Overlap) -> bool:
    return len({stay.owner for stay in overlap.stays if stay.owner}) > 1


def _by_journeys(journeys: list[Journey], context: Context) -> _Ground:
    best = max(journeys, key=lambda journey: journey.sure)
    more = f", and so {count(len(journeys) - 1, 'time')} more in that month" if len(journeys) > 1 else ""
    left, reached = map(name_country, best.countries)
    day, minutes = _day(best.stays[0], context), count(best.minutes, "minute")
    text = (
        f"On {day} the account was used in {left} and {minutes} later in {reached}, which are at least "
        f"{best.least_km:,.0f} km apart{more}. A second person, a stolen password or a private network can look like "
        "this."
    )
    surest = sorted(journeys, key=lambda journey: -journey.sure)
    return _Ground(Reason("shared.travel", text), best.sure, tuple(stay for one in surest for stay in one.stays))
