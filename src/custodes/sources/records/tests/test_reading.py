"""What the tables say of a record is what its event holds, however many records are read together."""

from datetime import UTC, datetime

import orjson
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events import KINDS
from custodes.events.fields import flatten
from custodes.sources.contract import Chunk
from custodes.sources.records.lines import JSON_LINES
from custodes.sources.records.shapes import EVENT, REQUEST, find_product
from custodes.sources.records.times import Unreadable, read_time, read_times
from custodes.sources.records.values import read_column
from custodes.sources.tables import tables

quickly = settings(max_examples=120, deadline=None, derandomize=True)

AT = "2026-11-24T07:42:38Z"


def read(*records):
    parsed = JSON_LINES.parse(Chunk("a.log", "jsonl", b"\n".join(map(orjson.dumps, records))))
    assert parsed.taken == len(records)
    return parsed


def rows_of(parsed):
    rows = [
        (batch.schema.metadata[b"class_name"].decode(), row) for batch in parsed.batches for row in batch.to_pylist()
    ]
    return {row["position"]: (kind, row) for kind, row in rows}


PRODUCTS = [table for table in tables().values() if table.recognised_by]
OWN = st.sampled_from(["a", "b", 7, 0, True, False, None, "", "-", 1.5, ["x", "y"], [], AT, 1795507200])


@st.composite
def records_of_products(draw):
    """A record that has the names by which one of the products is known, and others of its names."""
    table = draw(st.sampled_from(PRODUCTS))
    times = set(table.columns.get("time", ()))
    known = sorted(draw(st.sampled_from(table.recognised_by)))
    others = sorted({name for names in table.columns.values() for name in names} | set(table.event_code))
    names = dict.fromkeys(
        [*known, *draw(st.lists(st.sampled_from(others), max_size=4)), *draw(st.sampled_from([[], ["x"]]))]
    )
    return {name: AT if name in times else draw(OWN) for name in names}


@quickly
@given(st.lists(records_of_products(), min_size=1, max_size=6))
def test_an_event_holds_what_its_table_picks(records):
    rows = rows_of(read(*records))
    for position, (kind, row) in rows.items():
        flat = flatten(records[position - 1])
        table = find_product(tuple(flat))
        fields = table.complete(flat, records[position - 1])
        assert kind == table.kind
        assert orjson.loads(row["unmapped"] or row["raw_data"]) == fields
        words = table.log_source(fields)
        picked = table.pick(fields)
        assert [row[f"logsource.{word}"] for word in words._fields] == [
            value if picked.get(f"logsource.{word}") is None else picked[f"logsource.{word}"]
            for word, value in words._asdict().items()
        ]
        for name in ("actor.user.name", "device.hostname", "auth_protocol"):
            if name in table.columns:
                assert row[name] == read_column(field(kind, name), [picked.get(name)]).array[0].as_py()


@quickly
@given(
    st.lists(
        records_of_products() | st.just({"msg": "x"}) | st.just({"ts": AT, "url": "http://a.example/"}), max_size=6
    )
)
def test_records_read_together_read_as_each_does_alone(records):
    together = rows_of(read(*records))
    for position, record in enumerate(records, 1):
        alone = rows_of(read(record)).get(1)
        if alone is not None:
            alone[1]["position"] = position
        assert together.get(position) == alone


def test_nested_records_are_read_under_their_dotted_names():
    nested = {
        "winlog": {"channel": "System", "event_data": {"ServiceName": "Updater"}},
        "msg": "x",
        "client": {"ip": 1},
    }
    (row,) = (row for _, row in rows_of(read(nested)).values())
    assert row["message"] == "x"
    assert row["unmapped"] is None


def test_a_list_of_objects_is_looked_into_even_after_a_list_of_words():
    known = {"Channel": "System", "EventID": 1, "tags": ["a"]}
    parsed = read(known, known, {**known, "tags": [{"User": "dana"}]})
    assert [batch.num_rows for batch in parsed.batches] == [3]


