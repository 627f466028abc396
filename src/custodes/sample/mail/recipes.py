"""What is planted in the mail: each kind of message a policy speaks of, and its innocent look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from custodes.sample.mail.facts import patron_facts, secrets_facts
from custodes.sample.mail.post import Draft, Post, Wording, parse_party, party
from custodes.sample.mail.wire import Attachment, Letter, Party
from custodes.sample.plan import clock_base_seconds
from custodes.sample.slots import Slot
from custodes.sample.texts import load_text, load_voices

Write = Callable[[Post, Slot, int], Iterator[Draft]]
"""The last is the instance's number, so that the wordings take turns."""

SHARE_REPORTED = 0.35
PIECES_AN_HOUR = 5
LARGE_BYTES = 20_000_000
"""Before it is written as text, which makes a third more of it."""
RARE = 0.02
"""What takes so much room is planted once, or once in fifty of a kind."""


@dataclass(frozen=True, slots=True)
class MailRecipe:
    """A kind of thing to plant, and how one instance of it is written."""

    kind: str
    clause: str
    violation: bool
    note: str
    write: Write
    times: float = 1.0
    """How many of it are planted where one of each kind is."""
    only: str = ""
    """The department whose first member alone does this, because a permit names them."""


def moment(post: Post, slot: Slot, *, minutes_needed: int = 5) -> float:
    """Some second of the person's shift."""
    latest = max(slot.shift.start + 1, slot.shift.end - minutes_needed)
    return clock_base_seconds(slot.day) + post.rng.uniform(slot.shift.start, latest) * 60


def _incoming(rows: tuple[Wording, ...]) -> Write:
    """A letter to the person of the slot from whoever the wording says; the wordings take turns."""

    def write(post: Post, slot: Slot, number: int) -> Iterator[Draft]:
        row, to = post.plan.take_turn(rows, number, rows[0]["text"]), party(slot.person)
        facts = post.facts(Party("", ""), to)
        sender = parse_party(post.say(post.rng.choice(row["from"]), facts))
        facts |= {"me": sender.first, "from_domain": sender.email.rpartition("@")[2], "patron": sender.name}
        letter = replace(
            post.letter(row, sender, to, facts),
            auth=post.rng.choice(row["auth"]),
            reply_to=post.say(row.get("reply_to", ""), facts),
            list_id=row.get("list", ""),
            html=bool(row.get("html")),
        )
        draft = post.draft(moment(post, slot), letter)
        yield replace(draft, reported=letter.auth != "internal" and post.rng.random() < SHARE_REPORTED)

    return write


def _written(text: str) -> Write:
    """A letter that the person of the slot writes, to whom the wording says; the wordings take turns."""
    rows = _rows(text)

    def write(post: Post, slot: Slot, number: int) -> Iterator[Draft]:
        row, me = post.plan.take_turn(rows, number, text), party(slot.person)
        to = _addressees(post, slot, row["to"])
        facts = post.facts(me, to[0], **secrets_facts(post.rng), **patron_facts(post))
        facts["account"] = slot.person.account
        yield post.draft(moment(post, slot), replace(post.letter(row, me, to[0], facts), to=to))

    return write


def _rows(text: str) -> tuple[Wording, ...]:
    return (*load_text("lapses")[text], *load_voices("lapses").get(text, ()))


def _addressees(post: Post, slot: Slot, whom: str) -> tuple[Party, ...]:
    if whom == "all":
        return tuple(party(person) for person in post.staff[:500])
    if whom == "colleague":
        return (party(post.colleague(slot.person)),)
    return (post.vendor() if whom == "vendor" else post.patron(),)


def _mass(post: Post, slot: Slot, row: Wording, subject_number: str = "") -> Letter:
    me = party(slot.person)
    facts = post.facts(me, me)
    letter = post.letter(row, me, me, facts)
    return replace(letter, subject=letter.subject + subject_number, html=False)


def _patrons(post: Post, count: int) -> tuple[Party, ...]:
    return tuple({one.email: one for one in (post.patron() for _ in range(count))}.values())


def _in_one(post: Post, slot: Slot, number: int) -> Iterator[Draft]:
    """One message to hundreds, in the open or hidden."""
    letter = _mass(post, slot, post.plan.take_turn(_rows("volume"), number, "in one"))
    crowd = _patrons(post, post.rng.randrange(240, 620))
    sent = replace(letter, to=crowd) if post.rng.random() < 0.5 else replace(letter, bcc=crowd)
    yield post.draft(moment(post, slot), sent)


def _in_pieces(post: Post, slot: Slot, number: int) -> Iterator[Draft]:
    """The same message again and again over the day, to a few dozen each time."""
    letter = _mass(post, slot, post.plan.take_turn(_rows("volume"), number, "in pieces"))
    pieces = post.rng.randrange(9, 14)
    first = clock_base_seconds(slot.day) + slot.shift.start * 60
    step = (slot.shift.end - slot.shift.start) * 60 / pieces
    for piece in range(pieces):
        at = first + (piece + post.rng.random() * 0.8) * step
        yield post.draft(at, replace(letter, bcc=_patrons(post, post.rng.randrange(28, 44))))


