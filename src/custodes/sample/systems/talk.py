"""What people say: texts on the library's telephones, Slack, Teams.

https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports
https://learn.microsoft.com/graph/api/resources/chatmessage
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from xml.sax.saxutils import quoteattr

from custodes.sample.mail.post import Post
from custodes.sample.people import Member
from custodes.sample.plan import Plan
from custodes.sample.systems.files import Form, Record, list_in, write_text
from custodes.sample.systems.kinds import week_of
from custodes.sample.systems.seat import Crew, Seat, Step
from custodes.sample.texts import load_text, vary

TEXTS_A_TELEPHONE, SAID_A_PERSON = 2.5, 0.7
TELEPHONES_EVERY, MOST_TELEPHONES = 6, 40
"""Every so many people carry a telephone of the library, of which a copy is kept; up to so many."""
CHANNELS = ("general", "desk", "programs", "it-help")
_PROLOG = b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses type=\"incremental\">\n"


class Telephones:
    """A backup of each telephone a week."""

    name = "phones"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def place(self, day: date, key: str) -> tuple[str, Form]:
        """A file a week and telephone."""
        form = Form("record", write_text, begin=_PROLOG, end=b"\n</smses>\n")
        return f"messages/phones/{key}/sms-{week_of(day)}.xml", form

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Texts between those who have one, and from people outside."""
        rng = crew.rng
        last = TELEPHONES_EVERY * MOST_TELEPHONES
        for at, person in crew.moments(TEXTS_A_TELEPHONE):
            if person.number % TELEPHONES_EVERY == 0 and person.number < last:
                said = _say(self._plan, crew, person, rng.choice(load_text("ordinary")["texts"]))
                yield Record(at, _text(at, said, rng, sent=rng.random() < 0.4), person.account)

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A text that reached the person."""
        return Record(step.at, _text(step.at, step.way["text"], seat.rng, sent=False), seat.person.account)


def _say(plan: Plan, crew: Crew, person: Member, wording: str) -> str:
    post = Post(plan, crew.staff, crew.rng)
    other = post.colleague(person)
    words, rng = post.words, crew.rng
    facts = {name: rng.choice(words[f"{name}s"]) for name in ("title", "event", "place", "weekday")}
    return vary(wording, rng, facts | {"colleague": other.first})


def _text(at: float, said: str, rng: Random, *, sent: bool) -> str:
    number = f"+1312555{rng.randrange(100, 200):04d}"
    shown = datetime.fromtimestamp(at, UTC)
    return (
        f'  <sms protocol="0" address="{number}" date="{int(at * 1000)}" type="{2 if sent else 1}" subject="null" body={quoteattr(said)} '
        f'toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="0" sub_id="1" '
        f'readable_date="{shown:%b} {shown.day}, {shown:%Y %I:%M:%S %p}" contact_name="(Unknown)" />'
    )


class Slack:
    """A file a channel and day, as an export has them."""

    name = "slack"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def place(self, day: date, key: str) -> tuple[str, Form]:
        """A channel's file of that day."""
        return f"messages/slack/{key}/{day:%Y-%m-%d}.json", list_in(b"[")

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Talk about desks and carts."""
        rng, lines = crew.rng, load_text("ordinary")["chat"]
        for at, person in crew.moments(SAID_A_PERSON):
            said = _say(self._plan, crew, person, rng.choice(lines))
            yield Record(at, _slack_message(at, person.account, person.name, said, "", rng), rng.choice(CHANNELS))

    def plant(self, seat: Seat, step: Step, stranger: str) -> Record:
        """Something the person said, or a stranger."""
        me, way = seat.person, step.way
        account, name = (
            (stranger.lower().replace(" ", "-").strip("()"), stranger) if stranger else (me.account, me.name)
        )
        said = _slack_message(step.at, account, name, way["text"], way.get("file", ""), seat.rng)
        return Record(step.at, said, seat.rng.choice(CHANNELS))


def _slack_message(at: float, account: str, name: str, text: str, file: str, rng: Random) -> dict[str, Any]:
    message = {
        "client_msg_id": str(uuid.UUID(int=rng.getrandbits(128))), "type": "message", "text": html.escape(text, quote=False),
        "user": _slack_id("U", account), "ts": f"{int(at)}.{int(at * 1_000_000) % 1_000_000:06d}", "team": "T01FERN",
        "user_profile": {"name": account, "real_name": name, "display_name": name.partition(" ")[0]},
    }  # fmt: skip
    if file:
        message["files"] = [
            {"id": _slack_id("F", file), "name": file, "title": file, "size": rng.randrange(900, 900_000)}
        ]
    return message


def _slack_id(kind: str, name: str) -> str:
    return kind + uuid.uuid5(uuid.NAMESPACE_DNS, name).hex[:9].upper()


class Teams:
    """Messages of chats and channels, as Graph exports them; who writes is told by the name shown."""

    name = "teams"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        form = list_in(
            b'{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#Collection(chatMessage)","value":['
        )
        return f"messages/teams/messages-{week_of(day)}.json", form

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Talk about desks and carts."""
        rng, lines = crew.rng, load_text("ordinary")["chat"]
        for at, person in crew.moments(SAID_A_PERSON):
            said = _say(self._plan, crew, person, rng.choice(lines))
            yield Record(at, _teams_message(at, person.email, person.name, said, "", rng))

    def plant(self, seat: Seat, step: Step, stranger: str) -> Record:
        """Something the person said, or a stranger."""
        me, way = seat.person, step.way
        return Record(
            step.at,
            _teams_message(
                step.at, stranger or me.email, stranger or me.name, way["text"], way.get("file", ""), seat.rng
            ),
        )


def _teams_message(at: float, account: str, name: str, text: str, file: str, rng: Random) -> dict[str, Any]:
    moment = datetime.fromtimestamp(at, UTC)
    address = f"https://fernwood.sharepoint.com/sites/staff/Shared%20Documents/{file}"
    attached = [
        {
            "id": str(uuid.UUID(int=rng.getrandbits(128))),
            "contentType": "reference",
            "contentUrl": address,
            "name": file,
        }
    ]
    return {
        "id": str(int(at * 1000)),
        "replyToId": None,
        "messageType": "message",
        "createdDateTime": f"{moment:%Y-%m-%dT%H:%M:%S}.{int(at * 1000) % 1000:03d}Z",
        "deletedDateTime": None,
        "subject": None,
        "chatId": f"19:{rng.randrange(8)}fernwood@thread.v2",
        "importance": "normal",
        "from": {
            "application": None,
            "device": None,
            "user": {
                "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, account)),
                "displayName": name,
                "userIdentityType": "aadUser",
            },
        },
        "body": {"contentType": "html", "content": f"<p>{html.escape(text)}</p>"},
        "attachments": attached if file else [],
        "mentions": [],
        "reactions": [],
    }
