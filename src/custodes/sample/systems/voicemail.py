"""Voicemail as Asterisk keeps it: a folder a mailbox, in it a note and a recording for each call.

https://docs.asterisk.org, app_voicemail. Nothing is planted here: what is said there no rule can judge.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

from custodes.sample.systems.seat import Crew

CALLS_FOR_ONE_OF, MOST_CALLS_A_DAY = 20, 12
"""One call a day for every so many of the staff, up to so many."""
_SILENCE = b"\0" * 320


class Voicemail:
    """Writes each call's two files."""

    def __init__(self, root: Path) -> None:
        self._root = root / "messages" / "voicemail"
        self._counts: dict[str, int] = {}

    def write_day(self, crew: Crew) -> int:
        """The calls of a day; gives the number of files."""
        calls = min(MOST_CALLS_A_DAY, max(1, len(crew.present) // CALLS_FOR_ONE_OF)) if crew.present else 0
        for at in sorted(at for at, _ in zip(crew.around_the_clock(calls), range(calls), strict=False)):
            self._write(at, crew)
        return calls * 2

    def _write(self, at: float, crew: Crew) -> None:
        rng = crew.rng
        mailbox = str(100 + rng.choice(crew.present)[0].number % 60)
        number = self._counts[mailbox] = self._counts.get(mailbox, -1) + 1
        folder = self._root / mailbox / "INBOX"
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"msg{number:04d}"
        note = _note(at, mailbox, f"312555{rng.randrange(100, 200):04d}", rng.randrange(4, 90))
        (folder / f"{stem}.txt").write_text(note, encoding="utf-8", newline="\n")
        (folder / f"{stem}.wav").write_bytes(_wave())


def _note(at: float, mailbox: str, caller: str, seconds: int) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    values = {
        "origmailbox": mailbox, "context": "from-internal", "macrocontext": "", "exten": "s-NOANSWER",
        "rdnis": "unknown", "priority": "4", "callerchan": f"PJSIP/trunk-{int(at) % 10_000:08x}",
        "callerid": f'"{caller}" <{caller}>', "origdate": f"{moment:%a %b %d %I:%M:%S %p} UTC {moment:%Y}",
        "origtime": str(int(at)), "category": "", "msg_id": f"{int(at)}-00000001", "flag": "", "duration": str(seconds),
    }  # fmt: skip
    lines = "".join(f"{name}={value}\n" for name, value in values.items())
    return f";\n; Message Information file\n;\n[message]\n{lines}"


def _wave() -> bytes:
    """A fiftieth of a second of silence, 8,000 samples a second, 16 bits (RIFF/WAVE)."""
    sound = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8_000, 16_000, 2, 16)
    body = b"WAVE" + sound + struct.pack("<4sI", b"data", len(_SILENCE)) + _SILENCE
    return struct.pack("<4sI", b"RIFF", len(body)) + body
