"""What of others' personal data one message carries out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from custodes.detect.effort import Effort
from custodes.detect.own_numbers import OwnNumbers
from custodes.detect.patron_data.personal import count_listed_people
from custodes.detect.personal_data.find import look_through
from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.own import is_said_to_be_own, signature_start
from custodes.detect.personal_data.rows import People, count_people

TEXT_LOOKED_AT = 1_000_000
"""Characters of a text that are looked at."""
_REACHES = (Kind.PHONE, Kind.ADDRESS, Kind.EMAIL)
"""What tells how to reach someone: in a signature, the sender."""


@dataclass(slots=True)
class Sort:
    """What was found of one kind."""

    first: Hit
    where: str
    """How a reason calls the place of the first."""
    values: set[str] = field(default_factory=set)
    """Only to count different ones; never shown or kept."""
    score: float = 0.0
    is_own: bool = True
    """All of it is said to be the sender's own."""


@dataclass(slots=True)
class Carried:
    """What one message carries, by kind, and the longest list of people in it."""

    sorts: dict[Kind, Sort] = field(default_factory=dict)
    people: People = field(default_factory=People)
    has_list_attached: bool = False
    unseen_characters: int = 0
    """So much of it was not looked at, because there is too much or because it is made to take long."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message that its sender is answerable for."""

    written: str
    forwarded: str
    """What another wrote and the sender passes on; what is only quoted in a reply goes back to who wrote it."""
    files: tuple[Mapping[str, Any], ...]
    sender_name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and what is none though it looks like it."""

    kinds: Collection[Kind]
    card_prefixes: tuple[str, ...] = ("2",)
    own_numbers: OwnNumbers = field(default_factory=OwnNumbers)


def look_for(words: Words, wanted: Wanted) -> Carried:
    """What is wanted of what the words and the texts attached carry, in bounded time."""
    carried, effort = Carried(), Effort()
    for whole, where in _texts(words):
        text = whole[:TEXT_LOOKED_AT]
        looked = look_through(text, effort, card_prefixes=wanted.card_prefixes)
        carried.unseen_characters += len(whole) - looked.until
        hits = [hit for hit in looked.hits if not wanted.own_numbers.has(text[hit.start : hit.end])]
        if where == "the message":
            begin = signature_start(text, words.sender_name)
            hits = [hit for hit in hits if hit.start < begin or hit.kind not in _REACHES]
        _add(carried, text, where, [hit for hit in hits if hit.kind in wanted.kinds])
        people = count_people(text, hits)
        if people.rows and count_listed_people(text[: looked.until]):
            continue  # a list of patrons is another detector's
        if people > carried.people:
            carried.people, carried.has_list_attached = people, where == "an attachment"
    return carried


def _texts(words: Words) -> Iterator[tuple[str, str]]:
    yield words.written, "the message"
    if words.forwarded:
        yield words.forwarded, "what is forwarded"
    for file in words.files:
        if file["text"]:
            yield f"{file['name'] or ''}\n{file['text']}", "an attachment"


def _add(carried: Carried, text: str, where: str, hits: Iterable[Hit]) -> None:
    for hit in hits:
        sort = carried.sorts.get(hit.kind)
        if sort is None:
            sort = carried.sorts[hit.kind] = Sort(hit, _place(text, hit, where))
        sort.values.add("".join(filter(str.isalnum, text[hit.start : hit.end].lower())))
        sort.score = max(sort.score, hit.score)
        sort.is_own = sort.is_own and where == "the message" and is_said_to_be_own(text, hit.start)


def _place(text: str, hit: Hit, where: str) -> str:
    """The line is counted from the top of the body or the file: each stands below one line of its own."""
    line = text.count("\n", 0, hit.start)
    if where == "the message":
        return f"line {line} of the message" if line else "the subject"
    return f"line {line} of {where}" if line and where == "an attachment" else where
