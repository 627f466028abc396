"""Records of Microsoft Entra ID and Azure, one of each form.

After the examples of https://learn.microsoft.com/graph/api/resources/signin and
https://learn.microsoft.com/graph/api/resources/directoryaudit; Azure Monitor's forms after
https://learn.microsoft.com/azure/azure-monitor/reference/tables/signinlogs and
https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
"""

from typing import Any

Record = dict[str, Any]


def sign_in(**changed: Any) -> Record:
    """A sign-in as Graph gives it."""
    return {
        "id": "66ea54eb-6301-4ee5-be62-ff5a759b0100",
        "createdDateTime": "2026-11-24T16:03:24Z",
        "userDisplayName": "Dana Reyes",
        "userPrincipalName": "dana@fernwood.example",
        "userId": "26be570a-ae82-4189-b4e2-a37c6808512d",
        "appId": "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
        "appDisplayName": "Azure Portal",
        "ipAddress": "203.0.113.9",
        "clientAppUsed": "Browser",
        "userAgent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
        "correlationId": "d79f5bee-5860-4832-928f-3133e22ae912",
        "conditionalAccessStatus": "notApplied",
        "authenticationProtocol": "none",
        "authenticationRequirement": "singleFactorAuthentication",
        "isInteractive": True,
        "signInEventTypes": ["interactiveUser"],
        "riskDetail": "none",
        "riskLevelAggregated": "none",
        "riskState": "none",
        "riskEventTypes": [],
        "resourceDisplayName": "Windows Azure Service Management API",
        "resourceId": "797f4846-ba00-4fd7-ba43-dac1f8f63013",
        "status": {"errorCode": 0, "failureReason": "Other.", "additionalDetails": None},
        "deviceDetail": {
            "deviceId": "",
            "displayName": "",
            "operatingSystem": "MacOs",
            "browser": "Safari 26",
            "isCompliant": False,
            "isManaged": False,
            "trustType": "",
        },
        "location": {
            "city": "Springfield",
            "state": "Illinois",
            "countryOrRegion": "US",
            "geoCoordinates": {"altitude": None, "latitude": 39.8, "longitude": -89.6},
        },
        "networkLocationDetails": [],
        "appliedConditionalAccessPolicies": [],
        **changed,
    }


def monitored(record: Record, category: str) -> Record:
    """The same record as Azure Monitor writes it to storage or an event hub."""
    return {
        "time": "2026-11-24T16:04:00.0000000Z",
        "resourceId": "/tenants/1d5a6f0e-0b6e-4d55-8c4c-8f6c2a7b9d10/providers/Microsoft.aadiam",
        "operationName": record.get("activityDisplayName", "Sign-in activity"),
        "operationVersion": "1.0",
        "category": category,
        "tenantId": "1d5a6f0e-0b6e-4d55-8c4c-8f6c2a7b9d10",
        "resultType": str(record.get("status", {}).get("errorCode", "")),
        "resultSignature": "None",
        "durationMs": 0,
        "callerIpAddress": "203.0.113.9",
        "correlationId": record.get("correlationId"),
        "Level": 4,
        "properties": record,
    }


SIGN_IN_CSV = {
    "Date (UTC)": "2026-11-24T16:03:24Z",
    "Request ID": "66ea54eb-6301-4ee5-be62-ff5a759b0100",
    "User agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
    "Correlation ID": "d79f5bee-5860-4832-928f-3133e22ae912",
    "User ID": "26be570a-ae82-4189-b4e2-a37c6808512d",
    "User": "Dana Reyes",
    "Username": "dana@fernwood.example",
    "User type": "Member",
    "Authentication Protocol": "Device code",
    "Application": "Azure Portal",
    "Resource": "Windows Azure Service Management API",
    "IP address": "203.0.113.9",
    "Location": "Springfield, Illinois, US",
    "Status": "Failure",
    "Sign-in error code": "50057",
    "Failure reason": "User account is disabled. The account has been disabled by an administrator.",
    "Client app": "IMAP4",
    "Device ID": "",
    "Compliant": "No",
    "Managed": "No",
    "Join Type": "",
    "Multifactor authentication result": "MFA denied; user declined the authentication",
    "Authentication requirement": "Multifactor authentication",
    "Conditional Access": "Not applied",
}
"""A sign-in as the portal's CSV has it: its columns and their values."""


