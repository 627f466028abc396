"""Batches of any kind, as no source would make them: for what must hold whatever comes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from custodes.events import make_batch

SECRET, CARD, LIBRARY_CARD, SOCIAL = "tR4il-Mix#92", "4111111111111111", "21930000417322", "219-09-9999"
PRIVATE = "quilla.marsh77@freepost.example"
PLANTED = (SECRET, CARD, "4111 1111 1111 1111", LIBRARY_CARD, SOCIAL, PRIVATE)
"""What no reason may repeat."""

ADDRESSES = (
    PRIVATE, "apalmer@fernwood.example", "bosei@fernwood.example", "ap@bakerhollis.example", "a@fernwood.exampIe.top",
    "apalmer@fernw00d.example", "no address", "@", "a@", "<>", "x" * 400 + "@y.example", "\x00@\u202e.example",
)  # fmt: skip
HOSTS = (
    "fernwood.example", "luckyspin.example", "veilway.example", "xn--80ak6aa92e.com", "192.0.2.7", "bit.ly", "pornhub.com", "bet365.com", "", ".",
    "..", "a" * 300, "\u0430pple.com", "fe80::1", "thepiratebay.org", "tracker.example", "mail.google.com",
)  # fmt: skip
URLS = (
    "https://luckyspin.example/play", "http://192.0.2.7:9001/", "https://user:tR4il-Mix%2392@db.example/x", "http://[", "://",
    "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567", "data:text/html,<form>", "https://a@b@c/",
    f"https://ils.fernwood.example/patron?card={LIBRARY_CARD}", "javascript:alert(1)", "fernwood.example:443",
    "https://bigswarm.example/announce?info_hash=%00", f"https://x.example/?q={PRIVATE}", "setup.exe",
)  # fmt: skip
SAYINGS = (
    f"The password is {SECRET}", f"user apalmer pw: {SECRET}", f"card {CARD} exp 11/27 cvv 123", f"SSN {SOCIAL}, born 4 May 1961",
    f"Card: {LIBRARY_CARD} has checked out: Blue Hour Diner", f"{PRIVATE} wrote to you", "Your mailbox is full: verify your password now!",
    "I will kill you on Friday", "pay 1200 USD in bitcoin or I send the video to everyone", "you people are vermin",
    "Hold ready for pickup", "Dear Ada,\n\nsee you at noon.\n\n-- \nBen", "> quoted\n> lines", "URGENT!!!", "请问图书馆开放时间",
    "name,card,email\nAna,21930000417322,a@b.example\n" * 12, "GB82 WEST 1234 5698 7654 32", "sk_live_" + "4eC39HqLyjWDarjtT1zdP7dc",
    "\x00\x01\x1b[2J\u202e\ufeff\ufffd", " \t\n" * 30, "((((" * 200, "<b" * 300, "=?utf-8?q?" * 40, "e\u0301" * 200,
)  # fmt: skip
NAMES = (
    "Ada Palmer",
    "apalmer",
    "FERNWOOD\\bosei",
    "CN=Osei, Ben",
    "root",
    "10.1.0.7",
    "fpl-0001",
    "frontdesk",
    "s001",
    "?",
    "-",
    "",
)
FILES = (
    "setup.exe", "invoice.pdf.exe", "patrons.csv", "logins.kdbx", "a.zip", "film.mkv", "../../x", ".", "", "\x00.docm",
    "photo.jpg", "song.mp3",
)  # fmt: skip
WORDS = (
    "GET", "CONNECT", "text/html", "application/x-msdownload", "IMAP4", "Basic", "NTLM V1", "US", "BR", "??", "chat", "text message",
    "voicemail", "A", "TXT", "NXDOMAIN", "4624", "security", "windows", "process_creation", "spf=fail; dmarc=fail", "Mozilla/5.0",
    "pass", "2", "Authenticated SMTP", "curl/8.0", "fast", "raw", "Browser",
)  # fmt: skip
POOLS = (ADDRESSES, HOSTS, URLS, SAYINGS, NAMES, FILES, WORDS)
_BY_WORD = {
    "email.from_name": NAMES, "email.to": ADDRESSES, "email.from": ADDRESSES, "email.message_uid": WORDS, "email.list_id": HOSTS,
    "email_auth": ("spf=fail; dmarc=fail", "mx.fernwood.example; spf=pass smtp.mailfrom=x; dkim=pass; dmarc=pass"), "email.subject": SAYINGS,
    "email.": ADDRESSES, "hostname": HOSTS, "url": URLS, "body": SAYINGS, "message": SAYINGS, "text": SAYINGS, "referrer": URLS,
    "user.name": NAMES, "device.": ("fpl-0001", "fpl-0002", "HOME-PC", ""), "ip": ("10.1.0.7", "192.88.99.4", "192.88.99.9"),
    "country": ("US", "BR", "JP", ""), "auth_protocol": ("IMAP4", "NTLM V1", "Basic", "Browser", "POP3"), "name": FILES,
    "http_method": ("GET", "CONNECT", "POST"), "content_type": ("text/html", "application/x-msdownload", "image/png"),
    "mime_type": ("application/zip", "text/csv", "image/jpeg"), "communication.from": NAMES, "communication.to": NAMES,
    "kind": ("chat", "text message", "voicemail"), "sha256": ("ab" * 32,),
}  # fmt: skip
"""What stands in a column whose name holds that word; the first that fits."""
_NUMBERS = {"code": (200, 403), "length": (40_000, 3_000_000), "status_id": (1, 1, 1, 2), "action_id": (0, 1, 2)}


def likely_batch(schema: pa.Schema, rng: Random, rows: int) -> pa.RecordBatch:
    """Events whose columns hold what could stand there, so that every detector finds something among many."""
    columns = {field.name: [_likely(field.name, field.type, rng) for _ in range(rows)] for field in schema}
    columns |= {"source": ["x"] * rows, "position": list(range(1, rows + 1)), "unmapped": [None] * rows}
    if "email.from" in columns:
        columns["email.from"] = [rng.choice(ADDRESSES[1:3] if rng.random() < 0.5 else ADDRESSES) for _ in range(rows)]
    return make_batch(schema, columns, rows=rows)


def _likely(name: str, kind: pa.DataType, rng: Random) -> Any:
    if pa.types.is_large_binary(kind):
        return b"a line"
    if pa.types.is_list(kind):
        return [_likely(name, kind.value_type, rng) for _ in range(rng.randrange(4))]
    if pa.types.is_struct(kind):
        return {one.name: _likely(one.name, one.type, rng) for one in kind}
    if pa.types.is_timestamp(kind):
        return rng.choice(MOMENTS)
    if pa.types.is_boolean(kind):
        return rng.choice((True, False, None))
    if pa.types.is_integer(kind):
        return rng.choice(next((known for word, known in _NUMBERS.items() if word in name), (0, 1, 1000)))
    return rng.choice(_fitting(name))


def _fitting(name: str) -> tuple[str, ...]:
    return next((pool for word, pool in _BY_WORD.items() if word in name), SAYINGS)


def batches(schema: pa.Schema, *, most_rows: int = 5) -> st.SearchStrategy[pa.RecordBatch]:
    """Batches of events of that kind: each column filled, half-filled or empty."""
    return st.integers(1, most_rows).flatmap(
        lambda rows: st.fixed_dictionaries({field.name: _column(field, rows) for field in schema}).map(
            lambda columns: make_batch(schema, columns, rows=rows)
        )
    )


def _column(field: pa.Field, rows: int) -> st.SearchStrategy[Any]:
    values = st.lists(_value(field.name, field.type), min_size=rows, max_size=rows)
    if field.name in _ALWAYS:
        return values
    return st.one_of(
        st.none(), values, st.lists(st.none() | _value(field.name, field.type), min_size=rows, max_size=rows)
    )


_ALWAYS = ("source", "position", "raw_data")
"""Every source fills them."""


def _value(name: str, kind: pa.DataType) -> st.SearchStrategy[Any]:
    if name in ("raw_data", "unmapped"):
        return st.dictionaries(
            st.sampled_from(("CommandLine", "Operation", "TargetUserName", "x")), _text(""), max_size=3
        ).map(lambda fields: json.dumps(fields).encode())
    if pa.types.is_list(kind):
        return st.lists(_value(name, kind.value_type), max_size=4)
    if pa.types.is_struct(kind):
        return st.none() | st.fixed_dictionaries({one.name: st.none() | _value(one.name, one.type) for one in kind})
    if pa.types.is_timestamp(kind):
        far = st.integers(0, 7_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
        return far | st.sampled_from(MOMENTS)
    if pa.types.is_boolean(kind):
        return st.booleans()
    if pa.types.is_integer(kind):
        most = min(2 ** (kind.bit_width - 1) - 1, 2**40)
        return st.sampled_from((0, 1, 2, 100)) | st.integers(1 if name == "position" else -1, most)
    return _text(name)


MOMENTS = tuple(datetime(2026, 11, 24, 15, minute, tzinfo=UTC) for minute in range(0, 60, 7))
"""Close to each other, so that things add up."""


def _text(name: str) -> st.SearchStrategy[str]:
    fitting = _fitting(name)
    anything = st.text(st.characters(codec="utf-8"), max_size=30)
    return st.one_of(st.sampled_from(fitting), st.sampled_from(fitting), st.sampled_from(sum(POOLS, ())), anything)
