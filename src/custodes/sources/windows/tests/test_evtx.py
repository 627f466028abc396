import io
import struct

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events import AUTHENTICATION, BASE_EVENT, is_kind, locate
from custodes.sources.contract import Item
from custodes.sources.errors import StreamEndsEarlyError
from custodes.sources.registry import recognise
from custodes.sources.streams import BlockStream
from custodes.sources.windows import EVTX, evtx
from custodes.sources.windows.fields import read_fields
from custodes.sources.windows.tests.making import AT, BLOCK_BYTES, block_of, event, file_of, record_of

quickly = settings(max_examples=60, deadline=None, derandomize=True)

STARTED = event({"Image": r"C:\Windows\System32\cmd.exe", "CommandLine": 'cmd /c "née" 😀', "User": r"FERNWOOD\dana"})
REACHED = event({"DestinationIp": "192.0.2.7", "Initiated": "true"}, event_id=3)
LOGON = event(
    {
        "SubjectUserName": "DESK-4$",
        "TargetUserName": "dana",
        "LogonType": "10",
        "LogonProcessName": "User32",
        "IpAddress": "192.0.2.9",
    },
    event_id=4625,
    channel="Security",
)
FILE = file_of(block_of(STARTED, REACHED), block_of(LOGON, STARTED, first=3))


def item_of(data):
    return Item(source="desk.evtx", file=None, stream=io.BytesIO(data), head=data[: 1 << 16])


def read(data):
    """The events by position, and what was rejected; the account is held for each chunk."""
    events, rejected = {}, []
    for chunk in EVTX.cut(item_of(data)):
        parsed = EVTX.parse(chunk)
        assert parsed.taken == chunk.count_items()
        rejected += parsed.rejected
        for batch in parsed.batches:
            for row in batch.to_pylist():
                assert row["position"] not in events
                events[row["position"]] = row
    return events, rejected


def fields_of(row):
    return orjson.loads(row["unmapped"])


def block_over(*parts):
    """A block with these bytes behind its header, used as far as they go."""
    records = b"".join(parts)
    header = bytearray(block_of()[:512])
    struct.pack_into("<I", header, 48, 512 + len(records))
    return (bytes(header) + records).ljust(BLOCK_BYTES, b"\0")


def test_a_file_gives_each_record_with_its_fields_and_its_bytes():
    assert recognise(FILE[: 1 << 16]) is EVTX
    events, rejected = read(FILE)
    assert (list(events), rejected) == ([1, 2, 4, 3], [])  # logons are a kind of their own
    first = events[1]
    assert fields_of(first) == {
        "Provider_Name": "Microsoft-Windows-Sysmon",
        "EventID": "1",
        "SystemTime": "2026-11-24T07:42:38.250000Z",
        "EventRecordID": "7",
        "ProcessID": "3904",
        "ThreadID": "4272",
        "Channel": "Microsoft-Windows-Sysmon/Operational",
        "Computer": "desk-4.fernwood.example",
        "Image": r"C:\Windows\System32\cmd.exe",
        "CommandLine": 'cmd /c "née" 😀',
        "User": r"FERNWOOD\dana",
    }
    assert first["time"] == AT
    assert first["raw_data"] == record_of(STARTED, number=1, at=512)
    assert (first["actor.user.name"], first["device.hostname"]) == (r"FERNWOOD\dana", "desk-4.fernwood.example")
    assert [first[f"logsource.{word}"] for word in ("product", "category", "service")] == [
        "windows",
        "process_creation",
        "sysmon",
    ]
    assert events[2]["dst_endpoint.hostname"] == "192.0.2.7"
    assert (events[3]["actor.user.name"], events[3]["status_id"], events[3]["src_endpoint.ip"]) == (
        "dana",
        2,
        "192.0.2.9",
    )


def test_a_record_is_cited_by_its_number():
    (chunk,) = EVTX.cut(item_of(FILE))
    others, logons = sorted(EVTX.parse(chunk).batches, key=lambda batch: batch.num_rows, reverse=True)
    assert (is_kind(others, BASE_EVENT), is_kind(logons, AUTHENTICATION)) == (True, True)
    assert locate(logons, 0) == ("desk.evtx", "record 3")


def test_where_chunks_end_changes_nothing(monkeypatch):
    data = file_of(*(block_of(STARTED, REACHED, first=2 * number + 1) for number in range(5)))
    whole = read(data)
    monkeypatch.setattr(evtx, "BLOCKS_A_CHUNK", 2)
    assert len(list(EVTX.cut(item_of(data)))) == 3
    assert read(data) == whole
    assert list(whole[0]) == list(range(1, 11))


def test_blocks_never_used_hold_no_items():
    events, rejected = read(file_of(bytes(BLOCK_BYTES), block_of(STARTED), block_of(), bytes(BLOCK_BYTES)))
    assert (list(events), rejected) == ([1], [])


