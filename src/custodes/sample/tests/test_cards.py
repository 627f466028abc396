from random import Random

from hypothesis import given
from hypothesis import strategies as st

from custodes.redact import PatronMask
from custodes.sample.cards import check_digit, make_card, make_no_card

MASK = PatronMask(("2",))


def test_the_check_digit_is_the_one_of_a_printed_card():
    assert check_digit("2912300012345") == luhn_by_hand("2912300012345")


def luhn_by_hand(digits: str) -> int:
    total = sum(sum(divmod(int(d) * 2, 10)) if place % 2 == 0 else int(d) for place, d in enumerate(digits))
    return (10 - total % 10) % 10


@given(st.integers(0, 2**32))
def test_a_card_is_known_as_one_and_a_number_that_is_none_is_not(seed):
    card, other = make_card(Random(seed)), make_no_card(Random(seed), prefix="2")
    assert len(card) == len(other) == 14
    assert MASK.count(f"card {card}.") == 1
    assert MASK.count(f"order {other}.") == 0
