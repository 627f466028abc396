from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events.fields import flatten, normal_name

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "value", "Name", "NewValue", "key", "a", "b.c"]), inner, max_size=4)
    ),
    max_leaves=20,
)


def test_objects_lists_and_nulls_are_told_by_dotted_names():
    record = {"actor": {"id": 7, "team": None}, "tags": ["a", "b"], "set": [{"of": "x"}, {"of": "y"}], "none": []}
    assert flatten(record) == {"actor.id": 7, "actor.team": None, "tags": ["a", "b"], "set.of": ["x", "y"], "none": []}


def test_pairs_are_told_under_the_name_they_carry():
    record = {
        "ExtendedProperties": [{"Name": "UserAgent", "Value": "curl/8"}],
        "events": [{"parameters": [{"name": "is_suspicious", "boolValue": False}]}],
        "targets": [{"changed": [{"displayName": "UserType", "oldValue": "Guest", "newValue": "Member"}]}],
        "details": [{"key": "Additional Info", "value": "none"}, {"key": "Additional Info", "value": "more"}],
        "challenges": [{"name": "method", "multiValue": ["totp", "sms"]}],
    }
    flat = flatten(record)
    assert flat["ExtendedProperties.UserAgent"] == "curl/8"
    assert flat["events.parameters.is_suspicious"] is False
    assert flat["targets.changed.UserType"] == "Member"
    assert flat["details.Additional Info"] == ["none", "more"]
    assert flat["challenges.method"] == ["totp", "sms"]
    assert flat["ExtendedProperties.Name"] == "UserAgent"


def test_an_object_that_is_no_pair_names_nothing():
    record = {"set": [{"name": 4, "value": "x"}, {"name": "n"}, {"value": "y"}, {"name": "deep", "value": [{"a": 1}]}]}
    assert flatten(record).keys() == {"set.name", "set.value", "set.value.a"}


@given(st.dictionaries(st.sampled_from(["a", "b", "name"]), JSON, max_size=4))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_nothing_but_scalars_and_lists_of_them_is_left(record):
    for value in flatten(record).values():
        inner = value if isinstance(value, list) else [value]
        assert all(item is None or isinstance(item, str | int | float | bool) for item in inner)


def test_a_long_list_of_objects_is_gathered_once():
    flat = flatten({"set": [{"of": number} for number in range(100_000)]})
    assert flat["set.of"] == list(range(100_000))


def test_the_record_itself_stays_as_it_was():
    record = {"set": [{"of": ["a"]}, {"of": ["b"]}], "of": ["c"]}
    flatten(record)
    assert record == {"set": [{"of": ["a"]}, {"of": ["b"]}], "of": ["c"]}


def test_names_are_compared_without_spaces_and_case():
    assert normal_name("Additional Info") == normal_name("additionalInfo")
