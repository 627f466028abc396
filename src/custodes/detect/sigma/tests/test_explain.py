from dataclasses import replace

import pytest
from hypothesis import given

from custodes.detect.sigma.explain import explain
from custodes.detect.sigma.phrases import say_source, words
from custodes.detect.sigma.rule import (
    ANY,
    ONE,
    About,
    And,
    Compare,
    Correlation,
    Exists,
    Network,
    Not,
    Null,
    Or,
    Regex,
    Rule,
    SameAs,
    Text,
    TimePart,
)
from custodes.detect.sigma.tests.test_rule_json import CORRELATIONS, RULES
from custodes.sources.tables import LogSource

ABOUT = About("1", "x", "x.yml")
A, B = Text("CommandLine", (ANY, "a", ANY)), Text("CommandLine", (ANY, "b", ANY))
IS = Text("Image", ("x",))


def looks(condition, **logsource):
    return explain(Rule(ABOUT, LogSource(**(logsource or {"product": "windows"})), condition))[1:-3]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (A, "the command line holds “a”"),
        (Not(A), "the command line does not hold “a”"),
        (Text("Image", (ANY, r"\cmd.exe")), r"the program's path ends with “\cmd.exe”"),
        (Not(Text("Image", ("C:", ANY))), "the program's path does not begin with “C:”"),
        (IS, "the program's path is “x”"),
        (Not(IS), "the program's path is not “x”"),
        (Text("Odd", ("x", ANY, "y", ONE)), "“Odd” looks like “x*y?”"),
        (Text("Odd", (ANY,)), "“Odd” is there, whatever it says"),
        (Text("Odd", ()), "“Odd” is empty"),
        (Text("Odd", ("X",), cased=True), "“Odd” is “X” (capitals count)"),
        (Text(None, (ANY, "x", ANY)), "some field holds “x”"),
        (Not(Text(None, (ANY, "x", ANY))), "no field holds “x”"),
        (Regex("Odd", "a+", "i"), "“Odd” fits the expression “a+”, in capitals or not"),
        (Network("c-ip", "10.0.0.0/8"), "the address it comes from lies in the network 10.0.0.0/8"),
        (Compare("Odd", "gte", 5000.0), "“Odd” is at least 5,000"),
        (Not(Compare("Odd", "lt", 0.5)), "“Odd” is not less than 0.5"),
        (SameAs("Image", "ParentImage"), "the program's path is the same as the path of the program that started it"),
        (Not(SameAs("Odd", "Even", "ends")), "“Odd” does not end with “Even”"),
        (Exists("User", wanted=True), "the event tells the account"),
        (Exists("User", wanted=False), "the event does not tell the account"),
        (Not(Exists("User", wanted=False)), "the event tells the account"),
        (Null("Odd"), "“Odd” is missing or null"),
        (TimePart("time", "hour", 3), "the hour (UTC) of “time” is 3"),
        (Or((A, B)), "the command line holds “a” or “b”"),
        (And((A, B)), "the command line holds “a” and “b”"),
        (Not(Or((A, B))), "the command line does not hold “a” or “b”"),
        (Text("Odd", ("\x1b[31m",)), "“Odd” is “\\x1b[31m”"),
        (Text("Odd", ("x" * 200,)), f"“Odd” is “{'x' * 160}…”"),
        (
            Or(tuple(Text("Odd", (str(n),)) for n in range(14))),
            f"“Odd” is {', '.join(f'“{n}”' for n in range(12))} or 2 more",
        ),
    ],
)
def test_each_test_is_said_in_plain_words(condition, said):
    assert looks(condition) == [f"It fires when {said}."]


def test_a_description_without_a_stop_gets_one():
    said = explain(Rule(replace(ABOUT, description="It is odd"), LogSource("windows"), A))
    assert "Its author says: It is odd." in said


def test_columns_are_told_in_words_not_by_their_names():
    counted = Correlation(ABOUT, "event_count", ("2",), 60, group_by=("actor.user.name",), number=2)
    assert "counted apart for each value of the account." in explain(counted)[2]


