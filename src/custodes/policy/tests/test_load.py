import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.policy import PolicyError, load_policy, model_policy
from custodes.policy.catalogue import CLAUSE_IDS
from custodes.policy.tests.policies import policies, without_places, write_folder

TEXT = """\
---
title: Use of information systems
approved_on: 2024-09-24
revised_on: [2025-03-18]
---

Why we have this.

## Appropriate use

- Limited *personal* use is
  fine. {#use.personal}
"""
CONTROLS = """\
domains: [Fernwood.Example]
timezone: America/Chicago
controls:
  use.personal:
    - detector: personal-time
      sure: 0.6
      parameters:
        minutes_a_day: 60
        categories: [shopping, "sports"]
    - practice: Supervisors talk
        about it.
"""


def load(folder, text=TEXT, controls=CONTROLS):
    for name, content in (("policy.md", text), ("controls.yaml", controls)):
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_policy(folder)


def problems_of(folder, text=TEXT, controls=CONTROLS):
    with pytest.raises(PolicyError) as raised:
        load(folder, text, controls)
    return raised.value.problems


def test_a_folder_becomes_a_policy(tmp_path):
    policy = load(tmp_path)
    assert (policy.title, policy.approved_on) == ("Use of information systems", date(2024, 9, 24))
    assert policy.revised_on == (date(2025, 3, 18),)
    assert (policy.domains, policy.timezone) == (("fernwood.example",), "America/Chicago")
    (clause,) = policy.clauses
    assert (clause.id, clause.kind, clause.line) == ("use.personal", "bullet", 11)
    assert (clause.section, clause.text) == ("Appropriate use", "Limited personal use is fine.")
    detector, practice = policy.controls
    assert (detector.kind, detector.name, detector.sure, detector.line) == ("detector", "personal-time", 0.6, 5)
    assert detector.parameters == {"minutes_a_day": 60, "categories": ["shopping", "sports"]}
    assert detector.lines == {"minutes_a_day": 8, "categories": 9}
    assert (practice.kind, practice.name) == ("practice", "Supervisors talk about it.")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path):
    plain = load(tmp_path)
    windows = ["\ufeff" + content.replace("\n", "\r\n") for content in (TEXT, CONTROLS)]
    assert load(tmp_path, *windows) == plain


def test_prose_without_an_id_and_comments_are_no_clauses(tmp_path):
    text = (
        TEXT + "\nMore prose.\n\n<!-- Old: {#use.old} -->\n\nA last one. {#use.last}\n<!-- also: use.purpose 0.41 -->\n"
    )
    assert [clause.id for clause in load(tmp_path, text).clauses] == ["use.personal", "use.last"]


def test_a_nested_bullet_is_a_clause_of_its_own(tmp_path):
    text = TEXT + "\n1. Staff must not: {#misuse.lead}\n   - look at it; {#misuse.look}\n   - send it. {#misuse.send}\n"
    kinds = {clause.id: (clause.kind, clause.text) for clause in load(tmp_path, text).clauses[1:]}
    assert kinds == {
        "misuse.lead": ("bullet", "Staff must not:"),
        "misuse.look": ("bullet", "look at it;"),
        "misuse.send": ("bullet", "send it."),
    }


def test_clauses_above_the_first_heading_stand_under_the_title(tmp_path):
    text = TEXT.replace("## Appropriate use\n", "First of all. {#scope.first}\n\n## Appropriate use\n")
    titles = [section.title for section in load(tmp_path, text).sections]
    assert titles == ["Use of information systems", "Appropriate use"]


def test_a_control_for_a_clause_that_is_not_there_is_no_error(tmp_path):
    policy = load(tmp_path, controls="controls: {use.nowhere: [{practice: Somebody does.}]}")
    assert policy.controls[0].clause == "use.nowhere"


