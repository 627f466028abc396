"""Records of Microsoft 365's unified audit log, one of each form.

After the schema and the examples of https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema
"""

from typing import Any

Record = dict[str, Any]


def sign_in(**changed: Any) -> Record:
    """Somebody signed in (record type 15, AzureActiveDirectoryStsLogon)."""
    return {
        "CreationTime": "2026-11-24T07:42:38",
        "Id": "4b0c1c2e-8f57-4a6c-9a20-5a1f5b7d0c00",
        "Operation": "UserLoggedIn",
        "OrganizationId": "1d5a6f0e-0b6e-4d55-8c4c-8f6c2a7b9d10",
        "RecordType": 15,
        "ResultStatus": "Success",
        "UserKey": "7c0a2f5e-5c39-4a0e-9a57-3f1c5c0b6a21",
        "UserType": 0,
        "Version": 1,
        "Workload": "AzureActiveDirectory",
        "ClientIP": "198.51.100.7",
        "ObjectId": "00000002-0000-0ff1-ce00-000000000000",
        "UserId": "dana@fernwood.example",
        "AzureActiveDirectoryEventType": 1,
        "ExtendedProperties": [
            {"Name": "ResultStatusDetail", "Value": "Success"},
            {"Name": "UserAgent", "Value": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/142.0"},
            {"Name": "RequestType", "Value": "OAuth2:Authorize"},
        ],
        "ModifiedProperties": [],
        "Actor": [{"ID": "7c0a2f5e-5c39-4a0e-9a57-3f1c5c0b6a21", "Type": 0}],
        "ActorIpAddress": "198.51.100.7",
        "InterSystemsId": "a2f6a6a0-0c1f-4a43-9a54-d2d8a6c4f001",
        "Target": [{"ID": "00000002-0000-0ff1-ce00-000000000000", "Type": 0}],
        "ApplicationId": "9199bf20-a13f-4107-85dc-02114787ef48",
        "DeviceProperties": [
            {"Name": "Id", "Value": "0d6f8a3e-5e2b-4f0b-8a11-6a1c3b5d7e90"},
            {"Name": "DisplayName", "Value": "DESK-3"},
            {"Name": "OS", "Value": "Windows10"},
            {"Name": "IsCompliantAndManaged", "Value": "True"},
            {"Name": "SessionId", "Value": "6f0f6f0b-3f0e-4a35-8d1d-1d7a5d2f9b33"},
        ],
        "ErrorNumber": "0",
        **changed,
    }


def exchange(**changed: Any) -> Record:
    """A command was given to Exchange (record type 1, ExchangeAdmin): here, mail is sent on elsewhere."""
    return {
        "CreationTime": "2026-11-24T08:10:04",
        "Id": "9c9c0f0a-97f4-4c61-8c36-08de2b1c0a11",
        "Operation": "New-InboxRule",
        "OrganizationId": "1d5a6f0e-0b6e-4d55-8c4c-8f6c2a7b9d10",
        "RecordType": 1,
        "ResultStatus": "True",
        "UserKey": "dana@fernwood.example",
        "UserType": 2,
        "Version": 1,
        "Workload": "Exchange",
        "ClientIP": "198.51.100.7:52110",
        "ObjectId": "dana\\Invoices",
        "UserId": "dana@fernwood.example",
        "AppId": "00000002-0000-0ff1-ce00-000000000000",
        "ExternalAccess": False,
        "OrganizationName": "fernwood.onmicrosoft.com",
        "OriginatingServer": "SN6PR01MB0000 (15.20.4200.000)",
        "Parameters": [
            {"Name": "Name", "Value": "Invoices"},
            {"Name": "SubjectContainsWords", "Value": "invoice"},
            {"Name": "ForwardTo", "Value": "box@mail.example"},
            {"Name": "DeleteMessage", "Value": "True"},
        ],
        "SessionId": "6f0f6f0b-3f0e-4a35-8d1d-1d7a5d2f9b33",
        **changed,
    }


def sharing(**changed: Any) -> Record:
    """A file was fetched from OneDrive (record type 6, SharePointFileOperation)."""
    return {
        "CreationTime": "2026-11-24T09:15:00",
        "Id": "2f7a1b0c-6c1d-4f2a-9b3c-08de2b1c0a12",
        "Operation": "FileDownloaded",
        "OrganizationId": "1d5a6f0e-0b6e-4d55-8c4c-8f6c2a7b9d10",
        "RecordType": 6,
        "UserKey": "i:0h.f|membership|10032000a1b2c3d4@live.com",
        "UserType": 0,
        "Version": 1,
        "Workload": "OneDrive",
        "ClientIP": "198.51.100.7",
        "UserId": "dana@fernwood.example",
        "EventSource": "SharePoint",
        "ItemType": "File",
        "SiteUrl": "https://fernwood-my.sharepoint.com/personal/dana/",
        "SourceRelativeUrl": "Documents",
        "SourceFileName": "budget.xlsx",
        "SourceFileExtension": "xlsx",
        "ObjectId": "https://fernwood-my.sharepoint.com/personal/dana/Documents/budget.xlsx",
        "UserAgent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/142.0",
        **changed,
    }


def alert(**changed: Any) -> Record:
    """An alert of Security & Compliance (record type 40, SecurityComplianceAlerts)."""
    return {
        "CreationTime": "2026-11-24T10:00:00",
        "Id": "c0d0f6b2-1111-4c1f-bb01-08de2b1c0a13",
        "Operation": "AlertTriggered",
        "OrganizationId": "1d5a6f0e-0b6e-4d55-8c4c-8f6c2a7b9d10",
        "RecordType": 40,
        "ResultStatus": "Succeeded",
        "UserKey": "SecurityComplianceAlerts",
        "UserType": 4,
        "Version": 1,
        "Workload": "SecurityComplianceCenter",
        "ObjectId": "f0a1b2c3-2222-4d2a-8c3b-0a1b2c3d4e5f",
        "UserId": "SecurityComplianceAlerts",
        "AlertId": "a1b2c3d4-3333-4e5f-9a8b-7c6d5e4f3a2b",
        "AlertType": "System",
        "Category": "ThreatManagement",
        "Comments": "New alert",
        "Data": '{"f3u":"dana@fernwood.example","ts":"2026-11-24T09:58:00.0000000Z"}',
        "Name": "Activity from infrequent country",
        "PolicyId": "b0c1d2e3-4444-4f5a-8b7c-6d5e4f3a2b1c",
        "Severity": "Medium",
        "Source": "Cloud App Security",
        "Status": "Active",
        **changed,
    }
