"""Sign-ins, as clouds and Windows tell of them. The forms' addresses stand in the tests of `sources.tables`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from custodes.detect.sigma.tests.real.case import AT, OUTSIDE, Case, cases, csv, iso, json_lines, moments
from custodes.sources.tables.tests import entra_records, google_records, m365_records, service_records
from custodes.sources.windows.tests import making

Record = dict[str, Any]
GUESSED, LET_IN = "sign-in/guessed-from-one-address", "sign-in/guessed-and-let-in"
WRONG = 50126


def entra(code: int = 0, *, at: datetime = AT, **changed: Any) -> Record:
    """A sign-in that ended with this error code."""
    ended = {"errorCode": code, "failureReason": "-"}
    return entra_records.sign_in(createdDateTime=iso(at), ipAddress=OUTSIDE, status=ended, **changed)


def attempts(codes: Sequence[int], who: str = "dana", every_seconds: float = 20) -> list[Record]:
    """Sign-ins of one account after the other; `%n` in its name is the number of each."""
    return [
        entra(code, at=at, userPrincipalName=f"{who.replace('%n', str(number))}@fernwood.example")
        for number, (code, at) in enumerate(zip(codes, moments(len(codes), every_seconds), strict=True))
    ]


def on_device(*, managed: bool) -> Record:
    return entra(
        resourceDisplayName="Office 365 Exchange Online",
        deviceDetail={"deviceId": "", "isCompliant": managed, "isManaged": managed},
    )


ENTRA = {
    "sign-in/device-not-ours": ([on_device(managed=False)], [on_device(managed=True)]),
    "sign-in/hidden-origin": (
        [entra(riskEventTypes_v2=["anonymizedIPAddress"])],
        [entra(riskEventTypes_v2=["unfamiliarFeatures"])],
    ),
    "sign-in/second-factor-worn-down": (
        attempts([500121] * 5, every_seconds=100),
        attempts([500121] * 5, "user%n", every_seconds=100),
    ),
    GUESSED: (attempts([WRONG] * 12, "user%n"), attempts([WRONG] * 12)),
    LET_IN: (attempts([WRONG] * 12 + [0]), attempts([0] + [WRONG] * 12)),
}


def graph(records: Sequence[Record]) -> bytes:
    return orjson.dumps({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata", "value": records})


def azure_monitor(records: Sequence[Record]) -> bytes:
    return json_lines(
        *(entra_records.monitored(one, "SignInLogs") | {"time": one["createdDateTime"]} for one in records)
    )


def log_analytics(records: Sequence[Record]) -> bytes:
    """Rows of the table SigninLogs: https://learn.microsoft.com/azure/azure-monitor/reference/tables/signinlogs."""
    return json_lines(
        *(
            {
                "TimeGenerated": one["createdDateTime"],
                "OperationName": "Sign-in activity",
                "ResultType": str(one["status"]["errorCode"]),
                "AppDisplayName": one["appDisplayName"],
                "IPAddress": one["ipAddress"],
                "UserPrincipalName": one["userPrincipalName"],
                "ResourceDisplayName": one["resourceDisplayName"],
                "DeviceDetail": one["deviceDetail"],
                "RiskEventTypes_V2": orjson.dumps(one.get("riskEventTypes_v2", [])).decode(),
                "Status": one["status"],
            }
            for one in records
        )
    )


def portal(records: Sequence[Record]) -> bytes:
    """The CSV of Entra's portal."""
    return csv(
        *(
            {
                **entra_records.SIGN_IN_CSV,
                "Date (UTC)": one["createdDateTime"],
                "Username": one["userPrincipalName"],
                "IP address": OUTSIDE,
                "Resource": one["resourceDisplayName"],
                "Sign-in error code": str(one["status"]["errorCode"] or ""),
                "Status": "Failure" if one["status"]["errorCode"] else "Success",
                "Managed": "Yes" if one["deviceDetail"]["isManaged"] else "No",
            }
            for one in records
        )
    )


def refused_by_google(names: Sequence[str]) -> bytes:
    return json_lines(
        *(
            google_records.sign_in(
                "login_failure",
                id={"time": iso(at), "applicationName": "login", "uniqueQualifier": "1"},
                actor={"email": f"{name}@fernwood.example"},
                ipAddress=OUTSIDE,
            )
            for name, at in zip(names, moments(len(names), 30), strict=True)
        )
    )


