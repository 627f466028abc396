"""Private correspondence and media that pile up in work mailboxes.

Limited personal use is allowed, and patrons write from private addresses all day long. So nothing is made of a message,
only of a month: many messages both ways between a person and one private address, most of which speak of private
matters and hardly any of the library's; or very many megabytes of music, films and pictures to and from private
addresses. What is written is never repeated. It cannot see what is kept in a private mailbox, and looks at none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.mail_text import RECIPIENTS, domain_of, is_inside, read_mail, subject_of
from custodes.detect.measure import Key, Kind, Measure, Measures, Seen, first_seen, merge_into
from custodes.detect.prose import write_month
from custodes.detect.registry import Detection, detector
from custodes.events import EMAIL_ACTIVITY
from custodes.shipped import read_yaml

SENT, RECEIVED, PRIVATE, WORK, MEDIA = (f"stores.{name}" for name in ("sent", "received", "private", "work", "media"))
MEGABYTE = 1_000_000
LONGEST_LOOKED_AT = 20_000
"""Characters of a message."""

LEAST_EACH_WAY = 5
MOST_WORK = 0.1
LEAST_PRIVATE = 0.5
"""Shares of a month's messages with one address."""

SURE, SURE_OF_MEDIA = 0.7, 0.75


@dataclass(frozen=True, slots=True)
class Parameters:
    """How much of it in a month is more than limited personal use."""

    messages_a_month: int = 40
    """With one private address, both ways together."""
    media_megabytes_a_month: int = 500


_COLUMNS = ("time", "email.from", *RECIPIENTS, "email.subject", "body", "files")


def _conclude(measures: Measures, context: Context) -> Iterator[Finding]:
    """A finding for each person's month with one address that is too much, and for each month with too much media."""
    for key in sorted(measures):
        if key.name == SENT:
            finding = _judge_conversation(key, measures, context)
        elif key.name == MEDIA:
            finding = _judge_media(key, measures[key], context)
        else:
            continue
        if finding:
            yield finding


def _judge_conversation(key: Key, measures: Measures, context: Context) -> Finding | None:
    found = {name: measures.get(key._replace(name=name)) for name in (SENT, RECEIVED, PRIVATE, WORK)}
    sent, received, private, work = (measure.value if measure else 0 for measure in found.values())
    total, limit = sent + received, context.parameters.messages_a_month
    is_conversation = min(sent, received) >= LEAST_EACH_WAY and total > limit
    if not is_conversation or private < LEAST_PRIVATE * total or work > MOST_WORK * total:
        return None
    text = (
        f"{total} messages in {write_month(key.window[:7])} to and from one private address; {private} speak of "
        f"private matters, {work} of the library's work. The policy's limit is {limit} a month."
    )
    seen = first_seen(one for measure in found.values() if measure for one in measure.seen)
    return _finding(key, seen, context, Reason("stores.conversation", text), SURE)


def _judge_media(key: Key, measure: Measure, context: Context) -> Finding | None:
    limit, megabytes = context.parameters.media_megabytes_a_month, measure.value / MEGABYTE
    if megabytes <= limit:
        return None
    text = (
        f"{megabytes:,.0f} MB of pictures, music and films to and from private addresses in "
        f"{write_month(key.window[:7])}; the policy's limit is {limit} MB a month."
    )
    return _finding(key, measure.seen, context, Reason("stores.media", text), SURE_OF_MEDIA)


def _finding(key: Key, seen: tuple[Seen, ...], context: Context, reason: Reason, confidence: float) -> Finding:
    return Finding(
        clause=context.clause,
        detector="personal-stores",
        subject=key.subject,
        at=seen[0].at,
        outcome=Outcome.YES,
        confidence=confidence,
        reasons=(reason,),
        evidence=tuple(one.evidence for one in seen),
    )


@detector(
    "personal-stores",
    clauses=("use.personal",),
    reads=EMAIL_ACTIVITY,
    parameters=Parameters,
    looks_at="Private correspondence and media in work mailboxes, by person and month.",
    needs_domains=True,
    conclude=_conclude,
)
def personal_stores(batch: pa.RecordBatch, context: Context) -> Detection:
    """Counts, for each person, month and private address, the messages and what they speak of."""
    measures: Measures = {}
    for row, (at, sender, to, cc, bcc, subject, body, files) in enumerate(read_mail(batch, *_COLUMNS)):
        if at is None:
            continue
        pairs = list(_private_pairs(sender, (*to, *cc, *bcc), context))
        if not pairs:
            continue
        seen = (Seen(at, cite(batch, row)),)
        matter = _matter_of(f"{subject}\n{body[:LONGEST_LOOKED_AT]}")
        media = _media_bytes(files)
        month = f"{at.astimezone(context.timezone):%Y-%m}"
        for pair in pairs:
            window = f"{month} {_short_hash(pair.address)}"
            counts = {pair.direction: 1} | ({matter: 1} if matter else {})
            part = {Key(name, pair.person, window): Measure(Kind.COUNT, n, seen) for name, n in counts.items()}
            if media:
                part[Key(MEDIA, pair.person, month)] = Measure(Kind.COUNT, media, seen)
            merge_into(measures, part)
    return Detection(measures=measures)


class _Pair(NamedTuple):
    person: str
    address: str
    direction: str


def _private_pairs(sender: str, recipients: Iterable[str | None], context: Context) -> Iterator[_Pair]:
    """A message between one of us and one private address. What goes to several is an announcement, no conversation."""
    others = [address for address in recipients if address]
    if len(others) != 1:
        return
    (recipient,) = others
    if is_inside(sender, context) and _is_private(recipient, context):
        yield _Pair(subject_of(sender, context), recipient, SENT)
    elif is_inside(recipient, context) and _is_private(sender, context):
        yield _Pair(subject_of(recipient, context), sender, RECEIVED)


def _is_private(address: str, context: Context) -> bool:
    """Whether it is an address that anybody may have, and none that the library is known to write to."""
    is_free = is_free_mail(domain_of(address)) and not is_inside(address, context)
    return is_free and context.lists.knows_correspondent(address) is not True


def _matter_of(text: str) -> str | None:
    if _words("work").search(text):
        return WORK
    return PRIVATE if _words("private").search(text) else None


@cache
def _words(kind: str) -> re.Pattern[str]:
    words = read_yaml("custodes.detect", "data/personal/matters.yaml")[kind]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?:s|ed|ing|ies)?\b", re.IGNORECASE)


def _media_bytes(files: Iterable[Mapping[str, Any] | None]) -> int:
    kinds = ("audio/", "video/", "image/")
    return sum(
        (file["size"] or 0) for file in files if file is not None and (file["mime_type"] or "").startswith(kinds)
    )


def _short_hash(address: str) -> str:
    return hashlib.blake2b(address.lower().encode("utf-8", "replace"), digest_size=8).hexdigest()
