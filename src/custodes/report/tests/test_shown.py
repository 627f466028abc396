import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.report.shown import LONGEST_SHOWN, UNSEEN, encodable, shown, written

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        ("bell\x07 and nul\x00", "bell� and nul�"),
        ("\x1b[31mred", "�[31mred"),
        ("gpj.\u202eexe", "gpj.�exe"),
        ("in\u200bvisible", "in�visible"),
        ("\udcff.txt", "�.txt"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("tag\U000e0041", "tag�"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_such(text, expected):
    assert shown(text) == expected


@settings(deadline=None, derandomize=True)
@given(ANY_TEXT)
def test_whatever_comes_is_one_line_short_enough_and_encodable(text):
    line = shown(text)
    assert len(line) <= LONGEST_SHOWN
    assert not UNSEEN.search(line)
    assert len(line.splitlines()) <= 1
    line.encode()


def test_a_long_text_ends_in_an_ellipsis():
    assert shown("word " * 400, longest=12) == "word word w…"


@settings(deadline=None, derandomize=True)
@given(ANY_TEXT)
def test_a_lone_surrogate_is_written_out_and_nothing_else_changes(text):
    written = encodable(text)
    written.encode()
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert written == text


@settings(deadline=None, derandomize=True)
@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_says_the_same_with_nothing_unseen_in_it(value):
    text = written(value)
    assert json.loads(text) == value
    assert not UNSEEN.search(text.replace("\n", ""))
    text.encode()


def test_what_turns_a_terminal_is_escaped_in_json():
    assert written("\udcff") == r'"\udcff"'
    assert written("é\u202e\x9b\U000e0041\n") == r'"é\u202e\u009b\udb40\udc41\n"'
