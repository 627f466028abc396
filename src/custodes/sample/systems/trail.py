"""AWS CloudTrail: the nightly backup, and those of IT who look at it. Nothing is planted: no rule of ours reads it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from custodes.sample.plan import clock_base_seconds
from custodes.sample.systems.files import Form, Record, list_in
from custodes.sample.systems.kinds import packed, week_of
from custodes.sample.systems.seat import HOUSE_ADDRESS, Crew

BACKUP_HOUR, FILES_A_NIGHT = 23, 12
_ACCOUNT = "123456789012"
_FORM = list_in(b'{"Records":[')


class Trail:
    """What was done with the library's account at AWS."""

    name = "trail"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/cloud/cloudtrail-{week_of(day)}.json", day), _FORM

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """The backup late in the evening, and a look at it by IT."""
        rng, start = crew.rng, clock_base_seconds(crew.day) + BACKUP_HOUR * 3600
        for number in range(FILES_A_NIGHT):
            yield Record(
                at := start + number * 40 + rng.random() * 20,
                _act(at, "PutObject", "backup", rng, key=f"night/{number}.tar.zst"),
            )
        it = [(at, person) for at, person in crew.moments(0.4) if person.department == "Information Technology"]
        for at, person in it:
            yield Record(
                at, _act(at, rng.choice(("ListBuckets", "GetObject", "DescribeInstances")), person.account, rng)
            )


def _act(at: float, name: str, user: str, rng: Random, *, key: str = "") -> dict[str, Any]:
    return {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser",
            "arn": f"arn:aws:iam::{_ACCOUNT}:user/{user}",
            "accountId": _ACCOUNT,
            "userName": user,
        },
        "eventTime": f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": "ec2.amazonaws.com" if name.startswith("Describe") else "s3.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-2",
        "sourceIPAddress": HOUSE_ADDRESS,
        "userAgent": "aws-cli/2.31",
        "requestParameters": {"bucketName": "fernwood-backup", "key": key} if key else None,
        "responseElements": None,
        "eventID": str(uuid.UUID(int=rng.getrandbits(128))),
        "readOnly": name != "PutObject",
        "eventType": "AwsApiCall",
        "recipientAccountId": _ACCOUNT,
    }
