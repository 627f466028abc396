import pytest

from custodes.detect.sigma.gate import GroupKey, code_name, settle, settling_codes
from custodes.detect.sigma.rule import And, Not, Null, Or, Text
from custodes.sources.tables import LogSource

SYSMON = GroupKey("windows", "registry_set", "sysmon", "13")
CODE, OTHER = Text("EventID", ("13",)), Text("Image", ("a",))


@pytest.mark.parametrize(
    ("asked", "meets"),
    [
        (LogSource("windows", None, "sysmon"), True),
        (LogSource("windows", "registry_set", None), True),
        (LogSource("windows", "registry_event", None), True),
        (LogSource("windows", "process_creation", None), False),
        (LogSource("linux", None, None), False),
        (LogSource(None, None, None), True),
        (LogSource("windows", None, "security"), False),
    ],
)
def test_a_rule_meets_only_its_own_log_source(asked, meets):
    assert SYSMON.meets(asked) is meets


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (And((CODE, OTHER)), OTHER),
        (And((Text("EventID", ("1",)), OTHER)), None),
        (Or((CODE, OTHER)), And(())),
        (Or((Text("EventID", ("1",)), OTHER)), OTHER),
        (Not(CODE), None),
        (Not(Or((Text("EventID", ("1",)), OTHER))), Not(OTHER)),
        (OTHER, OTHER),
        (Null("EventID"), Null("EventID")),
    ],
)
def test_what_is_asked_of_the_code_is_settled_once(condition, left):
    assert settle(condition, "EventID", "13") == left


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        (And((CODE, Not(Or((Text("EventID", ("ABC",)), OTHER))))), {"13", "abc"}),
        (Or((CODE, Text("EventID", ("1", 0)))), None),
        (OTHER, set()),
    ],
)
def test_all_codes_that_a_condition_does_not_name_are_alike_to_it(condition, codes):
    assert settling_codes(condition, "EventID") == codes


def test_a_code_is_a_field_only_where_all_tables_of_the_product_agree():
    assert code_name("windows") == "EventID"
    assert code_name("no such product") is None
