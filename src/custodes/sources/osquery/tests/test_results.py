import io
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk, Item
from custodes.sources.lines import cut_lines
from custodes.sources.osquery import OSQUERY
from custodes.sources.registry import recognise

quickly = settings(max_examples=120, deadline=None, derandomize=True)
AT = datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)

# The examples of https://osquery.readthedocs.io/en/stable/deployment/logging/, with our names and times.
SHARED = {
    "hostIdentifier": "desk-4",
    "calendarTime": "Tue Nov 24 07:42:38 2026 UTC",
    "unixTime": "1795506158",
    "epoch": "314159265",
    "counter": "1",
}
TORRENT, EDITOR = {"name": "qBittorrent", "version": "5.0.2"}, {"name": 'GIMP {"3"}', "version": "3.0"}
ADDED = {"action": "added", "columns": TORRENT, "name": "pack_inventory_programs", **SHARED}
REMOVED = {**ADDED, "action": "removed"}
SNAPSHOT = {"action": "snapshot", "snapshot": [TORRENT, EDITOR], "name": "programs", **SHARED}
BATCH = {"diffResults": {"added": [TORRENT, EDITOR], "removed": [EDITOR]}, "name": "programs", **SHARED}


def chunk_of(*lines):
    data = b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    return Chunk("osqueryd.results.log", "osquery", data)


def read(*lines):
    """The events, and what was rejected; the account is held."""
    chunk = chunk_of(*lines)
    parsed = OSQUERY.parse(chunk)
    assert parsed.taken == chunk.count_items()
    return [row for batch in parsed.batches for row in batch.to_pylist()], parsed.rejected


def test_a_row_that_came_is_an_event_of_the_computer_it_was_seen_on():
    assert recognise(orjson.dumps(ADDED)) is OSQUERY
    (event,), rejected = read(ADDED)
    assert not rejected
    assert (event["time"], event["device.hostname"], event["raw_data"]) == (AT, "desk-4", orjson.dumps(ADDED))
    assert (event["metadata.event_code"], event["logsource.product"]) == ("added", "osquery")
    assert (event["logsource.category"], event["logsource.service"]) == ("software_inventory", "programs")
    assert orjson.loads(event["unmapped"])["columns.name"] == "qBittorrent"


def test_each_row_of_a_batch_is_an_event_with_its_own_bytes():
    events, _ = read(BATCH)
    assert [event["metadata.event_code"] for event in events] == ["added", "added", "removed"]
    assert [orjson.loads(event["raw_data"]) for event in events] == [TORRENT, EDITOR, EDITOR]
    assert {event["position"] for event in events} == {1}


@pytest.mark.parametrize(
    ("table", "columns", "source"),
    [
        ("es_process_events", {"event_type": "exec"}, ("macos", "process_creation")),
        ("es_process_events", {"event_type": "fork"}, ("osquery", None)),
        ("bpf_process_events", {"syscall": "exec"}, ("linux", "process_creation")),
        ("process_events", {}, ("osquery", None)),
    ],
)
def test_a_program_that_was_started_meets_the_rules_of_its_system(table, columns, source):
    row = {"path": "/usr/bin/id", "cmdline": "id -u", **columns}
    (event,), _ = read({**ADDED, "name": table, "columns": row})
    assert (event["logsource.product"], event["logsource.category"]) == source
    assert {"Image": "/usr/bin/id", "CommandLine": "id -u"}.items() <= orjson.loads(event["unmapped"]).items()


def test_a_snapshot_gives_its_rows_and_an_empty_one_none():
    events, rejected = read(SNAPSHOT, {**SNAPSHOT, "snapshot": []}, ADDED)
    assert not rejected
    assert [(event["position"], event["metadata.event_code"]) for event in events] == [
        (1, "snapshot"),
        (1, "snapshot"),
        (3, "added"),
    ]
    assert [orjson.loads(event["unmapped"])["columns.name"] for event in events] == [
        "qBittorrent",
        'GIMP {"3"}',
        "qBittorrent",
    ]


def test_batches_of_older_versions_have_text_where_nothing_was_removed():
    events, _ = read({**BATCH, "diffResults": {"added": [TORRENT], "removed": ""}})
    assert [event["metadata.event_code"] for event in events] == ["added"]


@pytest.mark.parametrize("counter", [0, "0"])
def test_what_was_there_when_the_query_first_ran_is_no_news(counter):
    (event,), _ = read({**ADDED, "counter": counter})
    assert (event["metadata.event_code"], event["logsource.category"]) == ("initial", "software_inventory")
    (gone,), _ = read({**REMOVED, "counter": counter})
    assert gone["metadata.event_code"] == "removed"


