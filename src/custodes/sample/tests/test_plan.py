from datetime import date, datetime

import pytest

from custodes.sample import Plan, SampleError
from custodes.sample.plan import LAST_DAY, ZONE, clock_base_seconds


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"staff": 1}, "A library of 1 cannot be made: give --staff a number from 5"),
        ({"staff": -3}, "A library of -3 cannot be made"),
        ({"staff": 20_001}, "to 20,000"),
        ({"weeks": 0}, "0 weeks cannot be made: give --weeks a number from 1 to 104"),
        ({"weeks": -1}, "-1 weeks cannot be made"),
        ({"weeks": 105}, "105 weeks cannot be made"),
    ],
)
def test_an_order_that_cannot_be_made_says_what_can(order, words):
    with pytest.raises(SampleError, match=words.replace("(", r"\(")):
        Plan(**order)


def test_the_weeks_end_on_the_same_sunday_whatever_their_number():
    for weeks in (1, 8, 104):
        days = list(Plan(weeks=weeks).days())
        assert len(days) == 7 * weeks
        assert days[0].weekday() == 0
        assert days[-1] == LAST_DAY


def test_more_is_planted_in_a_larger_library_up_to_a_point():
    assert Plan(5, 1).of_a_kind == 3
    assert Plan(60, 8).of_a_kind == 6
    assert Plan(600, 8).of_a_kind == 60
    assert Plan(20_000, 104).of_a_kind == 400


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2), date(2026, 3, 8)])
def test_nine_on_the_clock_is_nine_even_when_summer_time_ends(day):
    assert datetime.fromtimestamp(clock_base_seconds(day) + 9 * 3600, ZONE).strftime("%F %H:%M") == f"{day} 09:00"


def test_each_purpose_has_its_own_chance():
    plan = Plan()
    assert plan.random("mail", 1).random() == plan.random("mail", 1).random()
    assert plan.random("mail", 1).random() != plan.random("mail", 2).random()
    assert plan.numbers("web").random() != Plan(seed=2).numbers("web").random()
