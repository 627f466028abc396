from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.policy import model_policy
from custodes.policy.catalogue import CLAUSE_IDS
from custodes.policy.importing import find_matches


def best(text, **around):
    matches = find_matches(text, **around)
    return matches[0].id if matches else None


def test_every_clause_of_the_model_policy_matches_itself():
    clauses = model_policy().clauses
    assert {clause.id: best(clause.text, section=clause.section) for clause in clauses} == {
        clause.id: clause.id for clause in clauses
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no expectation of privacy in anything on a work computer.", "monitor.property"),
        ("Chain letters and mass mailings waste bandwidth.", "use.volume"),
        ("Nobody may masquerade as another person or forge a message.", "misuse.identity"),
        ("Direct questions to your supervisor.", "scope.questions"),
        ("Violations may lead to disciplinary action up to and including termination.", "violations.corrective"),
        ("This policy supplements the Employee Handbook and was approved by the Board.", "scope.document"),
        ("E-mail may be subject to FOIA.", "monitor.disclosure"),
        ("Passwords can be overridden by IT.", "monitor.override"),
        ("Anonymous surveys are not traced.", "monitor.protected"),
        ("Log off when you leave your workstation.", "security.logins"),
        ("Tell IT at once if a laptop is stolen.", "security.breaches"),
        ("Tell your supervisor or HR if you see this policy violated.", "misuse.report"),
        ("The library serves forty thousand residents.", None),
        ("Lunch is at noon.", None),
    ],
)
def test_a_clause_is_known_by_what_it_speaks_of(text, expected):
    assert best(text) == expected


def test_the_opening_of_a_list_and_the_heading_help_to_read_a_bullet():
    assert best("family photographs or recipes") is None
    assert best("family photographs or recipes", lead_in="Personal use must not involve:") == "use.personal"
    assert best("Change them every ninety days.", section="Passwords") == "security.passwords"


def test_a_clause_that_speaks_of_two_rows_gets_two_matches():
    text = "A violation may end in the loss of access to the network and in discipline up to dismissal."
    assert {match.id for match in find_matches(text)} == {"violations.access", "violations.corrective"}


@settings(deadline=None, derandomize=True, max_examples=40)
@given(text=st.text(max_size=200), lead_in=st.text(max_size=40), section=st.text(max_size=40))
def test_any_text_has_at_most_three_matches_best_first(text, lead_in, section):
    matches = find_matches(text, lead_in=lead_in, section=section)
    assert len(matches) <= 3
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert all(0 < match.score <= 1 and match.id in CLAUSE_IDS for match in matches)
    assert matches == find_matches(text, lead_in=lead_in, section=section)
