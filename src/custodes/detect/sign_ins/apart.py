"""What two stays of one account tell of the people behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from custodes.detect.local_time import SECOND_US
from custodes.detect.sign_ins.countries import least_km_between
from custodes.detect.sign_ins.stays import CARRIED_SECONDS, ON_SITE, Stay

NAMED_APART, OTHER_SYSTEM, OTHER_PROGRAM, UNTOLD, ALIKE = 1.0, 0.9, 0.6, 0.5, 0.3
"""How sure it is that two stays were at two computers: by their names, by what their programs say, or not at all."""

MINUTE_US = 60 * SECOND_US
RETURN_US = 7200 * SECOND_US
"""Back at the first computer within so long, it had never been left."""


class Overlap(NamedTuple):
    """An account used at one computer, then at another elsewhere, then at the first again."""

    stays: tuple[Stay, Stay, Stay]
    sure: float
    minutes: int

    @property
    def is_all_off_site(self) -> bool:
        """Whether none of it was at the library."""
        return all(stay.place != ON_SITE for stay in self.stays)


class Journey(NamedTuple):
    """Two stays in two countries, sooner after one another than anybody travels."""

    stays: tuple[Stay, Stay]
    countries: tuple[str, str]
    sure: float
    least_km: float
    minutes: int


def sure_apart(one: Stay, other: Stay) -> float:
    """How sure it is that the two were different computers; 0 where they were the same."""
    kinds = one.station.partition(":")[0], other.station.partition(":")[0]
    if kinds[0] and kinds[0] == kinds[1]:
        return NAMED_APART if one.station != other.station else 0.0
    if one.system and other.system and one.system != other.system:
        return OTHER_SYSTEM
    if one.program and other.program and one.program != other.program:
        return OTHER_PROGRAM
    return ALIKE if one.program or one.system or other.program or other.system else UNTOLD


def _is_back(one: Stay, other: Stay) -> bool:
    return one.computer == other.computer and one.place == other.place


def find_overlaps(run: Sequence[Stay], subject: str, within_us: int) -> Iterator[Overlap]:
    """Each return to a computer that another, elsewhere, came between. `run` is in order of time.

    Telephones and tablets are carried along, so they are left out; so is what comes from a shared way out.
    """
    stays = [stay for stay in run if stay.place and not stay.is_mobile and not stay.is_pooled]
    changes = [0, *(number for number, (one, other) in enumerate(pairwise(stays), 1) if not _is_back(one, other))]
    for number in changes[2:]:
        back, between = stays[number], stays[number - 1]
        if back.is_carried or back.at_us - between.at_us > within_us or between.place == back.place:
            continue
        before = _before(stays, number, within_us)
        if before is None or _are_ones_own(back, between, subject):
            continue
        if (sure := _sure_of_two(back, between)) >= UNTOLD:
            yield Overlap((before, between, back), sure, max(1, (back.at_us - before.at_us) // MINUTE_US))


def _before(stays: Sequence[Stay], number: int, within_us: int) -> Stay | None:
    """The latest stay at the same computer as that one, before others came between; None if too long ago."""
    back = stays[number]
    for earlier in reversed(range(number - 1)):
        if back.at_us - stays[earlier].at_us > RETURN_US:
            return None
        if _is_back(stays[earlier], back):
            is_close = stays[earlier + 1].at_us - stays[earlier].at_us <= within_us
            return stays[earlier] if is_close else None
    return None


def _are_ones_own(one: Stay, other: Stay, subject: str) -> bool:
    return one.owner == other.owner == subject


def _sure_of_two(one: Stay, other: Stay) -> float:
    sure = sure_apart(one, other)
    return max(sure, NAMED_APART) if one.owner and other.owner and one.owner != other.owner else sure


def count_computers_at_once(run: Sequence[Stay], within_us: int) -> tuple[int, tuple[Stay, ...]]:
    """The most computers of the house at which the account was used within so long, and a stay at each."""
    named = [stay for stay in run if stay.station and stay.place in (ON_SITE, "") and not stay.is_mobile]
    most: tuple[Stay, ...] = ()
    begin = 0
    for end, last in enumerate(named):
        while last.at_us - named[begin].at_us > within_us:
            begin += 1
        if end - begin + 1 > len(most) and not last.is_carried:
            one_each = {stay.station: stay for stay in named[begin : end + 1]}
            if len(one_each) > len(most):
                most = tuple(one_each.values())
    return len(most), most


_SURE_BY_COMPUTERS = {NAMED_APART: 0.9, OTHER_SYSTEM: 0.8, OTHER_PROGRAM: 0.65, UNTOLD: 0.5, ALIKE: 0.45}
_HOPS = 3
"""Countries in a month from which on a computer's way is not a person's."""
_NEAREST_KM = 500
"""Countries nearer than this are crossed in an hour's flight, or by a border that a telephone mast does not keep."""
_CARRIED_ALONG = 0.5
"""Roaming telephones come out at home while the hotel's network does not: one person, two countries."""


def find_journeys(run: Sequence[Stay], home_country: str, kilometres_an_hour: int) -> Iterator[Journey]:
    """Each stay that cannot be reached from the latest in another country.

    A computer that is met in both is carried along, or hides where it is: either way it tells of one person. One that
    is met in many hides where it is.
    """
    countries = _countries_by_computer(run, home_country)

    def met(stay: Stay) -> set[str]:
        """Where its computer was met; nowhere, where nothing tells it from others, or it is a telephone."""
        return countries[stay.computer] if any(stay.computer) and not stay.is_mobile else set()

    latest: dict[str, Stay] = {}
    for stay in run:
        country = _country(stay, home_country)
        if not country or len(met(stay)) >= _HOPS:
            continue
        for other, before in latest.items():
            is_one_computer = other in met(stay) or country in met(before)
            if other != country and not stay.is_carried and not is_one_computer:
                yield from _journey(before, other, stay, country, kilometres_an_hour)
        latest[country] = stay


def _country(stay: Stay, home_country: str) -> str:
    if stay.is_pooled:
        return ""
    return stay.country or (home_country if stay.place == ON_SITE else "")


def _countries_by_computer(run: Sequence[Stay], home_country: str) -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for stay in run:
        if country := _country(stay, home_country):
            found.setdefault(stay.computer, set()).add(country)
    return found


def _journey(before: Stay, left: str, stay: Stay, reached: str, kilometres_an_hour: int) -> Iterator[Journey]:
    seconds = (stay.at_us - before.at_us) // SECOND_US
    least_km = least_km_between(left, reached)
    if least_km is None or least_km < _NEAREST_KM or seconds > CARRIED_SECONDS:
        return
    sure = _SURE_BY_COMPUTERS.get(sure_apart(before, stay), 0.0)
    if stay.is_mobile or before.is_mobile:
        sure *= _CARRIED_ALONG
    if sure and least_km > kilometres_an_hour * seconds / 3600:
        yield Journey((before, stay), (left, reached), sure, least_km, seconds // 60)
