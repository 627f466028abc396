"""An ordinary day's mail: colleagues, vendors, patrons, newsletters, notices, lists, and the circulation system's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from custodes.sample.mail.post import Draft, Post, parse_party, party
from custodes.sample.mail.wire import Letter, Party
from custodes.sample.people import Member
from custodes.sample.plan import DOMAIN, Plan, clock_base_seconds
from custodes.sample.rota import Rota

CIRCULATION_SENDER = f"notices@ils.{DOMAIN}"
PROTECTED_ADDRESS = f"report@{DOMAIN}"

LETTERS_A_PERSON = {
    "internal": 1.0,
    "vendor": 0.5,
    "patron": 0.5,
    "newsletter": 0.8,
    "notice": 0.6,
    "list": 0.4,
    "away": 0.1,
    "hold": 1.2,
    "protected": 0.02,
}
"""How many threads or letters of a kind a day brings for each person at work."""


class OrdinaryMail:
    """Writes one day after the other; answers may fall on later days."""

    def __init__(self, plan: Plan, staff: tuple[Member, ...], rota: Rota) -> None:
        self._plan, self._staff, self._rota = plan, staff, rota

    def day(self, day: date) -> Iterator[Draft]:
        """The letters begun on that day, in no order."""
        who, start, end, _ = self._rota.on(day)
        base = clock_base_seconds(day)
        post = Post(self._plan, self._staff, self._plan.random("mail", day))
        for kind, share in LETTERS_A_PERSON.items():
            write = getattr(self, f"_{kind}")
            for _ in range(_count(share * len(who), post)):
                place = post.rng.randrange(len(who))
                at = base + post.rng.uniform(int(start[place]), int(end[place])) * 60
                yield from write(post, self._staff[who[place]], at)

    def _internal(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        row = post.rng.choice(post.words["internal"])
        to = post.colleague(me)
        drafts = post.thread(row, party(me), party(to), at)
        if row.get("group"):
            first = next(drafts)
            crew = tuple(party(person) for person in self._staff if person.department == me.department)[:30]
            yield replace(first, letter=replace(first.letter, to=(party(to), *crew)))
        yield from drafts

    def _vendor(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        yield from post.thread(post.rng.choice(post.words["vendor"]), post.vendor(), party(me), at)

    def _patron(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        yield from post.thread(post.rng.choice(post.words["patron"]), post.patron(), party(me), at)

    def _newsletter(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        yield self._from_a_machine(post, post.rng.choice(post.words["newsletters"]), me, at, html=True)

    def _notice(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        yield self._from_a_machine(post, post.rng.choice(post.words["notices"]), me, at, html=False)

    def _from_a_machine(self, post: Post, row: dict[str, str], me: Member, at: float, *, html: bool) -> Draft:
        sender = parse_party(row["from"])
        letter = post.letter(row, sender, party(me), post.facts(sender, party(me)))
        return post.draft(at, replace(letter, html=html))

    def _list(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        row = post.rng.choice(post.words["lists"])
        sender, name = post.patron(), row["list"].partition(".")
        letter = post.letter(
            row, sender, Party("", f"{name[0]}@{name[2]}"), post.facts(sender, party(me), patron=sender.first)
        )
        yield post.draft(at, replace(letter, list_id=row["list"], html=False))

    def _away(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        to = post.patron()
        facts = post.facts(party(me), to)
        yield post.draft(at, Letter(party(me), (to,), "Automatic reply", post.say(post.words["away"], facts)))

    def _hold(self, post: Post, _: Member, at: float) -> Iterator[Draft]:
        """From the circulation system to a patron: never to be looked at."""
        patron, sender = post.patron(), Party("Fernwood Public Library", CIRCULATION_SENDER)
        row, facts = post.words["holds"], post.facts(sender, patron, patron=patron.name)
        yield post.draft(at, Letter(sender, (patron,), post.say(row["subject"], facts), post.say(row["text"], facts)))

    def _protected(self, post: Post, me: Member, at: float) -> Iterator[Draft]:
        """A report under the promise of protection: never to be looked at."""
        text = "I would like to report something that happened at the desk. Please call me after my shift."
        yield post.draft(at, Letter(party(me), (Party("", PROTECTED_ADDRESS),), "Confidential report", text))


def _count(expected: float, post: Post) -> int:
    """The whole part, and the rest by chance."""
    return int(expected) + (post.rng.random() < expected % 1)
