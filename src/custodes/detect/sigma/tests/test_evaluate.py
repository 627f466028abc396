"""What each test asks of an event, as `rule.py` says it."""

import string
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigma.types import SpecialChars

from custodes.detect.sigma.evaluate import MISSING, compile_node
from custodes.detect.sigma.fields import Fields, Names, fold
from custodes.detect.sigma.patterns import check_parts, check_texts
from custodes.detect.sigma.rule import (
    ANY,
    ONE,
    And,
    Compare,
    Exists,
    Network,
    Not,
    Null,
    Or,
    Regex,
    SameAs,
    Text,
    TimePart,
)
from custodes.detect.sigma.tests.oracle import matches

RECORD = {
    "Image": "C:\\Windows\\CMD.exe",
    "Source Name": "Disk",
    "n": 4624,
    "x": 1.5,
    "yes": True,
    "nothing": None,
    "empty": "",
    "tags": ["Alpha", 7, None],
    "none": [],
    "at": "2026-11-24T23:59:58+01:00",
    "ip": "::ffff:10.1.2.3",
    "same": "c:\\windows\\cmd.EXE",
    "dir": "c:\\WINDOWS",
}


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        (Text("Image", (ANY, "\\cmd.exe")), True),
        (Text("Image", (ANY, "\\cmd.exe"), cased=True), False),
        (Text("Image", (ANY, "\\CMD.exe"), cased=True), True),
        (Text("Image", ("c:", ANY)), True),
        (Text("Image", (ANY, "windows", ANY)), True),
        (Text("Image", ("c", ONE, ONE, "windows", ANY, "exe")), True),
        (Text("Image", ("c", ONE, "windows", ANY, "exe")), False),
        (Text("image", (ANY,)), True),
        (Text("SourceName", ("disk",)), True),
        (Text("source name", ("disk",)), True),
        (Text("n", ("4624",)), True),
        (Text("n", ("46", ANY)), True),
        (Text("x", ("1.5",)), True),
        (Text("yes", ("true",)), True),
        (Text("yes", ("1",)), False),
        (Text("empty", ()), True),
        (Text("empty", (ANY,)), True),
        (Text("empty", (ONE,)), False),
        (Text("nothing", ()), False),
        (Text("nothing", (ANY,)), False),
        (Text("missing", (ANY,)), False),
        (Text("none", (ANY,)), False),
        (Text("tags", ("alpha",)), True),
        (Text("tags", ("7",)), True),
        (Text("tags", ("alpha7",)), False),
        (Text(None, (ANY, "isk", ANY)), True),
        (Text(None, (ANY, "alpha", ANY)), True),
        (Text(None, (ANY, "alpha", ANY), cased=True), False),
        (Text(None, (ANY, "disk4624", ANY)), False),
        (Regex("Image", "CMD\\.exe$"), True),
        (Regex("Image", "cmd"), False),
        (Regex("Image", "cmd", "i"), True),
        (Regex("Image", "(?i)cmd\\.EXE\\Z"), True),
        (Regex(None, "^Alp"), True),
        (Regex("n", "^\\d+$"), True),
        (Regex("missing", ""), False),
        (Network("ip", "10.0.0.0/8"), True),
        (Network("ip", "11.0.0.0/8"), False),
        (Network("Image", "0.0.0.0/0"), False),
        (Compare("n", "gt", 4623), True),
        (Compare("n", "lt", 4624), False),
        (Compare("x", "lte", 1.5), True),
        (Compare("tags", "gte", 7), True),
        (Compare("yes", "gte", 0), False),
        (Compare("Image", "gte", 0), False),
        (Compare("missing", "lt", 5), False),
        (SameAs("Image", "same"), True),
        (SameAs("Image", "dir"), False),
        (SameAs("Image", "dir", "starts"), True),
        (SameAs("Image", "dir", "ends"), False),
        (SameAs("Image", "dir", "contains"), True),
        (SameAs("missing", "missing"), False),
        (Exists("nothing", wanted=True), True),
        (Exists("missing", wanted=True), False),
        (Exists("missing", wanted=False), True),
        (Null("missing"), True),
        (Null("nothing"), True),
        (Null("empty"), False),
        (Null("tags"), True),
        (TimePart("at", "hour", 22), True),
        (TimePart("at", "minute", 59), True),
        (TimePart("at", "day", 24), True),
        (TimePart("at", "week", 48), True),
        (TimePart("at", "month", 11), True),
        (TimePart("at", "year", 2026), True),
        (TimePart("Image", "year", 2026), False),
        (TimePart("missing", "year", 2026), False),
        (Not(Text("missing", ("x",))), True),
        (And((Exists("n", wanted=True), Text("x", ("1.5",)))), True),
        (And((Exists("n", wanted=True), Null("x"))), False),
        (Or((Null("x"), Text("x", ("2",)), Text("x", ("1", ANY)))), True),
        (And(()), True),
        (Or(()), False),
    ],
)
def test_a_test_holds_or_does_not(test, holds):
    assert compile_node(test)(Fields(RECORD)) is holds


