r"""A line of Cisco's systems, as IOS, NX-OS and ASA send it and collectors store it:

    Nov 24 07:42:38 gw1 123: *Nov 24 07:42:37.123: %SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: admin] …
    <166>Nov 24 2026 07:42:38 fw1 : %ASA-6-605005: Login permitted from 10.1.0.5/51234 to inside:10.1.0.1/ssh …

What stands between the percent sign and the colon is the event's code: facility, severity, mnemonic or number.
https://www.cisco.com/c/en/us/td/docs/routers/access/wireless/software/guide/SysMsgLogging.html, "System Log Message
Format"; https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/asa-syslog.html
"""

from __future__ import annotations

import re

from custodes.sources.syslog.message import TIME, read_priority, tell_time

LONGEST_HEADER = 256

_CODE = re.compile(
    r"%(?P<facility>[A-Z][A-Z0-9_+]*(?:-[A-Z0-9_+]+)*?)(?:-[a-z]+)?-(?P<severity>[0-7])-(?P<mnemonic>\w+) ?: ?",
    re.ASCII,
)
_ZONE = r"(?: (?:UTC|GMT|[+-]\d\d:\d\d|[A-Z]{3,4}))?"
_TIME = rf"{TIME}|\d{{4}} [A-Z][a-z]{{2}} [ \d]?\d \d\d:\d\d:\d\d(?:\.\d{{1,9}})?"
_WORD = r"[A-Za-z0-9][\w.-]*"
_BEFORE = re.compile(
    r"(?:<(?P<priority>\d{1,3})>)?:? ?(?:\d{1,10}: )?"
    rf"(?:(?P<origin>{_WORD}): )?"  # IOS, `logging origin-id`
    r"(?P<node>[A-Z\d]+(?:/[A-Z\d]+)+:)?"  # IOS XR, and below the program
    rf"(?:[*.]?(?P<time>{_TIME})(?P<zone>{_ZONE}))?"
    rf"(?: ?:)? ?(?:(?P<host>(?:{_WORD}|[0-9A-Fa-f:.]+))(?: |: | : |$))??"
    rf"(?:\d{{1,10}}: (?:{_WORD}: )?)?"  # a word alone may be the tag of a program of another system
    rf"(?:[*.]?(?P<own>{_TIME})(?P<own_zone>{_ZONE}): )?(?(node)(?:[\w.-]+\[\d+\]: )?):? ?",
    re.ASCII,
)
_YEAR_FIRST = re.compile(r"(\d{4}) ([A-Z][a-z]{2} [ \d]?\d)")
_KNOWN_ZONES = ("", " UTC", " GMT")


def read_cisco(line: str, latest: str) -> dict[str, str] | None:
    """The fields of such a line; None where it is none. `latest` as in `read_message`.

    The code must follow the header: what a program of another system says may look like one.
    """
    code = _CODE.search(line, 0, LONGEST_HEADER) if "%" in line else None
    before = code and _BEFORE.fullmatch(line, 0, code.start())
    if code is None or before is None:
        return None
    fields = {
        "hostname": before["host"] or before["origin"] or "",
        "facility": code["facility"],
        "severity": code["severity"],
        "mnemonic": code["mnemonic"],
        "code": f"{code['facility']}-{code['severity']}-{code['mnemonic']}",
        "msg": line[code.end() :],
        **read_priority(before["priority"]),
        "timereported": _tell_time(before, latest),
    }
    return {name: value for name, value in fields.items() if value or name in {"hostname", "msg"}}


def _tell_time(before: re.Match[str], latest: str) -> str:
    """The collector's time, else the system's own; empty for one in a zone that may be any of several."""
    for time, zone in ((before["time"], before["zone"]), (before["own"], before["own_zone"])):
        is_known = time and (zone in _KNOWN_ZONES or zone[1] in "+-")
        if is_known and (told := tell_time(_YEAR_FIRST.sub(r"\2 \1", time) + zone, latest)):
            return told
    return ""