def test_a_nested_condition_is_an_indented_list():
    assert looks(And((IS, Or((A, And((B, Null("User"))))), Not(Or((A, IS))), Not(And((A, B)))))) == [
        "It fires when all of these hold:",
        "  – the program's path is “x”",
        "  – at least one of these holds:",
        "    – the command line holds “a”",
        "    – all of these hold:",
        "      – the command line holds “b”",
        "      – the account is missing or null",
        "  – none of these holds:",
        "    – the command line holds “a”",
        "    – the program's path is “x”",
        "  – not all of these hold at once:",
        "    – the command line holds “a” and “b”",
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (LogSource("windows", "process_creation"), "programs being started on Windows"),
        (LogSource("plan9", "process_creation"), "programs being started on plan9"),
        (LogSource(None, "process_creation"), "programs being started"),
        (LogSource("windows", None, "security"), "the Security log of Windows"),
        (LogSource("windows", None, "odd"), "the log “odd” of Windows"),
        (LogSource("odd"), "all logs of odd"),
        (LogSource(None, "odd", "log"), "the log “odd” “log”"),
    ],
)
def test_log_sources_have_plain_names(source, said):
    assert say_source(source) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "event_count"}, "there are at least 10 of them within 5 minutes"),
        (
            {"type": "event_count", "relation": "neq", "number": 1.5, "timespan_seconds": 86_400},
            "there are other than 1.5 of them within 1 day",
        ),
        (
            {"type": "value_count", "value_fields": ("User",)},
            "there are at least 10 different values of the account within 5 minutes",
        ),
        (
            {"type": "value_count", "value_fields": ("User", "c-ip")},
            "there are at least 10 different combinations of the account and the address it comes from within 5 minutes",
        ),
        (
            {"type": "temporal", "number": 1, "alternatives": (((0,), (1,)), ((0, 1), ()))},
            "“Failed” happens without “3”, or “Failed” and “3” happen within 5 minutes",
        ),
        (
            {"type": "temporal", "number": 1, "alternatives": (((), (0, 1)),)},
            "any of them happens without “Failed” or “3” within 5 minutes",
        ),
        ({"type": "temporal", "number": 2}, "all of them happen within 5 minutes"),
        ({"type": "temporal_ordered", "number": 2}, "all of them happen, in this order, within 5 minutes"),
        ({"type": "temporal", "number": 1}, "at least 1 of them happen within 5 minutes"),
        (
            {"type": "value_sum", "value_fields": ("size",)},
            "the sum of the size in bytes is at least 10 within 5 minutes",
        ),
        (
            {"type": "value_percentile", "value_fields": ("size",), "percentile": 95.0},
            "the 95th percentile of the size in bytes is at least 10 within 5 minutes",
        ),
        (
            {"group_by": ("User", "c-ip")},
            "there are at least 10 of them within 5 minutes, counted apart for each value of the account and the address it comes from",
        ),
    ],
)
def test_what_a_correlation_counts_is_said_in_plain_words(changes, said):
    correlation = Correlation(ABOUT, "event_count", ("2", "3"), 300, number=10)
    assert explain(replace(correlation, **changes), {"2": "Failed"})[:4] == [
        "It counts what these rules find:",
        "  – Failed",
        "  – 3",
        f"It fires when {said}.",
    ]


def test_what_the_rule_says_of_itself_stands_below():
    about = replace(
        ABOUT,
        level="high",
        author="Ann",
        description="Finds x.",
        falsepositives=("Unknown", "Updates"),
        tags=("attack.t1003",),
    )
    assert explain(Rule(about, LogSource("windows"), A, reports=False))[2:] == [
        "By itself it reports nothing: another rule counts it.",
        "Its author says: Finds x.",
        "It may also fire without a breach:",
        "  – Updates",
        "It serves the clause security.passwords.",
        "Level: high. Status: not said.",
        "Written by Ann. Licence: not named in its file; see where the rule came from.",
    ]


@given(RULES | CORRELATIONS)
def test_any_rule_can_be_explained(rule):
    assert all(line.strip() for line in explain(rule))


def test_the_words_are_words():
    every = [
        *words().fields.values(),
        *words().categories.values(),
        *words().products.values(),
        *words().sources.values(),
    ]
    assert all(isinstance(word, str) and word == word.strip() for word in every)