def test_a_name_is_met_as_written_then_whatever_its_case_and_spaces_then_as_the_product_spells_it():
    record = {"user name": 1, "UserName": 2, "acct": 3}
    names = Names(record, {"account": ("absent", "ACCT"), "username": ("acct",)})
    fields = Fields(record, names)
    assert [fields.get(name) for name in ("UserName", "username", "Account", "who")] == [2, 1, 3, MISSING]


@pytest.mark.parametrize("text", ["not a network", "10.0.0.0/99", ""])
def test_what_is_no_network_is_refused_when_the_rule_is_compiled(text):
    with pytest.raises(ValueError, match="IPv4 or IPv6 network"):
        compile_node(Network("ip", text))


def test_an_expression_that_would_look_around_is_refused_when_the_rule_is_compiled():
    with pytest.raises(ValueError, match="cannot be run"):
        compile_node(Regex("Image", "(?!a)b"))


def test_every_character_is_folded_by_itself_and_keeps_its_length():
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        folded = fold(letter)
        assert len(folded) == 1
        assert folded.isascii() == letter.isascii()
        assert folded == (letter.lower() if letter in string.ascii_letters else folded)


@settings(derandomize=True, deadline=None, database=None)
@given(st.lists(st.sampled_from(["Σ", "ς", "σ", "\u0130", "\u212a", "K", "é", "É", "A", " ", "ß", "Ǆ"]), max_size=8))
def test_a_text_is_folded_character_by_character(letters):
    assert fold("".join(letters)) == "".join(map(fold, letters))


parts = st.lists(st.sampled_from([ANY, ONE, "a", "b", "ab", "\n", "."]), max_size=6).map(tuple)
values = st.text("ab\n.", max_size=10)
AS_PYSIGMA = {ANY: SpecialChars.WILDCARD_MULTI, ONE: SpecialChars.WILDCARD_SINGLE}


@settings(derandomize=True, deadline=None, database=None, max_examples=500)
@given(parts, values)
def test_a_pattern_matches_as_if_every_place_had_been_tried(pattern, value):
    wanted = matches(value, [AS_PYSIGMA.get(part, part) for part in pattern])
    assert check_parts(pattern)(value) is wanted
    assert check_texts([Text("x", pattern)])(value) is wanted


@settings(derandomize=True, deadline=None, database=None)
@given(st.lists(parts, min_size=1, max_size=40), values)
def test_many_patterns_at_once_are_each_of_them(patterns, value):
    texts = [Text("x", pattern) for pattern in patterns]
    assert check_texts(texts)(value) is any(check_texts([text])(value) for text in texts)


surrogates = st.text(st.characters(categories=("Cs", "Ll", "Lu", "Nd")), max_size=6)


@settings(derandomize=True, deadline=None, database=None)
@given(surrogates, st.lists(surrogates, min_size=1, max_size=30))
def test_no_text_makes_a_test_raise(value, texts):
    fields = Fields({"x": value, "y": [value, 1, None]})
    for node in (
        *(Text("x", (ANY, text, ANY)) for text in texts),
        Regex(None, "a.b", "i"),
        Network("y", "::/0"),
        SameAs("x", "y"),
    ):
        assert compile_node(node)(fields) in (True, False)
    many = Or(tuple(Text("x", (ANY, text, ANY)) for text in texts))
    assert compile_node(many)(fields) is any(fold(text) in fold(value) for text in texts)


@pytest.mark.parametrize(
    "node",
    [
        Regex("x", "(a*)*b"),
        Regex("x", "(a|aa)+$", "i"),
        Text("x", (ANY, "a", ANY, "a", ANY, "a", ANY, "a", ANY, "b")),
        Text("x", (ANY, "a", ONE, "a", ANY, ONE, "ab", ANY, "a", ANY, "b", ANY)),
    ],
)
def test_no_value_takes_a_test_long(node):
    fields = Fields({"x": "a" * 100_000 + "c"})
    began = time.process_time()
    compile_node(node)(fields)
    assert time.process_time() - began < 0.5


def test_hundreds_of_texts_are_looked_for_at_once():
    texts = [f"sha256={number:064x}É" for number in range(250)]
    check = check_texts([Text("x", (ANY, text.lower(), ANY)) for text in texts])
    assert all(check(f"md5=0,{text.lower()},x") for text in texts)
    assert not check(f"sha256={999:064x}é")


@pytest.mark.parametrize(
    ("field", "there"),
    [
        ("a", True),
        ("A.B", True),
        ("a.b.c", True),
        ("a.b.c.d", False),
        ("a.", False),
        ("b", False),
        ("ab", True),
        ("x", True),
    ],
)
def test_a_field_that_is_an_object_exists(field, there):
    """`flatten` names only what it holds."""
    fields = Fields({"a.B.c": 1, "ab": 2}, Names(["a.B.c", "ab"], {"x": ("a.b",)}))
    assert compile_node(Exists(field, wanted=True))(fields) is there
    assert compile_node(Exists(field, wanted=False))(fields) is not there
