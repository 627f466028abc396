from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer import Typer
from typer.testing import CliRunner

from custodes.cli.policy_import import import_command
from custodes.errors import CustodesError
from custodes.policy import PolicyError, load_policy
from custodes.policy.importing import (
    Imported,
    ImportedClause,
    ImportedSection,
    Match,
    draft_of,
    import_document,
    imported_as_json,
    write_folder,
)

from .making import MAKERS

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
CLAUSES = st.builds(
    ImportedClause,
    text=WORDS.filter(str.strip),
    kind=st.sampled_from(["paragraph", "bullet"]),
    matches=st.lists(
        st.builds(Match, st.sampled_from(["use.personal", "use.purpose", "monitor.review"]), st.floats(0, 1)),
        max_size=3,
    ).map(lambda matches: tuple(sorted(matches, key=lambda match: -match.score))),
)
SECTIONS = st.builds(ImportedSection, title=WORDS, clauses=st.lists(CLAUSES, min_size=1, max_size=4).map(tuple))
IMPORTED = st.builds(Imported, title=WORDS, sections=st.lists(SECTIONS, min_size=1, max_size=3).map(tuple))


def clause(text, *matches):
    return ImportedClause(text, "paragraph", tuple(Match(*match) for match in matches))


def imported(*clauses):
    return Imported("Staff Policy", (ImportedSection("Mail", clauses),), approved_on=date(2024, 9, 24))


@settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=IMPORTED)
def test_whatever_was_found_makes_a_folder_that_loads(found, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "policy"
    draft = draft_of(found)
    write_folder(draft, folder)
    loaded = load_policy(folder)
    assert [each.id for each in loaded.clauses] == [each.id for each in draft.policy.clauses]
    assert [each.text.split() for each in loaded.clauses] == [each.text.split() for each in found.clauses]


@pytest.mark.parametrize("name", MAKERS)
def test_a_document_becomes_a_folder_with_the_controls_of_its_clauses(name, tmp_path):
    path = tmp_path / "document"
    path.write_bytes(MAKERS[name]())
    found = import_document(path)
    write_folder(draft_of(found), tmp_path / "policy")
    loaded = load_policy(tmp_path / "policy")
    assert (loaded.title, loaded.approved_on, loaded.revised_on) == (found.title, found.approved_on, found.revised_on)
    assert [each.text for each in loaded.clauses] == [each.text for each in found.clauses]
    assert {control.clause for control in loaded.controls} <= {each.id for each in loaded.clauses}
    assert loaded.list_controls("use.personal")


def test_the_surest_clause_gets_the_id_and_further_ones_a_number():
    draft = draft_of(
        imported(
            clause("One.", ("use.personal", 0.6)),
            clause("Two.", ("use.personal", 0.9)),
            clause("Three.", ("use.personal", 0.6)),
        )
    )
    assert [each.id for each in draft.policy.clauses] == ["use.personal-2", "use.personal", "use.personal-3"]


def test_a_clause_that_matches_nothing_surely_gets_an_id_of_its_own_words():
    draft = draft_of(
        imported(
            clause("The library is closed on holidays."), clause("Be kind to the printer.", ("use.language", 0.41))
        )
    )
    assert [each.id for each in draft.policy.clauses] == ["local.library-closed-holidays", "local.kind-printer"]
    assert draft.unsure == draft.policy.clauses
    assert draft.notes == {"local.kind-printer": "also: use.language 0.41"}


def test_a_clause_that_only_opens_a_list_is_not_one_to_check():
    draft = draft_of(imported(clause("Staff must not:"), clause("feed the printer")))
    assert [each.id for each in draft.opening] == ["local.staff"]
    assert [each.id for each in draft.unsure] == ["local.feed-printer"]


def test_other_matches_stand_beside_the_clause(tmp_path):
    draft = draft_of(imported(clause("Keep it short.", ("use.personal", 0.8), ("use.purpose", 0.5))))
    write_folder(draft, tmp_path / "policy")
    assert (
        "Keep it short. {#use.personal}\n<!-- also: use.purpose 0.50 -->"
        in (tmp_path / "policy" / "policy.md").read_text()
    )


def test_a_folder_that_holds_anything_is_left_alone(tmp_path):
    (tmp_path / "policy.md").write_text("mine")
    with pytest.raises(PolicyError, match="Something stands there already"):
        write_folder(draft_of(imported(clause("One."))), tmp_path)
    assert (tmp_path / "policy.md").read_text() == "mine"
    with pytest.raises(CustodesError):
        write_folder(draft_of(imported(clause("One."))), tmp_path / "policy.md")


def test_an_empty_folder_is_filled_and_missing_parents_are_made(tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "a" / "b"):
        write_folder(draft_of(imported(clause("One."))), folder)
        assert sorted(path.name for path in folder.iterdir()) == ["controls.yaml", "policy.md"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "empty"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PolicyError, match="cannot be written"):
        write_folder(draft_of(imported(clause("One."))), tmp_path / "file" / "policy")


def test_json_has_exactly_what_was_found():
    found = replace(imported(clause("One.", ("use.personal", 0.8))), revised_on=(date(2025, 3, 18),))
    assert imported_as_json(found) == {
        "title": "Staff Policy",
        "approved_on": "2024-09-24",
        "revised_on": ["2025-03-18"],
        "sections": [
            {
                "title": "Mail",
                "clauses": [{"kind": "paragraph", "text": "One.", "matches": [{"id": "use.personal", "score": 0.8}]}],
            }
        ],
    }


@pytest.fixture
def command(tmp_path):
    app = Typer()
    app.command()(import_command)
    path = tmp_path / "memo.txt"
    path.write_bytes(MAKERS["memo"]())
    return lambda *options: CliRunner().invoke(app, [str(path), "--out", str(tmp_path / "policy"), *options])


def test_the_command_tells_what_was_found_and_what_to_check(command, tmp_path):
    told = command()
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert lines[:2] == ["Staff Technology Policy", "approved 24 September 2024 · revised 18 March 2025"]
    assert lines[2].startswith("6 sections · 31 clauses · ")
    assert lines[-1] == f"Next: custodes policy show {tmp_path / 'policy'}"
    assert "local.computers-have-become-part" in told.output


def test_the_command_answers_a_program_in_json(command):
    told = json.loads(command("--format", "json").output)
    assert list(told) == ["title", "approved_on", "revised_on", "sections"]
    assert told["sections"][0]["title"] == "PURPOSE AND SCOPE"


def test_the_command_refuses_to_write_over_a_folder(command):
    command()
    assert isinstance(command().exception, PolicyError)
