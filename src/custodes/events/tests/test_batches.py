import pyarrow as pa
import pytest

from custodes.events import BASE_EVENT, EMAIL_ACTIVITY, HTTP_ACTIVITY, is_kind, locate, make_batch

SCHEMAS = [HTTP_ACTIVITY, EMAIL_ACTIVITY, BASE_EVENT]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_columns_left_out_are_null_and_the_schema_is_kept(schema):
    batch = make_batch(schema, {"source": "a.log", "position": [1, 2]}, rows=2)
    assert batch.schema.equals(schema, check_metadata=True)
    assert batch.column("source").to_pylist() == ["a.log", "a.log"]
    assert batch.column("raw_data").null_count == 2


def test_a_batch_is_of_one_kind():
    batch = make_batch(HTTP_ACTIVITY, {}, rows=1)
    assert is_kind(batch, HTTP_ACTIVITY)
    assert not is_kind(batch, EMAIL_ACTIVITY)


def test_values_that_do_not_fit_their_column_are_refused():
    with pytest.raises((pa.ArrowInvalid, TypeError)):
        make_batch(HTTP_ACTIVITY, {"position": ["one"]}, rows=1)


@pytest.mark.parametrize(
    ("schema", "file", "expected"),
    [
        (HTTP_ACTIVITY, None, ("export", "line 7")),
        (BASE_EVENT, None, ("export", "line 7")),
        (EMAIL_ACTIVITY, None, ("export", "message 7")),
        (EMAIL_ACTIVITY, "cur/7.eml", ("export", "cur/7.eml")),
    ],
)
def test_an_event_is_located_by_its_file_or_its_number(schema, file, expected):
    batch = make_batch(schema, {"source": "export", "position": [7], "file": [file]}, rows=1)
    assert locate(batch, 0) == expected
