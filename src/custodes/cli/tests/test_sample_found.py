"""The whole way: a made-up library, the command over it, and its findings held against the truth."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from custodes.sample import Plan, make_sample, score

CUSTODES = Path(sys.executable).parent / "custodes"
CARDS = Path(__file__).parents[4] / "docs" / "detectors"

LEAST_FOUND, MOST_FALSE = 0.95, 0.05
FOUND_SHORT_OF_IT = {"use.language": 0.75, "misuse.content": 0.75, "misuse.illegal": 0.85, "security.passwords": 0.88}
FALSE_BEYOND_IT = {"use.language": 0.4, "security.suspicious-mail": 0.08}
"""What is not reached yet, and how far it is: sentences of anger, threat and desire in many voices, and passwords in
unusual words; jests, titles and honest little letters with a link to a page that anybody can build."""


def check(library, *, jobs, out):
    words = ["--policy", library / "policy", "--staff", library / "staff.csv", "--lists", library / "lists"]
    words += ["--show-people", "--format", "jsonl", "--out", out, "--jobs", jobs]
    exports = [library / name for name in ("mail", "web", "logs", "messages")]
    done = subprocess.run([CUSTODES, "check", *map(str, exports + words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out.read_bytes(), done.stdout + done.stderr


def read_findings(lines):
    told = [json.loads(line) for line in lines.splitlines()]
    assert not [finding for finding in told if finding["reasons"][0]["code"] == "detector.failed"]
    return told


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small library, what was found in it, and what the command said of it."""
    folder = tmp_path_factory.mktemp("small")
    make_sample(Plan(staff=12, weeks=2, seed=7), folder / "library")
    lines, said = check(folder / "library", jobs=2, out=folder / "findings.jsonl")
    return folder / "library", read_findings(lines), said


def test_a_small_library_is_found_out_and_its_innocents_are_left_alone(small):
    library, told, _ = small
    result = score(library / "truth.jsonl", told)
    assert result.share_found >= LEAST_FOUND
    assert result.share_false <= MOST_FALSE


def test_every_reason_that_is_given_stands_on_its_detectors_card(small):
    cards = {path.stem: path.read_text(encoding="utf-8") for path in CARDS.glob("*.md")}
    given = {(finding["detector"], reason["code"]) for finding in small[1] for reason in finding["reasons"]}
    assert len({detector for detector, _ in given}) >= 18
    on_cards = {
        detector: "".join(card for name, card in cards.items() if name == detector or f"`{detector}`" in card)
        for detector, _ in given
    }
    assert not sorted((detector, code) for detector, code in given if f"`{code}`" not in on_cards[detector])


def test_it_is_said_what_happened_on_site_and_what_elsewhere(small):
    """Sign-ins from outside are among what is planted, and the policy names the house's own network."""
    said = " ".join(small[2].split())
    on_site, off_site = (
        int(said.partition(word)[0].split()[-1].replace(",", "")) for word in (" happened on-site", " off-site")
    )
    assert on_site > off_site > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_whole_library_is_found_out_the_same_with_any_number_of_workers(tmp_path, seed):
    library = tmp_path / "library"
    make_sample(Plan(staff=60, weeks=8, seed=seed), library)
    alone, two, eight = (check(library, jobs=jobs, out=tmp_path / f"{jobs}.jsonl")[0] for jobs in (1, 2, 8))
    assert alone == two == eight
    result = score(library / "truth.jsonl", read_findings(alone))
    assert result.share_found >= LEAST_FOUND
    assert result.share_false <= MOST_FALSE
    planted = {clause: one for clause, one in result.clauses.items() if one.planted}
    assert len(planted) == 17
    for clause, one in planted.items():
        assert one.found >= FOUND_SHORT_OF_IT.get(clause, LEAST_FOUND) * one.planted, (clause, one.missed)
        assert len(one.false) <= FALSE_BEYOND_IT.get(clause, MOST_FALSE) * one.look_alikes, (clause, one.false)
