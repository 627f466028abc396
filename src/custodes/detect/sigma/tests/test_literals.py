import re

import hypothesis.strategies as st
import pytest
from hypothesis import given

from custodes.detect.sigma.fields import fold
from custodes.detect.sigma.literals import Literal, find_trigger
from custodes.detect.sigma.rule import ANY, And, Compare, Exists, Not, Null, Or, Regex, Text


def literals(node, *, are_numbers_plain=False):
    trigger = find_trigger(node, are_numbers_plain=are_numbers_plain)
    return None if trigger is None else {literal.text for literal in trigger.literals}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Text("Image", (ANY, r"\mimikatz.exe")), {r"\mimikatz.exe"}),
        (And((Text("A", ("the",)), Text("B", ("sekurlsa::logonpasswords",)))), {"sekurlsa::logonpasswords"}),
        (Or((Text("A", ("rubeus",)), Text("B", ("seatbelt",)))), {"rubeus", "seatbelt"}),
        (Or((Text("A", ("rubeus",)), Null("B"))), None),
        (And((Not(Text("A", ("rubeus",))), Exists("B", wanted=True))), None),
        (And((Not(Text("A", ("rubeus",))), Text("B", ("seatbelt",)))), {"seatbelt"}),
        (Compare("size", "gt", 7), None),
        (Text("A", ()), None),
        (Text("A", (ANY,)), None),
        (Regex("A", r"(?:inv|res)oke\s+\d{3,}kittens?"), {"kitten"}),
        (Regex("A", r"(?:alpha|beta)"), {"alpha", "beta"}),
        (Regex("A", r"(?:alpha|\d)"), None),
        (Regex("A", r"(?:alpha)*"), None),
        (Regex("A", "("), None),
        (Text("A", ("Müller",)), {"ller"}),
        (Text("A", ("☃snow",)), {"☃snow"}),
    ],
)
def test_a_trigger_is_the_cheapest_text_that_must_stand_in_the_event(node, expected):
    assert literals(node) == expected


def test_a_number_is_a_literal_only_where_it_stands_as_rules_write_it():
    assert literals(Text("code", ("404",))) is None
    assert literals(Text("code", ("404",)), are_numbers_plain=True) == {"404"}


def test_a_literal_says_whether_a_value_starts_or_ends_with_it():
    trigger = find_trigger(Text("A", (ANY, r"\cmd.exe")), are_numbers_plain=False)
    assert trigger.literals == (Literal(r"\cmd.exe", starts=False, ends=True),)
    keyword = find_trigger(Text(None, (ANY, "cmd.exe", ANY)), are_numbers_plain=False)
    assert keyword.literals == (Literal("cmd.exe"),)


def test_what_may_be_written_without_quotes_is_not_anchored():
    (literal,) = find_trigger(Text("A", ("true",)), are_numbers_plain=False).literals
    assert literal == Literal("true")


def test_what_events_commonly_hold_is_passed_over_for_what_is_rare():
    both = And((Text("A", (ANY, "system32", ANY)), Text("B", (ANY, "zz.q", ANY))))
    assert literals(both) == {"zz.q"}


def by_ascii(text):
    """The text as a search sees it that minds no case of A to Z, and nothing else."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


@given(st.text(min_size=1, max_size=8), st.text(max_size=5), st.text(max_size=5), st.booleans())
def test_every_literal_of_a_text_stands_in_every_value_that_equals_it(part, before, after, upper):
    value = before + (part.upper() if upper and len(part.upper()) == len(part) else part) + after
    if fold(part) not in fold(value):
        return
    for text in literals(Text("A", (ANY, part, ANY))) or ():
        assert text in by_ascii(value)


@given(st.from_regex(re.compile(r"(?:ab|cd)+x?[ef]{2}gh(?:i|j)"), fullmatch=True))
def test_a_literal_of_an_expression_stands_in_what_it_matches(value):
    assert any(text in value for text in literals(Regex("A", r"(?:ab|cd)+x?[ef]{2}gh(?:i|j)")))
