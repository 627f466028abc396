"""Exchange's journal: every message of some, each wrapped in a report of who really got it.

https://learn.microsoft.com/exchange/security-and-compliance/journaling/journaling
"""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from email.utils import format_datetime
from io import BytesIO
from random import Random

from custodes.sample.documents import make_docx
from custodes.sample.mail.post import Draft, Post, parse_party, party
from custodes.sample.mail.wire import Attachment, Letter, Party, write_letter
from custodes.sample.people import Member
from custodes.sample.plan import DOMAIN, ZONE, Plan
from custodes.sample.systems.files import Form, Record
from custodes.sample.systems.seat import Crew, Seat, Step, Way
from custodes.sample.systems.sheets import mime_of, rows_of, write_sheet
from custodes.sample.works import copy_of

SHARE_JOURNALED = 0.25
"""Letters and threads a day that are journaled, for each of the staff at work."""
JOURNAL = f"MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@{DOMAIN}"
_BOX = Form("message", bytes, between=b"", end=b"")
_MIME = {
    "docm": "application/vnd.ms-word.document.macroEnabled.12",
    "zip": "application/zip",
    "html": "text/html",
    "pdf": "application/pdf",
}


class Journaling:
    """One report a message, in a mailbox a month."""

    name = "mail"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a month."""
        return f"messages/journal/{day:%Y-%m}.mbox", _BOX

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """Letters between colleagues and with vendors."""
        post = Post(self._plan, crew.staff, crew.rng)
        for at, person in crew.moments(SHARE_JOURNALED):
            row = post.rng.choice(post.words["internal"])
            other = post.vendor() if post.rng.random() < 0.3 else party(post.colleague(person))
            facts = post.facts(party(person), other)
            yield _record(post.draft(at, post.letter(row, party(person), other, facts)), crew.rng)

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A letter to the person, or from them."""
        post = Post(self._plan, seat.staff, seat.rng)
        write = _outgoing if step.way.get("to") else _incoming
        return _record(post.draft(step.at, write(post, seat.person, step.way)), seat.rng)


def _incoming(post: Post, person: Member, way: Way) -> Letter:
    to, sender = party(person), parse_party(way["from"])
    return _letter(post, way, sender, to)


def _outgoing(post: Post, person: Member, way: Way) -> Letter:
    known = {"colleague": lambda: party(post.colleague(person)), "vendor": post.vendor, "outside": post.patron}
    to = known[way["to"]]() if way["to"] in known else parse_party(way["to"])
    return _letter(post, way, parse_party(way["from"]) if "from" in way else party(person), to)


def _letter(post: Post, way: Way, sender: Party, to: Party) -> Letter:
    facts = post.facts(sender, to)
    letter = post.letter({"subject": way["subject"], "text": way["text"]}, sender, to, facts)
    return replace(
        letter,
        reply_to=way.get("reply_to", ""),
        server=way.get("server", ""),
        list_id=way.get("list", ""),
        auth=way.get("auth", letter.auth),
        attachments=(_file(way, post.rng),) if "file" in way else (),
        html=bool(way.get("html")),
    )


def _file(way: Way, rng: Random) -> Attachment:
    if "sheet" in way:
        header, kind = way["sheet"]
        content = write_sheet(way["file"], [header, *rows_of(kind, rng)])
        return Attachment(way["file"], mime_of(way["file"]), content)
    if "work" in way:
        content = copy_of(way["work"], way["file"].rpartition(".")[2], form=way.get("form", "whole"))
        return Attachment(way["file"], mime_of(way["file"]), content)
    if "page" in way:
        return Attachment(way["file"], "text/html", f"<html><body>{way['page']}</body></html>".encode())
    return _attachment(way["file"], rng, locked=way.get("locked", False))


def _attachment(name: str, rng: Random, *, locked: bool) -> Attachment:
    ending = name.rpartition(".")[2].lower()
    if ending in ("docm", "xlsm", "docx"):
        content = make_docx([name])
    elif ending == "zip":
        content = _zip(name, locked=locked)
    elif ending in ("html", "svg"):
        form = f"<form action='https://formsafe.example/{rng.getrandbits(32):08x}'>Sign in</form>"
        content = f"<html><body>{form}</body></html>".encode()
    else:
        content = {"pdf": b"%PDF-1.4\n", "exe": b"MZ\x90\0", "scr": b"MZ\x90\0"}.get(ending, b"") + rng.randbytes(1_200)
    return Attachment(name, _MIME.get(ending, "application/octet-stream"), content)


def _zip(name: str, *, locked: bool) -> bytes:
    """An archive; a locked one says so by its flags (APPNOTE.TXT 4.4.4, bit 0), which is all that readers go by."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(zipfile.ZipInfo(f"{name[:-4]}.xlsx", (2026, 1, 1, 0, 0, 0)), b"0" * 600)
    content = bytearray(file.getvalue())
    if locked:
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _record(draft: Draft, rng: Random) -> Record:
    """The letter in its report: in the first part who got it, in the second itself."""
    letter, seam = draft.letter, f"_journal_{rng.getrandbits(64):016x}"
    told = (
        f"Sender: {letter.sender.email}",
        f"Subject: {letter.subject}",
        f"Message-Id: {draft.id}",
        *(f"To: {one.email}" for one in letter.to),
    )
    parts = (
        _head(draft, seam, rng),
        f'--{seam}\nContent-Type: text/plain; charset="utf-8"\n\n'.encode(),
        "\n".join(told).encode(),
        f"\n\n--{seam}\nContent-Type: message/rfc822\n\n".encode(),
        write_letter(letter, draft.at, draft.id),
        f"\n--{seam}--\n".encode(),
    )
    stamp = time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(int(draft.at)))
    return Record(
        draft.at, f"From {JOURNAL} {stamp}\n".encode() + b"".join(parts).replace(b"\nFrom ", b"\n>From ") + b"\n"
    )


def _head(draft: Draft, seam: str, rng: Random) -> bytes:
    lines = (
        f"From: Microsoft Outlook <{JOURNAL}>",
        f"To: journal@archive.{DOMAIN}",
        "Subject: Journal",
        f"Date: {format_datetime(datetime.fromtimestamp(int(draft.at), ZONE))}",
        f"Message-ID: <{rng.getrandbits(64):016x}@{DOMAIN}>",
        "X-MS-Journal-Report:",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{seam}"',
    )
    return "\n".join(lines).encode() + b"\n\n"
