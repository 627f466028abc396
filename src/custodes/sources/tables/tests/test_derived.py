import orjson
import pytest

from custodes.events.fields import flatten
from custodes.sources.tables import read_table

TABLE = read_table("""
name: door
described: https://door.example/log
kind: Base Event
recognised_by: [[door, at]]
columns: {time: [at]}
strip: [inner., inner.more.]
whole: [asked, asked.for]
derived:
  Status:
    - reason
    - {code: {"0": Success, else: Failure}}
  Country:
    - {place: {after: ", "}}
  Provider:
    - {does: {before: /}}
  Kind:
    - {said: {between: ["Kind: ", "\\n"]}}
  Told: [asked]
  Ended: [{Status: {Success: well}}]
  Open:
    - {is_open: {"true": Open}}
""")


MISSING = read_table("""
name: gate
described: https://door.example/gate
kind: Base Event
columns: {time: [at]}
derived:
  Asker: [{who: {missing: nobody, else: somebody}}]
""")


def complete(record, table=TABLE):
    return table.complete(flatten(record), record)


@pytest.mark.parametrize(
    ("record", "name", "value"),
    [
        ({"code": 0}, "Status", "Success"),
        ({"code": 50053}, "Status", "Failure"),
        ({"code": 0, "reason": "by key"}, "Status", ["by key", "Success"]),
        ({"reason": ["a", "b", None, ""]}, "Status", ["a", "b"]),
        ({"Status": "own", "code": None}, "Status", "own"),
        ({"Status": "own", "code": 0}, "Status", "Success"),
        ({"place": "Springfield, Illinois, US"}, "Country", "US"),
        ({"does": "Door.Lock/open/action"}, "Provider", "Door.Lock"),
        ({"said": "x\r\nKind: a b\r\nName: Kind: c\r\n"}, "Kind", "a b"),
        ({"said": "Kind: a"}, "Kind", "a"),
        ({"said": "kind", "Kind": "own"}, "Kind", "own"),
        ({"said": "Kind: \n", "Kind": "own"}, "Kind", "own"),
        ({"is_open": True}, "Open", "Open"),
        ({"inner": {"code": 1}}, "code", 1),
        ({"inner": {"code": 1}}, "Status", "Failure"),
        ({"code": 0, "inner": {"code": 1}}, "code", 0),
        ({"asked": {"for": {"a": [1, None]}}}, "asked", '{"for":{"a":[1,null]}}'),
        ({"asked": [{"for": {"a": 1}}, {"for": [2]}]}, "asked.for", ['{"a":1}', "[2]"]),
        ({"asked": []}, "asked", "[]"),
        ({"inner": {"asked": [1]}}, "asked", "[1]"),
        ({"asked": {"a": 1}}, "Told", '{"a":1}'),
        ({"code": 0}, "Ended", "well"),
    ],
)
def test_a_field_is_made_from_those_the_record_has(record, name, value):
    assert complete(record)[name] == value


@pytest.mark.parametrize(
    "record",
    [
        {"open": 1},
        {"is_open": False},
        {"reason": ""},
        {"code": []},
        {"place": "US"},
        {"does": "open"},
    ],
)
def test_where_nothing_is_added_the_fields_are_the_same_object(record):
    flat = flatten(record)
    assert TABLE.complete(flat, record) is flat


@pytest.mark.parametrize(
    ("record", "value"), [({}, "nobody"), ({"who": None}, "nobody"), ({"who": "dana"}, "somebody")]
)
def test_that_a_field_is_missing_may_mean_something(record, value):
    assert complete(record, MISSING)["Asker"] == value


def test_what_is_nested_too_deeply_to_be_written_is_left_out():
    deep = orjson.loads("[" * 900 + "]" * 900)
    assert "asked" not in complete({"asked": deep})


def test_the_fields_as_received_stay():
    record = {"inner": {"code": 1}, "asked": {"a": 1}}
    assert flatten(record).items() <= complete(record).items()
