"""https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema"""

import pytest

from custodes.sources.tables import LogSource
from custodes.sources.tables.tests import m365_records as records
from custodes.sources.tables.tests.seen import see


def test_a_sign_in_fills_its_columns():
    seen = see(records.sign_in())
    assert (seen.table, seen.code) == ("m365-sign-in", "UserLoggedIn")
    assert seen.columns == {
        "time": "2026-11-24T07:42:38",
        "actor.user.name": "dana@fernwood.example",
        "src_endpoint.ip": "198.51.100.7",
        "dst_endpoint.hostname": "AzureActiveDirectory",
        "device.hostname": "DESK-3",
        "status_id": 1,
        "auth_protocol": "OAuth2:Authorize",
        "device.uid": "0d6f8a3e-5e2b-4f0b-8a11-6a1c3b5d7e90",
        "device.is_managed": True,
        "http_request.user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/142.0",
    }


@pytest.mark.parametrize(
    ("number", "status"), [("0", 1), ("50126", 2), ("50053", 2), ("50140", 0), ("50074", 0), ("500121", 2)]
)
def test_a_step_more_that_is_asked_for_is_neither_success_nor_failure(number, status):
    failed = records.sign_in(Operation="UserLoginFailed", ErrorNumber=number, LogonError="InvalidUserNameOrPassword")
    assert see(failed).columns["status_id"] == status


@pytest.mark.parametrize(
    ("record", "service"),
    [
        (records.sign_in(), "audit"),
        (records.sharing(), "audit"),
        (records.exchange(), "exchange"),
        (records.alert(), "threat_management"),
        (records.alert(Name="Activity from suspicious IP addresses"), "threat_detection"),
    ],
)
def test_each_workload_is_of_the_log_source_that_rules_give_it(record, service):
    assert see(record).source == LogSource("m365", None, service)


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        (
            records.sign_in(),
            {"RequestType": "OAuth2:Authorize", "ResultStatus": "Success", "Operation": "UserLoggedIn"},
        ),
        (records.sign_in(ResultStatus="Succeeded"), {"ResultStatus": "Success", "eventSource": "AzureActiveDirectory"}),
        (records.alert(), {"eventSource": "SecurityComplianceCenter", "status": "success"}),
        (records.alert(), {"eventName": "Activity from infrequent country"}),
        (
            records.exchange(Operation="Add-FederatedDomain"),
            {"eventSource": "Exchange", "eventName": "Add-FederatedDomain", "status": "success"},
        ),
        (records.exchange(), {"Parameters.ForwardTo": "box@mail.example", "Parameters.DeleteMessage": "True"}),
        (
            records.alert(
                Operation="New-ComplianceSearchAction", Parameters='-SearchName "x" -Export -Format FxStream'
            ),
            {"Payload": "New-ComplianceSearchAction"},
        ),
        (records.sharing(), {"userAgent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/142.0"}),
    ],
)
def test_rules_find_the_fields_they_ask_for(record, asked):
    seen = see(record)
    assert [name for name, value in asked.items() if not seen.says(name, value)] == []


def test_what_did_not_succeed_is_not_told_as_success():
    assert not see(records.exchange(ResultStatus="False")).says("status", "success")


@pytest.mark.parametrize("name", ["Operation", "Operations"])
def test_the_csv_is_known_by_its_header(name):
    assert see({"CreationDate": "", "UserIds": "", name: "", "AuditData": ""}).table == "m365-audit"


def test_an_export_with_columns_beside_the_record_is_read_the_same():
    row = {"CreationDate": "2026-11-24T07:42:38.0000000Z", "UserIds": "dana@fernwood.example"}
    assert see({**records.sign_in(), **row}).columns == see(records.sign_in()).columns
