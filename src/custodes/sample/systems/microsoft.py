"""Microsoft 365's unified audit log, as its interface gives it and, every second week, as the portal's CSV.

https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from random import Random
from typing import Any

import orjson

from custodes.sample.people import Member
from custodes.sample.systems.files import Form, Record, list_in
from custodes.sample.systems.kinds import is_odd_week, packed, week_of
from custodes.sample.systems.seat import HOUSE_ADDRESS, Crew, Seat, Step, Way
from custodes.sample.texts import load_text

Entry = dict[str, Any]

TENANT = "1d5a6f0e-0b6e-4d55-8c4c-8f6c2a7b9d10"
ACTS_A_PERSON = 5.0
SHARE_MAILBOXES = 0.01
_RECORD_TYPES = {
    "Exchange": 1,
    "SharePoint": 6,
    "OneDrive": 6,
    "AzureActiveDirectory": 8,
    "SecurityComplianceCenter": 18,
}
_COLUMNS = ("RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData", "AssociatedAdminUnits")
_ORDINARY = ("FileAccessed", "FileModified", "FileModified", "FilePreviewed", "FileUploaded", "FileDownloaded")


def write_cells(cells: list[str]) -> bytes:
    """A row of a CSV file, without its end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue().encode()


def _write_row(entry: Entry) -> bytes:
    at, data = f"{entry['CreationTime']}.0000000Z", orjson.dumps(entry).decode()
    return write_cells([entry["Id"], at, str(entry["RecordType"]), entry["Operation"], entry["UserId"], data, ""])


_JSON = list_in(b"[")
_CSV = Form("record", _write_row, begin=b"\xef\xbb\xbf" + ",".join(_COLUMNS).encode() + b"\n")


class Microsoft:
    """What people and administrators did in Microsoft 365."""

    name = "m365"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        name = f"logs/cloud/m365-audit-{week_of(day)}"
        return (packed(f"{name}.csv", day), _CSV) if is_odd_week(day) else (packed(f"{name}.json", day), _JSON)

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Files read and written, now and then something about a mailbox."""
        rng, words = crew.rng, load_text("ordinary")
        for at, person in crew.moments(ACTS_A_PERSON):
            if rng.random() < SHARE_MAILBOXES:
                entry = _entry(at, person.email, "Set-Mailbox", workload="Exchange", about=person.account, rng=rng)
                yield Record(at, entry | _details({"parameters": {"MaxReceiveSize": "36 MB"}}))
            else:
                name = f"{rng.choice(words['files'])} {rng.randrange(200)}.{rng.choice(words['endings'])}"
                yield Record(at, _file(at, person, rng.choice(_ORDINARY), name, rng))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """Something that the person did."""
        way, rng, me = step.way, seat.rng, seat.person
        if "file" in way:
            return Record(step.at, _file(step.at, me, way["operation"], way["file"], rng))
        workload = way.get("workload", "AzureActiveDirectory" if "modified" in way else "Exchange")
        about = way.get("object", way.get("parameters", {}).get("Identity", me.account))
        user = way.get("user", me.email)
        entry = _entry(step.at, user, way["operation"], workload=workload, about=about, rng=rng)
        return Record(step.at, entry | _details(way))


def _details(way: Way) -> Entry:
    details: Entry = {}
    if "parameters" in way:
        details["Parameters"] = _pairs(way["parameters"])
    if "modified" in way:
        changed = way["modified"].items()
        details["ModifiedProperties"] = [{"Name": name, "NewValue": value, "OldValue": ""} for name, value in changed]
    return details


def _pairs(values: dict[str, str]) -> list[Entry]:
    return [{"Name": name, "Value": value} for name, value in values.items()]


def _entry(at: float, user: str, operation: str, *, workload: str, about: str, rng: Random) -> Entry:
    return {
        "CreationTime": f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}",
        "Id": str(uuid.UUID(int=rng.getrandbits(128))),
        "Operation": operation,
        "OrganizationId": TENANT,
        "RecordType": _RECORD_TYPES[workload],
        "ResultStatus": "True" if workload == "Exchange" else "Success",
        "UserKey": user,
        "UserType": 0,
        "Version": 1,
        "Workload": workload,
        "ClientIP": HOUSE_ADDRESS,
        "ObjectId": about,
        "UserId": user,
    }


def _file(at: float, person: Member, operation: str, name: str, rng: Random) -> Entry:
    site = f"https://fernwood-my.sharepoint.com/personal/{person.account}/"
    entry = _entry(at, person.email, operation, workload="OneDrive", about=f"{site}Documents/{name}", rng=rng)
    return entry | {
        "EventSource": "SharePoint",
        "ItemType": "File",
        "SiteUrl": site,
        "SourceRelativeUrl": "Documents",
        "SourceFileName": name,
        "SourceFileExtension": PurePosixPath(name).suffix[1:],
    }
