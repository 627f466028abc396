"""https://learn.microsoft.com/graph/api/resources/signin and the other addresses of `entra_records`."""

import pytest

from custodes.sources.tables import LogSource
from custodes.sources.tables.tests import entra_records as records
from custodes.sources.tables.tests.seen import see

SIGN_IN = {
    "time": "2026-11-24T16:03:24Z",
    "actor.user.name": "dana@fernwood.example",
    "src_endpoint.ip": "203.0.113.9",
    "dst_endpoint.hostname": "Azure Portal",
    "message": "Other.",
    "status_id": 1,
    "auth_protocol": "Browser",
    "is_mfa": False,
    "device.is_managed": False,
    "http_request.user_agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
    "src_endpoint.location.country": "US",
}


def failing(code, **status):
    return records.sign_in(status={"errorCode": code, "failureReason": "", "additionalDetails": None, **status})


@pytest.mark.parametrize("record", [records.sign_in(), records.monitored(records.sign_in(), "SignInLogs")])
def test_a_sign_in_fills_its_columns_in_each_form(record):
    seen = see(record)
    assert (seen.table, seen.columns) == ("entra-sign-in", SIGN_IN)
    assert seen.source == LogSource("azure", None, "signinlogs")


def test_the_portals_csv_fills_the_same_columns():
    seen = see(records.SIGN_IN_CSV)
    assert seen.columns == SIGN_IN | {
        "message": "User account is disabled. The account has been disabled by an administrator.",
        "status_id": 2,
        "auth_protocol": "IMAP4",
        "is_mfa": True,
    }


@pytest.mark.parametrize(("code", "status"), [(0, 1), (50126, 2), (53003, 2), (50140, 0), (50076, 0), (500121, 2)])
def test_a_step_more_that_is_asked_for_is_neither_success_nor_failure(code, status):
    assert see(failing(code)).columns["status_id"] == status


@pytest.mark.parametrize(
    ("details", "place"),
    [([], None), ([{"networkType": "trustedNamedLocation", "networkNames": ["Main library"]}], True)],
)
def test_a_place_the_employer_trusts_is_on_site(details, place):
    columns = see(records.sign_in(networkLocationDetails=details)).columns
    assert columns.get("src_endpoint.location.is_on_premises") is place


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        (records.sign_in(), {"ResultType": "0", "Status": "Success", "DeviceDetail.deviceId": ""}),
        (records.sign_in(), {"NetworkLocationDetails": "[]", "DeviceDetail.trusttype": ""}),
        (records.sign_in(), {"DeviceDetail.isCompliant": "false", "conditionalAccessStatus": "notApplied"}),
        (records.sign_in(), {"AuthenticationRequirement": "singleFactorAuthentication", "RiskState": "none"}),
        (records.sign_in(authenticationProtocol="deviceCode"), {"properties.message": "Device Code"}),
        (records.sign_in(clientAppUsed="IMAP4"), {"ClientApp": "IMAP", "Username": "dana@fernwood.example"}),
        (failing(50074, failureReason="Strong Auth required."), {"ResultType": "50074"}),
        (failing(50074, failureReason="Strong Auth required."), {"ResultDescription": "Strong Auth required."}),
        (failing(53003), {"Resultdescription": "Blocked by Conditional Access", "ResultDescription": "Failure"}),
        (failing(500121, additionalDetails="MFA denied; user declined"), {"Status": "MFA denied; user declined"}),
        (records.SIGN_IN_CSV, {"ResultType": "50057", "ResourceDisplayName": "Windows Azure Service Management API"}),
        (records.SIGN_IN_CSV, {"AuthenticationRequirement": "multiFactorAuthentication", "ClientApp": "IMAP"}),
        (records.SIGN_IN_CSV, {"properties.message": "Device Code", "DeviceDetail.isCompliant": "false"}),
        (records.SIGN_IN_CSV, {"Status": "MFA denied; user declined the authentication"}),
    ],
)
def test_rules_find_the_fields_of_sign_ins(record, asked):
    forms = [record] if record is records.SIGN_IN_CSV else [record, records.monitored(record, "SignInLogs")]
    for seen in map(see, forms):
        assert [name for name, value in asked.items() if not seen.says(name, value)] == []


