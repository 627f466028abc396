"""What people write to each other in Slack and in Teams.

https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports
https://learn.microsoft.com/graph/api/resources/chatmessage
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from custodes.sample.systems.files import Form, Record, list_in
from custodes.sample.systems.kinds import week_of
from custodes.sample.systems.seat import Crew, Seat, Step, say_something

SAID_A_PERSON = 0.7
CHANNELS = ("general", "desk", "programs", "it-help")
_DAY = list_in(b"[")
_CONTEXT = b"https://graph.microsoft.com/v1.0/$metadata#Collection(chatMessage)"
_GRAPH = list_in(b'{"@odata.context":"' + _CONTEXT + b'","value":[')


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody wrote."""

    at: float
    account: str
    name: str
    text: str
    file: str = ""
    """The name of a file passed on with it."""


def _said(crew: Crew) -> Iterator[Said]:
    """Talk about desks and carts."""
    for at, person in crew.moments(SAID_A_PERSON):
        yield Said(at, person.account, person.name, say_something("chat", crew.rng))


def _planted(seat: Seat, step: Step, stranger: str) -> Said:
    """Something the person wrote, or a stranger."""
    account = stranger.lower().replace(" ", "-").replace("(", "").replace(")", "") or seat.person.account
    return Said(step.at, account, stranger or seat.person.name, step.way["text"], step.way.get("file", ""))


class Slack:
    """A file a channel and day, as an export has them."""

    name = "slack"

    def place(self, day: date, key: str) -> tuple[str, Form]:
        """A channel's file of that day."""
        return f"messages/slack/{key}/{day:%Y-%m-%d}.json", _DAY

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """What is said in all channels."""
        for said in _said(crew):
            yield Record(said.at, _slack_message(said, crew.rng), crew.rng.choice(CHANNELS))

    def plant(self, seat: Seat, step: Step, stranger: str) -> Record:
        """Something the person wrote, or a stranger."""
        message = _slack_message(_planted(seat, step, stranger), seat.rng)
        return Record(step.at, message, seat.rng.choice(CHANNELS))


def _slack_message(said: Said, rng: Random) -> dict[str, Any]:
    file = {"id": _slack_id("F", said.file), "name": said.file, "title": said.file, "size": rng.randrange(900_000)}
    return {
        "client_msg_id": str(uuid.UUID(int=rng.getrandbits(128))),
        "type": "message",
        "text": html.escape(said.text, quote=False),
        "user": _slack_id("U", said.account),
        "ts": f"{int(said.at)}.{int(said.at * 1_000_000) % 1_000_000:06d}",
        "team": "T01FERN",
        "user_profile": {"name": said.account, "real_name": said.name, "display_name": said.name.partition(" ")[0]},
        **({"files": [file]} if said.file else {}),
    }


def _slack_id(kind: str, name: str) -> str:
    return kind + uuid.uuid5(uuid.NAMESPACE_DNS, name).hex[:9].upper()


class Teams:
    """Messages of chats, as Graph exports them; who writes is told by the name shown."""

    name = "teams"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return f"messages/teams/messages-{week_of(day)}.json", _GRAPH

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """What is said in all chats."""
        for said in _said(crew):
            yield Record(said.at, _teams_message(said, crew.rng))

    def plant(self, seat: Seat, step: Step, stranger: str) -> Record:
        """Something the person wrote, or a stranger."""
        return Record(step.at, _teams_message(_planted(seat, step, stranger), seat.rng))


def _teams_message(said: Said, rng: Random) -> dict[str, Any]:
    moment = datetime.fromtimestamp(said.at, UTC)
    user = str(uuid.uuid5(uuid.NAMESPACE_DNS, said.account))
    return {
        "id": str(int(said.at * 1000)),
        "replyToId": None,
        "messageType": "message",
        "createdDateTime": f"{moment:%Y-%m-%dT%H:%M:%S}.{int(said.at * 1000) % 1000:03d}Z",
        "deletedDateTime": None,
        "subject": None,
        "chatId": f"19:{rng.randrange(8)}fernwood@thread.v2",
        "importance": "normal",
        "from": {
            "application": None,
            "device": None,
            "user": {"id": user, "displayName": said.name, "userIdentityType": "aadUser"},
        },
        "body": {"contentType": "html", "content": f"<p>{html.escape(said.text)}</p>"},
        "attachments": [_teams_file(said.file, rng)] if said.file else [],
        "mentions": [],
        "reactions": [],
    }


def _teams_file(name: str, rng: Random) -> dict[str, Any]:
    address = f"https://fernwood.sharepoint.com/sites/staff/Shared%20Documents/{name}"
    key = str(uuid.UUID(int=rng.getrandbits(128)))
    return {"id": key, "contentType": "reference", "contentUrl": address, "name": name}
