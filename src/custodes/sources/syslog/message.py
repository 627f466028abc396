r"""A message as syslog carries it, in any of its forms, as its fields under rsyslog's names for them:

    Nov 24 07:42:38 web1 sshd[812]: Accepted password for dana from 10.1.0.5 port 51122 ssh2    RFC 3164, section 4.1
    <86>1 2026-11-24T07:42:38.003Z web1 sshd 812 - [meta sequenceId="1"] Accepted password …    RFC 5424, section 6
    2026-11-24T07:42:38.003+00:00 web1 sshd[812]: Accepted password …                           as rsyslog writes files

The names: https://www.rsyslog.com/doc/configuration/properties.html
"""

from __future__ import annotations

import re

from custodes.sources.syslog.times import is_yearless, read_time_before

TIME = (
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
    r"|[A-Z][a-z]{2} [ \d]?\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?"
)
_PRIORITY = r"<(?P<priority>\d{1,3})>"
_DATA = r'-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*+")*+\])++'
_NEW = re.compile(
    rf"{_PRIORITY}1 (?P<time>\S+) (?P<host>\S+) (?P<program>\S+) (?P<pid>\S+) (?P<id>\S+) (?P<data>{_DATA})"
    r"(?: \ufeff?(?P<message>.*))?",
    re.DOTALL | re.ASCII,
)
_OLD = re.compile(
    rf"(?:{_PRIORITY})?(?P<time>{TIME}) (?P<host>[\w.:%-]{{1,255}}) "
    r"(?:(?P<program>[\w./()@+-]{1,64})\]?(?:\[(?P<pid>\d{1,10})\])?:(?: |$))?(?P<message>.*)",
    re.DOTALL | re.ASCII,
)
_FACILITIES = (
    *("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp"),
    *("audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"),
)
_SEVERITIES = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
_NIL = "-"
NOT_ONE = "not a syslog line: no time and host before it"


def read_message(line: str, latest: str) -> dict[str, str] | None:
    """The fields of a line; None where it is none.

    `latest` is when its file was written, in ISO 8601, or empty: it tells the year where the line does not. Without
    either, `timereported` is missing. A time that cannot be is given as it stands.
    """
    found = _NEW.match(line) or _OLD.match(line)
    if found is None:
        return None
    parts = found.groupdict()
    fields = {
        "hostname": _said(parts["host"]),
        "programname": _said(parts["program"]),
        "msg": parts["message"] or "",
        "procid": _said(parts["pid"]),
        "msgid": _said(parts.get("id")),
        "structured-data": _said(parts.get("data")),
        **read_priority(parts["priority"]),
        "timereported": tell_time(parts["time"], latest),
    }
    return {name: value for name, value in fields.items() if value or name in {"hostname", "programname", "msg"}}


def read_priority(priority: str | None) -> dict[str, str]:
    """The facility and the severity that a priority stands for (RFC 5424, section 6.2.1); nothing for none."""
    facility, severity = divmod(int(priority or len(_FACILITIES) << 3), len(_SEVERITIES))
    if facility >= len(_FACILITIES):
        return {}
    return {"syslogfacility": _FACILITIES[facility], "syslogseverity": _SEVERITIES[severity]}


def tell_time(text: str, latest: str) -> str:
    """A time in ISO 8601; empty where nothing tells its year, and as it stands where it cannot be."""
    time = read_time_before(text.replace(",", "."), latest)
    return time or ("" if text == _NIL or (not latest and is_yearless(text)) else text)


def _said(value: str | None) -> str:
    return "" if value is None or value == _NIL else value
