"""Time spent on personal sites, in active minutes of a person's day.

An active minute is one in which the person asked for at least one page of a personal site. Minutes are
kept as the bits of one number a day, so that a year of a large library fits in memory: blocks of bits that tell
apart what was asked for, then one for each category. Each address falls by its hash into one of seven blocks;
connections whose content is encrypted, which tell only the host, have one of their own.

A tab that renews itself asks for one address over and over, and little else happens beside it. So where one
block's addresses stand alone in more than `repeats_an_hour` minutes of an hour, and in more than everything else
does, those minutes count as one an hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from custodes.detect.categories import name_category
from custodes.detect.columns import METHOD, URL, Flags, Integers, read_texts, read_words
from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Kind, Measure
from custodes.detect.names import hash_names
from custodes.detect.prose import count, join, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.visits import UNKNOWN, Visits, measure_visits, read_visits
from custodes.detect.web_pages import pick_categories, without_permitted
from custodes.events.schema import HTTP_ACTIVITY

MINUTES = "personal.minutes"
"""Bits of minutes of the day, in blocks: the addresses' first, then one for each category in order of name."""

BLOCK_BITS = 26 * 60  # minutes of the longest day, on which clocks go back, and to spare: whole hours, whole bytes
ADDRESS_BLOCKS = 7
TUNNELS = ADDRESS_BLOCKS
FIRST_CATEGORY = ADDRESS_BLOCKS + 1

SURE, SURE_BY_TUNNELS = 0.9, 0.75
"""Where most minutes rest on encrypted connections alone, what was done there is less certain."""

MINUTES_WORTH_NAMING = 0.1
"""A category with a smaller share of the time is not named."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What counts as personal, and how much of it on a day is limited use."""

    minutes_a_day: int = 60
    categories: tuple[str, ...] = ("shopping", "social", "games", "streaming", "sports", "dating", "personal-mail")
    gap_minutes: int = 3
    """So many minutes without a request between two with one still count as spent there."""
    break_minutes: int = 0
    """Minutes a day, such as a lunch break's, that count for nothing."""
    repeats_an_hour: int = 7
    """So few that a tab renewing itself through eight hours does not add up to an hour."""


