"""What was done in the cloud, as Microsoft 365 and Google tell it. The forms' addresses stand in the tests of
`sources.tables`."""

from collections.abc import Sequence
from typing import Any

import orjson

from custodes.detect.sigma.tests.real.case import Case, cases, csv, iso, json_lines, moments
from custodes.sources.tables.tests import google_records, m365_records

Record = dict[str, Any]


def command(name: str, **parameters: str) -> list[Record]:
    """A command given to Exchange."""
    pairs = [{"Name": one, "Value": value} for one, value in parameters.items()]
    return [m365_records.exchange(Operation=name, UserId="admin@fernwood.example", Parameters=pairs)]


def directory(name: str, changed: str, value: str) -> list[Record]:
    """A change in the directory (record type 8, AzureActiveDirectory)."""
    record = m365_records.sign_in(
        Operation=name,
        RecordType=8,
        UserId="admin@fernwood.example",
        ModifiedProperties=[{"Name": changed, "NewValue": value, "OldValue": ""}],
    )
    del record["ErrorNumber"]
    return [record]


def searched(name: str) -> list[Record]:
    """An act of eDiscovery (record type 24, Discovery)."""
    return [m365_records.alert(Operation=name, RecordType=24, UserId="admin@fernwood.example", Name="Case 7")]


def taken(files: int, name: str = "%n.docx") -> list[Record]:
    """So many files fetched from SharePoint within an hour."""
    site = "https://fernwood.sharepoint.com/sites/hr/"
    return [
        m365_records.sharing(CreationTime=f"{at:%Y-%m-%dT%H:%M:%S}", ObjectId=site + name.replace("%n", str(number)))
        for number, at in enumerate(moments(files, 10))
    ]


TAKEN = "cloud/many-files-taken"
M365 = {
    "cloud/admin-role-given": (
        directory("Add member to role.", "Role.DisplayName", "Global Administrator"),
        directory("Add member to role.", "Role.DisplayName", "Directory Readers"),
    ),
    "cloud/link-for-anyone": (
        [m365_records.sharing(Operation="AnonymousLinkCreated")],
        [m365_records.sharing(Operation="AnonymousLinkCreated", SourceFileExtension="jpg")],
    ),
    "cloud/mail-hidden-by-rule": (
        command("New-InboxRule", Name=".", DeleteMessage="True"),
        command("New-InboxRule", Name="Offers", DeleteMessage="True", SubjectContainsWords="sale;offer"),
    ),
    "cloud/mail-searched-through": (searched("SearchExportDownloaded"), searched("SearchViewed")),
    "cloud/mail-sent-on-to-outside": (
        command("Set-Mailbox", Identity="dana", ForwardingSmtpAddress="smtp:a.moss@webmail.example"),
        command("Set-Mailbox", Identity="dana", ForwardingSmtpAddress=""),
    ),
    "cloud/mailbox-opened-to-another": (
        command("Add-MailboxPermission", Identity="dana", User="bquill", AccessRights="FullAccess"),
        command("Add-MailboxPermission", Identity="dana", User="bquill", AccessRights="ReadPermission"),
    ),
    TAKEN: (taken(200), taken(200, "one.docx")),
    "cloud/program-allowed-to-read": (
        directory("Consent to application.", "ConsentAction.Permissions", "[] => [[Scope: Mail.Read offline_access]]"),
        directory("Consent to application.", "ConsentAction.Permissions", "[] => [[Scope: openid User.Read]]"),
    ),
    "cloud/record-of-acts-switched-off": (
        command("Set-AdminAuditLogConfig", UnifiedAuditLogIngestionEnabled="False"),
        command("Set-AdminAuditLogConfig", UnifiedAuditLogIngestionEnabled="True"),
    ),
}


def purview(records: Sequence[Record]) -> bytes:
    """The CSV of Purview's audit search."""
    return csv(
        *(
            {
                "RecordId": one["Id"],
                "CreationDate": one["CreationTime"] + ".0000000Z",
                "RecordType": str(one["RecordType"]),
                "Operation": one["Operation"],
                "UserId": one["UserId"],
                "AuditData": orjson.dumps(one).decode(),
            }
            for one in records
        )
    )


def drive(files: int) -> bytes:
    """Two hundred downloads from Google Drive, of so many files."""
    return json_lines(
        *(
            google_records.activity(
                "drive",
                "download",
                kind="access",
                parameters=[{"name": "doc_id", "value": f"1DhLQ{number % files}"}],
                id={"time": iso(at), "applicationName": "drive", "uniqueQualifier": "1"},
            )
            for number, at in enumerate(moments(200, 17))
        )
    )


def forwarded(name: str) -> bytes:
    """What somebody changed in the settings of their mail."""
    return json_lines(google_records.activity("login", name, kind="email_forwarding_change", parameters=[]))


def forwarded_csv(event: str) -> bytes:
    return csv(google_records.SIGN_IN_CSV | {"Event": event, "Login type": ""})


SENT_ON = "cloud/google-mail-sent-on"
CASES: list[Case] = [
    Case(SENT_ON, "reports-api", forwarded("email_forwarding_out_of_domain"), forwarded("password_edit")),
    Case(SENT_ON, "console", forwarded_csv("Out of domain email forwarding enabled"), forwarded_csv("Logout")),
    *cases("activity-api", lambda records: json_lines(*records), M365),
    *cases("purview", purview, M365),
    Case(TAKEN, "drive", drive(200), drive(1)),
]
