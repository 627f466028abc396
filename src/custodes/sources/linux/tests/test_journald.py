from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk
from custodes.sources.linux import JOURNALD
from custodes.sources.registry import recognise

quickly = settings(max_examples=150, deadline=None, derandomize=True)
AT = datetime(2026, 11, 24, 7, 42, 38, 250_000, tzinfo=UTC)

# Fields: https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html
ENTRY = {
    "__CURSOR": "s=1",
    "__REALTIME_TIMESTAMP": "1795506158250000",
    "__MONOTONIC_TIMESTAMP": "1",
    "_BOOT_ID": "b",
    "_HOSTNAME": "web1",
    "_TRANSPORT": "syslog",
    "PRIORITY": "6",
    "SYSLOG_IDENTIFIER": "sshd",
    "_COMM": "sshd",
    "MESSAGE": "Accepted password for root from 10.0.0.7 port 51122 ssh2",
}

# As of https://github.com/Sysinternals/SysmonForLinux, its README, "Output"
SYSMON = (
    '<Event><System><Provider Name="Linux-Sysmon" Guid="{ff032593-a8d3-4f13-b0d6-01fc615a0f97}"/><EventID>1</EventID>'
    '<TimeCreated SystemTime="2026-11-24T07:42:38.250000000Z"/><Channel>Linux-Sysmon/Operational</Channel>'
    '<Computer>web1</Computer><Security UserId="0"/></System><EventData><Data Name="Image">/usr/bin/id</Data>'
    '<Data Name="CommandLine">id -u &amp;&amp; true</Data><Data Name="User">root</Data></EventData></Event>'
)


def read(*lines):
    """The events, and what was rejected; the account is held."""
    data = b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    chunk = Chunk("journal.json", "journald", data)
    parsed = JOURNALD.parse(chunk)
    assert parsed.taken == chunk.count_items()
    return [row for batch in parsed.batches for row in batch.to_pylist()], parsed.rejected


def event_of(**fields):
    (event,), rejected = read(ENTRY | fields)
    assert not rejected
    return event


def test_an_entry_is_an_event_of_the_service_that_wrote_it():
    assert recognise(orjson.dumps(ENTRY)) is JOURNALD
    event = event_of()
    assert (event["time"], event["device.hostname"], event["message"]) == (AT, "web1", ENTRY["MESSAGE"])
    assert (event["logsource.product"], event["logsource.service"]) == ("linux", "sshd")
    assert event["raw_data"] == orjson.dumps(ENTRY)


@pytest.mark.parametrize(
    ("fields", "service"),
    [
        ({"SYSLOG_IDENTIFIER": "sshd-session"}, "sshd"),
        ({"SYSLOG_IDENTIFIER": "sudo"}, "sudo"),
        ({"SYSLOG_IDENTIFIER": "CRON"}, "cron"),
        ({"SYSLOG_IDENTIFIER": "systemd-logind"}, "auth"),
        ({"SYSLOG_IDENTIFIER": "named"}, "syslog"),
        ({"SYSLOG_IDENTIFIER": None, "_COMM": "vsftpd"}, "vsftpd"),
        ({"SYSLOG_IDENTIFIER": None, "_TRANSPORT": "audit", "_AUDIT_TYPE_NAME": "USER_LOGIN"}, "auditd"),
    ],
)
def test_the_service_is_told_by_who_wrote_it(fields, service):
    assert event_of(**fields)["logsource.service"] == service


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (list("naïve \x1b[0m".encode()), "naïve \x1b[0m"),
        ([255, 65], "\ufffdA"),
        (None, None),
        ([[104, 105], "there"], "hi"),
        ([], None),
        ([300], "300"),
    ],
)
def test_messages_that_are_no_text_are_read(value, message):
    assert event_of(MESSAGE=value)["message"] == message


def test_an_event_of_sysmon_is_read_out_of_its_message():
    event = event_of(SYSLOG_IDENTIFIER="sysmon", MESSAGE=SYSMON)
    assert [event[f"logsource.{word}"] for word in ("product", "category", "service")] == [
        "linux",
        "process_creation",
        "sysmon",
    ]
    assert (event["time"], event["actor.user.name"], event["device.hostname"]) == (AT, "root", "web1")
    assert {"Image": "/usr/bin/id", "CommandLine": "id -u && true", "EventID": "1"}.items() <= orjson.loads(
        event["unmapped"]
    ).items()


@pytest.mark.parametrize(
    "message", ["<Event", "<Event/>", '<!DOCTYPE a [<!ENTITY b "c">]><Event>&b;</Event>', "stopped", None]
)
def test_what_sysmon_says_besides_stays_a_message(message):
    event = event_of(SYSLOG_IDENTIFIER="sysmon", MESSAGE=message)
    assert (event["message"], event["logsource.service"]) == (message, "syslog")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"noise", "not JSON, or nested too deeply"),
        (b'"x"', "JSON, but not an object"),
        (ENTRY | {"__REALTIME_TIMESTAMP": "soon"}, "its time cannot be read"),
        (b'{"a":1}\r{"b":2}', "holds a carriage return, and so may be several lines"),
    ],
)
def test_a_line_that_is_no_entry_is_told(line, reason):
    events, rejected = read(ENTRY, line, ENTRY)
    assert [event["position"] for event in events] == [1, 3]
    assert [(item.locator, item.reason) for item in rejected] == [("2", reason)]


values = st.recursive(
    st.none() | st.integers(-5, 300) | st.text(max_size=5) | st.just(SYSMON) | st.just("sysmon"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=6,
)


@quickly
@given(st.lists(st.dictionaries(st.sampled_from(sorted(ENTRY)), values, max_size=6), max_size=4))
def test_any_entries_are_accounted_for(entries):
    read(*(ENTRY | entry for entry in entries))
    read(*entries)


@quickly
@given(st.binary(max_size=200))
def test_any_bytes_are_accounted_for(noise):
    read(noise)
