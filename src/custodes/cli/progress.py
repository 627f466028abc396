"""The progress of a long command, on a terminal only."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text


class _Rate(ProgressColumn):
    """Events a second, from the start."""

    def render(self, task: Task) -> Text:
        """The rate as text."""
        events = task.fields["events"]
        return Text(f"{events / task.elapsed:,.0f} events/s" if task.elapsed else "", style="progress.data.speed")


class Watch:
    """What a run tells of its progress."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._events = 0

    def read(self, bytes_read: int) -> None:
        """So many bytes of the inputs were read so far."""
        self._progress.update(self._task, completed=bytes_read)

    def examined(self, events: int) -> None:
        """So many more events were examined."""
        self._events += events
        self._progress.update(self._task, events=self._events)


@contextlib.contextmanager
def show_progress(total_bytes: int) -> Iterator[Watch]:
    """A bar with the rate and the time left on standard error; nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("Looking"), BarColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Watch(progress, progress.add_task("look", total=total_bytes, events=0))