@pytest.mark.parametrize("controls", ["", "# nothing yet\n", "controls:\n", "controls: {}\n", "domains:\n"])
def test_nothing_kept_yet_is_a_policy_too(tmp_path, controls):
    assert load(tmp_path, controls=controls).controls == ()


def told(folder, text, controls):
    try:
        load(Path(folder), text, controls)
    except PolicyError as error:
        return error.problems
    return ()


WRONG_TEXTS = {
    "no front matter": ("# Policy\n", 1, "missing", "Begin the file with"),
    "front matter not closed": ("---\ntitle: x\n", 1, "not closed", "Put a line “---” below"),
    "front matter empty": ("---\n---\nText. {#a.b}\n", 1, "empty", "Begin the file with"),
    "front matter no mapping": ("---\nUse policy\n---\nText. {#a.b}\n", 2, "name: value", "Write each as"),
    "front matter of nothing": ("---\n{}\n---\nText. {#a.b}\n", 1, "no title", "Write “title: ”"),
    "no title": (TEXT.replace("title: Use of information systems\n", ""), 1, "no title", "Write “title: ”"),
    "empty title": (TEXT.replace("Use of information systems", ""), 2, "no title", "Write “title: ”"),
    "unknown key": (TEXT.replace("approved_on", "aproved_on"), 3, "“aproved_on”", "Did you mean “approved_on”?"),
    "bad date": (TEXT.replace("2024-09-24", "September 24, 2024"), 3, "no date", "such as 2024-09-24"),
    "impossible date": (TEXT.replace("2024-09-24", "2024-13-24"), 3, "“2024-13-24”", "such as 2024-09-24"),
    "bad revision": (TEXT.replace("[2025-03-18]", "[2025-03-18, soon]"), 4, "“soon”", "such as 2024-09-24"),
    "revision no list": (TEXT.replace("[2025-03-18]", "2025-03-18"), 4, "a list", "revised_on: [2025-03-18]"),
    "key twice": (TEXT.replace("revised_on: []", "title: x").replace("revised_on", "title"), 4, "twice", "line 2"),
    "broken yaml": (TEXT.replace("[2025-03-18]", "[2025-03-18"), 4, "not YAML", "Mend the line"),
    "bad id": (TEXT.replace("use.personal", "Use.Personal"), 12, "“Use.Personal”", "lower-case words"),
    "id in one part": (TEXT.replace("use.personal", "personal"), 12, "“personal”", "two parts"),
    "empty id": (TEXT.replace("use.personal", ""), 12, "“”", "lower-case words"),
    "id twice": (TEXT + "\nAgain. {#use.personal}\n", 14, "stands twice", "the first is on line 11"),
    "id without words": (TEXT + "\n{#use.words}\n", 14, "no words", "before the id"),
    "id not closed": (TEXT + "\nWords {#use.words\n", 14, "not closed", "End the paragraph"),
    "two in one paragraph": (TEXT + "\nOne. {#use.one}\nTwo. {#use.two}\n", 14, "inside a paragraph", "empty line"),
    "id in a heading": (TEXT + "\n## Other {#use.other}\n", 14, "heading is no clause", "End the paragraph"),
    "id in code": (TEXT + "\nWords:\n\n    Deep. {#use.deep}\n", 16, "no paragraph", "End the paragraph"),
    "no clause": (TEXT.replace(" {#use.personal}", ""), 0, "no clause", "with an id"),
    "not UTF-8": (TEXT.encode() + b"\n\xff\n", 14, "not UTF-8", "UTF-8"),
    "control character": (TEXT + "\n\x1b[2J\n", 14, "control character", "Take it out"),
    "too large": (b"x" * 5_000_001, 0, "larger than 5 MB", "right file"),
    "missing": (None, 0, "no such file", "policy.md, the text"),
}


