from dataclasses import replace

import pytest
from hypothesis import given, settings

from custodes.policy import Control, coverage, model_policy
from custodes.policy.describe import describe_control
from custodes.policy.tests.policies import policies, policy_of

POLICY = policy_of(("Use", [("use.personal", "Little."), ("use.language", "Kind.")]))


def states(*controls):
    return {kept.clause.id: kept.state for kept in coverage(replace(POLICY, controls=controls)).clauses}


def places(**parameters):
    return Control("use.personal", "intake", "protected-places", parameters)


def test_a_clause_without_a_control_is_kept_by_nothing():
    assert states(Control("use.language", "practice", "Talk.")) == {"use.personal": "nothing", "use.language": "kept"}


def test_a_control_for_no_clause_is_told():
    stray = Control("use.nowhere", "practice", "Talk.")
    assert coverage(replace(POLICY, controls=(stray,))).unasked == (stray,)


@pytest.mark.parametrize(
    ("controls", "state"),
    [
        ([places()], "kept"),
        ([places(hosts=["a.example"])], "kept"),
        ([places(hosts=[])], "nothing"),
        ([places(hosts=[], networks=[])], "nothing"),
        ([places(hosts=[], networks=["10.0.0.0/8"])], "in part"),
        ([places(hosts=[]), places()], "in part"),
        ([places(hosts=["a.example"]), places()], "kept"),
    ],
)
def test_an_empty_list_is_still_to_be_named(controls, state):
    assert states(*controls)["use.personal"] == state


def test_the_model_policy_says_what_the_library_has_yet_to_name():
    found = coverage(model_policy())
    assert [kept.clause.id for kept in found.list_clauses("in part")] == ["monitor.review", "use.privacy"]
    assert "monitor.protected" in [kept.clause.id for kept in found.list_clauses("nothing")]
    assert found.unasked == ()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(policies())
def test_every_clause_and_every_control_is_accounted_for(policy):
    found = coverage(policy)
    assert tuple(kept.clause for kept in found.clauses) == policy.clauses
    counted = [control for kept in found.clauses for control in kept.controls] + list(found.unasked)
    assert len(counted) == len(policy.controls)


@pytest.mark.parametrize(
    ("control", "words"),
    [
        (Control("a.b", "practice", "The board votes."), "The board votes."),
        (Control("a.b", "detector", "personal-time", {"minutes_a_day": 60}, 0.6),
         "Looked for: personal time (minutes a day: 60); shown when at least 0.6 sure."),
        (places(hosts=[], networks=["10.1.0.0/16", "10.2.0.0/16"], strict=True, note=None),
         "At intake: protected places (hosts: none yet; networks: 10.1.0.0/16, 10.2.0.0/16; strict: yes; note: none yet)."),
    ],
)  # fmt: skip
def test_a_control_is_told_in_words(control, words):
    assert describe_control(control) == words
