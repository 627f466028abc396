import pickle

import pytest

from custodes.engine import bind
from custodes.engine.tests.library import make_policy
from custodes.policy.errors import PolicyError
from custodes.policy.model import Control


def control(name="personal-time", clause="use.personal", **parameters):
    lines = {parameter: 12 + index for index, parameter in enumerate(parameters)}
    return Control(clause, "detector", name, parameters, line=10, lines=lines)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (control("personal-tyme"), "line 10: There is no detector 'personal-tyme'. Did you mean “personal-time”?"),
        (
            control(clause="use.purpose"),
            "The detector personal-time does not serve use.purpose. It serves use.personal.",
        ),
        (
            control(minuts_a_day=60),
            "line 12: personal-time has no parameter 'minuts_a_day'. Did you mean “minutes_a_day”?",
        ),
        (control(minutes_a_day="sixty"), "minutes_a_day must be a whole number, 0 or more; it says 'sixty'."),
        (control(minutes_a_day=-1), "minutes_a_day must be a whole number, 0 or more; it says -1."),
        (control(minutes_a_day=True), "minutes_a_day must be a whole number, 0 or more; it says True."),
        (control(categories="shopping"), "categories must be a list of words; it says 'shopping'."),
    ],
)
def test_a_control_that_cannot_be_bound_is_named_with_its_line_and_mend(wrong, message):
    with pytest.raises(PolicyError) as raised:
        bind(make_policy(wrong))
    assert message in str(raised.value)


def test_every_mistake_is_told_at_once():
    with pytest.raises(PolicyError) as raised:
        bind(make_policy(control("one"), control("two"), control(minutes_a_day="x", gap="y")))
    assert len(raised.value.problems) == 4


def test_a_control_for_a_clause_the_policy_lacks_binds_nothing():
    policy = make_policy(Control("use.volume", "detector", "outbound-volume"))
    assert bind(policy).bounds == ()


def test_a_plan_travels_to_a_worker_and_stays_the_same():
    (bound,) = bind(make_policy(control(minutes_a_day=30))).bounds
    arrived = pickle.loads(pickle.dumps(bound))
    assert arrived.detector is bound.detector
    assert arrived.context.parameters == bound.context.parameters
    assert arrived.context.parameters.minutes_a_day == 30
