"""The forms: RFC 3164, RFC 5424, https://www.rsyslog.com/doc/configuration/templates.html; what is said, as the programs
named in said.yaml write it. Names, times and addresses are ours."""

import io
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk, Item
from custodes.sources.lines import cut_lines
from custodes.sources.registry import SOURCES, recognise
from custodes.sources.syslog import SYSLOG
from custodes.sources.syslog.message import NOT_ONE

quickly = settings(max_examples=100, deadline=None, derandomize=True)
AT = datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)
LATEST = datetime(2026, 11, 24, 8, tzinfo=UTC)
LOGIN = "Accepted password for dana from 10.1.0.5 port 51122 ssh2"
OLD = f"Nov 24 07:42:38 web1 sshd[812]: {LOGIN}"
NEW = f'<86>1 2026-11-24T01:42:38-06:00 web1 sshd 812 - [meta sequenceId="1" x="a]\\"b"][y z="1"] \ufeff{LOGIN}'
PASSED = (
    'Nov 24 07:42:38 fw1 : %ASA-6-605005: Login permitted from 10.1.0.5/51234 to inside:10.1.0.1/ssh for user "dana"'
)


def read(*lines, latest=LATEST):
    """The events, and what was rejected; the account is held."""
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    chunk = Chunk("auth.log", "syslog", data, context=latest.isoformat().encode() if latest else b"")
    parsed = SYSLOG.parse(chunk)
    assert parsed.taken == chunk.count_items()
    rows = [row for batch in parsed.batches for row in batch.to_pylist()]
    return sorted(rows, key=lambda row: row["position"]), parsed.rejected


def event_of(line, **options):
    (event,), rejected = read(line, **options)
    assert not rejected
    return event


@pytest.mark.parametrize(
    "line",
    [
        OLD,
        f"<86>{OLD}",
        NEW,
        f"Nov 24 2026 07:42:38 web1 sshd[812]: {LOGIN}",
        f"2026-11-24T07:42:38+00:00 web1 sshd[812]: {LOGIN}",
        f"2026-11-24T07:42:38.000000Z web1 sshd[812]: {LOGIN}",
        f"<86>1 2026-11-24T07:42:38Z web1 sshd 812 - - {LOGIN}",
    ],
)
def test_a_line_of_any_form_is_read(line):
    assert recognise(line.encode() + b"\n") is SYSLOG
    assert recognise(b"%d %s" % (len(line.encode()), line.encode())) in {SYSLOG, None}
    event = event_of(line)
    assert (event["time"], event["device.hostname"], event["message"]) == (AT, "web1", LOGIN)
    assert (event["actor.user.name"], event["src_endpoint.ip"], event["status_id"]) == ("dana", "10.1.0.5", 1)
    assert (event["logsource.product"], event["logsource.service"]) == ("linux", "sshd")
    assert event["metadata.event_code"] == "sshd"
    assert event["raw_data"] == line.encode()
    assert {"programname": "sshd", "procid": "812", "msg": LOGIN}.items() <= orjson.loads(event["unmapped"]).items()


def test_a_priority_is_told_in_words():
    fields = orjson.loads(event_of(NEW)["unmapped"])
    assert (fields["syslogfacility"], fields["syslogseverity"]) == ("authpriv", "info")
    assert "syslogfacility" not in orjson.loads(event_of(f"<999>{OLD}")["unmapped"])