@pytest.mark.parametrize(("text", "line", "what", "mend"), WRONG_TEXTS.values(), ids=WRONG_TEXTS.keys())
def test_what_is_wrong_with_the_text_names_line_and_mend(tmp_path, text, line, what, mend):
    problem = problems_of(tmp_path, text)[0]
    assert (problem.file, problem.line) == (str(tmp_path / "policy.md"), line)
    assert what in problem.what
    assert mend in problem.mend


def control(lines):
    return "controls:\n  use.personal:\n" + lines


WRONG_CONTROLS = {
    "unknown key": ("domain: [a.example]\n", 1, "“domain”", "Did you mean “domains”?"),
    "far from any key": ("zzz: 1\n", 1, "“zzz”", "Known here: controls, domains, timezone."),
    "not a mapping": ("- a\n", 1, "name: value", "Write each as"),
    "broken yaml": ("domains: [a.example\ntimezone: UTC\n", 2, "not YAML", "Mend the line"),
    "two documents": ("domains: []\n---\ndomains: []\n", 2, "not YAML", "Mend the line"),
    "a tab": ("controls:\n\tuse.personal: []\n", 2, "not YAML", "Mend the line"),
    "anchor": ("domains: &d []\n", 1, "anchors", "Mend the line"),
    "alias": ("controls:\n  use.personal: *d\n", 2, "anchors", "Mend the line"),
    "too deep": ("domains: " + "[" * 100_000, 1, "nested too deeply", "Mend the line"),
    "key twice": ("domains: []\ndomains: []\n", 2, "twice", "the first is on line 1"),
    "key no word": ("[a]: 1\n", 1, "no plain word", "name: value"),
    "domains no list": ("domains: fernwood.example\n", 1, "a list", "domains: [fernwood.example]"),
    "domain with @": ("domains:\n  - a.example\n  - '@b.example'\n", 3, "“@b.example”", "bare name"),
    "domain too long": (f"domains: [{'a' * 100_000}.example]\n", 1, "no domain", "bare name"),
    "domain in two words": ("domains: [fern wood.example]\n", 1, "no domain", "bare name"),
    "time zone": ("timezone: America/Chigaco\n", 1, "America/Chigaco", "Did you mean “America/Chicago”?"),
    "time zone far off": ("timezone: here\n", 1, "“here”", "America/Chicago"),
    "time zone a folder": ("timezone: America\n", 1, "“America”", "Did you mean"),
    "time zone upwards": ("timezone: ../UTC\n", 1, "“../UTC”", ""),
    "clause id": ("controls: {personal: []}\n", 1, "“personal”", "two parts"),
    "clause no list": ("controls:\n  use.personal:\n    practice: Talks.\n", 2, "a list", "Begin each control"),
    "control no mapping": (control("    - personal-time\n"), 3, "says no kind", "detector: name"),
    "control of no kind": (control("    - sure: 0.5\n"), 3, "of no kind", "detector: name"),
    "misspelt kind": (control("    - detektor: x\n"), 3, "“detektor”", "Did you mean “detector”?"),
    "two kinds": (control("    - detector: a\n      intake: b\n"), 3, "detector and intake", "Write one of"),
    "no name": (control("    - detector:\n"), 3, "not named", "Write one of"),
    "name a list": (control("    - detector: [a]\n"), 3, "not named", "Write one of"),
    "sure too high": (control("    - detector: a\n      sure: 60\n"), 4, "60", "from 0 to 1"),
    "sure in percent": (control("    - detector: a\n      sure: 60%\n"), 4, "60%", "from 0 to 1"),
    "sure a boolean": (control("    - detector: a\n      sure: yes\n"), 4, "yes", "from 0 to 1"),
    "sure not a number": (control("    - detector: a\n      sure: .nan\n"), 4, "no number", ""),
    "sure of a practice": (control("    - practice: a\n      sure: 0.5\n"), 4, "“sure”", "Known here: practice."),
    "parameters no mapping": (control("    - detector: a\n      parameters: 60\n"), 4, "name: value", "Write each"),
    "parameter tagged": (control("    - detector: a\n      parameters: {a: !x b}\n"), 4, "!x", "plain value"),
    "parameter no number": (control("    - detector: a\n      parameters: {a: !!int b}\n"), 4, "“b”", "plain value"),
    "missing": (None, 0, "no such file", "controls: {}"),
}


