"""Private correspondence and media that pile up in work mailboxes.

Limited personal use is allowed, and patrons write from private addresses all day long. So nothing is made of a message,
only of a month: many messages both ways between a person and one private address, of which far more speak of private
matters than of the library's; or very many megabytes of music, films and pictures to and from private
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
LEAST_PRIVATE, MUCH_PRIVATE = 0.2, 0.4
"""Shares of a month's messages with one address that speak of private matters. Most of what people write tells nothing
by its words: of Enron's annotated mail, 6 of 29 messages that are purely personal do, and 40 of 915 others."""
MOST_WORK = 0.5
"""Messages that speak of work, for each that speaks of private matters."""

SURE, SURER, SURE_OF_MEDIA = 0.6, 0.7, 0.75


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
    if not is_conversation or private < LEAST_PRIVATE * total or work > MOST_WORK * private:
        return None
    text = (
        f"{total} messages in {write_month(key.window[:7])} to and from one private address; {private} speak of "
        f"private matters, {work} of the library's work. The policy's limit is {limit} a month."
    )
    seen = first_seen(one for measure in found.values() if measure for one in measure.seen)
    sure = SURER if private >= MUCH_PRIVATE * total else SURE
    return _finding(key, seen, context, Reason("stores.conversation", text), sure)


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
        matter = _matter_of(f"{subject}\n{without_signature(body[:LONGEST_LOOKED_AT])}")
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
    """What the text speaks of, or None where it does not tell."""
    if _words("work").search(text):
        return WORK
    if _words("private").search(text):
        return PRIVATE
    return WORK if _words("work_or_not").search(text) else None


_SIGNATURE = re.compile(r"\n--[ \t\u2014_-]*\n.*\Z", re.DOTALL)
"""What stands below two dashes on a line of their own (RFC 3676, section 4.3)."""
_ADDRESS_SIGNS = ("@", "://", "www.")
_REACHED_AT = re.compile(r"\d{3}[ .-]\d{4}|\+\d[\d ().-]{7,}|(?i:\btel\b|\bphone\b|\bfax\b)|[\w.-]+@[\w.-]+|www\.")
_BLOCK_LINES, _LINE_CHARACTERS = 6, 70


def without_signature(body: str) -> str:
    """The words of a message without what only says who writes and from where: signature, and addresses anywhere.

    A closing block without dashes is a signature if its lines are few and short, and one tells how to be reached.
    """
    text = _SIGNATURE.sub("", body.rstrip())
    head, _, block = text.rpartition("\n\n")
    lines = block.splitlines()
    is_short = len(lines) <= _BLOCK_LINES and all(len(line) <= _LINE_CHARACTERS for line in lines)
    if head and len(lines) > 1 and is_short and _REACHED_AT.search(block):
        text = head
    return " ".join(word for word in text.split() if not any(sign in word for sign in _ADDRESS_SIGNS))


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
