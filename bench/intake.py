"""How fast mail and web logs are taken in and looked at, beside `notmuch new` and `mu index`.

    script/bench intake [--mbox FILE] [--lines N] [--runs N]

The whole command is measured (`custodes check`: start, unpack, parse, every detector, output), pinned to
one core as the peers are. All read the same messages: Custodes the mbox, the peers the Maildir made of
it (neither reads an mbox). The runs take turns, so a slow moment of the machine falls on all.
"""

from __future__ import annotations

import argparse
import mailbox
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measured import Measured, measure
from weblog import write_squid_log

from custodes.sample import Plan, make_sample

CUSTODES = Path(sys.executable).parent / "custodes"
ONE_CORE, TWO_CORES = {0}, {0, 1}
MEGABYTE = 1_000_000


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mbox", type=Path, help="messages to use; a made-up library's if left out")
    options.add_argument("--lines", type=int, default=1_000_000, help="web log lines (and ten times as many)")
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="custodes-bench-") as folder:
        work = Path(folder)
        bench_mail(chosen.mbox or _made_up_mbox(work), work, chosen.runs)
        bench_web(work, chosen.lines, chosen.runs)


def bench_mail(mbox: Path, work: Path, runs: int) -> None:
    """One core: custodes, notmuch and mu in turn over the same messages."""
    maildir = work / "maildir"
    count = _make_maildir(mbox, maildir)
    size = mbox.stat().st_size
    print(f"\nMail: {count:,} messages, {size / MEGABYTE:,.0f} MB; one core; {runs} runs in turn, medians")
    contestants: dict[str, Callable[[], Measured]] = {
        "custodes check, mbox": lambda: _check(mbox, work, jobs=1, cores=ONE_CORE),
        "custodes check, Maildir": lambda: _check(maildir, work, jobs=1, cores=ONE_CORE),
    }
    if shutil.which("notmuch"):
        contestants["notmuch new, Maildir"] = lambda: _notmuch(maildir, work)
    if shutil.which("mu"):
        contestants["mu index, Maildir"] = lambda: _mu(maildir, work)
    for missing in {"notmuch", "mu"} - {name for name in ("notmuch", "mu") if shutil.which(name)}:
        print(f"  {missing} is not installed (Debian: notmuch, maildir-utils): left out")
    medians = _in_turn(contestants, runs)
    ours = medians["custodes check, mbox"]
    for name, run in medians.items():
        rate = count / run.wall_seconds
        ratio = run.wall_seconds / ours.wall_seconds
        print(f"  {name:26} {rate:9,.0f} msgs/s  {run.peak_bytes / MEGABYTE:6,.0f} MB  {ratio:5.1f} times as long")


def bench_web(work: Path, lines: int, runs: int) -> None:
    """One and two workers on the same log, then ten times the lines for the memory."""
    log, long_log = work / "access.log", work / "long.log"
    write_squid_log(log, lines)
    write_squid_log(long_log, lines * 10)
    print(f"\nWeb: {lines:,} lines, {log.stat().st_size / MEGABYTE:,.0f} MB; {runs} runs in turn, medians")
    contestants: dict[str, Callable[[], Measured]] = {
        "1 worker, 1 core": lambda: _check(log, work, jobs=1, cores=ONE_CORE),
        "2 workers, 2 cores": lambda: _check(log, work, jobs=2, cores=TWO_CORES),
        "10 times the lines, 2": lambda: _check(long_log, work, jobs=2, cores=TWO_CORES),
    }
    for name, run in _in_turn(contestants, runs).items():
        rate = (lines * 10 if name.startswith("10") else lines) / run.wall_seconds
        print(f"  {name:26} {rate:9,.0f} lines/s {run.peak_bytes / MEGABYTE:6,.0f} MB")


def _in_turn(contestants: dict[str, Callable[[], Measured]], runs: int) -> dict[str, Measured]:
    took: dict[str, list[Measured]] = {name: [] for name in contestants}
    for _ in range(runs):
        for name, contestant in contestants.items():
            took[name].append(contestant())
    return {name: _median(each) for name, each in took.items()}


def _median(runs: list[Measured]) -> Measured:
    return Measured(
        statistics.median(run.wall_seconds for run in runs),
        statistics.median(run.cpu_seconds for run in runs),
        max(run.peak_bytes for run in runs),
    )


def _check(path: Path, work: Path, *, jobs: int, cores: set[int]) -> Measured:
    out = work / "findings.jsonl"
    command = [
        CUSTODES,
        "check",
        path,
        "--jobs",
        str(jobs),
        "--format",
        "jsonl",
        "--out",
        out,
        "--domain",
        "own.example",
    ]
    return measure(command, cores=cores, ok=(0, 3))


def _notmuch(maildir: Path, work: Path) -> Measured:
    config = work / "notmuch-config"
    shutil.rmtree(maildir / ".notmuch", ignore_errors=True)
    config.write_text(f"[database]\npath={maildir}\n[user]\nname=n\nprimary_email=n@own.example\n[new]\ntags=new\n")
    return measure(["notmuch", f"--config={config}", "new", "--quiet"], cores=ONE_CORE)


def _mu(maildir: Path, work: Path) -> Measured:
    home = work / "mu-home"
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run(["mu", "init", f"--muhome={home}", f"--maildir={maildir}"], check=True, capture_output=True)  # noqa: S603, S607
    return measure(["mu", "index", f"--muhome={home}", "--quiet"], cores=ONE_CORE)


def _make_maildir(mbox: Path, maildir: Path) -> int:
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    source = mailbox.mbox(mbox, create=False)
    keys = source.keys()
    for key in keys:
        (maildir / "cur" / f"{key:07}.made:2,S").write_bytes(source.get_bytes(key))
    return len(keys)


def _made_up_mbox(work: Path) -> Path:
    library = work / "library"
    make_sample(Plan(staff=60, weeks=8, seed=1), library)
    whole = work / "all.mbox"
    with whole.open("wb") as file:
        for part in sorted((library / "mail").glob("*.mbox")):
            file.write(part.read_bytes())
    return whole


if __name__ == "__main__":
    main()
