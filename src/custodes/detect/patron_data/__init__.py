"""Patrons' details in mail that leaves: library-card numbers, what they borrowed, lists of them.

To write to a patron about the patron's own card is ordinary work, so one card number to one private address
counts little; several, or a list attached, count much. It sees only numbers that pass their check digit and the
wordings it knows: a patron named in plain prose is not found. What it finds it never repeats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, Said, find_in_row
from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.mail_text import RECIPIENTS, domain_of, list_outside, read_mail, sent_by_us, subject_of
from custodes.detect.patron_data.personal import addresses_the_patron, count_listed_people, speaks_of_another
from custodes.detect.privacy_unread import list_unread
from custodes.detect.prose import count, join
from custodes.detect.registry import Detection, detector
from custodes.events import EMAIL_ACTIVITY
from custodes.redact import PatronMask

TEXT_LOOKED_AT = 1_000_000
"""Characters of a text that are looked at."""
MESSAGE_LOOKED_AT = 4_000_000
"""The same of all texts of one message."""
SEVERAL = 3
_DETAIL_WORDS = ("overdue", "over-due", "hold", "ready", "available", "checked out", "due back", "borrowed")


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the library's card numbers look like."""

    card_prefixes: tuple[str, ...] = ("2",)
    """What they begin with."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What of patrons' details one message carries."""

    cards: int = 0
    """Different card numbers."""
    details: int = 0
    """Circulation details: what was borrowed, held, overdue."""
    listed: int = 0
    """People in a list of patrons."""
    is_attached: bool = False
    """Card numbers stand in an attachment."""
    is_to_the_patron: bool = False
    """The message speaks to a patron of the patron's own card, or only quotes what was written to us."""
    is_anothers: bool = False
    """It speaks of the card's holder as of somebody else."""
    unseen_characters: int = 0
    """So much of it was not looked at, because there is too much."""


_COLUMNS = ("email.from", *RECIPIENTS, "email.subject", "body", "body.quoted", "files")


@detector(
    "patron-data",
    clauses=("use.privacy",),
    reads=EMAIL_ACTIVITY,
    parameters=Parameters,
    looks_at="Patrons' details in mail that leaves.",
    needs_domains=True,
)
def patron_data(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message of ours that leaves with patrons' details in it."""
    findings: list[Finding] = []
    batch = sent_by_us(batch, context)
    for row, (sender, to, cc, bcc, subject, body, quoted, files) in enumerate(read_mail(batch, *_COLUMNS)):
        outside = list_outside((*to, *cc, *bcc), context)
        if outside:
            seen = look_for(f"{subject}\n{body}", quoted, files, context.parameters.card_prefixes)
            said = _judge(seen, [file for file in files if file], outside, context)
            whose = subject_of(sender, context)
            tell = partial(find_in_row, batch, row, clause=context.clause, detector="patron-data", subject=whose)
            findings += map(tell, said)
    return Detection(tuple(findings))


def _judge(seen: Seen, files: Sequence[Mapping[str, Any]], outside: Sequence[str], context: Context) -> Iterator[Said]:
    """What was found, and apart from it what could not be told: the one may be too unsure to be shown."""
    if reasons := tuple(_reasons(seen)):
        yield Said(Outcome.YES, how_sure(seen, outside, context), (*reasons, _where_to(outside)))
    if unread := tuple(list_unread(files, seen.unseen_characters)):
        yield Said(Outcome.COULD_NOT_TELL, 0.0, (*unread, _where_to(outside)))


def look_for(written: str, quoted: str, files: Iterable[Mapping[str, Any] | None], prefixes: tuple[str, ...]) -> Seen:
    """What a message's words, what they quote, and the texts attached carry, together."""
    mask = _mask(prefixes)
    attached = [f"{file['name'] or ''}\n{file['text']}" for file in files if file and file["text"]]
    whole = (written, quoted, *attached)
    texts = list(_beginnings(whole))
    cards = [mask.find_cards(text) for text in texts]
    return Seen(
        cards=len({card for found in cards for card in found}),
        details=sum(_count_details(text, mask, has_cards=any(cards)) for text in texts),
        listed=max(map(count_listed_people, texts)),
        is_attached=any(cards[2:]),
        is_anothers=speaks_of_another(texts[0]),
        is_to_the_patron=addresses_the_patron(texts[0]) or not (cards[0] or any(cards[2:])),
        unseen_characters=sum(map(len, whole)) - sum(map(len, texts)),
    )


def _beginnings(whole: Iterable[str]) -> Iterator[str]:
    """Of each text what is looked at."""
    left = MESSAGE_LOOKED_AT
    for text in whole:
        begin = text[: min(left, TEXT_LOOKED_AT)]
        left -= len(begin)
        yield begin


def _count_details(text: str, mask: PatronMask, *, has_cards: bool) -> int:
    """How many circulation details a text tells; without cards beside them, fewer than several are not looked for."""
    lower = text.lower()
    if sum(map(lower.count, _DETAIL_WORDS)) < (1 if has_cards else SEVERAL):
        return 0
    return mask.count(text) - len(mask.find_cards(text))


@lru_cache(maxsize=8)
def _mask(prefixes: tuple[str, ...]) -> PatronMask:
    return PatronMask(prefixes)


def _reasons(seen: Seen) -> Iterator[Reason]:
    if seen.cards:
        where = "an attachment" if seen.is_attached else "the message"
        yield Reason("privacy.cards", f"In {where} {_stand(seen.cards, 'library-card number')}.")
    if seen.details and (seen.cards or seen.details >= SEVERAL):
        yield Reason(
            "privacy.circulation", f"The message tells what patrons borrowed or reserved, {seen.details} times."
        )
    if seen.listed:
        yield Reason("privacy.list", f"The message carries a list of patrons, of {seen.listed} people.")


def _stand(number: int, thing: str) -> str:
    return f"stands a {thing}" if number == 1 else f"stand {number} different {thing}s"


def _where_to(outside: Sequence[str]) -> Reason:
    domains = sorted({domain_of(address) for address in outside if "@" in address})
    shown = join(domains, most=3) or "an unknown place"
    return Reason("privacy.outside", f"It went outside, to {count(len(set(outside)), 'recipient')} at {shown}.")


def how_sure(seen: Seen, outside: Sequence[str], context: Context) -> float:
    """How sure what was seen makes a breach of privacy, from who it went to and how much it is."""
    if seen.cards >= SEVERAL or seen.listed:
        return 0.95 if seen.is_attached or seen.listed else 0.9
    if seen.cards > 1:
        return 0.75
    if seen.cards:
        return _sure_of_one_card(seen, outside, context)
    return 0.5


def _sure_of_one_card(seen: Seen, outside: Sequence[str], context: Context) -> float:
    """One card is ordinary in a letter to its holder, and none of a company's business."""
    if len(set(outside)) > 1 or context.lists.knows_correspondent(outside[0]):
        return 0.65
    if seen.is_to_the_patron:
        return 0.25
    if seen.details or seen.is_anothers:
        return 0.6
    return 0.35 if is_free_mail(domain_of(outside[0])) else 0.45
