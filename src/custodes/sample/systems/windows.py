"""What Windows tells of the staff's computers: sign-ins (the Security channel), and what Sysmon sees.

https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-4624
https://learn.microsoft.com/sysinternals/downloads/sysmon
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from custodes.sample.people import Member
from custodes.sample.plan import DOMAIN
from custodes.sample.systems.files import JSON_LINES, Form, Record
from custodes.sample.systems.kinds import packed, week_of
from custodes.sample.systems.seat import OUTSIDE_NETWORK, Crew, Seat, Step, Way
from custodes.sample.texts import load_text

Entry = dict[str, Any]

EVENTS_A_PERSON = 5.0


class Windows:
    """Windows' Security channel and Sysmon's, as JSON lines with flat fields."""

    name = "windows"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/computers/windows-{week_of(day)}.jsonl", day), JSON_LINES

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Signing in at the desk and at the file server, programs started, names looked up."""
        rng = crew.rng
        for at, person in crew.moments(EVENTS_A_PERSON):
            yield Record(at, _ordinary_event(at, person, rng))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A sign-in to the person's account from the person's computer."""
        return Record(step.at, _logon(step.at, seat.person, step.way, seat.rng))


def _ordinary_event(at: float, person: Member, rng: Random) -> Entry:
    chance = rng.random()
    if chance < 0.3:
        return _logon(at, person, {"EventID": 4624, "LogonType": 2 if chance < 0.1 else 3}, rng)
    if chance < 0.32:
        return _logon(at, person, {"EventID": 4625, "LogonType": 2}, rng)
    if chance < 0.5:
        site = rng.choice(load_text("sites")["work"])["host"]
        return _sysmon(
            at,
            person,
            22,
            {"QueryName": site, "QueryStatus": "0", "QueryResults": f"{OUTSIDE_NETWORK}.9;", "Image": _CHROME},
            rng,
        )
    name = rng.choice(_PROGRAMS)
    started = {
        "Image": name,
        "CommandLine": f'"{name}"',
        "ParentImage": "C:\\Windows\\explorer.exe",
        "IntegrityLevel": "Medium",
    }
    return _sysmon(at, person, 1, started, rng)


_CHROME = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
_PROGRAMS = (
    _CHROME,
    "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE",
    "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE",
    "C:\\Program Files\\Staff Client\\staffclient.exe",
    "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
)


def _event(at: float, channel: str, number: int, computer: str, rng: Random) -> Entry:
    return {
        "SystemTime": f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
        "Channel": channel,
        "EventID": number,
        "EventRecordID": rng.randrange(10**6, 10**8),
        "Computer": f"{computer}.{DOMAIN}",
    }


def _logon(at: float, person: Member, way: Way, rng: Random) -> Entry:
    failed = way["EventID"] == 4625
    return {
        **_event(at, "Security", way["EventID"], person.device if way["LogonType"] == 2 else "fpl-files", rng),
        "Provider_Name": "Microsoft-Windows-Security-Auditing",
        "SubjectUserName": "-",
        "SubjectDomainName": "-",
        "TargetUserName": person.account,
        "TargetDomainName": "FERNWOOD",
        "LogonProcessName": "Kerberos",
        "AuthenticationPackageName": "Kerberos",
        "WorkstationName": person.device.upper(),
        "LmPackageName": "-",
        "KeyLength": 0,
        "IpAddress": person.addresses[0],
        "IpPort": str(rng.randrange(49_152, 65_535)),
        **({"Status": "0xc000006d", "SubStatus": "0xc000006a"} if failed else {}),
        **way,
    }


def _sysmon(at: float, person: Member, number: int, fields: Entry, rng: Random) -> Entry:
    return {
        **_event(at, "Microsoft-Windows-Sysmon/Operational", number, person.device, rng),
        "Provider_Name": "Microsoft-Windows-Sysmon",
        "User": f"FERNWOOD\\{person.account}",
        "ProcessId": rng.randrange(900, 30_000),
        **fields,
    }
