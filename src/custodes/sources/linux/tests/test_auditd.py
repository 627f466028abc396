import io
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk, Item
from custodes.sources.lines import cut_lines
from custodes.sources.linux import AUDITD
from custodes.sources.linux.auditd import NO_RECORD, end_between_events
from custodes.sources.linux.records import read_record
from custodes.sources.registry import recognise

quickly = settings(max_examples=80, deadline=None, derandomize=True)
AT = datetime(2026, 11, 24, 7, 42, 38, 243_000, tzinfo=UTC)

# Records as in https://github.com/linux-audit/audit-documentation/wiki/SPEC-Writing-Good-Events and its siblings, and in
# the guide of Red Hat, "Understanding Audit log files"; names and times are ours.
CALL = 'type=SYSCALL msg=audit(1795506158.243:24287): arch=c000003e syscall=59 success=yes exit=0 a0=7ffd a1=1 a2=0 a3=0 items=2 ppid=2686 pid=3538 auid=1000 uid=0 euid=0 ses=1 comm="wget" exe="/usr/bin/wget" key="net"\x1dARCH=x86_64 SYSCALL=execve AUID="dana" UID="root"'
EXECVE = 'type=EXECVE msg=audit(1795506158.243:24287): argc=3 a0="wget" a1=2D2D706F73742D66696C653D2F746D702F6120622E747874 a2="files.example"'
CWD = 'type=CWD msg=audit(1795506158.243:24287): cwd="/home/dana"'
PATH = 'type=PATH msg=audit(1795506158.243:24287): item=1 name="/etc/systemd/system/x.service" inode=1 nametype=CREATE cap_fp=0'
TITLE = "type=PROCTITLE msg=audit(1795506158.243:24287): proctitle=77676574002D2D68656C70"
LOGIN = 'node=web1 type=USER_LOGIN msg=audit(1795506159.001:24288): pid=9 uid=0 auid=4294967295 ses=4294967295 msg=\'op=login acct="amoss" exe="/usr/sbin/sshd" hostname=? addr=192.0.2.9 terminal=ssh res=failed\'\x1dAUID="unset" UID="root"'
STOP = 'type=SERVICE_STOP msg=audit(1795506160.5:24289): pid=1 uid=0 auid=4294967295 msg=\'unit=ufw comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success\''
CONNECT = 'type=SYSCALL msg=audit(1795506161.000:24290): arch=c000003e syscall=42 success=yes pid=3538 uid=33 exe="/usr/bin/nc"\ntype=SOCKADDR msg=audit(1795506161.000:24290): saddr=020001BBC00002070000000000000000'
EVENT = f"{CALL}\n{EXECVE}\n{CWD}\n{PATH}\n{TITLE}"


def read(text):
    """The events, and what was rejected; the account is held."""
    chunk = Chunk("audit.log", "auditd", text if isinstance(text, bytes) else text.encode())
    parsed = AUDITD.parse(chunk)
    assert parsed.taken == chunk.count_items()
    return [row for batch in parsed.batches for row in batch.to_pylist()], parsed.rejected


def fields_of(event):
    return orjson.loads(event["unmapped"])


def test_each_record_is_an_event_under_its_own_names():
    assert recognise(EVENT.encode()) is AUDITD
    events, rejected = read(EVENT)
    assert not rejected
    assert [event["metadata.event_code"] for event in events] == ["SYSCALL", "EXECVE", "CWD", "PATH", "PROCTITLE"]
    assert {event["logsource.service"] for event in events} == {"auditd"}
    call = events[0]
    assert (call["time"], call["actor.user.name"], call["raw_data"]) == (AT, "dana", CALL.encode())
    wanted = {"type": "SYSCALL", "SYSCALL": "execve", "a0": "7ffd", "exe": "/usr/bin/wget", "key": "net", "euid": "0"}
    assert wanted.items() <= fields_of(call).items()


