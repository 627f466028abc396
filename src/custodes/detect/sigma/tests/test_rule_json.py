import orjson
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.sigma.link import Draft, Filter
from custodes.detect.sigma.rule import (
    ANY,
    LEVELS,
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
    RuleSet,
    SameAs,
    Text,
    TimePart,
    Unusable,
)
from custodes.detect.sigma.rule_json import as_json, from_json, read_json, write_json
from custodes.sources.tables import LogSource

TEXT = st.text(max_size=6)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
FIELD = st.none() | TEXT
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TESTS = st.one_of(
    st.builds(Text, FIELD, st.lists(TEXT | st.sampled_from([ANY, ONE]), max_size=4).map(tuple), st.booleans()),
    st.builds(Regex, FIELD, TEXT, st.sampled_from(["", "i", "ims"])),
    st.builds(Network, TEXT, TEXT),
    st.builds(Compare, TEXT, st.sampled_from(["lt", "lte", "gt", "gte"]), NUMBERS),
    st.builds(SameAs, TEXT, TEXT, st.sampled_from(["whole", "starts", "ends", "contains"])),
    st.builds(Exists, TEXT, st.booleans()),
    st.builds(Null, TEXT),
    st.builds(TimePart, TEXT, st.sampled_from(["minute", "year"]), st.integers(0, 9999)),
)
NODES = st.recursive(
    TESTS,
    lambda nodes: st.one_of(
        st.builds(Not, nodes),
        st.builds(And, st.lists(nodes, max_size=3).map(tuple)),
        st.builds(Or, st.lists(nodes, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
ABOUTS = st.builds(About, TEXT, TEXT, TEXT, st.sampled_from(LEVELS), TEXT, TEXT, TEXT, TEXT, TEXTS, TEXTS, TEXT)
SOURCES = st.builds(LogSource, FIELD, FIELD, FIELD)
RULES = st.builds(Rule, ABOUTS, SOURCES, NODES, st.booleans())
PLACES = st.lists(st.integers(0, 2), max_size=2).map(tuple)
CORRELATIONS = st.builds(
    Correlation,
    ABOUTS,
    st.sampled_from(["event_count", "temporal_ordered", "value_percentile"]),
    st.tuples(TEXT, TEXT, TEXT),
    st.integers(1, 10**9),
    TEXTS,
    st.lists(st.tuples(TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)), max_size=2).map(tuple),
    st.sampled_from(["lt", "gte", "neq"]),
    NUMBERS,
    TEXTS,
    st.none() | NUMBERS,
    st.lists(st.tuples(PLACES, PLACES), max_size=2).map(tuple),
    st.booleans(),
)
UNUSABLE = st.builds(Unusable, TEXT, TEXT, TEXT, TEXT)


def some(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


@given(st.builds(RuleSet, some(RULES), some(CORRELATIONS), some(UNUSABLE)))
def test_a_set_of_rules_comes_back_from_json_as_it_was(rules):
    again = read_json(write_json(rules))
    assert again == rules
    assert repr(again) == repr(rules)  # types too: True is not 1


@given(
    RULES
    | UNUSABLE
    | st.builds(Draft, CORRELATIONS, st.booleans())
    | st.builds(Filter, ABOUTS, SOURCES, st.none() | TEXTS, NODES)
)
def test_every_part_of_a_file_comes_back_from_json_as_it_was(part):
    assert repr(from_json(orjson.loads(orjson.dumps(as_json(part))))) == repr(part)