def test_a_record_may_say_which_of_sigmas_log_sources_it_is_of():
    told = {"logsource": {"product": "gate", "category": "door"}}
    rows = rows_of(read({**told, "msg": "x"}, {**told, "ts": AT, "url": "http://a.example/"}, {"ts": AT, "url": "/x"}))
    words = ("logsource.product", "logsource.category", "logsource.service")
    assert [[rows[place][1][word] for word in words] for place in (1, 2, 3)] == [
        ["gate", "door", None],
        ["gate", "door", None],
        [None, "webserver", None],
    ]


def test_records_of_no_product_are_requests_by_their_url():
    rows = rows_of(read({"msg": "x", "url": None}, {"ts": AT, "url": "http://a.example/"}))
    assert [rows[place][0] for place in (1, 2)] == ["Base Event", "HTTP Activity"]
    assert {tables()[name].kind for name in (REQUEST, EVENT)} == {"Base Event", "HTTP Activity"}


def field(kind, name):
    return KINDS[kind].field(name)


@pytest.mark.parametrize(
    ("kind", "name", "given", "read"),
    [
        (
            "Authentication",
            "is_mfa",
            [True, "no", 1, "0", "maybe", None, ["true"], 2],
            [True, False, True, False, None, None, True, None],
        ),
        ("Authentication", "status_id", [1, "2", 300, True, "x", -1, 2.0], [1, 2, None, None, None, None, 2]),
        (
            "Authentication",
            "actor.user.name",
            ["a", "", "-", 7, True, None, ["b", "c"], []],
            ["a", None, None, "7", "true", None, "b", None],
        ),
        ("Authentication", "message", ["a", "", 7, None], ["a", None, "7", None]),
        (
            "Authentication",
            "dst_endpoint.hostname",
            ["A.Example.:443", "[::1]:8", "10.1.0.1", "."],
            ["a.example", "::1", "10.1.0.1", None],
        ),
        (
            "Authentication",
            "src_endpoint.ip",
            ["198.51.100.7:52110", "[::1]:443", "[2001:db8::7]", "::1", "10.1.0.1", "desk-7:80", "1.2.3.4:http", "-"],
            ["198.51.100.7", "::1", "2001:db8::7", "::1", "10.1.0.1", "desk-7:80", "1.2.3.4:http", None],
        ),
        ("DNS Activity", "query.hostname", ["A.Example.", "."], ["a.example", None]),
        ("DNS Activity", "answers", [["1.2.3.4", None, 5], "x", None, []], [["1.2.3.4", "5"], ["x"], None, None]),
        ("HTTP Activity", "http_response.content_type", ["Text/HTML; charset=x", ";"], ["text/html", None]),
        ("HTTP Activity", "action_id", ["Blocked", "pass", 2, 9, True, None, "odd"], [2, 1, 2, 0, 0, 0, 0]),
        ("HTTP Activity", "duration", ["--5", "5", 5.0, "٥", 1e300], [None, 5, 5, None, None]),
        ("Communication", "urls", ["x"], [None]),
    ],
)
def test_a_value_is_read_as_its_columns_type_asks(kind, name, given, read):
    assert read_column(field(kind, name), given).array.to_pylist() == read


@pytest.mark.parametrize(
    "text", ["11/24/2026 7:42:38 AM", "11/24/2026, 7:42:38 AM", "/Date(1795506158000)/", "24/Nov/2026:08:42:38 +0100"]
)
def test_times_are_read_as_products_write_them(text):
    assert read_time(text) == datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)


pieces = st.sampled_from(["2026-11-24", "1969-12-31", "2101-01-01", "T", " ", "07:42:38", "24:00:00", "23:59:60", ".5", ".123456",
                          ".1234567", ",5", "Z", "z", "+06:00", "-0600", "+99:99", "1795507200", "x", ""])  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.tuples(*[pieces] * 5).map("".join) | st.just(AT), min_size=1, max_size=3))
def test_times_read_in_one_step_are_those_read_one_by_one(texts):
    times = read_times(pa.array(texts, pa.string()))
    if times is not None:
        try:
            assert times.to_pylist() == [read_time(text) for text in texts]
        except Unreadable:
            pytest.fail("one of them cannot be read")
