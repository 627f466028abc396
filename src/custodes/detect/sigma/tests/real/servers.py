"""What servers of the library tell: the journal as `journalctl -o json` writes it, and the audit daemon's log. The forms'
addresses stand in the sources' own tests."""

from collections.abc import Sequence
from datetime import datetime

from custodes.detect.sigma.tests.real.case import OUTSIDE, Case, cases, json_lines, moments
from custodes.sources.linux.tests.test_journald import ENTRY

Said = tuple[str, str, datetime]


def said(program: str, *messages: str, every_seconds: float = 10) -> list[Said]:
    return [(program, message, at) for message, at in zip(messages, moments(len(messages), every_seconds), strict=True)]


def guessed(many: int) -> list[Said]:
    """Names that are none, tried by SSH."""
    words = "Failed password for invalid user test{0} from 192.88.99.7 port 4{0} ssh2"
    return said("sshd-session", *(words.format(number) for number in range(many)))


SUDO = "amoss : TTY=pts/0 ; PWD=/home/amoss ; USER=root ; COMMAND="
ERASED = "linux/typed-commands-erased"
JOURNAL = {
    "linux/root-by-password": (
        said("sshd", "Accepted password for root from 10.0.0.7 port 51122 ssh2"),
        said("sshd", "Accepted publickey for root from 10.0.0.7 port 51122 ssh2"),
    ),
    "linux/ssh-guessed": (guessed(50), guessed(9)),
    "linux/sudo-refused": (
        said("sudo", "amoss : user NOT in sudoers ; TTY=pts/0 ; PWD=/home/amoss ; USER=root ; COMMAND=/bin/bash"),
        said("sudo", f"{SUDO}/usr/bin/apt update"),
    ),
    ERASED: (
        said("sudo", f"{SUDO}/usr/bin/shred -u /root/.zsh_history"),
        said("sudo", f"{SUDO}/usr/bin/rm /var/tmp/x"),
    ),
}


def journal(entries: Sequence[Said]) -> bytes:
    return json_lines(
        *(
            ENTRY
            | {
                "__REALTIME_TIMESTAMP": f"{at.timestamp() * 1e6:.0f}",
                "SYSLOG_IDENTIFIER": program,
                "MESSAGE": message,
            }
            for program, message, at in entries
        )
    )


def refused(outcome: str) -> list[str]:
    """Thirty ends of a sign-in over SSH."""
    who = f'acct="root" exe="/usr/sbin/sshd" hostname=? addr={OUTSIDE} terminal=ssh res={outcome}'
    return [f"USER_LOGIN pid=9 uid=0 auid=4294967295 ses=4294967295 msg='op=login {who}'"] * 30


def started(*arguments: str) -> list[str]:
    """A program that was started, with its arguments; where they hold blanks, in hexadecimal digits."""
    words = (one.encode().hex().upper() if " " in one else f'"{one}"' for one in arguments)
    told = " ".join(f"a{number}={word}" for number, word in enumerate(words))
    return [
        f'SYSCALL arch=c000003e syscall=59 success=yes pid=9 auid=1000 uid=0 exe="/usr/bin/{arguments[0]}"',
        f"EXECVE argc={len(arguments)} {told}",
    ]


AUDIT = {
    ERASED: (started("bash", "-c", "unset HISTFILE; ./get.sh"), started("cat", "/root/.bash_history")),
    "linux/record-switched-off": (
        ["CONFIG_CHANGE op=set audit_enabled=0 old=1 auid=1000 ses=3 res=1"],
        ["CONFIG_CHANGE op=set audit_enabled=1 old=0 auid=1000 ses=3 res=1"],
    ),
    "linux/sign-ins-refused": (refused("failed"), refused("success")),
}


def audit(records: Sequence[str]) -> bytes:
    """One event every ten seconds; records of a system call and of its arguments are one."""
    lines, serial, at = [], 0, moments(len(records), 10)
    for number, record in enumerate(records):
        kind, _, rest = record.partition(" ")
        serial += kind != "EXECVE"
        lines.append(f"type={kind} msg=audit({at[number].timestamp():.3f}:{serial}): {rest}\n")
    return "".join(lines).encode()


def audit_in_journal(records: Sequence[str]) -> bytes:
    """The same as the journal keeps it: https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html."""
    entries = []
    for record, at in zip(records, moments(len(records), 10), strict=True):
        kind, _, rest = record.partition(" ")
        pairs = [pair.partition("=") for pair in rest.replace("msg='", "").replace("'", "").split()]
        fields = {f"AUDIT_FIELD_{name.upper()}": value.strip('"') for name, _, value in pairs}
        shared = {"__REALTIME_TIMESTAMP": f"{at.timestamp() * 1e6:.0f}", "_TRANSPORT": "audit", "_HOSTNAME": "web1"}
        entries.append({"__CURSOR": "s=1", **shared, "_AUDIT_TYPE_NAME": kind, "MESSAGE": f"{kind} {rest}", **fields})
    return json_lines(*entries)


STOPPED = ['SERVICE_STOP pid=1 uid=0 msg=\'unit={} comm="systemd" exe="/usr/lib/systemd/systemd" res=success\'']
CASES: list[Case] = [
    *cases("journal", journal, JOURNAL),
    *cases("audit", audit, AUDIT),
    *cases("audit-in-journal", audit_in_journal, AUDIT, without=[ERASED]),
    Case(
        "linux/record-switched-off",
        "stopped",
        audit([one.format("auditd") for one in STOPPED]),
        audit([one.format("cups") for one in STOPPED]),
    ),
]
