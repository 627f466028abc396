"""Fourteen documents of different habits, the right answer beside each."""

from __future__ import annotations

import pytest

from custodes.policy.importing import import_document

from .making import MAKERS, answer


@pytest.fixture(scope="module", params=list(MAKERS))
def read(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("documents") / request.param
    path.write_bytes(MAKERS[request.param]())
    return import_document(path), answer(request.param)


def test_title_and_dates_are_found(read):
    found, right = read
    dates = [day.isoformat() for day in found.revised_on]
    approved = found.approved_on.isoformat() if found.approved_on else None
    assert (found.title, approved, dates) == (right["title"], right["approved_on"], right["revised_on"])


def test_sections_and_clauses_are_all_found_and_nothing_else(read):
    found, right = read
    told = [(section.title, [(clause.kind, clause.text) for clause in section.clauses]) for section in found.sections]
    assert told == [
        (section["title"], [(clause["kind"], clause["text"]) for clause in section["clauses"]])
        for section in right["sections"]
    ]


def test_at_least_nine_of_ten_clauses_match_the_right_model_clause(read):
    found, right = read
    ids = [clause["ids"] for section in right["sections"] for clause in section["clauses"]]
    wrong = [
        (clause.text, clause.matches)
        for clause, expected in zip(found.clauses, ids, strict=True)
        if (clause.matches[0].id not in expected if clause.matches else bool(expected))
    ]
    assert len(wrong) <= len(ids) / 10, wrong