def test_what_is_written_in_hexadecimal_digits_is_read_back():
    events, _ = read(EVENT)
    assert fields_of(events[1])["a1"] == "--post-file=/tmp/a b.txt"
    assert fields_of(events[4])["proctitle"] == "wget --help"


def test_arguments_know_the_program_they_were_given_to():
    started = read(EVENT)[0][1]
    assert (started["logsource.product"], started["logsource.category"]) == ("linux", "process_creation")
    wanted = {
        "Image": "/usr/bin/wget",
        "CommandLine": "wget --post-file=/tmp/a b.txt files.example",
        "CurrentDirectory": "/home/dana",
        "User": "root",
        "ParentProcessId": "2686",
    }
    assert wanted.items() <= fields_of(started).items()
    assert started["actor.user.name"] == "dana"


def test_arguments_alone_name_their_program():
    (started,), _ = read(EXECVE)
    assert fields_of(started)["Image"] == "wget"


def test_a_long_argument_is_put_together():
    (started,), _ = read('type=EXECVE msg=audit(1795506158.243:7): argc=2 a0="sh" a1_len=4 a1[0]=2D63 a1[1]="x"')
    assert fields_of(started)["CommandLine"] == "sh -cx"


def test_a_file_made_is_told_with_its_maker():
    made = read(EVENT)[0][3]
    assert made["logsource.category"] == "file_event"
    assert {"name": "/etc/systemd/system/x.service", "Image": "/usr/bin/wget"}.items() <= fields_of(made).items()


def test_a_connection_is_told_with_where_it_went():
    made = read(CONNECT)[0][1]
    assert (made["logsource.category"], made["dst_endpoint.hostname"]) == ("network_connection", "192.0.2.7")
    wanted = {"lport": "443", "Image": "/usr/bin/nc", "Initiated": "true", "SYSCALL": "connect"}
    assert wanted.items() <= fields_of(made).items()


def test_what_services_and_logins_say_is_read_out_of_its_quotes():
    (login, stop), _ = read(f"{LOGIN}\n{STOP}")
    assert (login["actor.user.name"], login["src_endpoint.ip"], login["device.hostname"]) == (
        "amoss",
        "192.0.2.9",
        "web1",
    )
    assert {"type": "SERVICE_STOP", "unit": "ufw", "res": "success"}.items() <= fields_of(stop).items()
    assert "addr" not in fields_of(stop)


@pytest.mark.parametrize(
    "line",
    ["noise", "type=SYSCALL", "type=CWD msg=audit(x:1): cwd=1", "----", "type=CWD msg=audit(99999999999999.1:1): "],
)
def test_a_line_that_is_no_record_is_told(line):
    events, rejected = read(f"{CWD}\n{line}\n\n{CWD}")
    assert [event["position"] for event in events] == [1, 4]
    assert [(item.locator, item.reason) for item in rejected] == [("2", NO_RECORD)]


def test_an_impossible_time_is_told():
    events, rejected = read("type=CWD msg=audit(0.0:1): cwd=1")
    assert (events, [item.reason for item in rejected]) == ([], ["its time is impossible"])


def events_of(text, chunk_bytes, near_bytes=2000):
    data = text.encode()
    item = Item(source="audit.log", file=None, stream=io.BytesIO(data), head=data[:65536])
    lines = cut_lines(item, "auditd", chunk_bytes=chunk_bytes, limit_bytes=900)
    chunks = list(end_between_events(lines, near_bytes=near_bytes))
    parsed = [AUDITD.parse(chunk) for chunk in chunks]
    assert [one.taken for one in parsed] == [chunk.count_items() for chunk in chunks]
    rows = [row for one in parsed for batch in one.batches for row in batch.to_pylist()]
    return rows, [(item.first, item.reason) for one in parsed for item in one.rejected]


