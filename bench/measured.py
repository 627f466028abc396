"""Running a whole command and measuring it from outside: wall seconds, processor seconds, peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EVERY_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command."""

    wall_seconds: float
    cpu_seconds: float
    """User and system, of the command and all that it started."""
    peak_bytes: int
    """Most memory held at once by the command and its workers together (PSS: shared pages counted once)."""


def measure(command: Sequence[str | Path], *, cores: set[int] | None = None, ok: tuple[int, ...] = (0,)) -> Measured:
    """Run `command` on those processors only; raises when its exit status is not one of `ok`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    pin = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    process = subprocess.Popen(  # noqa: S603 - our own commands
        [str(word) for word in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=pin,  # noqa: PLW1509 - one thread, and nothing but a system call
    )
    peak = _Peak(process.pid)
    _, errors = process.communicate()
    wall = time.monotonic() - began
    peak_bytes = peak.stop()
    if process.returncode not in ok:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {errors.decode(errors='replace')[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(wall, cpu, peak_bytes)


class _Peak:
    """Looks at the memory of a process and its descendants until told to stop."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak_bytes = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._peak_bytes

    def _watch(self) -> None:
        while not self._done.wait(SAMPLE_EVERY_SECONDS):
            self._peak_bytes = max(self._peak_bytes, sum(_pss_bytes(pid) for pid in _family(self._pid)))


def _family(pid: int) -> list[int]:
    family = [pid]
    for parent in family:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                family += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue  # it ended while we looked
    return family


def _pss_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
