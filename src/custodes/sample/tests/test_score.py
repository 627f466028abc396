import json

import pytest

from custodes.sample import SampleError, score

ROWS = [
    ("use.purpose", True, "s1", "2026-11-03", [("web/access.log", "line 4"), ("web/access.log", "line 9")]),
    ("use.purpose", False, "s2", "2026-11-03", [("web/access.log", "line 7")]),
    ("security.suspicious-mail", True, "s1", "2026-11-03", [("mail/2026-11.mbox", "message 2"), ("mail/reported", "0001.eml")]),
    ("security.suspicious-mail", False, "s1", "2026-11-03", [("mail/2026-11.mbox", "message 5")]),
]  # fmt: skip


@pytest.fixture
def truth(tmp_path):
    keys = ("clause", "violation", "subject", "day")
    rows = [
        dict(zip(keys, row[:4], strict=True)) | {"evidence": [{"source": s, "locator": n} for s, n in row[4]]}
        for row in ROWS
    ]
    path = tmp_path / "truth.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def finding(clause, source, locator, *, subject="Person 1", at="2026-11-03T18:00:00Z", outcome="yes"):
    evidence = [{"source": str(source), "locator": locator, "sha256": ""}]
    return {"clause": clause, "subject": subject, "at": at, "outcome": outcome, "evidence": evidence}


def test_nothing_found_misses_all(truth):
    result = score(truth, [])
    assert [len(one.missed) for one in result.clauses.values()] == [1, 1]
    assert (result.share_found, result.share_false) == (0, 0)


def test_a_finding_on_a_planted_line_finds_it(truth):
    result = score(truth, [finding("use.purpose", truth.parent / "web/access.log", "line 9")])
    assert result.clauses["use.purpose"].found == 1
    assert result.clauses["use.purpose"].false == []
    assert result.share_found == 0.5


def test_a_finding_on_a_look_alike_is_false(truth):
    result = score(truth, [finding("use.purpose", truth.parent / "web/access.log", "line 7")])
    assert [row["subject"] for row in result.clauses["use.purpose"].false] == ["s2"]
    assert result.share_false == 0.5


@pytest.mark.parametrize(
    ("source", "locator"),
    [("mail", "reported/0001.eml"), ("mail/reported", "0001.eml"), (".", "mail/reported/0001.eml")],
)
def test_a_file_is_the_same_whichever_folder_was_read(truth, source, locator):
    result = score(truth, [finding("security.suspicious-mail", truth.parent / source, locator)])
    assert result.clauses["security.suspicious-mail"].found == 1


def test_a_path_from_the_working_folder_is_understood(truth, monkeypatch):
    monkeypatch.chdir(truth.parent.parent)
    result = score(truth, [finding("use.purpose", f"{truth.parent.name}/web/access.log", "line 4")])
    assert result.clauses["use.purpose"].found == 1


def test_a_record_keeps_its_source(truth):
    row = {"clause": "use.purpose", "violation": True, "kind": "k", "subject": "s9", "day": "2026-11-05", "note": "N."}
    with truth.open("a") as file:
        file.write(json.dumps(row | {"evidence": [{"source": "logs/a.json", "locator": "record 3"}]}) + "\n")
    found = score(truth, [finding("use.purpose", truth.parent / "logs/a.json", "record 3")])
    assert found.clauses["use.purpose"].found == 1
    other = score(truth, [finding("use.purpose", truth.parent / "logs/b.json", "record 3")])
    assert other.clauses["use.purpose"].found == 0


def test_another_clause_on_the_same_line_is_told_apart_and_spares_the_look_alike_of_the_day(truth):
    box = truth.parent / "mail/2026-11.mbox"
    result = score(truth, [finding("use.purpose", box, "message 2", subject="s2", at="2026-11-03T18:00:00Z")])
    assert len(result.clauses["use.purpose"].elsewhere) == 1
    assert result.clauses["use.purpose"].unplanted == []
    assert (result.share_found, result.share_false) == (0, 0)


def test_without_shared_evidence_the_person_and_local_day_decide(truth):
    elsewhere = truth.parent / "web/other.log"
    found = score(truth, [finding("use.purpose", elsewhere, "line 1", subject="s1", at="2026-11-04T05:59:00Z")])
    assert found.clauses["use.purpose"].found == 1
    late = score(truth, [finding("use.purpose", elsewhere, "line 1", subject="s1", at="2026-11-04T06:00:00Z")])
    assert len(late.clauses["use.purpose"].unplanted) == 1


def test_shared_evidence_spares_the_look_alike_of_the_same_day(truth):
    result = score(
        truth, [finding("security.suspicious-mail", truth.parent / "mail/2026-11.mbox", "message 2", subject="s1")]
    )
    assert result.clauses["security.suspicious-mail"].found == 1
    assert result.clauses["security.suspicious-mail"].false == []


def test_what_could_not_be_told_is_no_finding(truth):
    result = score(truth, [finding("use.purpose", truth.parent / "web/access.log", "line 7", outcome="could not tell")])
    assert result.share_false == 0


@pytest.mark.parametrize("content", [None, "not json\n"])
def test_a_truth_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "truth.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SampleError, match=r"truth\.jsonl cannot be read as a truth file"):
        score(path, [])
