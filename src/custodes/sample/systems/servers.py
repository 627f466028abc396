"""What the servers tell: systemd's journal (JSON lines), and the kernel's audit log.

https://systemd.io/JOURNAL_EXPORT_FORMATS/; https://github.com/linux-audit/audit-documentation
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from custodes.sample.systems.files import JSON_LINES, LINES, Form, Record
from custodes.sample.systems.kinds import packed, week_of
from custodes.sample.systems.seat import SERVERS, Crew, Seat, Step

MESSAGES_A_SERVER = 40
_OPERATIONS = {"USER_ACCT": "PAM:accounting", "CRED_ACQ": "PAM:setcred", "USER_START": "PAM:session_open"}
_ORDINARY = (
    ("CRON", "pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)"),
    ("CRON", "(root) CMD (   cd / && run-parts --report /etc/cron.hourly)"),
    ("systemd", "Starting Daily apt download activities..."),
    ("systemd", "Finished Rotate log files."),
    ("sshd", "Accepted publickey for backup from 10.10.255.12 port {port} ssh2: RSA SHA256:{hex}"),
    ("sshd", "Received disconnect from 10.10.255.12 port {port}:11: disconnected by user"),
    ("sshd", "Failed password for {account} from {ip} port {port} ssh2"),
    ("sudo", "  {account} : TTY=pts/0 ; PWD=/home/{account} ; USER=root ; COMMAND=/usr/bin/apt update"),
    ("smbd", "connect to service public initially as user {account}"),
)


class Journal:
    """The journal of the servers."""

    name = "journal"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/servers/journal-{week_of(day)}.jsonl", day), JSON_LINES

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Timers, backups, and those of IT at work."""
        rng = crew.rng
        it = [person for person in crew.staff if person.department == "Information Technology"]
        for server in SERVERS:
            for at in crew.around_the_clock(MESSAGES_A_SERVER):
                person, (name, text) = rng.choice(it), rng.choices(_ORDINARY, (9, 9, 5, 5, 9, 9, 1, 2, 9))[0]
                facts = {"port": str(rng.randrange(30_000, 60_000)), "hex": f"{rng.getrandbits(160):040x}"}
                message = text.format(account=person.account, ip=person.addresses[0], **facts)
                yield Record(at, _entry(at, server, name, message, rng))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A message of a server about the person."""
        way = step.way
        return Record(step.at, _entry(step.at, seat.facts["server"], way["name"], way["message"], seat.rng))


def _entry(at: float, server: str, name: str, message: str, rng: Random) -> dict[str, Any]:
    unit = {"sshd": "ssh.service", "CRON": "cron.service", "smbd": "smbd.service"}.get(name, "init.scope")
    return {
        "__CURSOR": f"s={rng.getrandbits(64):016x}",
        "__REALTIME_TIMESTAMP": str(int(at * 1_000_000)),
        "_HOSTNAME": server,
        "PRIORITY": "6",
        "SYSLOG_FACILITY": "10",
        "SYSLOG_IDENTIFIER": name,
        "_COMM": name.lower(),
        "_PID": str(rng.randrange(400, 60_000)),
        "_UID": "0",
        "_SYSTEMD_UNIT": unit,
        "_TRANSPORT": "syslog",
        "MESSAGE": message,
    }


class Audit:
    """The audit log of one server."""

    name = "audit"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/servers/audit-{week_of(day)}.log", day), LINES

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Timers that sign in, and services that start."""
        rng = crew.rng
        for at in crew.around_the_clock(MESSAGES_A_SERVER):
            kind = rng.choice((*_OPERATIONS, "SERVICE_START"))
            yield Record(at, _audit_line(at, kind, _audited(kind, rng), rng))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A record of what was done on the server."""
        return Record(step.at, _audit_line(step.at, step.way["type"], step.way["text"], seat.rng))


def _audited(kind: str, rng: Random) -> str:
    if kind == "SERVICE_START":
        what = 'unit=logrotate comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=?'
    else:
        what = f'op={_OPERATIONS[kind]} acct="root" exe="/usr/sbin/cron" hostname=? addr=? terminal=cron'
    who = f"pid={rng.randrange(400, 60_000)} uid=0 auid=4294967295 ses=4294967295 subj=unconfined"
    return f"{who} msg='{what} res=success'"


def _audit_line(at: float, kind: str, text: str, rng: Random) -> str:
    return f"type={kind} msg=audit({int(at)}.{int(at * 1000) % 1000:03d}:{rng.randrange(100, 90_000)}): {text}"
