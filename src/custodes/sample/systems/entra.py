"""Sign-ins of Microsoft Entra: Graph's JSON, and every second week the portal's CSV, which does not tell of risks.

https://learn.microsoft.com/graph/api/resources/signin
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any, NamedTuple

from custodes.sample.people import Member
from custodes.sample.plan import DOMAIN
from custodes.sample.systems.files import Form, Record, list_in
from custodes.sample.systems.kinds import is_odd_week, packed, week_of
from custodes.sample.systems.microsoft import write_cells
from custodes.sample.systems.pages import BROWSERS, MAC_CHROME, PHONE_BROWSER
from custodes.sample.systems.seat import HOUSE_ADDRESS, Crew, Seat, Step, Way, outside_address
from custodes.sample.texts import load_text

Entry = dict[str, Any]

SIGN_INS_A_PERSON = 1.6
_REASONS = {
    0: "Other.",
    50034: "The user account does not exist in the directory.",
    50053: "The account is locked after too many tries with an incorrect user ID or password.",
    50074: "Strong Authentication is required.",
    50126: "Error validating credentials due to invalid username or password.",
    53000: "Device is not in required device state.",
    53003: "Access has been blocked by Conditional Access policies.",
    500121: "Authentication failed during strong authentication request.",
}
_AGENTS = {"phone": PHONE_BROWSER, "chrome": BROWSERS[0], "mac": MAC_CHROME}
"""Of Safari on a Mac it could not be told whether it is a tablet."""
_ON_WINDOWS = tuple(browser for browser in BROWSERS if "Windows" in browser)
_HERE = {"city": "Fernwood", "state": "Illinois", "countryOrRegion": "US"}
_REFUSED_BY_RULE = (53000, 53003)
_CONTEXT = b"https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns"
_GRAPH = list_in(b'{"@odata.context":"' + _CONTEXT + b'","value":[')
_COLUMNS = (
    "Date (UTC)", "Request ID", "User agent", "Correlation ID", "User ID", "User", "Username", "User type",
    "Application",
    "Resource", "IP address", "Location", "Status", "Sign-in error code", "Failure reason", "Client app", "Device ID",
    "Operating System", "Compliant", "Managed", "Join Type", "Authentication requirement", "Conditional Access",
)  # fmt: skip


class Entra:
    """One record a sign-in."""

    name = "entra"

    def place(self, day: date, key: str) -> tuple[str, Form]:
        """A file a week and form."""
        form = _CSV if key == "csv" else _GRAPH
        return packed(f"logs/cloud/entra-sign-ins-{week_of(day)}.{key}", day), form

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """From the house mostly, sometimes from home, sometimes with a slip of the finger."""
        rng = crew.rng
        for at, person in crew.moments(SIGN_INS_A_PERSON):
            address = HOUSE_ADDRESS if rng.random() < 0.8 else outside_address(rng)
            code = rng.choices((0, 50126, 50074), (93, 3, 4))[0]
            entry = _entry(at, Account.of(person), address, {"code": code, "managed": True}, rng)
            yield _record(crew.day, at, entry)

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A sign-in to the person's account, or to anybody's."""
        way = step.way
        address = HOUSE_ADDRESS if way.get("inside") else way.get("address", seat.facts["away"])
        account = tried_account(seat, step.number) if way.get("anybody") else _account_of(seat, way)
        return _record(seat.day, step.at, _entry(step.at, account, address, way, seat.rng))


class Account(NamedTuple):
    """Whose sign-in it is."""

    email: str
    name: str

    @classmethod
    def of(cls, person: Member) -> Account:
        """The account of a member of staff."""
        return cls(person.email, person.name)


def tried_account(seat: Seat, number: int) -> Account:
    """The account that one who tries them all comes to at that turn: those of the staff, then made-up ones."""
    if number <= len(seat.staff):
        return Account.of(seat.staff[(seat.person.number + number - 1) % len(seat.staff)])
    first, desk = seat.rng.choice(load_text("names")["first"]), seat.rng.randrange(100)
    return Account(f"desk{desk}.{number}@{DOMAIN}", first)


