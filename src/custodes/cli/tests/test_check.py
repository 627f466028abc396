"""The command as a person runs it: a process of its own, its exit status, its two streams."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

CUSTODES = Path(sys.executable).parent / "custodes"
LINE = "1790000000.000     12 10.1.0.1 TCP_MISS/200 900 GET http://luckyspin.example/page{n} dana HIER_DIRECT/- text/html\n"
LOG = "".join(LINE.format(n=n).replace("1790000000", str(1790000000 + 60 * n)) for n in range(40))
STAFF = "id,name,email,account,department,role,supervisor,addresses\ndw,Dana Whitfield,d@own.example,dana,,,,\n"


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "access.log"
    path.write_text(LOG)
    return path


def check(*words, **options):
    return subprocess.run([CUSTODES, "check", *map(str, words)], capture_output=True, text=True, check=False, **options)


def test_a_finished_check_tells_counts_by_clause_and_ends_with_0(log):
    done = check(log)
    assert done.returncode == 0, done.stderr
    assert "use.purpose" in done.stdout
    assert "40 in = 40 out + 0 rejected" in done.stdout


def test_a_line_of_jsonl_has_exactly_these_keys(log):
    (line,) = check(log, "--format", "jsonl").stdout.splitlines()
    finding = json.loads(line)
    assert list(finding) == [
        "clause", "detector", "rule", "subject", "at", "outcome", "confidence", "reasons", "evidence",
    ]  # fmt: skip
    assert finding["subject"] == "Account 1"
    assert finding["evidence"][0]["locator"] == "line 1"
    assert finding["evidence"][0]["source"] == str(log)


def test_lines_of_a_list_that_are_no_names_are_told_once_and_stop_nothing(log, tmp_path):
    (tmp_path / "lists" / "mine").mkdir(parents=True)
    (tmp_path / "lists" / "mine" / "domains").write_text("a.example\nb \u202ec.example\nd e\n")
    done = check(log, "--lists", tmp_path / "lists")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("domains: 2 lines skipped, the first of them line 2") == 1
    assert "\u202e" not in done.stderr


def test_a_list_under_a_mistyped_name_is_told_once_and_stops_nothing(log, tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "device.csv").write_text("device,owner\nFW-01,dw\n")
    done = check(log, "--lists", tmp_path / "lists")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("device.csv: not read. Did you mean “devices.csv”?") == 1


def test_a_device_whose_owner_is_not_on_the_staff_list_is_refused(log, tmp_path):
    (tmp_path / "staff.csv").write_text(STAFF)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "devices.csv").write_text("device,owner\nFW-01,p9\n")
    done = check(log, "--lists", tmp_path / "lists", "--staff", tmp_path / "staff.csv")
    assert done.returncode == 2
    assert "devices.csv, line 2: The owner “p9” is not on the staff list." in " ".join(done.stderr.split())


def test_names_stand_only_where_they_are_asked_for(log, tmp_path):
    staff = tmp_path / "staff.csv"
    staff.write_text(STAFF)
    sealed = check(log, "--staff", staff, "--format", "html")
    named = check(log, "--staff", staff, "--format", "html", "--show-people")
    assert "Person 1" in sealed.stdout
    assert "Dana" not in sealed.stdout
    assert "dana" not in sealed.stdout
    assert "Dana Whitfield (dw)" in named.stdout


def test_the_summary_balances(log, tmp_path):
    log.write_text(LOG + "no line of a log\n")
    done = check(log, "--summary", tmp_path / "summary.json")
    summary = json.loads((tmp_path / "summary.json").read_text())
    (source,) = summary["sources"]
    assert done.returncode == 3
    assert (source["in"], source["out"], source["rejected"]) == (41, 40, 1)
    assert source["rejections"][0]["first"] == 41
    assert summary["findings"]["use.purpose"]["yes"] == 1


@pytest.mark.parametrize(
    ("clause", "status"), [("use.purpose", 1), ("any", 1), ("use.volume", 0)], ids=["found", "any", "not found"]
)
def test_fail_on_ends_with_1_where_the_clause_has_a_finding(log, clause, status):
    assert check(log, "--fail-on", clause).returncode == status


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere.log"], "does not exist"),
        (["{log}", "--source", "abacus"], "There is no source 'abacus'"),
        (["{log}", "--fail-on", "use.coffee"], "The policy has no clause 'use.coffee'"),
        (["{log}", "--since", "last week"], "is no date"),
        (["{log}", "--policy", "{folder}"], "policy.md"),
        (["{log}", "--since", "9999-12-31T23:59"], "is no date"),
        (["{log}", "--since", "2026-11-02", "--until", "2026-11-01"], "--since must lie before --until"),
        (["{log}", "--out", "{log}"], "is read by this command"),
        (["{log}", "--out", "{folder}/x", "--summary", "{folder}/x"], "name the same file"),
        (["{log}", "--jobs", "0"], "--jobs"),
        (["{log}", "--staff", "{log}"], "access.log"),
    ],
    ids=["path", "source", "clause", "date", "policy", "far", "backwards", "input", "twice", "jobs", "staff"],
)
def test_bad_use_is_told_in_words_and_ends_with_2(log, tmp_path, words, message):
    done = check(*(word.format(log=log, folder=tmp_path) for word in words), env={**os.environ, "COLUMNS": "200"})
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_period_leaves_the_rest_out_and_counts_it(log, tmp_path):
    check(log, "--since", "2026-09-21T14:23:00Z", "--until", "2026-09-21T14:33:00Z", "--summary", tmp_path / "s.json")
    (source,) = json.loads((tmp_path / "s.json").read_text())["sources"]
    assert source["out"] == 40
    assert source["kept"] == 10
    assert source["outside_period"] == 30


def test_a_full_disk_leaves_nothing_half_written(log):
    done = check(log, "--format", "jsonl", "--out", "/dev/full")
    assert done.returncode == 4
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_card_number_in_a_file_name_is_masked_in_every_output(tmp_path):
    (tmp_path / "loans-21234567890124.log").write_text(LOG + "no line of a log\n")
    (tmp_path / "empty-21234567890124.log").write_text("")
    words = ["--summary", tmp_path / "summary.json", "--format"]
    for form in ("table", "html", "jsonl"):
        done = check(tmp_path, *words, form)
        assert done.returncode == 3, done.stderr
        for said in (done.stdout, done.stderr, (tmp_path / "summary.json").read_text()):
            assert "21234567890124" not in said
        (tmp_path / "summary.json").unlink()


def test_a_link_stays_a_link(log, tmp_path):
    (tmp_path / "link.html").symlink_to(tmp_path / "report.html")
    assert check(log, "--format", "html", "--out", tmp_path / "link.html").returncode == 0
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")


def test_a_name_too_long_for_the_system_is_told_in_words(log, tmp_path):
    done = check(log, "--out", tmp_path / ("x" * 300))
    assert done.returncode == 4
    assert "File name too long" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def tiny_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk of its own can be mounted by root only")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("full", ["temporary files", "the report"])
def test_a_disk_that_fills_up_is_named_and_nothing_is_left_on_it(tmp_path, tiny_disk, full):
    log = tmp_path / "access.log"
    log.write_text("".join(LOG.replace("dana", f"user{n}") for n in range(500)))
    words = ["--format", "html", "--out", (tiny_disk if full == "the report" else tmp_path) / "report.html"]
    done = check(log, *words, env={**os.environ, **({"TMPDIR": str(tiny_disk)} if full == "temporary files" else {})})
    assert done.returncode == 4, done.stderr
    assert "No space left" in done.stderr or "disk is full" in done.stderr
    assert list(tiny_disk.iterdir()) == []


def start_long_check(tmp_path):
    """A check of a long log, its workers already at work."""
    with gzip.open(tmp_path / "access.log.gz", "wt", compresslevel=1) as file:
        for _ in range(20_000):
            file.write(LOG)
    words = ["--jobs", "2", "--out", tmp_path / "out.html", "--format", "html"]
    words = [CUSTODES, "check", tmp_path / "access.log.gz", *words]
    process = subprocess.Popen(  # with Ctrl-C as a terminal has it, though the tests may run where it is ignored
        words,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads run here
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not children.read_text():
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    return process, [int(child) for child in children.read_text().split()]


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [(signal.SIGINT, 130, "Stopped. Nothing was written.\n"), (signal.SIGTERM, 143, "")],
    ids=["ctrl-c", "told to end"],
)
def test_what_stops_it_leaves_nothing_half_written(tmp_path, sent, status, said):
    process, _ = start_long_check(tmp_path)
    os.killpg(process.pid, sent)  # as a terminal does: to the workers too
    _, errors = process.communicate(timeout=20)
    assert process.returncode == status
    assert errors.decode() == said
    assert [path.name for path in tmp_path.iterdir()] == ["access.log.gz"]


def test_no_worker_outlives_a_parent_that_was_killed(tmp_path):
    process, workers = start_long_check(tmp_path)
    process.kill()
    process.communicate(timeout=20)  # ends only when nobody holds its streams open any more
    assert not [worker for worker in workers if Path(f"/proc/{worker}/exe").exists()]
