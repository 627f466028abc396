"""The whole way: a made-up library, the command over it, and its findings held against the truth."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from custodes.sample import Plan, make_sample, score

CUSTODES = Path(sys.executable).parent / "custodes"


def findings(library, *, jobs, out):
    words = ["--policy", library / "policy", "--staff", library / "staff.csv", "--lists", library / "lists"]
    words += ["--show-people", "--format", "jsonl", "--out", out, "--jobs", jobs]
    exports = [library / name for name in ("mail", "web", "logs", "messages")]
    done = subprocess.run([CUSTODES, "check", *map(str, exports + words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out.read_bytes()


def judge(library, lines):
    told = [json.loads(line) for line in lines.splitlines()]
    assert not [finding for finding in told if finding["reasons"][0]["code"] == "detector.failed"]
    return score(library / "truth.jsonl", told)


def test_a_small_library_is_found_out_and_its_innocents_are_left_alone(tmp_path):
    library = tmp_path / "library"
    make_sample(Plan(staff=12, weeks=2, seed=7), library)
    result = judge(library, findings(library, jobs=2, out=tmp_path / "findings.jsonl"))
    assert result.share_found >= 0.95
    assert result.share_false <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_whole_library_is_found_out_the_same_with_any_number_of_workers(tmp_path, seed):
    library = tmp_path / "library"
    make_sample(Plan(staff=60, weeks=8, seed=seed), library)
    alone, two, eight = (findings(library, jobs=jobs, out=tmp_path / f"{jobs}.jsonl") for jobs in (1, 2, 8))
    assert alone == two == eight
    result = judge(library, alone)
    assert result.share_found >= 0.95
    assert result.share_false <= 0.05
    planted = [clause for clause in result.clauses.values() if clause.planted]
    assert len(planted) == 17
    assert all(clause.found >= 0.85 * clause.planted for clause in planted)