def test_a_damaged_record_is_told_and_its_neighbours_are_read():
    damaged = bytearray(FILE)
    damaged[4096 + 512 + 24 + 4 : 4096 + 512 + 24 + 40] = bytes(range(200, 236))
    events, rejected = read(bytes(damaged))
    assert sorted(events) == [2, 3, 4]
    assert [(item.locator, item.reason) for item in rejected] == [("1", evtx.UNREADABLE)]


def test_where_no_record_can_be_made_out_the_next_one_is_looked_for():
    first = record_of(STARTED, number=1, at=512)
    second = record_of(REACHED, number=2, at=512 + len(first))
    third = record_of(LOGON, number=3, at=512 + len(first) + len(second))
    events, rejected = read(file_of(block_over(first, b"\0" * 8 + second[8:], third), block_of(STARTED)))
    assert sorted(events) == [1, 3, 4]
    assert [(item.locator, item.reason) for item in rejected] == [("2", evtx.DAMAGED)]


def test_a_damaged_block_takes_no_other_with_it():
    blocks = [block_of(STARTED), b"noise" + bytes(BLOCK_BYTES - 5), block_of(REACHED)]
    events, rejected = read(file_of(*blocks))
    assert sorted(events) == [1, 3]
    assert [(item.locator, item.reason) for item in rejected] == [("2", evtx.DAMAGED)]


@pytest.mark.parametrize(
    ("bytes_left", "read_whole"),
    [(3, 2), (511, 2), (512, 2), (600, 2), (520 + len(record_of(LOGON, number=3, at=512)), 3)],
    ids=["in its sign", "in its header", "before its records", "in its first", "in its second"],
)
def test_a_file_that_breaks_off_keeps_what_came_before(bytes_left, read_whole):
    events, rejected = read(FILE[: 4096 + BLOCK_BYTES + bytes_left])
    assert len(events) == read_whole
    assert [(item.locator, item.reason) for item in rejected] == [(str(read_whole + 1), evtx.CUT_OFF)]


def test_a_packed_file_that_breaks_off_is_told():
    def blocks():
        yield FILE[: 4096 + BLOCK_BYTES]
        raise StreamEndsEarlyError("The gzip file breaks off here.")

    stream = BlockStream(blocks())
    (chunk,) = EVTX.cut(Item(source="desk.evtx", file=None, stream=stream.as_file(), head=FILE[:4096]))
    parsed = EVTX.parse(chunk)
    assert sum(batch.num_rows for batch in parsed.batches) == 2
    assert [(item.locator, item.reason) for item in parsed.rejected] == [("3", "The gzip file breaks off here.")]


def test_a_header_that_lies_about_its_block_loses_nothing():
    lying = bytearray(block_of(STARTED, REACHED))
    struct.pack_into("<QQQQ", lying, 8, 0, 2**64 - 1, 5, 1)  # numbers of its records
    struct.pack_into("<I", lying, 48, 0xFFFFFFFF)  # where its free space begins
    events, rejected = read(file_of(bytes(lying)))
    assert (sorted(events), rejected) == ([1, 2], [])


def test_tables_that_run_in_a_circle_are_not_followed():
    circling = bytearray(block_of(STARTED))
    struct.pack_into("<II", circling, 128, 600, 600)
    struct.pack_into("<I", circling, 600, 600)
    assert sorted(read(file_of(bytes(circling)))[0]) in ([], [1])


def test_two_values_of_one_name_are_both_kept():
    log_cleared = {"System": {"Channel": "System"}, "UserData": {"Cleared": {"Channel": "Application", "By": None}}}
    assert read_fields(log_cleared) == {"Channel": ["System", "Application"]}


def test_values_without_a_name_are_one_text():
    event = {
        "System": {"EventID": {"#attributes": {"Qualifiers": 0}, "#text": 5805}},
        "EventData": {"Data": {"#text": ["a", "b"]}},
    }
    assert read_fields(event) == {"Qualifiers": 0, "EventID": 5805, "Data": "a b"}


@quickly
@given(st.binary(max_size=3000))
def test_any_bytes_behind_the_sign_are_accounted_for(noise):
    read(b"ElfFile\0" + noise)


@quickly
@given(st.lists(st.tuples(st.integers(4096, len(FILE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_damage_never_raises_and_the_account_balances(changes):
    damaged = bytearray(FILE)
    for at, value in changes:
        damaged[at] = value
    events, rejected = read(bytes(damaged))
    assert sorted([*events, *(item.first for item in rejected)]) == list(range(1, len(events) + len(rejected) + 1))


@quickly
@given(st.lists(st.tuples(st.integers(0, 1100), st.integers(0, 255)), min_size=1, max_size=6))
def test_damage_among_the_records_never_raises(changes):
    damaged = bytearray(FILE)
    for at, value in changes:
        damaged[4096 + 512 + at] = value
    events, rejected = read(bytes(damaged))
    assert len(events) + len(rejected) >= 3
    assert {3, 4} <= set(events) | {item.first for item in rejected}
