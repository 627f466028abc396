"""Visits to kinds of sites the policy speaks of: gambling, adult, cracked programs, whatever a control names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from custodes.detect.categories import word_category
from custodes.detect.columns import Integers
from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Kind, Measure, Measures
from custodes.detect.prose import count, join, write_day
from custodes.detect.registry import Detection, detector
from custodes.detect.visits import Visits, measure_visits, read_visits
from custodes.detect.web_pages import pick_categories, without_permitted
from custodes.events.schema import HTTP_ACTIVITY

VISITS = "web.visits"
"""Set of (five-second stretch of the day, host), by person, day and category."""

STRETCH_SECONDS = 5
"""Requests to one host in the same few seconds are one visit: a page, its redirects and its tunnel."""

SURE_AT_LIMIT, SURE_AT_MOST = 0.7, 0.95
SURE_BY_DOMAIN_ABOVE = 0.85
"""A list that names only a domain above the visited host says a little less about it."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What to count, and how much of it on a day is worth a finding."""

    categories: tuple[str, ...] = ()
    visits_a_day: int = 3


@detector(
    "web-categories",
    clauses=("use.purpose", "use.copyright", "use.language", "misuse.content", "misuse.illegal"),
    reads=HTTP_ACTIVITY,
    parameters=Parameters,
    looks_at="Web visits, by kind of site and day.",
)
def web_categories(batch: pa.RecordBatch, context: Context) -> Detection:
    """Counts each person's visits a day to sites of each category."""
    measures: Measures = {}
    for category, rows in pick_categories(batch, context.parameters.categories, context).items():
        visits = read_visits(batch, rows, context)
        drafts = {}
        for day in visits.by_person_and_day():
            kept = without_permitted("site", visits, day, context)
            if len(kept):
                drafts[Key(VISITS, day.subject, f"{day.on} {category}")] = (_stretches(visits, kept), kept)
        measures |= measure_visits(batch, visits, Kind.SET, drafts)
    return Detection(measures=measures)


def _stretches(visits: Visits, chosen: Integers) -> frozenset[tuple[int, str]]:
    stretches = visits.seconds[chosen] // STRETCH_SECONDS
    hosts = visits.hosts.codes[chosen]
    return frozenset(
        (stretch, visits.hosts.words[host])
        for stretch, host in set(zip(stretches.tolist(), hosts.tolist(), strict=True))
    )


@web_categories.limit(VISITS)
def judge_visits(key: Key, measure: Measure, context: Context) -> Finding | None:
    """A finding where a day holds as many visits as the control asks for."""
    visits, enough = len(measure.value), max(1, context.parameters.visits_a_day)
    if visits < enough:
        return None
    day, _, category = key.window.partition(" ")
    listed = _listed_names({host for _, host in measure.value}, category, context)
    sites = Counter(listed[host] for _, host in measure.value)
    by_domain = sum(not _is_named(host, listed[host]) for _, host in measure.value) / visits
    confidence = SURE_AT_MOST - (SURE_AT_MOST - SURE_AT_LIMIT) * enough / visits
    return Finding(
        clause=context.clause,
        detector="web-categories",
        subject=key.subject,
        at=measure.seen[0].at,
        outcome=Outcome.YES,
        confidence=confidence * (1 - by_domain * (1 - SURE_BY_DOMAIN_ABOVE)),
        reasons=(
            Reason("web.category", _sentence(visits, category, date.fromisoformat(day))),
            Reason("web.sites", f"Sites: {_shares(sites)}."),
        ),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )


def _sentence(visits: int, category: str, day: date) -> str:
    return f"{count(visits, 'visit')} on {write_day(day)} to sites listed under “{word_category(category)}”."


def _shares(sites: Counter[str]) -> str:
    ordered = sorted(sites.items(), key=lambda item: (-item[1], item[0]))
    return join([f"{site} ({count(visits, 'visit')})" for site, visits in ordered])


def _listed_names(hosts: set[str], category: str, context: Context) -> dict[str, str]:
    """The name by which each host is listed; its own where only its pages are."""
    ordered = sorted(hosts)
    matches = [dict(found) for found in context.lists.match_all(ordered)]
    return {host: names.get(category, host) for host, names in zip(ordered, matches, strict=True)}


def _is_named(host: str, listed: str) -> bool:
    return host.removeprefix("www.").removeprefix("m.") == listed or host == listed
