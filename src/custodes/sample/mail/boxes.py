"""The files mail lies in: one mbox a month for all, and a folder of reported messages."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import IO

from custodes.sample.mail.post import Draft
from custodes.sample.mail.wire import write_letter
from custodes.sample.plan import ZONE


class MailBoxes:
    """Takes letters in order of time and remembers where each planted one stands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reported = folder / "reported"
        self._reported.mkdir()
        self._month = ""
        self._file: IO[bytes] | None = None
        self._number = 0
        self.messages = 0
        self.reports = 0

    def write(self, draft: Draft) -> None:
        """Add the letter to its month's box; a reported one to the folder too."""
        file = self._box(f"{datetime.fromtimestamp(int(draft.at), ZONE):%Y-%m}")
        message = write_letter(draft.letter, draft.at, draft.id)
        stamp = time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(int(draft.at)))
        file.write(f"From {draft.letter.sender.email} {stamp}\n".encode())
        file.write(message.replace(b"\nFrom ", b"\n>From "))
        file.write(b"\n")
        self._number += 1
        self.messages += 1
        if draft.planted is not None:
            draft.planted.evidence.append((f"mail/{self._month}.mbox", f"message {self._number}"))
        if draft.reported:
            self._report(draft, message)

    def _report(self, draft: Draft, message: bytes) -> None:
        self.reports += 1
        name = f"{self.reports:04d}.eml"
        (self._reported / name).write_bytes(message)
        if draft.planted is not None:
            draft.planted.evidence.append(("mail/reported", name))

    def _box(self, month: str) -> IO[bytes]:
        if self._file is None or month != self._month:
            self.close()
            self._month, self._number = month, 0
            self._file = (self._folder / f"{month}.mbox").open("wb", buffering=1 << 20)
        return self._file

    def close(self) -> None:
        """Finish the box that is open."""
        if self._file is not None:
            self._file.close()
            self._file = None