def directory(**changed: Any) -> Record:
    """A change in the directory as Graph gives it."""
    return {
        "id": "Directory_8fe6f0ad_70397824",
        "category": "RoleManagement",
        "correlationId": "8fe6f0ad-0f51-49c5-8571-4bf6d2b8e1a3",
        "result": "success",
        "resultReason": "",
        "activityDisplayName": "Add member to role",
        "activityDateTime": "2026-11-24T18:30:00.1234567Z",
        "loggedByService": "Core Directory",
        "operationType": "Assign",
        "initiatedBy": {
            "app": None,
            "user": {
                "id": "728309ae-1a37-4937-9afe-e35d964db09b",
                "displayName": None,
                "userPrincipalName": "okafor@fernwood.example",
                "ipAddress": "203.0.113.9",
            },
        },
        "targetResources": [
            {
                "id": "26be570a-ae82-4189-b4e2-a37c6808512d",
                "displayName": None,
                "type": "User",
                "userPrincipalName": "dana@fernwood.example",
                "groupType": None,
                "modifiedProperties": [
                    {"displayName": "Role.DisplayName", "oldValue": None, "newValue": '"Global Administrator"'},
                    {
                        "displayName": "Role.TemplateId",
                        "oldValue": None,
                        "newValue": '"62e90394-69f5-4237-9190-012177145e10"',
                    },
                ],
            }
        ],
        "additionalDetails": [{"key": "User-Agent", "value": "Mozilla/5.0"}],
        **changed,
    }


DIRECTORY_CSV = {
    "Date (UTC)": "2026-11-24T18:30:00.1234567+00:00",
    "CorrelationId": "8fe6f0ad-0f51-49c5-8571-4bf6d2b8e1a3",
    "Service": "Authentication Methods",
    "Category": "UserManagement",
    "Activity": "User registered security info",
    "Result": "success",
    "ResultReason": "User registered Authenticator App",
    "ActorType": "User",
    "ActorDisplayName": "Dana Reyes",
    "ActorUserPrincipalName": "dana@fernwood.example",
    "IPAddress": "203.0.113.9",
    "Target1Type": "User",
    "Target1UserPrincipalName": "dana@fernwood.example",
    "Target1ModifiedProperty1Name": "StrongAuthenticationMethod",
    "Target1ModifiedProperty1NewValue": "[]",
}


def risk(**changed: Any) -> Record:
    """A risk that Entra ID Protection saw."""
    return {
        "id": "6a5874ca-abcd-9d82-5ad39bd71600",
        "activity": "signin",
        "activityDateTime": "2026-11-24T16:03:24Z",
        "detectedDateTime": "2026-11-24T16:20:00Z",
        "detectionTimingType": "offline",
        "ipAddress": "203.0.113.9",
        "location": {"city": "Springfield", "state": "Illinois", "countryOrRegion": "US"},
        "riskDetail": "none",
        "riskEventType": "unlikelyTravel",
        "riskLevel": "medium",
        "riskState": "atRisk",
        "source": "IdentityProtection",
        "userPrincipalName": "dana@fernwood.example",
        **changed,
    }


STALE_ROLE: Record = {
    "@odata.type": "#microsoft.graph.staleSignInAlertIncident",
    "id": "e5a1b2c3-5555-4a6b-8c9d-0e1f2a3b4c5d",
    "assigneeDisplayName": "Dana Reyes",
    "assigneeId": "26be570a-ae82-4189-b4e2-a37c6808512d",
    "assigneeUserPrincipalName": "dana@fernwood.example",
    "assignmentCreatedDateTime": "2025-01-07T09:00:00Z",
    "lastSignInDateTime": "2026-03-02T09:00:00Z",
    "roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10",
    "roleDisplayName": "Global Administrator",
}

_ACTION = "MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WRITE"
_GROUP = "/SUBSCRIPTIONS/11112222/RESOURCEGROUPS/LIBRARY/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG"

ACTIVITY_STREAMED: Record = {
    "time": "2026-11-24T20:03:24.1234567Z",
    "resourceId": _GROUP,
    "operationName": _ACTION,
    "category": "Administrative",
    "resultType": "Success",
    "resultSignature": "Succeeded.",
    "durationMs": 0,
    "callerIpAddress": "203.0.113.9",
    "correlationId": "c776f9f4-36e5-4e0e-809b-c9b3c3fb62a8",
    "identity": {
        "authorization": {
            "action": "Microsoft.Network/networkSecurityGroups/write",
            "scope": "/subscriptions/11112222",
        },
        "claims": {"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "okafor@fernwood.example"},
    },
    "level": "Information",
    "properties": {"message": "Microsoft.Network/networkSecurityGroups/write", "hierarchy": "11112222"},
}

ACTIVITY_ASKED: Record = {
    "caller": "okafor@fernwood.example",
    "eventTimestamp": "2026-11-24T20:03:24.1234567Z",
    "category": {"value": "Administrative", "localizedValue": "Administrative"},
    "operationName": {"value": _ACTION, "localizedValue": "Create or Update Network Security Group"},
    "resourceId": _GROUP,
    "resourceProviderName": {"value": "Microsoft.Network", "localizedValue": "Microsoft.Network"},
    "status": {"value": "Succeeded", "localizedValue": "Succeeded"},
    "httpRequest": {"clientIpAddress": "203.0.113.9", "method": "PUT"},
}
