from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.suspicious_mail.fitting.generator.wording import list_slots, read_pattern, say


def said(text, seed=1, fill=str.upper):
    return say(read_pattern(text), Random(seed), fill)


def test_each_alternative_is_said_and_nothing_else():
    assert {said("[a|b[c|d]|]!", seed) for seed in range(60)} == {"a!", "bc!", "bd!", "!"}


def test_a_slot_is_filled_wherever_it_stands():
    assert said("x {name} [{name}|{name}]") == "x NAME NAME"
    assert list_slots(read_pattern("{a} [b|{c}[{d}|]]")) == {"a", "c", "d"}


def test_a_backslash_takes_the_next_sign_as_it_is():
    assert said(r"\[list\] \{x} \|") == "[list] {x} |"


def test_a_bar_outside_brackets_is_a_bar():
    assert said("a | b") == "a | b"


@pytest.mark.parametrize("text", ["[a", "a]", "[a|[b]", "]["])
def test_brackets_that_do_not_match_are_refused(text):
    with pytest.raises(ValueError, match="open"):
        read_pattern(text)


@given(st.text(alphabet=st.characters(exclude_characters="[]{}\\|")))
def test_text_without_marks_stands_for_itself(text):
    assert said(text) == text
