"""The post room: who may write to whom, what a letter may mention, and letters from wordings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from custodes.sample.cards import make_card
from custodes.sample.documents import make_pdf
from custodes.sample.mail.attachments import make_attachment
from custodes.sample.mail.wire import Attachment, Letter, Party, message_id
from custodes.sample.people import Member, plain_letters
from custodes.sample.plan import DOMAIN, ZONE, Plan
from custodes.sample.texts import load_text, vary
from custodes.sample.truth import Planted

Wording = dict[str, Any]
SHARE_SIGNED = 0.3


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter and the moment it is sent."""

    at: float
    """Epoch seconds."""
    letter: Letter
    id: str
    planted: Planted | None = field(default=None, compare=False)
    reported: bool = False
    """Whether the one who got it forwarded it to the abuse mailbox."""


class Post:
    """Everything that letters of one purpose are made of; `rng` decides."""

    def __init__(self, plan: Plan, staff: tuple[Member, ...], rng: Random) -> None:
        self.plan, self.staff, self.rng = plan, staff, rng
        self.director = staff[0]
        self.it = next(person for person in staff if person.department == "Information Technology")
        self.words = load_text("letters")

    def patron(self) -> Party:
        """Somebody of the town, with an address somewhere."""
        names, rng = load_text("names"), self.rng
        first, last = rng.choice(names["first"]), rng.choice(names["last"])
        plain = f"{plain_letters(first)}.{plain_letters(last)}"
        return Party(f"{first} {last}", f"{plain}{rng.randrange(1, 9999)}@{rng.choice(self.words['private_domains'])}")

    def friend(self) -> Party:
        """Somebody at a well-known free mail service, with a sign in the address that it allows in none."""
        names, rng = load_text("names"), self.rng
        first, last = rng.choice(names["first"]), rng.choice(names["last"])
        return Party(f"{first} {last}", f"{plain_letters(first)}_{plain_letters(last)}{rng.randrange(1, 99)}@gmail.com")

    def vendor(self) -> Party:
        """A contact at a firm the library buys from; each firm has a few."""
        firm = self.rng.choice(self.words["vendors"])
        names = load_text("names")
        number = self.rng.randrange(3)
        first = names["first"][(len(firm["name"]) * 17 + number * 31) % len(names["first"])]
        return Party(f"{first} ({firm['name']})", f"{plain_letters(first)}@{firm['domain']}")

    def colleague(self, of: Member) -> Member:
        """Somebody else on the staff."""
        other = self.rng.choice(self.staff)
        return other if other is not of else self.staff[(other.number + 1) % len(self.staff)]

    def facts(self, me: Party, to: Party, **more: str) -> dict[str, str]:
        """What a wording between these two may mention."""
        rng, words = self.rng, self.words
        patron, other = self.patron(), self.rng.choice(self.staff)
        return {
            "me": me.first,
            "me_email": me.email,
            "to": to.first,
            "name": to.name,
            "email": to.email,
            "account": to.email.partition("@")[0],
            "to_account": to.email.partition("@")[0],
            "domain": DOMAIN,
            "director": self.director.name,
            "director_first": self.director.first,
            "director_last": self.director.last,
            "director_account": self.director.account,
            "it": self.it.name,
            "it_account": self.it.account,
            "colleague": other.name,
            "colleague_account": other.account,
            "colleague_email": other.email,
            "patron": patron.name,
            "patron_mail": patron.email,
            "title": rng.choice(words["titles"]),
            "title2": rng.choice(words["titles"]),
            "event": rng.choice(words["events"]),
            "place": rng.choice(words["places"]),
            "weekday": rng.choice(words["weekdays"]),
            "date": f"{rng.choice(('October', 'November'))} {rng.randrange(2, 29)}",
            "year": "2027",
            "amount": f"{rng.randrange(40, 4000)}.{rng.randrange(100):02d}",
            "count": str(rng.randrange(4, 60)),
            "n": str(rng.randrange(1_000, 99_999)),
            "nn": f"{rng.randrange(10, 100)}",
            "hex": f"{rng.getrandbits(40):010x}",
            "card": make_card(rng),
        } | more

    def say(self, wording: str, facts: dict[str, str]) -> str:
        """The wording, varied."""
        return vary(wording, self.rng, facts)

    def attachment(self, row: Wording, facts: dict[str, str]) -> tuple[Attachment, ...]:
        """The file a wording comes with, if any: a kind of document, or one spelled out."""
        given = row.get("attach")
        if isinstance(given, dict):
            name, text = self.say(given["name"], facts), self.say(given["text"], facts)
            content = make_pdf([name, facts["amount"]]) if given["mime"] == "application/pdf" else text.encode()
            return (Attachment(name, given["mime"], content),)
        return (make_attachment(given, facts),) if given else ()

    def letter(self, row: Wording, sender: Party, to: Party, facts: dict[str, str]) -> Letter:
        """The wording as a letter from one to the other; what comes from outside was checked on the way in."""
        is_own = sender.email.endswith(f"@{DOMAIN}")
        signed = is_own and self.rng.random() < SHARE_SIGNED
        signature = f"\n\n-- \n{sender.name}\nFernwood Public Library, 555-01{facts['nn']}" if signed else ""
        return Letter(
            sender=sender,
            to=(to,),
            subject=self.say(row["subject"], facts),
            text=self.say(row["text"], facts).rstrip() + signature,
            auth="internal" if is_own else "pass",
            attachments=self.attachment(row, facts),
            html=bool(row.get("html")) or self.rng.random() < 0.2,
        )

    def draft(self, at: float, letter: Letter, planted: Planted | None = None) -> Draft:
        """The letter, to be sent at that moment."""
        return Draft(at, letter, message_id(at, self.rng, letter.sender), planted)

    def thread(self, row: Wording, me: Party, to: Party, at: float) -> Iterator[Draft]:
        """An opening and some of its answers, each quoting the one before."""
        facts = self.facts(me, to)
        draft = self.draft(at, self.letter(row, me, to, facts))
        yield draft
        for answer in row.get("replies", ()):
            if self.rng.random() < 0.25:
                return
            me, to = to, me
            facts |= {"me": me.first, "to": to.first}
            at = _later(at, self.rng)
            said = replace(
                self.letter(
                    {"subject": f"Re: {draft.letter.subject.removeprefix('Re: ')}", "text": answer},
                    me,
                    to,
                    facts | {"n": ""},
                ),
                answers=draft.id,
                quoted=_quote(draft, self.rng),
            )
            draft = self.draft(at, said)
            yield draft


def party(person: Member) -> Party:
    """A member of staff as one who writes."""
    return Party(person.name, person.email)


def parse_party(text: str) -> Party:
    """`Name <address>`."""
    name, _, address = text.rpartition(" <")
    return Party(name.strip('"'), address.rstrip(">"))


def _later(at: float, rng: Random) -> float:
    """Some minutes or hours on; what would be answered at night is answered in the morning."""
    at += rng.uniform(4, 300) * 60
    hour = at % 86_400 / 3600  # UTC: from 2 to 13 it is night or early morning in the library's zone
    return at + (14 - hour) * 3600 if 2 <= hour < 13 else at


def _quote(draft: Draft, rng: Random) -> str:
    """The letter answered, as one or another mail program quotes it."""
    letter = draft.letter
    text = letter.text.strip()
    if rng.random() < 0.6:
        lines = "\n".join(f"> {line}" for line in text.split("\n"))
        return f"On {datetime.fromtimestamp(draft.at, ZONE):%B %d}, {letter.sender.name} wrote:\n{lines}"
    head = f"From: {letter.sender.name}\nTo: {letter.to[0].name}\nSubject: {letter.subject}"
    return f"-----Original Message-----\n{head}\n\n{text}"
