"""https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"""

import pytest

from custodes.sources.tables import LogSource
from custodes.sources.tables.tests import service_records as records
from custodes.sources.tables.tests.seen import see

ROLE = {
    "type": "AssumedRole",
    "principalId": "AROAIDPPEZS35WEXAMPLE:dana",
    "arn": "arn:aws:sts::123456789012:assumed-role/RoleToBeAssumed/dana",
    "sessionContext": {"sessionIssuer": {"type": "Role", "userName": "RoleToBeAssumed"}},
}


def test_what_was_done_fills_its_columns():
    seen = see(records.trail())
    assert (seen.table, seen.code) == ("cloudtrail", "PutBucketVersioning")
    assert seen.source == LogSource("aws", None, "cloudtrail")
    assert seen.columns == {
        "time": "2026-11-24T17:29:40Z",
        "actor.user.name": "okafor",
        "src_endpoint.ip": "203.0.113.9",
        "dst_endpoint.hostname": "s3.amazonaws.com",
    }


@pytest.mark.parametrize(("outcome", "status"), [("Success", 1), ("Failure", 2)])
def test_a_sign_in_to_the_console_is_one(outcome, status):
    seen = see(records.console(outcome))
    assert (seen.table, seen.columns["status_id"], seen.columns["is_mfa"]) == ("cloudtrail-sign-in", status, False)
    assert seen.source == LogSource("aws", None, "cloudtrail")


@pytest.mark.parametrize("record", [records.trail(), records.console()])
def test_a_record_handed_on_by_eventbridge_is_read_the_same(record):
    sent = {"version": "0", "detail-type": "AWS API Call via CloudTrail", "region": "us-east-2", "detail": record}
    assert (see(sent).table, see(sent).columns) == (see(record).table, see(record).columns)


def test_who_assumed_a_role_is_named_rather_than_the_role():
    assert see(records.trail(userIdentity=ROLE)).columns["actor.user.name"] == "dana"


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        (records.trail(), {"status": "success", "requestParameters.VersioningConfiguration.Status": "Suspended"}),
        (records.trail(errorCode="AccessDenied"), {"status": "failure"}),
        (records.console(), {"responseElements.ConsoleLogin": "Success", "additionalEventData.MFAUsed": "No"}),
        (records.trail(userIdentity=ROLE), {"userIdentity.sessionContext.sessionIssuer.type": "Role"}),
        (records.trail(requestParameters={"enable": False}), {"requestParameters.enable": "false"}),
    ],
)
def test_rules_find_the_fields_they_ask_for(record, asked):
    seen = see(record)
    assert [name for name, value in asked.items() if not seen.says(name, value)] == []


def test_what_was_asked_and_answered_can_be_searched_as_one_text():
    assert '"Status":"Suspended"' in see(records.trail()).get("requestParameters")
    assert see(records.console("Failure")).get("responseElements") == '{"ConsoleLogin":"Failure"}'


@pytest.mark.parametrize(
    ("record", "source", "user", "asked"),
    [
        (
            records.OKTA,
            LogSource("okta", None, "okta"),
            "dana@fernwood.example",
            {"securityContext.isProxy": "true", "target.displayName": "Okta Admin Console"},
        ),
        (records.ONELOGIN, LogSource("onelogin", None, "onelogin.events"), "Dana Reyes", {"event_type_id": "532"}),
        (records.DUO, LogSource("cisco", None, "duo"), "dana", {"reason": "user_mistake"}),
        (
            records.GITHUB,
            LogSource("github", None, "audit"),
            "okafor",
            {"action": "org.disable_two_factor_requirement"},
        ),
        (records.BITBUCKET, LogSource("bitbucket", None, "audit"), "dana", {"auditType.action": "User login failed"}),
        (
            records.KUBERNETES,
            LogSource("kubernetes", "application", "audit"),
            "okafor",
            {"capabilities": "SYS_ADMIN", "hostPath": "/", "objectRef.namespace": "kube-system"},
        ),
        (records.OPENCANARY, LogSource("opencanary", "application", None), "root", {"logtype": "4002"}),
    ],
)
def test_the_services_beside_them_are_read_by_their_own_tables(record, source, user, asked):
    seen = see(record)
    assert (seen.source, seen.columns["actor.user.name"]) == (source, user)
    assert [name for name, value in asked.items() if not seen.says(name, value)] == []


def test_a_sign_in_that_duo_was_asked_about_tells_how_it_ended():
    columns = see(records.DUO).columns
    assert (columns["status_id"], columns["is_mfa"], columns["device.is_managed"]) == (2, True, False)