@pytest.mark.parametrize(
    ("time", "latest", "expected"),
    [
        ("Nov 24 07:42:38", LATEST, AT),
        ("Nov 25 07:42:38", LATEST, datetime(2026, 11, 25, 7, 42, 38, tzinfo=UTC)),
        ("Nov 26 07:42:38", LATEST, datetime(2025, 11, 26, 7, 42, 38, tzinfo=UTC)),
        ("Dec 31 23:59:59", datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Jan  1 00:00:01", datetime(2026, 12, 31, 23, tzinfo=UTC), datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC)),
        ("Feb 29 07:42:38", LATEST, datetime(2024, 2, 29, 7, 42, 38, tzinfo=UTC)),
        ("Nov 24 07:42:38", None, None),
        ("Nov 24 2025 07:42:38", None, datetime(2025, 11, 24, 7, 42, 38, tzinfo=UTC)),
    ],
)
def test_the_year_is_the_last_in_which_the_line_is_older_than_its_file(time, latest, expected):
    assert event_of(f"{time} web1 sshd[812]: {LOGIN}", latest=latest)["time"] == expected


def test_a_file_tells_its_lines_when_it_was_written():
    item = Item("auth.log", None, io.BytesIO(OLD.encode()), OLD.encode(), modified_at=LATEST)
    (chunk,) = SYSLOG.cut(item)
    assert SYSLOG.parse(chunk).batches[0].column("time").to_pylist() == [AT]


@pytest.mark.parametrize("line", ["Feb 30 07:42:38 web1 sshd[1]: x", "2026-13-24T07:42:38Z web1 sshd[1]: x"])
def test_a_time_that_cannot_be_is_told(line):
    events, rejected = read(line)
    assert (events, [item.reason for item in rejected]) == ([], ["its time cannot be read"])


@pytest.mark.parametrize(
    ("program", "message", "user", "address", "status"),
    [
        ("sshd", "Accepted publickey for dana from 2001:db8::5 port 22 ssh2: RSA SHA256:x", "dana", "2001:db8::5", 1),
        ("sshd", "Accepted keyboard-interactive/pam for dana from 10.1.0.5 port 22 ssh2", "dana", "10.1.0.5", 1),
        ("sshd", "Failed password for dana from 203.0.113.7 port 22 ssh2", "dana", "203.0.113.7", 2),
        ("sshd-session", "Failed password for invalid user x y from 203.0.113.7 port 22 ssh2", "x y", "203.0.113.7", 2),
        (
            "sshd",
            "Failed password for invalid user a from 10.1.0.5 port 22 ssh2 from 203.0.113.7 port 9 ssh2",
            "a from 10.1.0.5 port 22 ssh2",
            "203.0.113.7",
            2,
        ),
        (
            "sshd",
            "message repeated 2 times: [ Failed password for dana from 203.0.113.7 port 22 ssh2]",
            "dana",
            "203.0.113.7",
            2,
        ),
        ("sshd", "Failed none for invalid user x from 203.0.113.7 port 22 ssh2", "x", "203.0.113.7", None),
        ("sshd", "Invalid user x from 203.0.113.7 port 22", "x", "203.0.113.7", None),
        (
            "sshd",
            "error: maximum authentication attempts exceeded for invalid user x from 203.0.113.7 port 22 ssh2 [preauth]",
            "x",
            "203.0.113.7",
            None,
        ),
        (
            "sshd",
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=dana",
            "dana",
            "203.0.113.7",
            None,
        ),
        ("sshd", "pam_unix(sshd:session): session opened for user dana(uid=1000) by (uid=0)", "dana", None, None),
        (
            "sudo",
            "dana : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh",
            "dana",
            None,
            2,
        ),
        ("sudo", "    dana : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls a;b", "dana", None, None),
        ("sudo", "dana : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls", "dana", None, None),
        ("su", "(to root) dana on pts/0", "dana", None, 1),
        ("su", "FAILED SU (to root) dana on pts/0", "dana", None, 2),
        ("su", "Successful su for root by dana", "dana", None, 1),
        ("su", "FAILED su for root by dana", "dana", None, 2),
        ("login", "LOGIN ON tty1 BY dana", "dana", None, 1),
        ("login", "ROOT LOGIN ON tty1", "ROOT", None, 1),
        ("login", "FAILED LOGIN 1 FROM tty1 FOR dana, Authentication failure", "dana", None, 2),
        ("login", "FAILED LOGIN (1) on '/dev/tty1' FOR 'dana', Authentication failure", "dana", None, 2),
        (
            "useradd",
            "new user: name=mal, UID=1001, GID=1001, home=/home/mal, shell=/bin/sh, from=none",
            None,
            None,
            None,
        ),
        ("passwd", "pam_unix(passwd:chauthtok): password changed for dana", None, None, None),
        ("systemd-logind", "New session 5 of user dana.", "dana", None, None),
        ("CRON", "(dana) CMD (/usr/bin/backup)", "dana", None, None),
        (
            "dovecot",
            "imap-login: Login: user=<dana>, method=PLAIN, rip=203.0.113.7, lip=10.1.0.9",
            "dana",
            "203.0.113.7",
            1,
        ),
        (
            "dovecot",
            "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<dana>, method=PLAIN, rip=203.0.113.7",
            "dana",
            "203.0.113.7",
            2,
        ),
        ("vsftpd", '[dana] FAIL LOGIN: Client "::ffff:203.0.113.7"', "dana", "203.0.113.7", 2),
        (
            "gdm-password]",
            "pam_unix(gdm-password:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=  user=dana",
            "dana",
            None,
            2,
        ),
        ("kernel", "[12.3] usb 1-1: new device", None, None, None),
    ],
)
def test_what_programs_say_of_people_is_read(program, message, user, address, status):
    event = event_of(f"Nov 24 07:42:38 web1 {program}[9]: {message}")
    assert (event["actor.user.name"], event["src_endpoint.ip"], event.get("status_id")) == (user, address, status)


@pytest.mark.parametrize(
    ("program", "service"),
    [
        ("sshd", "sshd"), ("sudo", "sudo"), ("su", "auth"), ("useradd", "auth"), ("CRON", "cron"), ("named", "syslog"),
        ("clamd", "clamav"), ("vsftpd", "vsftpd"), ("guacd", "guacamole"), ("kernel", "syslog"),
    ],
)  # fmt: skip
def test_the_program_tells_the_service(program, service):
    event = event_of(f"Nov 24 07:42:38 web1 {program}: x")
    assert (event["logsource.product"], event["logsource.service"]) == ("linux", service)


@pytest.mark.parametrize(
    "header",
    [
        "Nov 24 07:42:38 gw1 123: *Nov 24 07:42:37.123: ",
        "Nov 24 07:42:38 gw1 123: gw1: *Nov 24 07:42:37.123 UTC: ",
        "<189>123: gw1: Nov 24 07:42:38: ",
        "Nov 24 2026 07:42:38 gw1 : ",
        "Nov 24 07:42:38 gw1 ",
        "2026-11-24T01:42:38-06:00 gw1 : Nov 24 2026 07:42:38 UTC: ",
        "Nov 24 07:42:38 gw1 : 2026 Nov 24 07:42:38 UTC: ",
    ],
)
def test_a_line_of_cisco_s_is_read_however_it_was_sent(header):
    line = f"{header}%SYS-5-CONFIG_I: Configured from console by dana on vty0 (10.1.0.5)"
    assert recognise(line.encode()) is SYSLOG
    event = event_of(line)
    assert (event["time"], event["device.hostname"], event["metadata.event_code"]) == (AT, "gw1", "SYS-5-CONFIG_I")
    assert (event["actor.user.name"], event["src_endpoint.ip"]) == ("dana", "10.1.0.5")
    assert event["logsource.product"] == "cisco"


@pytest.mark.parametrize(
    "header", ["<166>%ASA-6-1: x", "*Nov 24 07:42:38.123 CST: %SYS-5-X: x", "<187>RP/0/RSP0/CPU0:%OS-5-X: x"]
)
def test_a_line_of_cisco_s_without_a_sure_time_is_an_event_without_one(header):
    assert event_of(header)["time"] is None


@pytest.mark.parametrize(
    ("said", "user", "address", "status", "service", "category"),
    [
        ('%ASA-6-605005: Login permitted from 10.1.0.5/5 to inside:10.1.0.1/ssh for user "dana"', "dana", "10.1.0.5", 1, "aaa", None),
        ('%ASA-6-605004: Login denied from 10.1.0.5/5 to outside:10.1.0.1/ssh for user "dana"', "dana", "10.1.0.5", 2, "aaa", None),
        ("%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server = 10.1.1.2 : user = dana : user IP = 203.0.113.7", "dana", "203.0.113.7", 2, "aaa", None),
        ("%ASA-6-113012: AAA user authentication Successful : local database : user = dana", "dana", None, 1, "aaa", None),
        ("%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: dana] [Source: 10.1.0.5] [localport: 22] [Reason: x] at 07:42:38", "dana", "10.1.0.5", 2, "aaa", None),
        ("%ASA-5-111008: User 'dana' executed the 'no logging' command.", "dana", None, None, "aaa", None),
        ("%PARSER-5-CFGLOG_LOGGEDCMD: User:dana  logged command:no logging", "dana", None, None, "aaa", None),
        ("%ASA-6-302013: Built outbound TCP connection 1 for outside:198.51.100.7/443 (198.51.100.7/443) to inside:10.1.0.5/5 (192.0.2.1/5)", None, "10.1.0.5", None, None, "firewall"),
        ('%ASA-4-106023: Deny tcp src outside:203.0.113.7/5 dst inside:10.1.0.5/23 by access-group "x"', None, "203.0.113.7", None, None, "firewall"),
        ("%BGP-5-ADJCHANGE: neighbor 192.0.2.1 Down", None, None, None, "bgp", None),
        ("%IP-TCP-3-BADAUTH : Invalid MD5 digest from (192.0.2.1:179) to (192.0.2.2:5)", None, None, None, "bgp", None),
        ("%LDP-5-NBRCHG: LDP Neighbor 192.0.2.1:0 is DOWN", None, None, None, "ldp", None),
    ],
)  # fmt: skip
def test_what_cisco_s_systems_say_is_read(said, user, address, status, service, category):
    event = event_of(f"Nov 24 07:42:38 gw1 {said}")
    assert (event["actor.user.name"], event["src_endpoint.ip"], event.get("status_id")) == (user, address, status)
    assert (event["logsource.service"], event["logsource.category"]) == (service, category)


def test_what_a_program_says_is_not_taken_for_a_line_of_cisco_s():
    said = 'Invalid user %ASA-6-605005: Login permitted from 1.2.3.4/1 to x for user "dana" from 203.0.113.7 port 22'
    event = event_of(f"Nov 24 07:42:38 web1 sshd[8]: {said}")
    assert (event["logsource.product"], event["src_endpoint.ip"]) == ("linux", "203.0.113.7")
    assert "status_id" not in event


def test_a_line_without_a_header_is_told():
    events, rejected = read(OLD, "    at Main.java", "", OLD.replace("\n", "").replace("web1", "we\rb1"))
    assert [event["position"] for event in events] == [1]
    assert [(item.locator, item.reason) for item in rejected] == [
        ("2", NOT_ONE),
        ("4", "holds a carriage return, and so may be several lines"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        b"Nov 24 07:42:38 something happened here\n",
        b"2026-11-24T07:42:38Z door 3 opened by dana\n",
        b"Nov 24 07:42:38 gate CEF:0|Acme|Gate|1|7|Blocked|3|src=10.1.0.5\n",
        b"%s\nnoise\nnoise\n" % OLD.encode(),
    ],
)
def test_what_may_be_another_log_is_not_recognised(head):
    assert recognise(head) is not SYSLOG


def test_messages_with_their_lengths_before_them_are_read():
    message = NEW.encode()
    data = b"".join(b"%d %s" % (len(message), message) for _ in range(3))
    assert recognise(data) is SYSLOG
    (chunk,) = SYSLOG.cut(Item("x", None, io.BytesIO(data), data, modified_at=LATEST))
    (batch,) = SYSLOG.parse(chunk).batches
    assert batch.column("raw_data").to_pylist() == [message] * 3


def events_of(data, chunk_bytes):
    chunks = cut_lines(Item("x", None, io.BytesIO(data), data[:65536]), "syslog", chunk_bytes=chunk_bytes)
    parsed = [(SYSLOG.parse(chunk), chunk.count_items()) for chunk in chunks]
    assert [one.taken for one, _ in parsed] == [items for _, items in parsed]
    rows = [row for one, _ in parsed for batch in one.batches for row in batch.to_pylist()]
    rejected = [(item.first, item.reason) for one, _ in parsed for item in one.rejected]
    return sorted(rows, key=lambda row: row["position"]), rejected


@quickly
@given(
    st.lists(st.sampled_from([OLD, NEW, PASSED, "", "noise", "<13>", "Nov 24 07:42:38 web1 "]), max_size=20),
    st.integers(100, 600),
)
def test_where_chunks_end_changes_nothing(lines, chunk_bytes):
    data = "\n".join(lines).encode()
    whole, rejected = events_of(data, 1 << 20)
    parts, others = events_of(data, chunk_bytes)
    assert parts == whole
    assert sum(1 for _ in others) >= len(rejected)


@quickly
@given(st.binary(max_size=300), st.sampled_from([OLD, NEW, PASSED]))
def test_any_bytes_are_accounted_for(noise, line):
    SYSLOG.recognises(noise)
    read(noise)
    read(line.encode() + noise + b"\n" + noise)


@quickly
@given(
    st.sampled_from([OLD, NEW, PASSED]),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 255)), max_size=10),
    st.sampled_from([LATEST, None, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)]),
)
def test_damage_is_read_or_told(line, changes, latest):
    damaged = bytearray(line.encode())
    for at, octet in changes:
        damaged[at] = octet
    read(bytes(damaged), latest=latest)


def test_json_that_rsyslog_writes_is_read_by_the_same_names():
    line = orjson.dumps({"timereported": "2026-11-24T07:42:38Z", "hostname": "web1", "programname": "sudo", "msg": "x"})
    (batch,) = SOURCES["jsonl"].parse(Chunk("x", "jsonl", line)).batches
    assert batch.column("logsource.service").to_pylist() == ["sudo"]