@quickly
@given(
    st.lists(st.sampled_from([EVENT, LOGIN, STOP, CONNECT, "", "noise", "x" * 1000]), max_size=12),
    st.integers(1000, 4000),
)
def test_where_chunks_end_changes_nothing(parts, chunk_bytes):
    text = "\n".join(parts)
    assert events_of(text, chunk_bytes) == events_of(text, 1 << 20)


def renumbered(event, number):
    return event.replace(":24287)", f":{number})").split("\n")


@quickly
@given(st.lists(st.permutations("aaaaabbbbb"), min_size=1, max_size=8), st.integers(1000, 4000))
def test_where_chunks_end_changes_nothing_where_two_events_were_written_at_once(orders, chunk_bytes):
    lines = []
    for number, order in enumerate(orders):
        events = {sign: iter(renumbered(EVENT, f"{number}{ord(sign)}")) for sign in "ab"}
        lines += [next(events[sign]) for sign in order]
    text = "\n".join(lines)
    rows, rejected = events_of(text, chunk_bytes)
    assert (rows, rejected) == events_of(text, 1 << 20)
    assert [row["raw_data"].decode() for row in rows] == lines
    started = [fields_of(row) for row in rows if row["metadata.event_code"] == "EXECVE"]
    assert {(one["Image"], one["CurrentDirectory"]) for one in started} == {("/usr/bin/wget", "/home/dana")}


def test_the_records_of_two_computers_with_one_number_are_told_apart():
    lines = [f"node={node} {line}" for node in ("web1", "web2") for line in (CALL, EXECVE)]
    lines[2] = lines[2].replace("/usr/bin/wget", "/tmp/wget")
    started = [fields_of(event)["Image"] for event in read("\n".join(lines))[0][1::2]]
    assert started == ["/usr/bin/wget", "/tmp/wget"]


def sizes_of(text, near_bytes, limit_bytes):
    """The bytes of each chunk."""
    lines = cut_lines(Item("audit.log", None, io.BytesIO(text.encode()), b""), "auditd", chunk_bytes=2000)
    chunks = end_between_events(lines, near_bytes=near_bytes, limit_bytes=limit_bytes)
    return [len(chunk.data) for chunk in chunks]


@pytest.mark.parametrize("line", [CWD, "noise", LOGIN + "\n" + CWD])
def test_no_chunk_holds_much_however_long_an_event_is(line):
    text = (line + "\n") * 2000
    sizes = sizes_of(text, near_bytes=500, limit_bytes=4000)
    assert sum(sizes) == len(text)
    assert max(sizes) <= 500 + 4000 + 2 * 2000


@quickly
@given(st.binary(max_size=300))
def test_any_bytes_are_accounted_for(noise):
    read(noise)
    read(CALL.encode() + noise + b"\n" + noise)


@quickly
@given(st.lists(st.tuples(st.integers(0, len(EVENT) - 1), st.integers(0, 255)), max_size=20))
def test_damage_is_read_or_told(changes):
    damaged = bytearray(EVENT.encode())
    for at, octet in changes:
        damaged[at] = octet
    read(bytes(damaged))


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("a=1 word b=2", {"a": "1", "b": "2"}),
        ("a={b=1 c=2", {"b": "1", "c": "2"}),
        ("msg='b=1 c={d=2 e=3} f=4", {"b": "1", "d": "2", "e": "3", "f": "4"}),
        ("a={b={c={d=1", {"d": "1"}),
        ("a= =b c==d", {"a": "", "c": "=d"}),
    ],
)
def test_what_is_never_closed_is_read_as_far_as_it_goes(line, fields):
    record = read_record(f"type=X msg=audit(1795506158.243:7): {line}".encode())
    assert {name: value for name, value in record.items() if name not in {"type", "time", "serial"}} == fields


def test_what_lies_within_itself_a_thousand_times_is_read():
    assert read_record(b"type=X msg=audit(1795506158.243:7): " + b"a={" * 5000 + b"b=1")["b"] == "1"
