"""Google Workspace's activities, a file for each application.

https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from custodes.sample.systems.entra import tried_account
from custodes.sample.systems.files import Form, Record, list_in
from custodes.sample.systems.kinds import packed, week_of
from custodes.sample.systems.seat import HOUSE_ADDRESS, Crew, Seat, Step, Way
from custodes.sample.texts import load_text

ACTS_A_PERSON = 1.5
_FORM = list_in(b'{"kind":"admin#reports#activities","items":[')
_SIGN_IN = {
    "login_type": "google_password",
    "login_challenge_method": ["password", "google_authenticator"],
    "is_second_factor": True,
}


class Google:
    """What people did in Google Workspace, which the programs for children and teens use."""

    name = "google"

    def place(self, day: date, key: str) -> tuple[str, Form]:
        """A file a week and application."""
        return packed(f"logs/cloud/google-{key}-{week_of(day)}.json", day), _FORM

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Signing in, and files read, written and now and then fetched."""
        rng, names = crew.rng, load_text("ordinary")["files"]
        for at, person in crew.moments(ACTS_A_PERSON):
            if rng.random() < 0.3:
                event = "login_failure" if rng.random() < 0.04 else "login_success"
                way: Way = {"application": "login", "event": event, "parameters": _SIGN_IN}
            else:
                title = f"{rng.choice(names)} {rng.randrange(100)}"
                shown = {
                    "primary_event": True,
                    "doc_id": f"1{rng.getrandbits(100):025x}",
                    "doc_title": title,
                    "doc_type": "document",
                }
                way = {
                    "application": "drive",
                    "event": rng.choice(("view", "edit", "view", "download")),
                    "kind": "access",
                    "parameters": shown,
                }
            yield Record(at, _activity(at, person.email, HOUSE_ADDRESS, way, rng), way["application"])

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """Something that happened to the person's account, or to anybody's."""
        way = step.way
        email = tried_account(seat, step.number).email if way.get("anybody") else seat.person.email
        return Record(step.at, _activity(step.at, email, seat.facts["away"], way, seat.rng), way["application"])


def _activity(at: float, email: str, address: str, way: Way, rng: Random) -> dict[str, Any]:
    parameters = [{"name": name, _typed(value): value} for name, value in way["parameters"].items()]
    event = {"type": way.get("kind", "login"), "name": way["event"], "parameters": parameters}
    return {
        "kind": "admin#reports#activity",
        "id": {
            "time": f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}.{rng.randrange(1000):03d}Z",
            "uniqueQualifier": str(rng.getrandbits(62)),
            "applicationName": way["application"],
            "customerId": "C03fernw0",
        },
        "actor": {"callerType": "USER", "email": email, "profileId": str(10**20 + rng.getrandbits(60))},
        "ipAddress": address,
        "events": [event],
    }


def _typed(value: Any) -> str:
    return "boolValue" if isinstance(value, bool) else "multiValue" if isinstance(value, list) else "value"
