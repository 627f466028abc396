"""Records of Google Workspace and Google Cloud, one of each form.

After https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list and
https://cloud.google.com/logging/docs/audit/gsuite-audit-logging
"""

from typing import Any

Record = dict[str, Any]


def activity(application: str, name: str, *, kind: str, parameters: list[Record], **changed: Any) -> Record:
    """An activity as the Reports API gives it."""
    return {
        "kind": "admin#reports#activity",
        "id": {
            "time": "2026-11-24T13:05:00.123Z",
            "uniqueQualifier": "-7198472935871234567",
            "applicationName": application,
            "customerId": "C03az79cb",
        },
        "etag": '"x/y"',
        "actor": {"callerType": "USER", "email": "dana@fernwood.example", "profileId": "112233445566778899000"},
        "ipAddress": "203.0.113.9",
        "networkInfo": {"ipAsn": [64500], "regionCode": "US", "subdivisionCode": "US-IL"},
        "events": [{"type": kind, "name": name, "parameters": parameters}],
        **changed,
    }


def sign_in(name: str = "login_success", **changed: Any) -> Record:
    """Somebody signed in, or did not."""
    parameters = [
        {"name": "login_type", "value": "google_password"},
        {"name": "login_challenge_method", "multiValue": ["password", "idv_any_phone"]},
        {"name": "is_second_factor", "boolValue": True},
        {"name": "is_suspicious", "boolValue": False},
    ]
    return activity("login", name, kind="login", parameters=parameters, **changed)


def setting(**changed: Any) -> Record:
    """A setting of the whole domain was changed: here, a second factor is no longer asked for."""
    parameters = [
        {"name": "SETTING_NAME", "value": "Authentication Settings"},
        {"name": "OLD_VALUE", "value": "true"},
        {"name": "NEW_VALUE", "value": "false"},
    ]
    return activity(
        "admin", "ENFORCE_STRONG_AUTHENTICATION", kind="SECURITY_SETTINGS", parameters=parameters, **changed
    )


def download(**changed: Any) -> Record:
    """A file was fetched from Drive."""
    parameters = [
        {"name": "primary_event", "boolValue": True},
        {"name": "doc_id", "value": "1DhLQ2example"},
        {"name": "doc_title", "value": "budget"},
        {"name": "doc_type", "value": "spreadsheet"},
        {"name": "visibility", "value": "shared_internally"},
    ]
    return activity("drive", "download", kind="access", parameters=parameters, **changed)


SIGN_IN_CSV = {
    "Date": "2026-11-24T07:05:00-06:00",
    "Event": "Failed login",
    "Description": "Dana Reyes failed to login",
    "Actor": "dana@fernwood.example",
    "IP address": "203.0.113.9",
    "Login type": "Google password",
    "Is second factor": "FALSE",
}


def kept(service: str, method: str, **payload: Any) -> Record:
    """An audit record as Cloud Logging keeps it."""
    return {
        "insertId": "1yd9iqecx01x",
        "logName": "projects/fernwood/logs/cloudaudit.googleapis.com%2Factivity",
        "protoPayload": {
            "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
            "serviceName": service,
            "methodName": method,
            "resourceName": "projects/fernwood",
            "authenticationInfo": {"principalEmail": "okafor@fernwood.example"},
            "authorizationInfo": [{"permission": method, "granted": True, "resource": "projects/fernwood"}],
            "requestMetadata": {"callerIp": "203.0.113.9", "callerSuppliedUserAgent": "gcloud/540"},
            **payload,
        },
        "resource": {"type": "audited_resource", "labels": {"service": service, "method": method}},
        "severity": "NOTICE",
        "timestamp": "2026-11-24T15:00:00.123456Z",
        "receiveTimestamp": "2026-11-24T15:00:01.000000Z",
    }
