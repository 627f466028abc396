from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.policy import diff_policies
from custodes.policy.diff import Renamed, _longest_rising
from custodes.policy.tests.policies import policies, policy_of
from custodes.policy.words import Span, diff_words

FEW_IDS = st.sampled_from([f"use.{letter}" for letter in "abcdefghijklmn"])
SETTINGS = settings(max_examples=40, deadline=None, derandomize=True)


def kinds(*, old, new):
    return {change.id: change.kind for change in diff_policies(old, new).changes}


def section(title, letters):
    return title, [(f"use.{letter}", f"Text of {letter}.") for letter in letters]


def moved(old, new):
    changes = diff_policies(policy_of(*old), policy_of(*new)).changes
    return "".join(change.id[-1] for change in changes if change.has_moved)


def test_each_kind_of_change_is_told_apart():
    old = policy_of(
        ("Use", [("a.same", "One."), ("a.gone", "Two."), ("a.words", "Be kind.")]), ("More", [("a.far", "Three.")])
    )
    new = policy_of(
        ("Use", [("a.same", "One."), ("a.words", "Be very kind."), ("a.far", "Three."), ("a.new", "Four.")])
    )
    assert kinds(old=old, new=new) == {
        "a.same": "unchanged",
        "a.gone": "removed",
        "a.words": "reworded",
        "a.far": "moved",
        "a.new": "added",
    }


def test_a_removed_clause_stands_where_it_stood():
    old, new = policy_of(section("Use", "abcd")), policy_of(section("Use", "bd"))
    assert [change.id[-1] for change in diff_policies(old, new).changes] == list("abcd")


def test_a_clause_may_be_reworded_and_moved():
    old = policy_of(("Use", [("a.x", "One.")]), ("More", [("a.y", "Two.")]))
    new = policy_of(("Use", []), ("More", [("a.y", "Two."), ("a.x", "One and a half.")]))
    (change,) = diff_policies(old, new).list_changes("reworded")
    assert change.has_moved


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([section("Use", "abcd")], [section("Use", "abcd")], ""),
        ([section("Use", "abcd")], [section("Use", "bcda")], "a"),
        ([section("Use", "abcd")], [section("Use", "dabc")], "d"),
        ([section("Use", "abcd")], [section("Use", "xbycd")], ""),
        ([section("Use", "ab"), section("More", "cd")], [section("More", "cd"), section("Use", "ab")], ""),
        ([section("Use", "ab"), section("More", "cd")], [section("Use", "a"), section("More", "cbd")], "b"),
        ([section("Use", "abc")], [section("Using", "abc")], ""),
        ([section("Use", "abc")], [section("Using", "acb")], "c"),
        ([section("Use", "abc")], [section("One", "ab"), section("Two", "c")], "c"),
        ([section("Use", "ab"), section("More", "cd")], [section("All", "abcd")], "cd"),
    ],
)
def test_moved_are_the_fewest_that_explain_the_new_order(old, new, expected):
    assert moved(old, new) == expected


def test_a_new_heading_over_the_same_clauses_moves_none():
    diff = diff_policies(policy_of(section("Violations", "ab")), policy_of(section("Consequences", "ab")))
    assert diff.renamed == (Renamed("Violations", "Consequences"),)
    assert {change.kind for change in diff.changes} == {"unchanged"}
    assert diff.has_changes


@SETTINGS
@given(policies(FEW_IDS))
def test_a_policy_does_not_differ_from_itself(policy):
    assert not diff_policies(policy, policy).has_changes


@SETTINGS
@given(policies(FEW_IDS), policies(FEW_IDS))
def test_every_clause_of_either_version_is_told_once(old, new):
    diff = diff_policies(old, new)
    told = [change.id for change in diff.changes]
    assert sorted(told) == sorted({clause.id for clause in (*old.clauses, *new.clauses)})
    assert [change.new for change in diff.changes if change.new] == list(new.clauses)
    for change in diff.changes:
        assert (change.old is None, change.new is None) == (change.kind == "added", change.kind == "removed")


@SETTINGS
@given(st.permutations(range(7)))
def test_the_longest_rising_run_rises_and_none_is_longer(places):
    longest = _longest_rising(places)
    assert [place for place in places if place in longest] == sorted(longest)
    lengths = {}
    for place in places:
        lengths[place] = 1 + max((length for before, length in lengths.items() if before < place), default=0)
    assert len(longest) == max(lengths.values())


TEXTS = st.text("ab ,.\n’-", max_size=60)


@SETTINGS
@given(TEXTS, TEXTS)
def test_the_spans_rebuild_both_texts(old, new):
    spans = diff_words(old, new)
    assert "".join(span.text for span in spans if span.kind != "insert") == old
    assert "".join(span.text for span in spans if span.kind != "delete") == new
    assert all(span.text for span in spans)
    assert all(before.kind != after.kind for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Same.", "Same.", "Same."),
        ("", "New.", "{New.}"),
        ("Old.", "", "[Old.]"),
        ("The library may look.", "The library must look.", "The library [may]{must} look."),
        ("Mail, web.", "Mail; web.", "Mail[,]{;} web."),
        ("on site", "on-site", "[on site]{on-site}"),
        ("Staff may look.", "Staff may not look.", "Staff may{ not} look."),
        ("one  two", "one two", "one[  ]{ }two"),
        ("the staff's mail", "the staff’s mail", "the [staff's]{staff’s} mail"),
    ],
)
def test_words_and_marks_change_on_their_own(old, new, expected):
    marks = {"equal": "{0}", "delete": "[{0}]", "insert": "{{{0}}}"}
    assert "".join(marks[span.kind].format(span.text) for span in diff_words(old, new)) == expected


def test_texts_too_long_to_compare_are_replaced_whole():
    old, new = "a " * 3_000, "a " * 3_001
    assert diff_words(old, new) == (Span("delete", old), Span("insert", new))
