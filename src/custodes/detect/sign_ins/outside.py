"""Library addresses used for accounts at social and mail services that are not registered.

The services say so themselves: they write to those who sign up, to confirm the address, and to those who have one.
What invites a stranger, or only advertises, tells of no account. That a stranger typed a wrong address cannot be told
from a request to confirm alone, and counts for less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Evidence, Finding, Outcome, Reason, cite
from custodes.detect.local_time import EPOCH
from custodes.detect.mail_text import domain_of, is_inside, read_mail, subject_of
from custodes.detect.measure import Key, Kind, Measure
from custodes.detect.permission import is_permitted
from custodes.detect.prose import count, join, write_day
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.detect.sign_ins.notices import SIGNS, read_notice
from custodes.events import EMAIL_ACTIVITY
from custodes.shipped import read_yaml

ACCOUNTS = "accounts.outside"
"""Run of `Notice` by person."""
BODY_LOOKED_AT = 4000
EVIDENCE_SHOWN = 12


class Notice(NamedTuple):
    """A message in which a service says that an address has an account there. Sorts by time."""

    at_us: int
    day: str
    service: str
    sign: str
    """A key of `notices.SIGNS`."""
    evidence: tuple[str, str, str]


@detector(
    "outside-accounts",
    clauses=("misuse.profiles",),
    reads=EMAIL_ACTIVITY,
    parameters=NoParameters,
    looks_at="Library addresses with accounts at social and mail services.",
    needs_domains=True,
)
def outside_accounts(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes what services write to addresses of ours about accounts there."""
    columns = read_mail(batch, "email.from", "email.to", "email.subject", "body", "email_auth.results", "time")
    runs: dict[Key, list[Notice]] = {}
    services: dict[str, str | None] = {}
    for row, (sender, to, subject, body, authentication, at) in enumerate(columns):
        domain = domain_of(sender)
        if domain not in services:
            services[domain] = find_service(domain)
        service = services[domain]
        if service is None or at is None or not (sign := read_notice(subject, body[:BODY_LOOKED_AT])):
            continue
        if _REFUTED.search(authentication):
            continue  # a lure that only says it is the service's
        for address in _without_account(to, domain, at, context):
            evidence = cite(batch, row)
            place = evidence.source, evidence.locator, evidence.sha256
            notice = Notice((at - EPOCH) // timedelta(microseconds=1), _local_day(at, context), service, sign, place)
            runs.setdefault(Key(ACCOUNTS, subject_of(address, context), ""), []).append(notice)
    return Detection(measures={key: Measure(Kind.RUN, tuple(sorted(run))) for key, run in runs.items()})


_REFUTED = re.compile(
    r"\bdmarc\s*=\s*fail|\bspf\s*=\s*(?:hard)?fail\b(?!.*\bdkim\s*=\s*pass)", re.IGNORECASE | re.DOTALL
)


def _local_day(at: datetime, context: Context) -> str:
    return str(at.astimezone(context.timezone).date())


def find_service(domain: str) -> str | None:
    """The service that writes from that domain or from one above it, or None."""
    known = _load_services()
    while domain:
        if domain in known:
            return known[domain]
        domain = domain.partition(".")[2]
    return None


@cache
def _load_services() -> dict[str, str]:
    kinds = read_yaml("custodes.detect", "data/sign_ins/services.yaml")
    return {domain: name for kind in kinds.values() for name, domains in kind.items() for domain in domains}


def _without_account(to: Iterable[str | None], domain: str, at: datetime, context: Context) -> Iterator[str]:
    """The addresses of ours among the recipients that have no registered account there, and no permit for the site."""
    on = at.astimezone(context.timezone).date()
    for address in to:
        if not address or not is_inside(address, context) or _is_registered(address, domain, on, context):
            continue
        if not is_permitted(context, "site", subject_of(address, context), domain, on=on):
            yield address


def _is_registered(address: str, domain: str, on: date, context: Context) -> bool:
    service = find_service(domain)
    return any(
        account.kind == "outside" and not account.is_closed(on) and service == (find_service(account.service) or "")
        for account in context.lists.register.find_accounts(address)
    )


@outside_accounts.limit(ACCOUNTS)
def judge_accounts(key: Key, measure: Measure, context: Context) -> Finding:
    """A finding for each person, over all services."""
    notices: tuple[Notice, ...] = measure.value
    shown = sorted(notices, key=lambda notice: -SIGNS[notice.sign][0])[:EVIDENCE_SHOWN]
    return Finding(
        clause=context.clause,
        detector="outside-accounts",
        subject=key.subject,
        at=EPOCH + timedelta(microseconds=shown[0].at_us),
        outcome=Outcome.YES,
        confidence=SIGNS[shown[0].sign][0],
        reasons=tuple(_reasons(notices)),
        evidence=tuple(dict.fromkeys(Evidence(*notice.evidence) for notice in shown)),
    )


def _reasons(notices: tuple[Notice, ...]) -> Iterator[Reason]:
    for sign, (_, words) in SIGNS.items():
        some = [notice for notice in notices if notice.sign == sign]
        if some:
            services = join(sorted({notice.service for notice in some}))
            when = f"first on {write_day(date.fromisoformat(some[0].day))}"
            text = (
                f"In {count(len(some), 'message')}, {when}, {services} {words} for a library address, not registered."
            )
            yield Reason(f"outside-account.{sign}", text)
