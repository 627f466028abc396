"""Making a whole sample: beside its place first, then moved there, so that nothing half-made is ever found."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from custodes.engine.errors import OutputError
from custodes.sample.errors import SampleError
from custodes.sample.mail.make import MailMaker
from custodes.sample.people import make_staff, write_staff
from custodes.sample.plan import LAST_DAY, Plan
from custodes.sample.rota import Rota
from custodes.sample.surroundings import write_files, write_lists, write_policy, write_register
from custodes.sample.systems.make import SystemsMaker
from custodes.sample.truth import write_truth
from custodes.sample.web.make import WebMaker
from custodes.sample.works import write_works


@dataclass(frozen=True, slots=True)
class Made:
    """What a sample holds."""

    folder: Path
    people: int
    first_day: date
    last_day: date
    messages: int
    reported: int
    lines: int
    """Of the proxy's log."""
    records: int
    """Of all other systems."""
    files: int
    violations: int
    look_alikes: int


def make_sample(plan: Plan, folder: Path, *, tell: Callable[[date], object] = lambda _: None) -> Made:
    """Make the library that `plan` orders in `folder`, and say what was made.

    `tell` is called before each day. Memory holds about one day's letters and a slice of a day's lines.
    Raises `SampleError` where the folder holds something already, `OutputError` where the system refuses to
    write; then the folder is as it was.
    """
    _refuse_full(folder)
    with _whole_folder(folder) as place:
        return _fill(plan, place, folder, tell)


def _fill(plan: Plan, place: Path, folder: Path, tell: Callable[[date], object]) -> Made:
    staff = make_staff(plan)
    rota = Rota(plan, staff)
    for name in ("mail", "web", "files", "policy", "lists"):
        (place / name).mkdir()
    write_staff(staff, place / "staff.csv")
    write_policy(place / "policy")
    write_lists(staff, place / "lists")
    write_register(staff, place / "lists")
    write_works(place / "lists")
    files = write_files(plan, staff, place / "files")
    web, mail = WebMaker(plan, staff, rota, place / "web"), MailMaker(plan, staff, rota, place / "mail")
    systems = SystemsMaker(plan, staff, rota, place)
    for day in plan.days():
        tell(day)
        web.write_day(day)
        mail.write_day(day)
        systems.write_day(day)
    web.log.close()
    mail.finish()
    systems.close()
    planted = (*web.planted, *mail.planted, *systems.planted)
    write_truth(planted, place / "truth.jsonl")
    violations = sum(one.violation for one in planted)
    return Made(
        folder=folder,
        people=len(staff),
        first_day=plan.first_day,
        last_day=LAST_DAY,
        messages=mail.boxes.messages,
        reported=mail.boxes.reports,
        lines=web.log.lines,
        records=systems.records,
        files=files,
        violations=violations,
        look_alikes=len(planted) - violations,
    )


def _refuse_full(folder: Path) -> None:
    try:
        if folder.is_dir() and not any(folder.iterdir()):
            return
    except OSError as error:
        raise OutputError(f"{folder} cannot be read: {error.strerror}.") from error
    if folder.exists() or folder.is_symlink():
        raise SampleError(f"{folder} holds something already. Name a folder that is empty or not there yet.")


@contextlib.contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A folder that takes `folder`'s place once the block is done; else nothing of it is left."""
    place: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent.resolve()))
        yield place
        place.chmod(0o755)
        place.replace(folder)
    except OSError as error:
        raise OutputError(
            f"The sample cannot be written to {folder}: {error.strerror}. Nothing was left there."
        ) from error
    finally:
        if place is not None:
            shutil.rmtree(place, ignore_errors=True)