def _in_an_hour(post: Post, slot: Slot, number: int) -> Iterator[Draft]:
    """Different messages to many within one hour of the clock."""
    hour = post.rng.randrange(slot.shift.start // 60 + 1, slot.shift.end // 60 - 1)
    for piece in range(PIECES_AN_HOUR):
        at = clock_base_seconds(slot.day) + hour * 3600 + 120 + piece * 600 + post.rng.random() * 300
        letter = _mass(post, slot, post.plan.take_turn(_rows("volume"), number + piece, "in an hour"))
        yield post.draft(at, replace(letter, bcc=_patrons(post, post.rng.randrange(55, 70))))


def _newsletter(post: Post, slot: Slot, _: int) -> Iterator[Draft]:
    """The library's letter to 800 readers, in batches, by permit."""
    letter = replace(_mass(post, slot, post.rng.choice(_rows("newsletter"))), html=True)
    at = moment(post, slot, minutes_needed=30)
    for batch in range(8):
        yield post.draft(at + batch * 70, replace(letter, bcc=_patrons(post, 100)))


def _all_staff(post: Post, slot: Slot, _: int) -> Iterator[Draft]:
    letter = _mass(post, slot, post.rng.choice(_rows("all_staff")))
    yield post.draft(moment(post, slot), replace(letter, to=_addressees(post, slot, "all")))


def _small_round(post: Post, slot: Slot, _: int) -> Iterator[Draft]:
    letter = _mass(post, slot, post.rng.choice(_rows("small_round")))
    yield post.draft(moment(post, slot), replace(letter, bcc=_patrons(post, post.rng.randrange(12, 60))))


def _large(whom: str) -> Write:
    """One message with a file that is larger than the policy lets out."""

    def write(post: Post, slot: Slot, number: int) -> Iterator[Draft]:
        letter = _mass(post, slot, post.plan.take_turn(_rows("large"), number, "large"))
        film = Attachment(f"film-{number + 1}.mp4", "video/mp4", bytes(LARGE_BYTES))
        to = _addressees(post, slot, whom)
        yield post.draft(moment(post, slot), replace(letter, to=to, attachments=(film,)))

    return write


def _exchange(about: str, whom: str, messages: tuple[int, int]) -> Write:
    """Many short letters to and fro on one day, with one and the same person."""

    def write(post: Post, slot: Slot, _: int) -> Iterator[Draft]:
        words, rng, me = _words_of(about), post.rng, party(slot.person)
        other = post.friend() if whom == "friend" else post.vendor()
        count = rng.randrange(*messages)
        first = clock_base_seconds(slot.day) + slot.shift.start * 60
        step = (slot.shift.end - slot.shift.start) * 60 / count
        for number in range(count):
            sender, to = (me, other) if number % 2 == 0 else (other, me)
            row = {"subject": rng.choice(words["subjects"]), "text": rng.choice(words["lines"])}
            at = first + (number + rng.random() * 0.8) * step
            yield post.draft(at, post.letter(row, sender, to, post.facts(sender, to)))

    return write


def _words_of(about: str) -> dict[str, list[str]]:
    """The subjects and lines of that kind of exchange."""
    more = load_voices("private").get(about, {})
    return {name: [*lines, *more.get(name, ())] for name, lines in load_text("private")[about].items()}


def list_recipes() -> Iterator[MailRecipe]:
    """Every kind, violations and look-alikes by turns."""
    mail = "security.suspicious-mail"
    yield MailRecipe(
        "password-sent", "security.passwords", True, "A password or key in a mail.", _written("passwords"), 3
    )
    yield MailRecipe(
        "password-talk", "security.passwords", False, "About passwords, without one.", _written("password_talk"), 2
    )
    yield MailRecipe("patrons-sent", "use.privacy", True, "Patrons' data mailed outside.", _written("privacy"), 2)
    yield MailRecipe(
        "patron-talk", "use.privacy", False, "Ordinary numbers and patron matters.", _written("patron_talk"), 2
    )
    note = "A patron writes with their own card number."
    yield MailRecipe("patron-question", "use.privacy", False, note, _incoming(_rows("patron_question")))
    yield MailRecipe("mass-in-one", "use.volume", True, "One message to hundreds outside.", _in_one)
    yield MailRecipe("mass-in-pieces", "use.volume", True, "One mailing sent in many pieces.", _in_pieces)
    yield MailRecipe("mass-in-an-hour", "use.volume", True, "Many messages to many within an hour.", _in_an_hour)
    yield MailRecipe(
        "newsletter", "use.volume", False, "The library's letter, by permit.", _newsletter, only="Communications"
    )
    yield MailRecipe("all-staff", "use.volume", False, "To all the staff and nobody else.", _all_staff)
    yield MailRecipe("small-round", "use.volume", False, "To a few dozen people.", _small_round)
    note = "A file mailed outside that is larger than the policy lets out."
    yield MailRecipe("large-file", "use.volume", True, note, _large("outside"), RARE)
    note = "As large a file to a colleague."
    yield MailRecipe("large-inside", "use.volume", False, note, _large("colleague"), RARE)
    note = "Private letters to and fro, all day."
    yield MailRecipe("private-letters", "use.personal", True, note, _exchange("private", "friend", (46, 60)))
    note = "A few private letters, as is allowed."
    yield MailRecipe("few-private", "use.personal", False, note, _exchange("private", "friend", (4, 14)))
    note = "Letters to and fro with a firm."
    yield MailRecipe("letters-to-a-firm", "use.personal", False, note, _exchange("business", "vendor", (46, 60)))
    note = "Letters to and fro with a volunteer who writes from a private address."
    yield MailRecipe("letters-to-a-volunteer", "use.personal", False, note, _exchange("volunteer", "friend", (46, 60)))
    honest, lure = (
        "An honest message that may look suspicious.",
        "A message that tries to trick the one who gets it.",
    )
    for row in load_text("lures")["innocents"]:
        yield MailRecipe(row["kind"], mail, False, honest, _incoming(_lures_like(row)), 0.5)
    for row in load_text("lures")["lures"]:
        yield MailRecipe(row["kind"], mail, True, lure, _incoming(_lures_like(row)), 0.5)


def _lures_like(row: Wording) -> tuple[Wording, ...]:
    """The wording and those of its kind in other voices."""
    return (row, *load_voices("lures").get(row["kind"], ()))
