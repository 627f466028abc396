"""Voicemail: a folder a mailbox, in it a note and a recording for each call. The recordings are silent.

Asterisk notes who called (https://docs.asterisk.org, app_voicemail); FreeSWITCH writes down what was said, too
(https://developer.signalwire.com/freeswitch, mod_voicemail).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from custodes.sample.systems.files import Form, Record
from custodes.sample.systems.seat import Crew, Seat, Step, say_something

CALLS_FOR_ONE_OF, MOST_CALLS_A_DAY = 20, 12
"""One call a day for every so many of those at work, up to so many."""
SHARE_WRITTEN_DOWN = 0.5
MAILBOXES = 60
_SILENCE = b"\0" * 320


@dataclass(frozen=True, slots=True)
class Call:
    """One message left."""

    at: float
    mailbox: str
    caller: str
    seconds: int
    words: str = ""
    """What was said, where it was written down."""


class Voicemail:
    """The phone system."""

    name = "voicemail"

    def place(self, _: date, key: str) -> tuple[str, Form]:
        """The folder of a mailbox."""
        return f"messages/voicemail/{key}/INBOX", Form("record", _write_note)

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """A few calls, half of them written down."""
        rng = crew.rng
        calls = min(MOST_CALLS_A_DAY, max(1, len(crew.present) // CALLS_FOR_ONE_OF)) if crew.present else 0
        for at, _ in zip(crew.around_the_clock(calls), range(calls), strict=False):
            words = say_something("voicemail", rng) if rng.random() < SHARE_WRITTEN_DOWN else ""
            mailbox = _mailbox(rng.choice(crew.present)[0].number)
            call = Call(at, mailbox, f"312555{rng.randrange(100, 200):04d}", rng.randrange(4, 90), words)
            yield Record(at, call, mailbox)

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """A call to the person's mailbox."""
        mailbox, rng = _mailbox(seat.person.number), seat.rng
        call = Call(step.at, mailbox, f"312555{rng.randrange(100, 200):04d}", rng.randrange(9, 60), step.way["text"])
        return Record(step.at, call, mailbox)


class NoteFiles:
    """Two files a call: a note and a recording, numbered in their folder."""

    def __init__(self, root: Path, system: Voicemail) -> None:
        self._root, self._system = root, system
        self._counts: dict[str, int] = {}

    def write_day(self, day: date, records: Iterable[Record]) -> int:
        """Adds a day's calls; gives the number of files."""
        calls = sorted(records, key=lambda record: record.at)
        for record in calls:
            name, form = self._system.place(day, record.key)
            self._write(name, form, record)
        return 2 * len(calls)

    def _write(self, name: str, form: Form, record: Record) -> None:
        note = form.write(record.data)
        number = self._counts[name] = self._counts.get(name, -1) + 1
        folder, file = self._root / name, f"msg{number:04d}{'.json' if note.startswith(b'{') else '.txt'}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(note)
        (folder / f"msg{number:04d}.wav").write_bytes(_wave())
        if record.planted is not None:
            record.planted.evidence.append((f"{name}/{file}", f"{form.unit} {form.first}"))

    def close(self) -> None:
        """Nothing is open."""


def _mailbox(number: int) -> str:
    return str(100 + number % MAILBOXES)


def _write_note(call: Call) -> bytes:
    return _freeswitch(call) if call.words else _asterisk(call)


def _freeswitch(call: Call) -> bytes:
    note = {
        "created_epoch": int(call.at),
        "username": call.mailbox,
        "cid_name": call.caller,
        "cid_number": call.caller,
        "file_path": f"/var/lib/freeswitch/voicemail/default/fernwood.example/{call.mailbox}/msg_{int(call.at)}.wav",
        "message_len": call.seconds,
        "message_transcription": call.words,
    }
    return orjson.dumps(note)


def _asterisk(call: Call) -> bytes:
    moment = datetime.fromtimestamp(call.at, UTC)
    values = {
        "origmailbox": call.mailbox, "context": "from-internal", "macrocontext": "", "exten": "s-NOANSWER",
        "rdnis": "unknown", "priority": "4", "callerchan": f"PJSIP/trunk-{int(call.at) % 10_000:08x}",
        "callerid": f'"{call.caller}" <{call.caller}>', "origdate": f"{moment:%a %b %d %I:%M:%S %p} UTC {moment:%Y}",
        "origtime": int(call.at), "category": "", "msg_id": f"{int(call.at)}-00000001", "flag": "",
        "duration": call.seconds,
    }  # fmt: skip
    lines = "".join(f"{name}={value}\n" for name, value in values.items())
    return f";\n; Message Information file\n;\n[message]\n{lines}".encode()


def _wave() -> bytes:
    """A fiftieth of a second of silence, 8,000 samples a second, 16 bits (RIFF/WAVE)."""
    sound = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8_000, 16_000, 2, 16)
    body = b"WAVE" + sound + struct.pack("<4sI", b"data", len(_SILENCE)) + _SILENCE
    return struct.pack("<4sI", b"RIFF", len(body)) + body
