from dataclasses import replace

import pytest

from custodes.detect.registry import DETECTORS, Detection, Detector, NoParameters
from custodes.engine.results import Account, ClauseResult
from custodes.events.schema import EMAIL_ACTIVITY, HTTP_ACTIVITY
from custodes.policy.model import Control, Policy
from custodes.report.account import total
from custodes.report.keeping import sentences, unseeing
from custodes.report.margin import Tone, note
from custodes.report.tests.examples import ACCOUNTS, quiet_results, rich_results

EVERYTHING = total(ACCOUNTS)


def said(control):
    return " ".join(sentences(control, EVERYTHING))


POLICY = Policy("Use of systems", ())


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        (Control("a.b", "practice", "The board meets in the open."), "The board meets in the open."),
        (Control("a.b", "intake", "account"), "Every item read is accounted for below."),
        (Control("a.b", "intake", "protected-places", {"hosts": []}), "The policy lists no protected places, so nothing is dropped."),
        (Control("a.b", "intake", "protected-places", {"hosts": ["a.example"]}), "What goes to protected places is dropped unread: 265 items."),
        (Control("a.b", "detector", "shouting", {"words_a_line": 1}), "Shouting. Limit: 1 word a line."),
        (Control("a.b", "detector", "shouting", {"megabytes_a_day": 2.5, "cards_an_hour": 200, "gap": 3, "is_a_b": True}),
         "Shouting. Limits: 2.5 megabytes a day, 200 cards an hour."),
        (Control("a.b", "detector", "shouting", {"categories": ["hacking", "warez"]}),
         "Shouting. Kinds of site: breaking into computers and cracked programs."),
        (Control("a.b", "detector", "shouting", {"kinds": ["a", "b"], "none": []}), "Shouting. Kinds: a and b."),
    ],
)  # fmt: skip
def test_a_control_is_said_in_plain_words_with_its_limits(control, expected):
    assert said(control) == expected


def test_a_limit_left_to_its_default_is_said_too():
    assert "Limit" in said(Control("use.personal", "detector", "personal-time"))


@pytest.mark.parametrize(
    ("clause", "tone", "head"),
    [
        ("use.personal", Tone.SEEN, "40 findings, concerning 23 people."),
        ("security.passwords", Tone.UNTOLD, "1 could not be told."),
        ("misuse.identity", Tone.KEPT, "Nothing seen."),
        ("monitor.protected", Tone.KEPT, "Kept."),
        ("scope.document", Tone.KEPT, "Kept."),
        ("use.language", Tone.UNKEPT, "Nothing keeps this yet."),
    ],
)
def test_the_note_says_how_the_clause_stands(clause, tone, head):
    made = note(clause, rich_results(), EVERYTHING)
    assert (made.tone, made.head) == (tone, head)


def test_what_was_less_sure_than_asked_is_counted():
    assert note("use.personal", rich_results(), EVERYTHING).sentences[-1] == (
        "4 more left out, because too unsure: fewer than 6 in 10 such are right."
    )


def test_where_controls_ask_for_different_things_what_is_said_is_true_of_all():
    controls = tuple(Control("use.personal", "detector", name, sure=sure) for name, sure in (("a", 0.2), ("b", 0.65)))
    results = replace(rich_results(), policy=replace(rich_results().policy, controls=controls))
    assert note("use.personal", results, EVERYTHING).sentences[-1].endswith("fewer than 6.5 in 10 such are right.")


def test_without_a_staff_list_accounts_are_counted_not_people():
    personal = replace(rich_results().clauses["use.personal"], people=0)
    results = replace(rich_results(), people=0, clauses={"use.personal": personal})
    assert note("use.personal", results, EVERYTHING).head == "40 findings, concerning 23 accounts."


def test_who_is_not_on_the_staff_list_is_no_person_yet():
    personal = replace(rich_results().clauses["use.personal"], people=20)
    results = replace(rich_results(), clauses={"use.personal": personal})
    said = note("use.personal", results, EVERYTHING).head
    assert said == "40 findings, concerning 20 people and 3 accounts not on the staff list."


@pytest.mark.parametrize(
    ("clause", "kind", "head"),
    [
        ("security.downloads", "Email Activity", "Not looked at: no web log was read."),
        ("security.downloads", "HTTP Activity", "Nothing seen."),
    ],
)
def test_nothing_seen_is_said_only_where_there_was_something_to_see(clause, kind, head):
    results = replace(quiet_results(), accounts=(Account("a", "jsonl", taken=1, out=1, kept=1, kinds={kind}),))
    assert note(clause, results, EVERYTHING).head == head


