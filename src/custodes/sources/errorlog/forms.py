"""What a line of an error log says, as its fields under the server's own names:

    [Tue Nov 24 07:42:38.123456 2026] [core:error] [pid 812:tid 140] [client 203.0.113.7:5120] AH00127: Cannot map …
    2026/11/24 07:42:38 [error] 812#0: *67 open() "/x" failed (2: No such file), client: 203.0.113.7, server: www, …

https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat; https://nginx.org/en/docs/ngx_core_module.html#error_log
and src/core/ngx_log.c, src/http/ngx_http_request.c. Times have no zone; they are taken as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

APACHE, NGINX = "apache", "nginx"

_APACHE = re.compile(
    r"\[(?P<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4})\] "
    r"\[(?:(?P<module>[\w-]*):)?(?P<level>\w+)\] "
    r"(?:\[pid (?P<pid>\d{1,10})(?::tid (?P<tid>\d{1,20}))?\] )?"
    r"(?:\[(?:client|remote) (?P<client>[^\]]*)\] )?(?P<message>.*)",
    re.DOTALL | re.ASCII,
)
_NGINX = re.compile(
    r"(?P<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) \[(?P<level>[a-z]+)\] (?P<pid>\d{1,10})#(?P<tid>\d{1,10}): "
    r"(?:\*(?P<connection>\d{1,20}) )?(?P<message>.*)",
    re.DOTALL | re.ASCII,
)
_TAIL = re.compile(
    r'"[^"]*"|, (client|server|request|subrequest|upstream|host|referrer): ("[^"]*"|[^,"]*)'  # none within quotes
)
_REFERER = re.compile(r", referer: (\S+)$")
KEPT = 4096


def server_of(line: str) -> str | None:
    """Which server wrote a line that begins as its lines do; None for any other."""
    if line.startswith("[") and _APACHE.match(line):
        return APACHE
    return NGINX if _NGINX.match(line) else None


def read_line(line: str, server: str) -> dict[str, str]:
    """The fields of a line. What has no head is a message alone: what a program of the server's wrote there."""
    found = (_APACHE if server == APACHE else _NGINX).match(line)
    if found is None:
        return {"errorlog": server, "message": line}
    fields = found.groupdict("")
    fields |= {"time": tell_time(fields["time"])}
    fields |= _read_apache(fields) if server == APACHE else _read_nginx(fields["message"])
    return {
        "errorlog": server,
        **{name: value for name, value in fields.items() if value},
        "message": fields["message"],
    }


def _read_apache(fields: dict[str, str]) -> dict[str, str]:
    referer = _REFERER.search(fields["message"])
    return {"client": without_port(fields["client"]), "referer": referer[1] if referer else ""}


def _read_nginx(message: str) -> dict[str, str]:
    """What stands behind the message: the first of each name, and the client where only one can be meant."""
    tail = _TAIL.findall(message) if ", client: " in message else []
    return {name: value.strip('"') for name, value in reversed(tail) if name} | _find_client(message)


_CLIENT = re.compile(r", client: ([^,\"]*)(?=, server: )")


def _find_client(message: str) -> dict[str, str]:
    """The client, nobody where several stand: a request can put an address of its choosing into the line.

    The server writes its own name behind the true one.
    """
    clients = set(_CLIENT.findall(message))
    if clients or message.count(", client: ") > 1:
        return {"client": clients.pop() if len(clients) == 1 else ""}
    return {}


def without_port(client: str) -> str:
    """The address of `203.0.113.7:5120`, and of `[2001:db8::5]:5120` or `2001:db8::5`."""
    host, colon, port = client.rpartition(":")
    is_whole = not colon or not port.isdigit() or (":" in host and not host.endswith("]"))
    return (client if is_whole else host).strip("[]")


@lru_cache(KEPT)
def tell_time(text: str) -> str:
    """The time in ISO 8601, of UTC; as it stands where it cannot be."""
    form = "%Y/%m/%d %H:%M:%S" if "/" in text else "%a %b %d %H:%M:%S.%f %Y" if "." in text else "%a %b %d %H:%M:%S %Y"
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return text
