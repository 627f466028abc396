import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from custodes.detect.lists import load_lists
from custodes.engine.errors import OutputError
from custodes.policy import load_policy
from custodes.sample import Plan, SampleError, make_sample


def fingerprint(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(tmp_path):
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        make_sample(Plan(staff=6, weeks=1, seed=seed), tmp_path / name)
    one, same, other = (fingerprint(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    differing = {"staff.csv", "web/access.log", "mail/2026-11.mbox", "logs/gate/gate-2026-11-16.log", "truth.jsonl"}
    assert differing <= one.keys()
    assert all(one[name] != other[name] for name in differing)


def test_more_staff_and_weeks_make_more_of_everything(tmp_path, made):
    small = make_sample(Plan(staff=6, weeks=1), tmp_path / "small")
    assert small.messages < made.messages
    assert small.lines < made.lines
    assert small.people == 6
    assert (made.last_day - made.first_day).days == 27


def test_the_policy_is_the_model_filled_in(folder):
    policy = load_policy(folder / "policy")
    assert policy.domains == ("fernwood.example",)
    assert policy.timezone == "America/Chicago"
    assert policy.approved_on is not None
    intake = {control.name: control.parameters for control in policy.controls if control.kind == "intake"}
    assert intake["protected-places"]["addresses"] == ["report@fernwood.example"]
    assert intake["patron-records"]["public_networks"] == ["10.20.0.0/16"]


def test_the_lists_can_be_loaded(folder):
    lists = load_lists(folder / "lists")
    assert {permit.kind for permit in lists.permits} == {"download", "newsletter", "site", "anonymiser"}
    assert lists.knows_correspondent("dolores@bakerhollis.example")


def test_the_shared_files_are_of_several_formats(folder, made):
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert len(files) == made.files
    assert {path.suffix for path in files} == {".txt", ".csv", ".docx", ".pdf"}


def test_the_truth_counts_what_was_made(folder, made):
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]
    assert sum(row["violation"] for row in rows) == made.violations
    assert sum(not row["violation"] for row in rows) == made.look_alikes
    assert rows == sorted(rows, key=lambda row: row["at"])


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SampleError, match=r"holds something already\. Name a folder that is empty"):
        make_sample(Plan(staff=5, weeks=1), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_its_place_is_left_alone(tmp_path):
    (tmp_path / "here").write_text("mine")
    with pytest.raises(SampleError, match="holds something already"):
        make_sample(Plan(staff=5, weeks=1), tmp_path / "here")


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "empty").mkdir()
    make_sample(Plan(staff=5, weeks=1), tmp_path / "empty")
    assert (tmp_path / "empty" / "truth.jsonl").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot be written to .*file/library: .* Nothing was left there"):
        make_sample(Plan(staff=5, weeks=1), tmp_path / "file" / "library")


def test_a_disk_that_fills_up_leaves_nothing_half_made(tmp_path):
    # A limit on the size of a file fails in the middle of writing, as a full disk does.
    program = """
import resource, sys
from pathlib import Path
from custodes.sample import Plan, make_sample
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    make_sample(Plan(staff=6, weeks=1), Path(sys.argv[1]))
except Exception as error:
    print(type(error).__name__, error)
"""
    run = [sys.executable, "-c", program, str(tmp_path / "library")]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert said.startswith("OutputError The sample cannot be written to")
    assert "Nothing was left there" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_ten_times_the_weeks_take_the_memory_of_one(tmp_path):
    program = """
import resource, sys
from pathlib import Path
from custodes.sample import Plan, make_sample
make_sample(Plan(staff=60, weeks=int(sys.argv[2])), Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    peaks = []
    for weeks in (1, 10):
        run = [sys.executable, "-c", program, str(tmp_path / f"{weeks}"), str(weeks)]
        peaks.append(int(subprocess.run(run, capture_output=True, text=True, check=True).stdout))
    assert peaks[1] < peaks[0] * 1.4