@pytest.mark.parametrize(("controls", "line", "what", "mend"), WRONG_CONTROLS.values(), ids=WRONG_CONTROLS.keys())
def test_what_is_wrong_with_the_controls_names_line_and_mend(tmp_path, controls, line, what, mend):
    problem = problems_of(tmp_path, controls=controls)[0]
    assert (problem.file, problem.line) == (str(tmp_path / "controls.yaml"), line)
    assert what in problem.what
    assert mend in problem.mend


def test_every_problem_is_told_at_once_in_file_order(tmp_path):
    text = TEXT.replace("2024-09-24", "once") + "\nAgain. {#use.personal}\n"
    problems = problems_of(tmp_path, text, "timezone: here\ndomains: [x y]\n")
    assert [(Path(problem.file).name, problem.line) for problem in problems] == [
        ("policy.md", 3),
        ("policy.md", 14),
        ("controls.yaml", 1),
        ("controls.yaml", 2),
    ]


def test_a_message_names_file_line_and_mend(tmp_path):
    with pytest.raises(PolicyError, match=r"controls.yaml, line 1: “here” is no time zone. Write a name such as"):
        load(tmp_path, controls="timezone: here\n")


@pytest.mark.parametrize("name", ["nowhere", "policy.pdf"])
def test_what_is_no_folder_is_told_in_one_sentence(tmp_path, name):
    (tmp_path / "policy.pdf").write_bytes(b"%PDF")
    with pytest.raises(PolicyError, match="There is no such folder") as raised:
        load_policy(tmp_path / name)
    assert len(raised.value.problems) == 1


def test_a_folder_where_a_file_should_be_is_told(tmp_path):
    (tmp_path / "policy.md").mkdir()
    assert "cannot be read: Is a directory" in problems_of(tmp_path, text=None)[0].what


def test_the_model_policy_has_every_clause_of_the_catalogue_once_in_its_order():
    assert tuple(clause.id for clause in model_policy().clauses) == CLAUSE_IDS


def test_the_model_policy_asks_for_every_control_it_has():
    policy = model_policy()
    assert {control.clause for control in policy.controls} <= {clause.id for clause in policy.clauses}
    assert policy.domains == ()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(policies())
def test_a_policy_written_and_loaded_is_the_same(policy):
    with TemporaryDirectory() as folder:
        loaded = load_policy(write_folder(Path(folder), policy))
    assert without_places(loaded) == without_places(policy)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=300), st.binary(max_size=300), st.booleans())
def test_any_bytes_are_a_policy_or_a_list_of_problems(text, controls, has_front_matter):
    head = b"---\ntitle: x\n---\n" if has_front_matter else b""
    with TemporaryDirectory() as folder:
        assert all(problem.what and problem.mend for problem in told(folder, head + text, controls))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text("ab:-[]{}&*!|>'\"%@#?,\n \t0.1", max_size=60))
def test_any_yaml_is_read_or_told(controls):
    with TemporaryDirectory() as folder:
        assert all(problem.line <= controls.count("\n") + 1 for problem in told(folder, TEXT, controls))


@pytest.mark.parametrize(
    "text",
    ["[" * 30_000, "*a " * 20_000, "[a](" * 10_000, "{#" * 50_000, "{#a.b} " * 20_000, f"a{' ' * 100_000}b"],
    ids=["brackets", "stars", "links", "braces", "ids", "spaces"],
)
def test_a_text_made_to_take_long_is_read_in_a_moment(tmp_path, text):
    begun = time.perf_counter()
    told(tmp_path, f"{TEXT}\n{text}\n", CONTROLS)
    assert time.perf_counter() - begun < 5