def test_a_clause_of_which_a_part_was_hidden_says_so():
    accounts = (Account("a", "mail", taken=1, out=1, kept=1, kinds=frozenset({"Email Activity"})),)
    controls = (Control("use.privacy", "detector", "patron-data"), Control("use.privacy", "detector", "sigma"))
    policy = replace(rich_results().policy, controls=controls, domains=())
    results = replace(quiet_results(), policy=policy, accounts=accounts, people=0)
    made = note("use.privacy", results, EVERYTHING)
    assert (made.tone, made.head) == (Tone.PARTLY, "Nothing seen; looked at in part.")
    assert "Not looked at: no domain of your own was named (--domain)." in made.sentences
    named = replace(results, policy=replace(policy, domains=("own.example",)))
    assert note("use.privacy", named, EVERYTHING).head == "Nothing seen."


def test_a_single_finding_concerns_a_single_person():
    results = replace(
        rich_results(), clauses={"use.personal": ClauseResult("use.personal", yes=1, subjects=1, people=1)}
    )
    assert note("use.personal", results, EVERYTHING).head == "1 finding, concerning 1 person."


def test_a_rule_without_its_lists_keeps_nothing_and_says_so():
    bare = (Control("monitor.protected", "intake", "protected-places", {"hosts": [], "networks": []}),)
    results = replace(rich_results(), policy=replace(rich_results().policy, controls=bare))
    made = note("monitor.protected", results, EVERYTHING)
    assert (made.tone, made.head) == (Tone.PART, "Not set up yet.")


def test_a_rule_without_its_lists_is_told_beside_what_a_detector_saw():
    bare = (Control("use.privacy", "intake", "patron-records"), Control("use.privacy", "detector", "patron-data"))
    results = replace(quiet_results(), policy=replace(rich_results().policy, controls=bare))
    made = note("use.privacy", results, EVERYTHING)
    assert made.head == "Nothing seen."
    assert "their traffic is not dropped" in made.sentences[0]


@pytest.mark.parametrize(
    ("reads", "kinds", "expected"),
    [
        ((EMAIL_ACTIVITY,), ("HTTP Activity",), "no mail was read"),
        ((EMAIL_ACTIVITY,), ("HTTP Activity", "Email Activity"), None),
        ((HTTP_ACTIVITY,), ("Email Activity",), "no web log was read"),
        ((HTTP_ACTIVITY,), ("HTTP Activity",), None),
        ((HTTP_ACTIVITY, EMAIL_ACTIVITY), ("Email Activity",), None),
        ((HTTP_ACTIVITY,), (), "no web log was read"),
    ],
)
def test_what_a_detector_reads_was_there_or_is_named(reads, kinds, expected):
    known = {"ears": Detector("ears", (), reads, NoParameters, lambda _batch, _context: Detection())}
    accounts = tuple(Account("a", "jsonl", taken=1, out=1, kept=1, kinds=frozenset({kind})) for kind in kinds)
    results = replace(quiet_results(), accounts=accounts)
    assert unseeing(Control("a.b", "detector", "ears"), results, known) == expected


def test_without_a_domain_of_its_own_what_leaves_cannot_be_told():
    known = {
        "ears": Detector("ears", (), (EMAIL_ACTIVITY,), NoParameters, lambda _b, _c: Detection(), needs_domains=True)
    }
    control, accounts = (
        Control("a.b", "detector", "ears"),
        (Account("a", "mail", taken=1, out=1, kept=1, kinds=frozenset({"Email Activity"})),),
    )
    nobody = replace(quiet_results(), policy=POLICY, accounts=accounts, people=0)
    assert unseeing(control, nobody, known) == "no domain of your own was named (--domain)"
    assert unseeing(control, replace(nobody, policy=replace(POLICY, domains=("own.example",))), known) is None
    assert unseeing(control, replace(nobody, people=3), known) is None


def test_a_detector_that_nobody_knows_is_taken_at_its_word():
    assert unseeing(Control("a.b", "detector", "ears"), quiet_results(), {}) is None


def test_every_detector_can_say_that_nothing_was_read_for_it():
    nothing = replace(rich_results(), accounts=())
    for name, detector in DETECTORS.items():
        assert unseeing(Control(detector.clauses[0], "detector", name), nothing).startswith("no ")