@pytest.mark.parametrize("record", [records.directory(), records.monitored(records.directory(), "AuditLogs")])
def test_a_change_in_the_directory_fills_its_columns_in_each_form(record):
    seen = see(record)
    assert (seen.table, seen.code) == ("entra-audit", "Add member to role")
    assert seen.source == LogSource("azure", None, "auditlogs")
    assert seen.columns == {
        "time": "2026-11-24T18:30:00.1234567Z",
        "actor.user.name": "okafor@fernwood.example",
        "src_endpoint.ip": "203.0.113.9",
        "dst_endpoint.hostname": "Core Directory",
        "message": "Add member to role",
    }


def changing(name, value):
    target = {"type": "ServicePrincipal", "modifiedProperties": [{"displayName": name, "newValue": value}]}
    return records.directory(targetResources=[target], additionalDetails=[{"key": "Additional Info", "value": "Seen"}])


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        (records.directory(), {"OperationName": "Add member to role", "Category": "RoleManagement"}),
        (records.directory(), {"properties.message": "Add member to role", "properties.result": "success"}),
        (records.directory(), {"LoggedByService": "Core Directory", "Status": "Success", "category": "RoleManagement"}),
        (records.directory(), {"TargetResources.ModifiedProperties.DisplayName": "Role.TemplateId"}),
        (records.directory(), {"Target": "dana@fernwood.example", "Initiatedby": "okafor@fernwood.example"}),
        (changing("StrongAuthenticationRequirement", '[{"State":0}]'), {"targetResources.type": "Service Principal"}),
        (changing("ConsentContext.IsAdminConsent", '"False"'), {"ConsentContext.IsAdminConsent": "false"}),
        (changing("x", "y"), {"additionalDetails.additionalInfo": "Seen", "activityType": "Add member to role"}),
        (records.DIRECTORY_CSV, {"OperationName": "User registered security info", "Category": "UserManagement"}),
        (records.DIRECTORY_CSV, {"LoggedByService": "Authentication Methods", "Status": "success"}),
        (records.DIRECTORY_CSV, {"TargetResources.ModifiedProperties.DisplayName": "StrongAuthenticationMethod"}),
    ],
)
def test_rules_find_the_fields_of_the_directory(record, asked):
    forms = [record] if record is records.DIRECTORY_CSV else [record, records.monitored(record, "AuditLogs")]
    for seen in map(see, forms):
        assert [name for name, value in asked.items() if not seen.says(name, value)] == []


@pytest.mark.parametrize(
    "name", ["TargetResources", "targetResources.modifiedProperties", "properties.targetResources"]
)
def test_what_was_changed_can_be_searched_as_one_text(name):
    for record in (records.directory(), records.monitored(records.directory(), "AuditLogs")):
        assert "62e90394-69f5-4237-9190-012177145e10" in str(see(record).get(name))


@pytest.mark.parametrize("record", [records.risk(), records.monitored(records.risk(), "UserRiskEvents")])
def test_a_risk_is_known_by_its_kind(record):
    seen = see(record)
    assert (seen.table, seen.source) == ("entra-risk", LogSource("azure", None, "riskdetection"))
    assert seen.says("riskEventType", "unlikelyTravel")


def test_an_alert_about_a_role_is_known_by_the_type_of_its_object():
    seen = see(records.STALE_ROLE)
    assert (seen.table, seen.source) == ("entra-pim", LogSource("azure", None, "pim"))
    assert seen.says("riskEventType", "staleSignInAlertIncident")


@pytest.mark.parametrize("record", [records.ACTIVITY_STREAMED, records.ACTIVITY_ASKED])
def test_azures_activity_is_read_in_each_form(record):
    seen = see(record)
    assert (seen.table, seen.source) == ("azure-activity", LogSource("azure", None, "activitylogs"))
    assert seen.columns["actor.user.name"] == "okafor@fernwood.example"
    assert seen.columns["src_endpoint.ip"] == "203.0.113.9"
    asked = {
        "operationName": "MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WRITE",
        "OperationNameValue": "Microsoft.Network/NetworkSecurityGroups/write",
        "CategoryValue": "Administrative",
        "ResourceProviderValue": "Microsoft.Network",
    }
    assert [name for name, value in asked.items() if not seen.says(name, value)] == []
