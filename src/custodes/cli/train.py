"""`custodes train`: what a site's own records teach a detector, as one file for its lists folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer
from scipy.stats import binomtest

from custodes.cli.check import BAD_USE, DONE, read_domains, tell_unread
from custodes.cli.records import takes_records
from custodes.detect.context import Context
from custodes.detect.excluded import load_excluded
from custodes.detect.models import FOLDER, SUSPICIOUS_MAIL, write_taught
from custodes.detect.prose import count
from custodes.detect.staff import load_staff
from custodes.detect.suspicious_mail.fitting.campaigns import Campaigns
from custodes.detect.suspicious_mail.fitting.course import Marks, TooLittleError, hold_course
from custodes.detect.suspicious_mail.fitting.examples import Example, show
from custodes.detect.suspicious_mail.fitting.teaching import Shown, show_small
from custodes.detect.suspicious_mail.message import Message, read_messages
from custodes.detect.suspicious_mail.site import Site
from custodes.engine.intake import read_chunks
from custodes.engine.output import write_whole
from custodes.engine.reading import read_chunk
from custodes.events import EMAIL_ACTIVITY, is_kind
from custodes.policy import policy_of
from custodes.sources.firewall import Firewall
from custodes.sources.walk import open_items

app = typer.Typer(
    help="Learn from your own records: what a detector is taught beyond what it ships with.", no_args_is_help=True
)

MOST_MESSAGES = 40_000
"""Of each kind the first so many are read: what they show is held in memory at once."""


@app.callback()
def _begin() -> None:
    """Learn from your own records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The mail that teaches, and where what was learned goes."""

    ordinary: Annotated[list[Path], typer.Option(exists=True, help="Ordinary mail: files and folders; repeatable.")]
    reported: Annotated[
        list[Path], typer.Option(exists=True, help="Mail reported as phishing and found to be; repeatable.")
    ]
    out: Annotated[
        Path, typer.Option(dir_okay=False, help=f"The file to write, such as LISTS/{FOLDER}/{SUSPICIOUS_MAIL}.")
    ]
    spam: Annotated[list[Path] | None, typer.Option(exists=True, help="Plain spam, if you keep some; repeatable.")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """What tells who belongs to the house, and whose mail nobody looks at."""

    staff: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="The staff list, CSV.")] = None
    policy: Annotated[
        Path | None, typer.Option(help="The policy's folder, for your own domains and for what is set apart.")
    ] = None
    lists: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of your lists, for what they exclude.")
    ] = None
    domain: Annotated[list[str] | None, typer.Option(help="A mail domain of your own; repeatable.")] = None


@app.command("suspicious-mail")
@takes_records
def suspicious_mail_command(mail: Mail, employer: Employer) -> None:
    """Learn which mail is ordinary here and which was reported, and write what was learned.

    The file holds numbers only: no words, no names, no addresses. Put it into your lists folder and give that with
    --lists. What the policy or your lists set apart is left out unread, and only counted. It ends with 2 where there is
    too little mail to learn from, and writes nothing then.
    """
    reading = _begin_reading(employer)
    given = [_gather(paths, reading) for paths in (mail.ordinary, mail.reported, mail.spam or [])]
    if reading.left_out:
        print(f"{_were(reading.left_out)} left out unread: the policy or your lists set them apart.")
    try:
        taught, marks = hold_course(*given)
    except TooLittleError as error:
        typer.echo(f"{error} Nothing was written.", err=True)
        raise typer.Exit(BAD_USE) from None
    about = "\n".join(_tell(marks, len(given[0]), len(given[1])))
    mail.out.parent.mkdir(parents=True, exist_ok=True)
    with write_whole(mail.out) as file:
        file.write(write_taught(replace(taught, about=about)))
    print(f"{about}\n\nWritten: {mail.out}")
    print(f"Next: put it into your lists folder as {FOLDER}/{SUSPICIOUS_MAIL}, and give that with --lists.")
    raise typer.Exit(DONE)


@dataclass(slots=True)
class _Reading:
    """Mail as it may be learned from, and how much may not."""

    context: Context
    firewall: Firewall
    left_out: int = 0

    def read(self, paths: list[Path]) -> Iterator[tuple[datetime | None, Message, Example]]:
        """Every message that nothing sets apart, with its time and what it shows."""
        for chunk in read_chunks(open_items(paths)) if paths else ():
            for batch in read_chunk(chunk).batches:
                if is_kind(batch, EMAIL_ACTIVITY):
                    yield from self._read_batch(batch)

    def _read_batch(self, batch: pa.RecordBatch) -> Iterator[tuple[datetime | None, Message, Example]]:
        passed = self.firewall.apply(batch).batch
        self.left_out += batch.num_rows - passed.num_rows
        times, site = passed.column("time").to_pylist(), Site(self.context)
        for message in read_messages(passed):
            yield times[message.row], message, show(message, site)


def _begin_reading(employer: Employer) -> _Reading:
    policy = policy_of(employer.policy)
    domains = frozenset((*policy.domains, *read_domains(employer.domain or [])))
    tell_unread(employer.lists, (employer.staff, employer.policy))
    firewall = Firewall.of(policy, load_excluded(employer.lists))
    return _Reading(Context(staff=load_staff(employer.staff), domains=domains), firewall)


def _gather(paths: list[Path], reading: _Reading) -> list[Shown]:
    """What the messages show, in the order read; of many the first."""
    campaigns, shown = Campaigns(), []
    for at, message, example in islice(reading.read(paths), MOST_MESSAGES):
        campaigns.add(message)
        shown.append(show_small(message, example, at, 0))
    return [each._replace(group=group) for each, group in zip(shown, campaigns.list_numbers(), strict=True)]


def _were(messages: int) -> str:
    return f"{count(messages, 'message')} {'was' if messages == 1 else 'were'}"


def _tell(marks: Marks, ordinary: int, reported: int) -> Iterator[str]:
    """How well it does, in plain words."""
    yield f"Learned from {count(ordinary, 'ordinary message')} and {count(reported, 'reported message')}."
    yield ""
    yield "To see how well that does, it first learned from the older part alone and then judged the newest:"
    if marks.reported:
        yield (
            f"  of {count(marks.reported, 'reported message')} of {count(marks.campaigns, 'campaign')} new to it, "
            f"{marks.found:,} found ({_share(marks.found, marks.reported)}); untaught, {marks.found_untaught:,}"
        )
    else:
        yield "  the newest reported mail is all of campaigns it had seen, so what it finds of new ones cannot be told"
    yield (
        f"  of {count(marks.ordinary, 'ordinary message')}, {marks.mistaken:,} taken for suspicious "
        f"({_share(marks.mistaken, marks.ordinary)})"
    )


def _share(part: int, whole: int) -> str:
    """A share with what chance alone allows (Wilson's interval, 95 %): `96 %, by chance 90 to 99 %`."""
    low, high = binomtest(part, whole).proportion_ci(0.95, "wilson")
    return f"{100 * part / whole:.1f} %, by chance {100 * low:.1f} to {100 * high:.1f} %"