def refused_by_google_csv(names: Sequence[str]) -> bytes:
    return csv(
        *(
            {**google_records.SIGN_IN_CSV, "Date": iso(at), "Actor": f"{name}@fernwood.example", "IP address": OUTSIDE}
            for name, at in zip(names, moments(len(names), 30), strict=True)
        )
    )


def refused_by_m365(names: Sequence[str]) -> bytes:
    return json_lines(
        *(
            m365_records.sign_in(
                CreationTime=f"{at:%Y-%m-%dT%H:%M:%S}",
                Operation="UserLoginFailed",
                UserId=f"{name}@fernwood.example",
                ClientIP=OUTSIDE,
                ActorIpAddress=OUTSIDE,
                ErrorNumber="50126",
                ResultStatus="Failed",
            )
            for name, at in zip(names, moments(len(names), 30), strict=True)
        )
    )


def refused_by_okta(names: Sequence[str]) -> bytes:
    return json_lines(
        *(
            service_records.OKTA | {"published": iso(at), "actor": {"alternateId": f"{name}@fernwood.example"}}
            for name, at in zip(names, moments(len(names), 30), strict=True)
        )
    )


MANY, ONE = [f"user{number}" for number in range(10)], ["dana"] * 10

GOOGLE = {
    "sign-in/google-account-stopped": (
        google_records.activity("login", "account_disabled_password_leak", kind="account_warning", parameters=[]),
        google_records.sign_in("login_failure"),
    ),
    "sign-in/google-second-factor-off": (
        google_records.activity("login", "2sv_disable", kind="2sv_change", parameters=[]),
        google_records.activity("login", "2sv_enroll", kind="2sv_change", parameters=[]),
    ),
}


def google(record: Record) -> bytes:
    return orjson.dumps({"kind": "admin#reports#activities", "items": [record]}, option=orjson.OPT_INDENT_2)


# Fields of 4624 and 4625:
# https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-4624
LOGON = {
    "SubjectUserName": "DESK-3$",
    "TargetUserName": "dana",
    "LogonType": "3",
    "LogonProcessName": "NtLmSsp",
    "AuthenticationPackageName": "NTLM",
    "LmPackageName": "NTLM V1",
    "IpAddress": "203.0.113.9",
}
SYSTEM = {"Channel": "Security", "Computer": "desk-3.fernwood.example"}
Logon = tuple[int, datetime, dict[str, str]]


def logon(code: int = 4624, at: datetime = AT, **changed: str) -> Logon:
    return code, at, LOGON | changed


def logons(codes: Sequence[int]) -> list[Logon]:
    return [logon(code, at) for code, at in zip(codes, moments(len(codes), 20), strict=True)]


WINDOWS = {
    "sign-in/weak-windows-protocol": ([logon()], [logon(LmPackageName="NTLM V2")]),
    LET_IN: (logons([4625] * 12 + [4624]), logons([4624] + [4625] * 12)),
}


def evtx(told: Sequence[Logon]) -> bytes:
    events = [making.event(data, event_id=code, channel="Security", at=at.isoformat()) for code, at, data in told]
    return making.file_of(making.block_of(*events))


def winlogbeat(told: Sequence[Logon]) -> bytes:
    return json_lines(
        *(
            {
                "@timestamp": iso(at),
                "winlog": {
                    "channel": "Security",
                    "event_id": str(code),
                    "computer_name": "desk-3",
                    "event_data": data,
                },
            }
            for code, at, data in told
        )
    )


def nxlog(told: Sequence[Logon]) -> bytes:
    return json_lines(
        *(
            {
                "EventTime": f"{at:%Y-%m-%d %H:%M:%S}",
                "EventID": code,
                "SourceName": "Microsoft-Windows-Security-Auditing",
            }
            | SYSTEM
            | data
            for code, at, data in told
        )
    )


CASES: list[Case] = [
    *cases("graph", graph, ENTRA),
    *cases("azure-monitor", azure_monitor, ENTRA),
    *cases("log-analytics", log_analytics, ENTRA),
    *cases("portal", portal, ENTRA, without=["sign-in/hidden-origin"]),
    *cases("google", google, GOOGLE),
    *cases("evtx", evtx, WINDOWS),
    *cases("winlogbeat", winlogbeat, WINDOWS),
    *cases("nxlog", nxlog, WINDOWS),
    *(
        Case(GUESSED, write.__name__, write(MANY), write(ONE))
        for write in (refused_by_google, refused_by_google_csv, refused_by_m365, refused_by_okta)
    ),
]
