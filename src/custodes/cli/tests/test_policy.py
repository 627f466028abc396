import json

import pytest
from typer.testing import CliRunner

from custodes.cli.policy import app
from custodes.policy import PolicyError, model_policy
from custodes.policy.tests.policies import policy_of, write_folder


def run(*words, columns=80):
    result = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": str(columns), "TERM": "xterm"})
    assert result.exit_code == 0, result.output
    return result.output


def test_show_gives_counts_first_then_every_clause_then_the_next_command():
    lines = run("show").splitlines()
    assert lines[0] == "Use of information systems"
    assert lines[2].startswith("29 clauses · ")
    assert lines[-1] == "Next: custodes policy coverage"
    for clause in model_policy().clauses:
        assert any(clause.id in line for line in lines)


def test_in_a_narrow_terminal_the_margin_folds_under_its_clause():
    lines = [line.strip() for line in run("show", columns=50).splitlines()]
    place = lines.index("scope.document")
    assert lines[place - 1] == "workplace policies of the library."
    assert lines[place + 1] == "Nothing keeps this."


def test_text_that_looks_like_markup_or_colour_is_printed_as_it_is(tmp_path):
    folder = write_folder(tmp_path, policy_of(("Use", [("use.x", "Write [red]kindly[/red] :smile:")])))
    assert "Write [red]kindly[/red] :smile:" in run("show", folder, columns=120)


def test_nothing_but_a_terminal_gets_colour():
    assert "\x1b" not in run("show") + run("coverage")


def test_show_as_json_holds_the_whole_policy():
    shown = json.loads(run("show", "--format", "json"))
    clauses = [clause for section in shown["sections"] for clause in section["clauses"]]
    assert [(clause["id"], clause["text"]) for clause in clauses] == [(c.id, c.text) for c in model_policy().clauses]
    personal = next(clause for clause in clauses if clause["id"] == "use.personal")
    assert personal["controls"][0]["parameters"] == {"minutes_a_day": 60}
    assert (shown["approved_on"], shown["revised_on"]) == (None, [])


HIDDEN = "Write \u202ekindly\u200b."


@pytest.mark.parametrize(
    "words", [["show"], ["coverage"], ["show", "--format", "json"], ["coverage", "--format", "json"]]
)
def test_nothing_unseen_reaches_the_terminal(tmp_path, words):
    folder = write_folder(tmp_path, policy_of((HIDDEN, [("use.personal", HIDDEN), ("use.volume", HIDDEN)])))
    (folder / "controls.yaml").write_text(
        'controls:\n  use.personal:\n    - practice: "Talk \\u202e \\e[31m."\n', "utf-8"
    )
    printed = run(words[0], folder, *words[1:])
    assert not any(sign in printed for sign in "\u202e\u200b\x1b")
    if "json" in words:
        assert "\u202e" in json.dumps(json.loads(printed), ensure_ascii=False)


def test_what_differs_unseen_is_shown_to_differ(tmp_path):
    old = write_folder(tmp_path / "a", policy_of(("Use", [("use.x", "Be kind.")])))
    new = write_folder(tmp_path / "b", policy_of(("Use", [("use.x", "Be \u202ekind.")])))
    printed = run("diff", old, new)
    assert "\ufffd" in printed
    assert "\u202e" not in printed
    assert "\u202e" not in run("diff", old, new, "--format", "json")


def test_an_imported_document_hides_nothing_in_what_is_printed(tmp_path):
    (tmp_path / "policy.md").write_text(f"# Use\n\n## Mail\n\n{HIDDEN} Nobody reads what is not theirs.\n", "utf-8")
    for number, words in enumerate(([], ["--format", "json"])):
        assert "\u202e" not in run("import", tmp_path / "policy.md", "--out", tmp_path / f"out{number}", *words)


def test_coverage_as_json_counts_and_lists():
    shown = json.loads(run("coverage", "--format", "json"))
    assert shown["counts"]["clauses"] == 29 == len(shown["clauses"])
    assert shown["counts"]["unkept"] == len(shown["unkept"])
    assert "scope.document" in shown["unkept"]
    assert shown["unasked"] == []


def test_coverage_tells_where_a_control_without_a_clause_stands(tmp_path):
    folder = write_folder(tmp_path, policy_of(("Use", [("use.personal", "Little.")])))
    (folder / "controls.yaml").write_text("controls:\n  use.persnal:\n    - practice: Talk.\n")
    printed = " ".join(run("coverage", folder).split())
    assert "use.persnal practice Talk. (controls.yaml, line 3). Did you mean “use.personal”?" in printed


def test_diff_tells_each_kind_of_change_and_counts_the_rest(tmp_path):
    old = policy_of(("Use", [("a.far", "One."), ("a.gone", "Two."), ("a.words", "Be kind."), ("a.same", "Three.")]))
    new = policy_of(
        ("Use", [("a.words", "Be very kind."), ("a.same", "Three."), ("a.far", "One."), ("a.new", "Four.")])
    )
    printed = run("diff", write_folder(tmp_path / "a", old), write_folder(tmp_path / "b", new))
    assert "1 added · 1 removed · 1 reworded · 1 moved · 1 unchanged" in printed
    assert "Be{+ very+} kind." in printed
    assert "[-Two.-]" in printed
    assert "Use, in another order" in printed


def test_diff_as_json_names_each_clause_once(tmp_path):
    folder = write_folder(tmp_path / "a", model_policy())
    shown = json.loads(run("diff", folder, folder, "--format", "json"))
    assert shown["counts"] == {"added": 0, "removed": 0, "reworded": 0, "moved": 0, "unchanged": 29}
    assert len({change["id"] for change in shown["changes"]}) == 29
    assert "Nothing differs." in run("diff", folder, folder)


@pytest.mark.parametrize("words", [["show"], ["coverage"], ["diff", "."]])
def test_a_folder_that_is_no_policy_is_refused_in_words(tmp_path, words):
    result = CliRunner().invoke(app, [*words, str(tmp_path)])
    assert isinstance(result.exception, PolicyError)
    assert "policy.md" in str(result.exception)
