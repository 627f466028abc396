"""What Zeek sees on the wire: requests without encryption (JSON), and names looked up (tab-separated).

https://docs.zeek.org/en/master/log-formats.html
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any, NamedTuple

from custodes.sample.systems.files import JSON_LINES, Form, Record, write_text
from custodes.sample.systems.kinds import packed, week_of
from custodes.sample.systems.pages import Page, page_of
from custodes.sample.systems.seat import OUTSIDE_NETWORK, Crew, Seat, Step
from custodes.sample.texts import load_text

NAME_SERVER = "10.10.255.53"
REQUESTS_A_PERSON, LOOKUPS_A_PERSON = 6.0, 16.0
SHARE_UNKNOWN = 0.02
_COLUMNS = {
    "ts": "time", "uid": "string", "id.orig_h": "addr", "id.orig_p": "port", "id.resp_h": "addr", "id.resp_p": "port",
    "proto": "enum", "trans_id": "count", "rtt": "interval", "query": "string", "qclass": "count",
    "qclass_name": "string", "qtype": "count", "qtype_name": "string", "rcode": "count", "rcode_name": "string",
    "AA": "bool", "TC": "bool", "RD": "bool", "RA": "bool", "Z": "count", "answers": "vector[string]",
    "TTLs": "vector[interval]", "rejected": "bool",
}  # fmt: skip
_HEADER = (
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    "#path\tdns",
    "\t".join(("#fields", *_COLUMNS)),
    "\t".join(("#types", *_COLUMNS.values())),
    "",
)
_TYPE_NUMBERS = {"A": 1, "CNAME": 5, "NULL": 10, "MX": 15, "TXT": 16, "AAAA": 28}
_CODE_NUMBERS = {"NOERROR": 0, "NXDOMAIN": 3}
_DNS = Form("line", write_text, begin="\n".join(_HEADER).encode())


class Wire:
    """Zeek's http.log."""

    name = "wire"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/network/http-{week_of(day)}.log", day), JSON_LINES

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """What programs fetch unencrypted: revocations, updates, the state of printers."""
        rows, rng = load_text("ordinary")["plain_requests"], crew.rng
        for at, person in crew.moments(REQUESTS_A_PERSON):
            row = rng.choice(rows)
            page = Page(
                row["url"].format(n=rng.randrange(10**6)), length=row["length"], kind=row["type"], agent=row["agent"]
            )
            yield Record(at, _request(at, person.addresses[0], page, rng))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A request of the person's computer."""
        page = page_of(step.way, seat.rng)
        return Record(step.at, _request(step.at, seat.person.addresses[0], page, seat.rng))


def _request(at: float, client: str, page: Page, rng: Random) -> dict[str, Any]:
    return {
        "ts": round(at, 6),
        "uid": _uid(rng),
        "id.orig_h": client,
        "id.orig_p": rng.randrange(49_152, 65_535),
        "id.resp_h": page.address,
        "id.resp_p": page.port,
        "trans_depth": 1,
        "method": page.method,
        "host": page.host if page.port == 80 else f"{page.host}:{page.port}",
        "uri": page.target,
        "version": "1.1",
        "user_agent": page.agent,
        "request_body_len": 240 if page.method == "POST" else 0,
        "response_body_len": page.length,
        "status_code": page.status,
        "tags": [],
        "resp_mime_types": [page.kind],
    }


def _uid(rng: Random) -> str:
    return f"C{rng.getrandbits(68):017x}"


class Names:
    """Zeek's dns.log."""

    name = "names"

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/network/dns-{week_of(day)}.log", day), _DNS

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Names of sites of work, of updates, and some that do not exist."""
        rng = crew.rng
        hosts = [site["host"] for site in load_text("sites")["work"] for _ in range(site["weight"])]
        hosts += load_text("ordinary")["looked_up"] * 4
        for at, person in crew.moments(LOOKUPS_A_PERSON):
            asked = Question(rng.choice(hosts), "AAAA" if rng.random() < 0.3 else "A")
            if rng.random() < SHARE_UNKNOWN:
                asked = asked._replace(code="NXDOMAIN")
            yield Record(at, _lookup(at, person.addresses[0], asked, rng))

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A name that the person's computer looked up."""
        return Record(step.at, _lookup(step.at, seat.person.addresses[0], Question(**step.way), seat.rng))


class Question(NamedTuple):
    """A name, of what type its record should be, and how the answer began."""

    query: str
    type: str = "A"
    code: str = "NOERROR"


def _lookup(at: float, client: str, asked: Question, rng: Random) -> str:
    query, kind, code = asked
    answered = code == "NOERROR" and kind in ("A", "CNAME")
    answer = f"{OUTSIDE_NETWORK}.{zlib.crc32(query.encode()) % 250 + 1}" if answered else "-"
    connection = f"{client}\t{rng.randrange(49152, 65535)}\t{NAME_SERVER}\t53\tudp\t{rng.randrange(65536)}\t0.021"
    question = f"{query}\t1\tC_INTERNET\t{_TYPE_NUMBERS[kind]}\t{kind}\t{_CODE_NUMBERS[code]}\t{code}"
    ttl = "300.0" if answered else "-"
    return f"{at:.6f}\t{_uid(rng)}\t{connection}\t{question}\tF\tF\tT\tT\t0\t{answer}\t{ttl}\tF"
