"""Windows events as collectors write them: https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog,
https://docs.nxlog.co/refman/current/im/msvistalog.html, https://github.com/omerbenamram/evtx,
https://github.com/EricZimmerman/evtx, and XML turned into JSON."""

from datetime import UTC, datetime

import orjson
import pytest

from custodes.sources.contract import Chunk
from custodes.sources.registry import recognise
from custodes.sources.tables import LogSource, broader_sources, tables

AT = datetime(2026, 11, 24, 7, 42, 38, 250_000, tzinfo=UTC)
SYSMON = "Microsoft-Windows-Sysmon/Operational"
IMAGE, USER = r"C:\Windows\System32\cmd.exe", r"FERNWOOD\dana"

FORMS = {
    "flat": {
        "EventID": 1,
        "Channel": SYSMON,
        "SystemTime": "2026-11-24T07:42:38.250000Z",
        "Computer": "desk-4",
        "Image": IMAGE,
        "User": USER,
    },
    "Winlogbeat": {
        "@timestamp": "2026-11-24T07:42:38.250Z",
        "event": {"code": "1", "provider": "Microsoft-Windows-Sysmon"},
        "winlog": {
            "channel": SYSMON,
            "event_id": "1",
            "computer_name": "desk-4",
            "event_data": {"Image": IMAGE, "User": USER},
        },
    },
    "NXLog": {
        "EventTime": "2026-11-24 01:42:38",
        "@timestamp": "2026-11-24T07:42:38.250Z",
        "Hostname": "desk-4",
        "EventType": "INFO",
        "EventID": 1,
        "SourceName": "Microsoft-Windows-Sysmon",
        "Channel": SYSMON,
        "Image": IMAGE,
        "User": USER,
    },
    "evtx_dump": {
        "Event": {
            "System": {
                "EventID": {"#attributes": {"Qualifiers": 0}, "#text": 1},
                "TimeCreated": {"#attributes": {"SystemTime": "2026-11-24T07:42:38.250Z"}},
                "Channel": SYSMON,
                "Computer": "desk-4",
            },
            "EventData": {"Image": IMAGE, "User": USER},
        }
    },
    "XML turned into JSON": {
        "Event": {
            "System": {
                "EventID": "1",
                "TimeCreated": {"@SystemTime": "2026-11-24T07:42:38.250Z"},
                "Channel": SYSMON,
                "Computer": "desk-4",
            },
            "EventData": {"Data": [{"@Name": "Image", "#text": IMAGE}, {"@Name": "User", "#text": USER}]},
        }
    },
    "EvtxECmd": {
        "Payload": orjson.dumps(
            {"EventData": {"Data": [{"@Name": "Image", "#text": IMAGE}, {"@Name": "User", "#text": USER}]}}
        ).decode(),
        "Channel": SYSMON,
        "EventId": 1,
        "Computer": "desk-4",
        "TimeCreated": "2026-11-24T07:42:38.2500000+00:00",
    },
}


def read(record):
    line = orjson.dumps(record)
    source = recognise(line)
    parsed = source.parse(Chunk("events.json", source.name, line))
    assert not parsed.rejected
    ((event,),) = (batch.to_pylist() for batch in parsed.batches)
    return event


@pytest.mark.parametrize("record", FORMS.values(), ids=FORMS)
def test_an_event_is_the_same_whoever_collected_it(record):
    event = read(record)
    assert (event["time"], event["device.hostname"], event["actor.user.name"]) == (AT, "desk-4", USER)
    assert event["metadata.event_code"] == "1"
    assert [event[f"logsource.{word}"] for word in ("product", "category", "service")] == [
        "windows",
        "process_creation",
        "sysmon",
    ]
    fields = orjson.loads(event["unmapped"] or event["raw_data"])
    assert fields["Image"] == IMAGE