@detector(
    "personal-time",
    clauses=("use.personal",),
    reads=HTTP_ACTIVITY,
    parameters=Parameters,
    looks_at="Time on personal sites, by person and day.",
)
def personal_time(batch: pa.RecordBatch, context: Context) -> Detection:
    """Marks the minutes of each person's day in which a personal site was asked for."""
    picked = pick_categories(batch, context.parameters.categories, context)
    if not picked:
        return Detection()
    visits = read_visits(batch, np.unique(np.concatenate(list(picked.values()))), context)
    blocks = _address_blocks(batch, visits)
    members = [np.isin(visits.rows, picked.get(name, [])) for name in _category_names(context)]
    drafts = {}
    for day in visits.by_person_and_day():
        kept = without_permitted("site", visits, day, context)
        if len(kept) and day.subject != UNKNOWN:  # the minutes of several unknown people are nobody's day
            value = _bits(visits.seconds[kept] // 60, blocks[kept], [flags[kept] for flags in members])
            drafts[Key(MINUTES, day.subject, str(day.on))] = (value, kept)
    return Detection(measures=measure_visits(batch, visits, Kind.BITS, drafts))


def _category_names(context: Context) -> list[str]:
    return sorted(set(map(name_category, context.parameters.categories)))


def _address_blocks(batch: pa.RecordBatch, visits: Visits) -> Integers:
    """The block of each visit's address: the same address always has the same."""
    tunnels = read_words(batch, METHOD).take(visits.rows).where_in(["CONNECT"])
    hashes = hash_names(read_texts(batch, URL, visits.rows))
    return np.where(tunnels, TUNNELS, (hashes % np.uint64(ADDRESS_BLOCKS)).astype(np.int64))


def _bits(minutes: Integers, blocks: Integers, members: Sequence[Flags]) -> int:
    places = [blocks * BLOCK_BITS + minutes]
    places += [(FIRST_CATEGORY + number) * BLOCK_BITS + minutes[flags] for number, flags in enumerate(members)]
    bits = np.zeros((FIRST_CATEGORY + len(members)) * BLOCK_BITS, np.bool_)
    bits[np.concatenate(places)] = True
    return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")


@personal_time.limit(MINUTES)
def judge_minutes(key: Key, measure: Measure, context: Context) -> Finding | None:
    """A finding where the day's minutes, less the break, exceed the limit."""
    wanted = context.parameters
    names = _category_names(context)
    blocks = _blocks(measure.value, FIRST_CATEGORY + len(names))
    active = without_repeats(blocks[:FIRST_CATEGORY], wanted.repeats_an_hour)
    minutes = count_with_gaps(active, wanted.gap_minutes)
    if minutes - wanted.break_minutes <= wanted.minutes_a_day:
        return None
    shares = [int((block & active).sum()) for block in blocks[FIRST_CATEGORY:]]
    by_tunnel = blocks[TUNNELS] & ~blocks[:TUNNELS].any(axis=0) & active
    return Finding(
        clause=context.clause,
        detector="personal-time",
        subject=key.subject,
        at=measure.seen[0].at,
        outcome=Outcome.YES,
        confidence=SURE_BY_TUNNELS if by_tunnel.sum() * 2 > active.sum() else SURE,
        reasons=(
            Reason("personal.minutes", _sentence(minutes, _named(names, shares), key.window, context)),
            Reason("personal.requests", _how_counted(int(active.sum()), wanted.gap_minutes)),
        ),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )


def _blocks(value: int, blocks: int) -> NDArray[np.bool_]:
    octets = np.frombuffer(value.to_bytes(blocks * BLOCK_BITS // 8, "little"), np.uint8)
    return np.unpackbits(octets, bitorder="little").reshape(blocks, BLOCK_BITS).astype(np.bool_)


def without_repeats(blocks: NDArray[np.bool_], repeats_an_hour: int) -> Flags:
    """The active minutes of the day, but of an address repeated again and again only one an hour."""
    active = np.asarray(blocks.any(axis=0))
    alone = blocks[:ADDRESS_BLOCKS] & (blocks.sum(axis=0) == 1)
    for minutes in alone[alone.sum(axis=1) > repeats_an_hour]:
        repeated = _prevailing(np.flatnonzero(minutes), np.flatnonzero(blocks.any(axis=0)), repeats_an_hour)
        _, firsts = np.unique(repeated // 60, return_index=True)
        active[np.delete(repeated, firsts)] = False
    return active


def _prevailing(minutes: Integers, every: Integers, most: int) -> Integers:
    """Those of the minutes in some stretch of sixty that holds more than `most` of them, and fewer others of `every`.

    Both are ascending, and `every` holds all of `minutes`.
    """
    begins = np.arange(len(minutes))
    ends = np.searchsorted(minutes, minutes + 60)
    held, held_of_every = ends - begins, np.searchsorted(every, minutes + 60) - np.searchsorted(every, minutes)
    dense = (held > most) & (held * 2 > held_of_every)
    steps = np.zeros(len(minutes) + 1, np.int64)
    np.add.at(steps, begins[dense], 1)
    np.add.at(steps, ends[dense], -1)
    return minutes[np.cumsum(steps[:-1]) > 0]


def count_with_gaps(active: Flags, gap_minutes: int) -> int:
    """The active minutes and the short gaps between them."""
    minutes = np.flatnonzero(active)
    gaps = np.diff(minutes) - 1
    return int(len(minutes) + gaps[gaps <= gap_minutes].sum())


def _named(names: Sequence[str], shares: Sequence[int]) -> list[str]:
    """The categories with a part in the time worth naming, the largest first."""
    ordered = sorted(zip(shares, names, strict=True), key=lambda item: (-item[0], item[1]))
    least = MINUTES_WORTH_NAMING * sum(shares)
    return [name.replace("-", " ") for share, name in ordered if share and share >= least]


def _sentence(minutes: int, names: Sequence[str], day: str, context: Context) -> str:
    limit, free = context.parameters.minutes_a_day, context.parameters.break_minutes
    beside = f", beside a break of {free}" if free else ""
    where = f"on {join(names)} sites on {write_day(date.fromisoformat(day))}"
    return f"{count(minutes, 'minute')} {where}; the policy's limit is {limit}{beside}."


def _how_counted(active: int, gap_minutes: int) -> str:
    pauses = f"; pauses of up to {count(gap_minutes, 'minute')} count as well" if gap_minutes else ""
    return f"A page was asked for in {active:,} of these minutes{pauses}."
