"""https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list

and https://cloud.google.com/logging/docs/audit/gsuite-audit-logging
"""

import pytest

from custodes.sources.tables import LogSource
from custodes.sources.tables.tests import google_records as records
from custodes.sources.tables.tests.seen import see


def test_a_sign_in_fills_its_columns():
    seen = see(records.sign_in())
    assert (seen.table, seen.code) == ("google-login", "login_success")
    assert seen.columns == {
        "time": "2026-11-24T13:05:00.123Z",
        "actor.user.name": "dana@fernwood.example",
        "src_endpoint.ip": "203.0.113.9",
        "status_id": 1,
        "auth_protocol": "google_password",
        "is_mfa": True,
        "src_endpoint.location.country": "US",
    }


@pytest.mark.parametrize(
    ("name", "status"),
    [("login_success", 1), ("login_failure", 2), ("suspicious_login", 2), ("login_challenge", 0), ("logout", 0)],
)
def test_an_event_tells_how_the_sign_in_ended(name, status):
    assert see(records.sign_in(name)).columns["status_id"] == status


def test_the_consoles_csv_fills_the_same_columns():
    seen = see(records.SIGN_IN_CSV)
    assert (seen.table, seen.columns["status_id"], seen.columns["is_mfa"]) == ("google-login", 2, False)


@pytest.mark.parametrize(
    ("record", "service"),
    [
        (records.sign_in(), "google_workspace.login"),
        (
            records.activity("login", "gov_attack_warning", kind="attack_warning", parameters=[]),
            "google_workspace.login",
        ),
        (records.setting(), "google_workspace.admin"),
        (records.download(), "google_workspace.drive"),
        (records.kept("login.googleapis.com", "google.login.LoginService.loginFailure"), "google_workspace.login"),
        (records.kept("admin.googleapis.com", "google.admin.AdminService.deleteRole"), "google_workspace.admin"),
        (records.kept("storage.googleapis.com", "storage.buckets.delete"), "gcp.audit"),
    ],
)
def test_each_application_is_of_the_log_source_that_rules_give_it(record, service):
    assert see(record).source == LogSource("gcp", None, service)


EVENT = {
    "event": [{"eventName": "DELETE_ROLE", "parameter": [{"name": "SETTING_NAME", "value": "ContextAwareAccess"}]}]
}


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        (records.setting(), {"eventService": "admin.googleapis.com", "eventName": "ENFORCE_STRONG_AUTHENTICATION"}),
        (records.setting(), {"new_value": "false", "setting_name": "Authentication Settings"}),
        (
            records.sign_in("suspicious_login"),
            {
                "protoPayload.serviceName": "login.googleapis.com",
                "protoPayload.metadata.event.eventName": "suspicious_login",
            },
        ),
        (
            records.kept("admin.googleapis.com", "google.admin.AdminService.deleteRole", metadata=EVENT),
            {"eventService": "admin.googleapis.com", "eventName": "DELETE_ROLE", "setting_name": "ContextAwareAccess"},
        ),
        (
            records.kept("storage.googleapis.com", "storage.buckets.delete"),
            {
                "gcp.audit.method_name": "storage.buckets.delete",
                "data.protoPayload.methodName": "storage.buckets.delete",
                "data.protoPayload.serviceName": "storage.googleapis.com",
                "data.protoPayload.authorizationInfo.granted": "true",
                "data.protoPayload.authorizationInfo.permission": "storage.buckets.delete",
                "data.protoPayload.logName": "cloudaudit.googleapis.com%2Factivity",
                "data.protoPayload.resource.type": "audited_resource",
            },
        ),
    ],
)
def test_rules_find_the_fields_they_ask_for(record, asked):
    seen = see(record)
    assert [name for name, value in asked.items() if not seen.says(name, value)] == []


def test_a_record_handed_on_by_a_sink_is_read_the_same():
    record = records.kept("storage.googleapis.com", "storage.buckets.delete")
    assert see({"data": record}).columns == see(record).columns
