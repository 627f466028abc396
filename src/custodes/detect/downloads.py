"""Programs fetched from the web that stand on no register of approved downloads."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from custodes.detect.columns import (
    CODE,
    CONTENT_TYPE,
    HOST,
    LENGTH,
    METHOD,
    URL,
    Integers,
    read_numbers,
    read_texts,
    read_words,
    went_through,
)
from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Kind, Measure
from custodes.detect.permission import is_permitted
from custodes.detect.programs import Program, Sign, find_program, is_shown
from custodes.detect.prose import count, join, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.visits import measure_visits, read_visits
from custodes.events.schema import HTTP_ACTIVITY

FILES = "downloads.files"
"""Set of programs, by person, day and host."""

UPDATES, INSTALLER_SITES = "updates", "download"
"""Categories of hosts: systems fetch from the first by themselves; installers are the trade of the second."""

SURE = {Sign.BOTH: 0.9, Sign.TYPE: 0.75, Sign.NAME: 0.75, Sign.ARCHIVE: 0.6}
SURE_FROM_INSTALLER_SITE = 0.05


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is too small to be a program."""

    kilobytes: int = 100


@detector(
    "downloads",
    clauses=("security.downloads",),
    reads=HTTP_ACTIVITY,
    parameters=Parameters,
    looks_at="Downloaded programs, beside the register of what is approved.",
)
def downloads(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes each program fetched from a host that is neither the employer's nor an update service."""
    programs = _find_programs(batch, context)
    if not programs:
        return Detection()
    visits = read_visits(batch, np.array(sorted(programs)), context)
    drafts = {}
    for subject, day, chosen in visits.by_person_and_day():
        for host, members in visits.hosts.of(chosen):
            fetched = [programs[row] for row in visits.rows[members].tolist()]
            names = [(host, program.name, program.content_type) for program in fetched]
            kept = [not is_permitted(context, "download", subject, *things, on=day) for things in names]
            if any(kept):
                value = frozenset(itertools.compress(fetched, kept))
                drafts[Key(FILES, subject, f"{day} {host}")] = (value, members[kept])
    return Detection(measures=measure_visits(batch, visits, Kind.SET, drafts))


def _find_programs(batch: pa.RecordBatch, context: Context) -> Mapping[int, Program]:
    """The program each row fetched, for the rows that fetched one."""
    rows = _pick_fetched(batch, context)
    types = read_words(batch, CONTENT_TYPE).take(rows)
    found = zip(rows.tolist(), read_texts(batch, URL, rows), types.read(), strict=True)
    return {row: program for row, url, content_type in found if (program := find_program(url, content_type))}


def _pick_fetched(batch: pa.RecordBatch, context: Context) -> Integers:
    """The rows whose answer is large enough, and may be a file from someone else's host."""
    large = read_numbers(batch, LENGTH, missing=0) >= context.parameters.kilobytes * 1024
    rows = np.flatnonzero(large & went_through(batch))
    types, hosts = read_words(batch, CONTENT_TYPE).take(rows), read_words(batch, HOST).take(rows)
    kept = ~types.where(map(is_shown, types.words)) & hosts.where(_are_foreign(hosts.words, context))
    kept &= read_words(batch, METHOD).take(rows).where_in(["GET", "POST"])
    kept &= read_numbers(batch, CODE, missing=0)[rows] < 300
    return rows[kept]


def _are_foreign(hosts: list[str], context: Context) -> list[bool]:
    matches = context.lists.match_all(hosts)
    return [
        not context.is_own(host) and UPDATES not in (match.category for match in found)
        for host, found in zip(hosts, matches, strict=True)
    ]


@downloads.limit(FILES)
def judge_files(key: Key, measure: Measure, context: Context) -> Finding:
    """A finding for each person, day and host."""
    day, _, host = key.window.partition(" ")
    known = INSTALLER_SITES in context.lists.categories_of(host)
    confidence = max(SURE[program.sign] for program in measure.value) + SURE_FROM_INSTALLER_SITE * known
    reasons = [Reason("download.program", _sentence(measure.value, host, date.fromisoformat(day)))]
    if known:
        reasons.append(Reason("download.site", f"{host} is listed as a site that offers installers."))
    return Finding(
        clause=context.clause,
        detector="downloads",
        subject=key.subject,
        at=measure.seen[0].at,
        outcome=Outcome.YES,
        confidence=confidence,
        reasons=(*reasons, Reason("download.register", "No permit for this download was found.")),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )


def _sentence(programs: frozenset[Program], host: str, day: date) -> str:
    names = sorted({program.name or "a file without a name" for program in programs})
    were = "was" if len(names) == 1 else "were"
    return f"{count(len(names), 'program')} {were} fetched from {host} on {write_day(day)}: {join(names)}."