def _account_of(seat: Seat, way: Way) -> Account:
    return Account(way["account"], way["account"].partition("@")[0]) if "account" in way else Account.of(seat.person)


def device_id(name: str) -> str:
    """The id of a device that is called so."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


def _record(day: date, at: float, entry: Entry) -> Record:
    is_csv = is_odd_week(day) and not entry["riskEventTypes_v2"]
    return Record(at, entry, "csv" if is_csv else "json")


def _entry(at: float, account: Account, address: str, way: Way, rng: Random) -> Entry:
    code, risks = int(way["code"]), way.get("risk", [])
    trusted = {"networkType": "trustedNamedLocation", "networkNames": ["Fernwood Main"]}
    return {
        "id": str(uuid.UUID(int=rng.getrandbits(128))),
        "createdDateTime": f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "userDisplayName": account.name,
        "userPrincipalName": account.email,
        "userId": str(uuid.uuid5(uuid.NAMESPACE_DNS, account.email)),
        "appDisplayName": way.get("app", "One Outlook Web"),
        "ipAddress": address,
        "clientAppUsed": way.get("client", "Browser"),
        "userAgent": _agent(account, way),
        "correlationId": str(uuid.UUID(int=rng.getrandbits(128))),
        "conditionalAccessStatus": "failure" if code in _REFUSED_BY_RULE else "success",
        "authenticationRequirement": "multiFactorAuthentication",
        "isInteractive": True,
        "signInEventTypes": ["interactiveUser"],
        "riskState": "atRisk" if risks else "none",
        "riskEventTypes_v2": risks,
        "resourceDisplayName": way.get("resource", "Office 365 Exchange Online"),
        "status": {"errorCode": code, "failureReason": _REASONS[code], "additionalDetails": None},
        "deviceDetail": _device(account, way),
        "location": dict(zip(_HERE, way["place"], strict=True)) if "place" in way else _HERE,
        "networkLocationDetails": [trusted] if address == HOUSE_ADDRESS else [],
    }


def _agent(account: Account, way: Way) -> str:
    """Each computer has a browser of its own, the library's on Windows."""
    if "agent" in way:
        return _AGENTS[way["agent"]]
    computer = way.get("device", account.email)
    return _ON_WINDOWS[zlib.crc32(computer.encode()) % len(_ON_WINDOWS)]


def _device(account: Account, way: Way) -> Entry:
    managed = way.get("managed", True)
    name = way.get("device", f"{account.email} device" if managed else "")
    return {
        "deviceId": device_id(name) if name else "",
        "displayName": "",
        "operatingSystem": way.get("system", "Windows10"),
        "isCompliant": managed,
        "isManaged": managed,
        "trustType": "Azure AD joined" if managed else "",
    }


def _write_row(entry: Entry) -> bytes:
    device, status = entry["deviceDetail"], entry["status"]
    yes_no = {True: "Yes", False: "No"}
    return write_cells([
        entry["createdDateTime"], entry["id"], entry["userAgent"], entry["correlationId"], entry["userId"],
        entry["userDisplayName"], entry["userPrincipalName"], "Member", entry["appDisplayName"],
        entry["resourceDisplayName"], entry["ipAddress"], ", ".join(entry["location"].values()),
        "Failure" if status["errorCode"] else "Success", str(status["errorCode"]), status["failureReason"],
        entry["clientAppUsed"],
        device["deviceId"], device["operatingSystem"], yes_no[device["isCompliant"]], yes_no[device["isManaged"]],
        device["trustType"], "Multifactor authentication", "Success",
    ])  # fmt: skip


_CSV = Form("record", _write_row, begin=",".join(_COLUMNS).encode() + b"\n")
