"""Personal data of others in mail that leaves.

One phone number or address is ordinary in a letter, and so is what is the sender's own. A number that can be misused by
whoever has it is not, nor is a list of people. What it finds it never repeats: a reason tells kind, number and place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason, Said, find_in_row
from custodes.detect.mail_text import RECIPIENTS, domain_of, list_outside, read_mail, sent_by_us, subject_of
from custodes.detect.personal_data.carried import Carried, Sort, Wanted, Words, look_for
from custodes.detect.personal_data.hit import Kind
from custodes.detect.personal_data.own import own_mailboxes
from custodes.detect.personal_data.sureness import how_sure
from custodes.detect.privacy_unread import list_unread
from custodes.detect.prose import count, join
from custodes.detect.registry import Detection, detector
from custodes.events import EMAIL_ACTIVITY

NAMES = {
    Kind.SOCIAL_SECURITY: "US Social Security number",
    Kind.CARD: "payment card number",
    Kind.IBAN: "international bank account number",
    Kind.ROUTING: "bank routing number",
    Kind.ACCOUNT: "bank account number",
    Kind.LICENSE: "driver's licence number",
    Kind.PASSPORT: "passport number",
    Kind.TAXPAYER: "taxpayer number",
    Kind.RECORD: "patient's or insured person's number",
    Kind.BIRTH_DATE: "date of birth",
    Kind.MEDICAL: "word of illness or treatment said of a name",
}
"""The kinds that one message may be found for, and how a reason calls them."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is looked for, and how many people make a list."""

    kinds: tuple[str, ...] = tuple(NAMES)
    """Of which kinds one is enough."""
    people_a_list: int = 10
    """So many rows of people are a list."""
    card_prefixes: tuple[str, ...] = ("2",)
    """What the library's own cards begin with, which are no payment cards."""


_COLUMNS = ("email.from", *RECIPIENTS, "email.subject", "body", "body.quoted", "files")


@detector(
    "personal-data",
    clauses=("use.privacy",),
    reads=EMAIL_ACTIVITY,
    parameters=Parameters,
    looks_at="Personal data of others in mail that leaves.",
    needs_domains=True,
)
def personal_data(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message of ours that leaves with others' personal data, or locked so that none can tell."""
    batch = sent_by_us(batch, context)
    wanted = _wanted(context)
    findings: list[Finding] = []
    for row, (sender, to, cc, bcc, subject, body, quoted, files) in enumerate(read_mail(batch, *_COLUMNS)):
        outside = list_outside((*to, *cc, *bcc), context)
        if outside:
            person = context.staff.find(sender)
            words = _words(subject, body, quoted, files, person.name if person else "")
            said = _judge(words, look_for(words, wanted), sender, outside, context)
            whose = subject_of(sender, context)
            tell = partial(find_in_row, batch, row, clause=context.clause, detector="personal-data", subject=whose)
            findings += map(tell, said)
    return Detection(tuple(findings))


def _wanted(context: Context) -> Wanted:
    kinds = frozenset(Kind(kind) for kind in context.parameters.kinds if kind in NAMES)
    return Wanted(kinds, tuple(context.parameters.card_prefixes), context.lists.own_numbers)


def _words(subject: str, body: str, quoted: str, files: Iterable[Mapping[str, Any] | None], name: str) -> Words:
    is_forward = subject.lower().lstrip().startswith(("fw:", "fwd:"))
    return Words(f"{subject}\n{body}", quoted if is_forward else "", tuple(file for file in files if file), name)


def _judge(words: Words, carried: Carried, sender: str, outside: Sequence[str], context: Context) -> Iterator[Said]:
    """What was found, and apart from it what could not be told: the one may be too unsure to be shown."""
    has_list = carried.people.rows >= context.parameters.people_a_list
    own = own_mailboxes(words.sender_name, sender, outside)
    if carried.sorts or has_list:
        sure = how_sure(carried, has_list=has_list)
        if all(map(context.lists.knows_correspondent, outside)):
            sure *= KNOWN
        reasons = (*_reasons(carried, has_list=has_list), _where_to(outside, is_own=own >= set(outside)))
        yield Said(Outcome.YES, round(sure, 3), reasons)
    unread = tuple(list_unread(words.files, carried.unseen_characters))
    if unread:
        yield Said(Outcome.COULD_NOT_TELL, 0.0, (*unread, _where_to(outside, is_own=False)))


KNOWN = 0.8
"""What data counts for that only goes to listed correspondents, who may have to have it."""


def _reasons(carried: Carried, *, has_list: bool) -> Iterator[Reason]:
    if has_list:
        where = "An attachment" if carried.has_list_attached else "The message"
        more = ", with more than how to reach them" if carried.people.is_sensitive else ", with how to reach them"
        yield Reason("privacy.people", f"{where} holds a list of {count(carried.people.rows, 'row')} of people{more}.")
    for kind, sort in sorted(carried.sorts.items(), key=lambda item: -item[1].score):
        yield Reason(f"privacy.{kind}", _sentence(kind, sort))
    if carried.sorts and all(sort.is_own for sort in carried.sorts.values()):
        yield Reason("privacy.own", "The words beside it say that it is the sender's own.")


def _sentence(kind: Kind, sort: Sort) -> str:
    number = len(sort.values)
    article = "an" if NAMES[kind][0] in "aeio" else "a"
    stand = f"stands {article} {NAMES[kind]}" if number == 1 else f"stand {number} {_plural(kind)}, the first of them"
    where = f"In {sort.where} {stand}" if number == 1 else f"There {stand} in {sort.where}"
    return f"{where}: {join(sort.first.signals)}."


def _plural(kind: Kind) -> str:
    head, of, tail = NAMES[kind].partition(" of ")
    return f"different {head}s{of}{tail}"


def _where_to(outside: Sequence[str], *, is_own: bool) -> Reason:
    if is_own:
        return Reason("privacy.own-mailbox", "It went to what looks like the sender's own private mailbox.")
    domains = sorted({domain_of(address) for address in outside if "@" in address})
    shown = join(domains, most=3) or "an unknown place"
    return Reason("privacy.outside", f"It went outside, to {count(len(set(outside)), 'recipient')} at {shown}.")