def test_a_table_of_events_has_no_beginning():
    (event,), _ = read({**ADDED, "name": "pack_it_process_events", "counter": 0})
    assert event["metadata.event_code"] == "added"


def test_software_that_was_removed_is_not_in_the_inventory():
    (event,), _ = read(REMOVED)
    assert (event["logsource.category"], event["logsource.service"]) == (None, "programs")


@pytest.mark.parametrize(
    "times",
    [
        {"unixTime": 1795506158},
        {"unixTime": "1795506158"},
        {"unixTime": "", "calendarTime": "Tue Nov 24 07:42:38 2026 UTC"},
        {"unixTime": "soon", "calendarTime": "Tue Nov 24 07:42:38 2026"},
    ],
)
def test_times_are_numbers_or_text_and_the_calendar_helps_out(times):
    result = {name: value for name, value in ADDED.items() if name not in {"unixTime", "calendarTime"}}
    (event,), _ = read({**result, **times})
    assert event["time"] == AT


@pytest.mark.parametrize(
    ("query", "columns", "service"),
    [
        ("pack/it-compliance/deb_packages", {}, "deb_packages"),
        ("Installed software", {"install_source": "", "identifying_number": "", "name": "x"}, "programs"),
        ("usb", {"usb_address": "1", "usb_port": "2"}, "usb_devices"),
        ("programsofours", {"name": "x"}, None),
    ],
)
def test_the_table_is_told_by_the_query_or_by_the_columns(query, columns, service):
    (event,), _ = read({**ADDED, "name": query, "columns": columns})
    assert event["logsource.service"] == service


def test_the_user_is_the_one_logged_in_or_whom_a_decoration_names():
    logged_in, decorated = read(
        {**ADDED, "name": "logged_in_users", "columns": {"user": "dana", "tty": "tty1", "host": "", "sid": ""}},
        {**ADDED, "decorations": {"username": "amoss", "hostname": "desk-4.fernwood.example"}},
    )[0]
    assert logged_in["actor.user.name"] == "dana"
    assert (decorated["actor.user.name"], decorated["device.hostname"]) == ("amoss", "desk-4.fernwood.example")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON, or nested too deeply"),
        (b"[]", "JSON, but not an object"),
        ({**ADDED, "unixTime": "soon", "calendarTime": "later"}, "its time cannot be read"),
        ({**ADDED, "unixTime": "soon", "calendarTime": "Tue Nov 24 07:42:60 2026 UTC"}, "its time cannot be read"),
        ({**ADDED, "unixTime": -5, "calendarTime": None}, "its time is impossible"),
        (
            b'{"snapshot":[{"a":"1"},{"a":"2"}],"name":"x","unixTime":1795506158,"more":[{"b":1}]}',
            "Its rows cannot be told apart.",
        ),
        (b'{"a":1}\r{"b":2}', "holds a carriage return, and so may be several lines"),
    ],
)
def test_a_line_that_is_no_result_is_told(line, reason):
    events, rejected = read(ADDED, line, ADDED)
    assert ([event["position"] for event in events], [(item.locator, item.reason) for item in rejected]) == (
        [1, 3],
        [("2", reason)],
    )


@pytest.mark.parametrize("head", [b"", b"{}", b'{"name":"x","columns":{}}', orjson.dumps({"url": "http://a.example/"})])
def test_other_json_is_left_to_others(head):
    assert not OSQUERY.recognises(head)


def test_a_long_snapshot_is_recognised_by_how_it_begins():
    assert OSQUERY.recognises(orjson.dumps({"snapshot": [TORRENT] * 3000, "name": "programs", **SHARED})[: 1 << 16])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
results = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("name", "columns", "snapshot", "diffResults", "action", "unixTime", "calendarTime", "counter", "decorations"),
        json_values,
    ),
)


@quickly
@given(st.lists(results | st.sampled_from([ADDED, SNAPSHOT, BATCH]), max_size=6))
def test_any_objects_are_accounted_for(lines):
    read(*lines)


@quickly
@given(st.binary(max_size=300))
def test_any_bytes_are_accounted_for(data):
    read(data)


@quickly
@given(st.lists(st.sampled_from([ADDED, REMOVED, SNAPSHOT, BATCH, b"", b"noise"]), max_size=12), st.integers(700, 3000))
def test_where_chunks_end_changes_nothing(lines, chunk_bytes):
    data = b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)

    def events(size):
        item = Item(source="x", file=None, stream=io.BytesIO(data), head=data)
        parsed = [OSQUERY.parse(chunk) for chunk in cut_lines(item, "osquery", chunk_bytes=size, limit_bytes=600)]
        rows = [row for one in parsed for batch in one.batches for row in batch.to_pylist()]
        return rows, [(item.first, item.reason) for one in parsed for item in one.rejected]

    assert events(chunk_bytes) == events(1 << 20)