@pytest.mark.parametrize(
    ("fields", "category", "service"),
    [
        ({"Channel": SYSMON.upper(), "EventID": "11"}, "file_event", "sysmon"),
        ({"Channel": SYSMON, "EventID": 12, "EventType": "CreateKey"}, "registry_add", "sysmon"),
        ({"Channel": SYSMON, "EventID": 12, "EventType": "DeleteValue"}, "registry_delete", "sysmon"),
        ({"Channel": SYSMON, "EventID": 12, "EventType": "INFO"}, "registry_event", "sysmon"),
        ({"Channel": SYSMON, "EventID": 26}, "file_delete_detected", "sysmon"),
        ({"Channel": "security", "EventID": 4688}, "process_creation", "security"),
        ({"Channel": "Security", "EventID": 4624}, None, "security"),
        ({"Channel": "Windows PowerShell", "EventID": 600}, "ps_classic_provider_start", "powershell-classic"),
        ({"Channel": "PowerShellCore/Operational", "EventID": 4104}, "ps_script", "powershell"),
        ({"Channel": "Microsoft-Windows-Windows Defender/Operational", "EventID": 1116}, "antivirus", "windefend"),
        ({"Channel": "Microsoft-Windows-Windows Defender/Operational", "EventID": 5001}, None, "windefend"),
        ({"Channel": "Microsoft-Windows-DNS-Client/Operational", "EventID": 3008}, None, "dns-client"),
        ({"Channel": "Key Management Service", "EventID": 1}, None, None),
    ],
)
def test_channel_and_id_tell_the_log_source(fields, category, service):
    assert tables()["windows"].log_source(fields) == LogSource("windows", category, service)


@pytest.mark.parametrize(
    ("event_id", "told", "category"),
    [
        (12, "EventType: CreateKey", "registry_add"),
        (12, "EventType: DeleteValue", "registry_delete"),
        (12, "RuleName: -", "registry_event"),
        (13, "EventType: SetValue", "registry_set"),
    ],
)
@pytest.mark.parametrize("own_name", ["EventType", "EventTypeOrignal"])
def test_nxlog_s_registry_events_are_told_by_their_message(event_id, told, category, own_name):
    record = FORMS["NXLog"] | {
        "EventID": event_id,
        "TargetObject": "HKLM\\EventType: DeleteKey",
        "Message": f"Registry object added or deleted:\r\nRuleName: -\r\n{told}\r\nTargetObject: HKLM\\EventType: DeleteKey",
    }
    record = {own_name if name == "EventType" else name: value for name, value in record.items()}
    if "EventType" not in told:
        record["Message"] = told
    event = read(record)
    assert (event["logsource.product"], event["logsource.category"], event["logsource.service"]) == (
        "windows",
        category,
        "sysmon",
    )
    assert (event["time"], event["device.hostname"], event["metadata.event_code"]) == (AT, "desk-4", str(event_id))
    if "EventType" in told:
        assert orjson.loads(event["unmapped"])["EventType"] == told.removeprefix("EventType: ")


def test_other_products_that_write_there_are_told_apart():
    source = tables()["windows"].log_source
    assert source({"Channel": "Linux-Sysmon/Operational", "EventID": 3}) == LogSource(
        "linux", "network_connection", "sysmon"
    )
    assert source({"Channel": "RPCFW", "EventID": 3}) == LogSource("rpc_firewall", "application", None)
    assert source({"Provider_Name": "Microsoft-Windows-Kernel-File", "EventID": 27}).category == "file_rename"


def test_an_event_of_the_registry_meets_the_rules_on_all_of_them():
    changes = ("registry_add", "registry_delete", "registry_rename", "registry_set")
    assert {broader_sources()[change] for change in changes} == {"registry_event"}


def test_a_logon_is_of_the_one_who_logged_on():
    event = read(
        {
            "EventID": 4625,
            "Channel": "Security",
            "TimeCreated": "2026-11-24T07:42:38.250Z",
            "Hostname": "desk-4",
            "SubjectUserName": "DESK-4$",
            "TargetUserName": "dana",
            "LogonType": "10",
            "LogonProcessName": "User32",
            "AuthenticationPackageName": "NTLM",
            "IpAddress": "192.0.2.9",
        }
    )
    assert (event["actor.user.name"], event["status_id"], event["auth_protocol"]) == ("dana", 2, "NTLM")
    assert (event["src_endpoint.ip"], event["logsource.service"], event["metadata.event_code"]) == (
        "192.0.2.9",
        "security",
        "4625",
    )
