import pytest

from custodes.detect.sigma.rule import And, Text
from custodes.detect.sigma.tests.rulefiles import id_of, read, reason, selection

FAILED, GOT_IN = (
    selection(f"{{A: {number}}}", number=number, more=f"name: {name}")
    for number, name in enumerate(("failed", "got_in"), 1)
)


def counting(body, number=9, title="Counted"):
    return f"title: {title}\nid: {id_of(number)}\ncorrelation:\n" + "".join(
        f"  {line.strip()}\n" for line in body.split(";")
    )


MANY = "type: event_count; rules: [failed]; timespan: 5m; group-by: [user]; condition: {gte: 10}"


def test_a_correlation_names_what_it_counts_by_id(tmp_path):
    rules = read(tmp_path, counting(MANY), FAILED)
    (correlation,) = rules.correlations
    assert (correlation.type, correlation.rules, correlation.timespan_seconds) == ("event_count", (id_of(1),), 300)
    assert (correlation.group_by, correlation.relation, correlation.number) == (("user",), "gte", 10.0)
    assert rules.unusable == ()


@pytest.mark.parametrize(
    ("generate", "reports"), [("", False), ("; generate: true", True), ("; generate: false", False)]
)
def test_what_is_only_counted_reports_nothing_by_itself(tmp_path, generate, reports):
    rules = read(tmp_path, FAILED, GOT_IN, counting(MANY + generate))
    assert [rule.reports for rule in rules.rules] == [reports, True]


def test_aliases_and_temporal_correlations_are_read(tmp_path):
    body = "type: temporal_ordered; rules: [failed, got_in]; timespan: 1h; group-by: [who]; aliases: {who: {failed: A, got_in: B}}"
    (correlation,) = read(tmp_path, FAILED, GOT_IN, counting(body)).correlations
    assert correlation.aliases == (("who", ((id_of(1), "A"), (id_of(2), "B"))),)
    assert (correlation.relation, correlation.number) == ("gte", 2)


def test_a_condition_that_wants_all_rules_is_the_usual_one(tmp_path):
    body = "type: temporal; timespan: 1h; condition: failed and got_in"
    (correlation,) = read(tmp_path, FAILED, GOT_IN, counting(body)).correlations
    assert (correlation.rules, correlation.number) == ((id_of(1), id_of(2)), 2)


@pytest.mark.parametrize(
    ("condition", "alternatives"),
    [
        ("failed or got_in", [((0,), ()), ((1,), ())]),
        ("failed and not got_in", [((0,), (1,))]),
        ("not failed and not got_in", [((), (0, 1))]),
        ("not (failed and got_in)", [((), (0,)), ((), (1,))]),
        ("not (failed or not got_in)", [((1,), (0,))]),
        ("failed or (failed and got_in)", [((0,), ())]),
        ("(failed or got_in) and not (failed and got_in)", [((0,), (1,)), ((1,), (0,))]),
    ],
)
def test_a_condition_with_or_and_not_is_read_as_alternatives(tmp_path, condition, alternatives):
    body = f"type: temporal; timespan: 1h; rules: [failed, got_in]; condition: {condition}"
    (correlation,) = read(tmp_path, FAILED, GOT_IN, counting(body)).correlations
    assert sorted(correlation.alternatives) == alternatives
    assert (correlation.relation, correlation.number) == ("gte", 1)


def test_values_of_several_fields_are_counted_together(tmp_path):
    body = MANY.replace("event_count", "value_count").replace("10}", "10, field: [A, B]}")
    (correlation,) = read(tmp_path, FAILED, counting(body)).correlations
    assert correlation.value_fields == ("A", "B")


def test_a_correlation_may_count_another_wherever_that_stands(tmp_path):
    above = counting(MANY.replace("failed", id_of(8)), number=7)
    rules = read(tmp_path, above, counting(MANY, number=8), FAILED)
    assert [(one.about.id, one.reports) for one in rules.correlations] == [(id_of(7), True), (id_of(8), False)]


VALUE = "type: value_percentile; rules: [failed]; timespan: 5m; condition: {gte: 10, field: A"
UNUSABLE = {
    "unknown rule": (MANY.replace("failed", "nobody"), "It counts the rule nobody, which is not among these rules."),
    "itself": (MANY.replace("failed", id_of(9)), "It counts a correlation that cannot run, or itself."),
    "no rules": ("type: event_count; timespan: 5m; condition: {gte: 1}", "without rule references"),
    "no timespan": ("type: event_count; rules: [failed]; condition: {gte: 1}", "without timespan"),
    "no condition": ("type: event_count; rules: [failed]; timespan: 1m", "without condition"),
    "unknown type": (
        "type: guess; rules: [failed]; timespan: 1m; condition: {gte: 1}",
        "no valid Sigma correlation type",
    ),
    "or, in order": ("type: temporal_ordered; timespan: 1h; condition: failed or got_in", "nothing of their order"),
    "never": ("type: temporal; timespan: 1h; condition: failed and not failed", "can never hold"),
    "too many ways": (
        "type: temporal; timespan: 1h; condition: " + " and ".join(f"(a{n} or b{n})" for n in range(7)),
        "more ways than can be counted",
    ),
    "no percentile": (VALUE + "}", "which percentile"),
    "percentile": (VALUE + ", percentile: 101}", "which percentile"),
    "several fields": (
        MANY.replace("event_count", "value_sum").replace("10}", "10, field: [A, B]}"),
        "several fields",
    ),
    "far too many": (MANY.replace("10}", f"{10**30}}}"), "further than any number"),
    "far too long": (MANY.replace("5m", f"{10**20}y"), "further than any number"),
}


@pytest.mark.parametrize(("body", "expected"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_correlation_that_cannot_run_is_listed_with_the_reason(tmp_path, body, expected):
    rules = read(tmp_path, FAILED, GOT_IN, counting(body))
    (unusable,) = rules.unusable
    assert expected in unusable.reason
    assert all(rule.reports for rule in rules.rules)


def test_a_name_that_two_rules_have_names_neither(tmp_path):
    again = GOT_IN.replace("got_in", "failed")
    assert "2 rules are called so" in reason(tmp_path, FAILED, again, counting(MANY))


def test_of_two_rules_with_one_id_the_first_counts(tmp_path):
    rules = read(tmp_path, FAILED, FAILED.replace("A: 1", "A: 2"))
    assert [rule.condition for rule in rules.rules] == [Text("A", ("1",))]
    assert rules.unusable[0].reason == "Its id is that of a rule in 00.yml, which counts."


def laid(rules, logsource="{product: windows}"):
    return (
        f"title: Not ours\nid: {id_of(5)}\nlogsource: {logsource}\n"
        f"filter:\n  rules: {rules}\n  ours: {{User: svc}}\n  condition: not ours\n"
    )


@pytest.mark.parametrize(("named", "filtered"), [("[failed]", {1}), (f"[{id_of(2)}]", {2}), ("any", {1, 2})])
def test_a_filter_is_laid_on_the_rules_it_names(tmp_path, named, filtered):
    rules = read(tmp_path, FAILED, GOT_IN, laid(named))
    assert {number for number, rule in enumerate(rules.rules, 1) if isinstance(rule.condition, And)} == filtered
    assert rules.unusable == ()


def test_a_filter_for_other_logs_is_laid_on_nothing_and_told(tmp_path):
    assert reason(tmp_path, FAILED, laid("any", "{product: linux}")) == "It filters no rule that is here."
    assert "must have a 'rules' field" in reason(tmp_path, FAILED, laid("any").replace("  rules: any\n", ""))
