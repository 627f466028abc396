import gzip
import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.sample.plan import day_start
from custodes.sample.systems.files import JSON_LINES, LINES, Form, LogFiles, Record, list_in, write_text
from custodes.sample.truth import Planted

DAY, NEXT = date(2026, 11, 17), date(2026, 11, 18)
HEADED = Form("line", write_text, begin=b"#one\n#two\n")
ROWS = Form("record", write_text, begin=b"name\n")


def planted() -> Planted:
    return Planted("use.purpose", True, "k", "s1", day_start(DAY), DAY, "A note.")


def written(root: Path, form: Form, records: list[Record], name: str = "a.log") -> bytes:
    files = LogFiles(root, lambda _, key: (key + name, form))
    files.write_day(DAY, records)
    files.close()
    return (root / name).read_bytes()


@pytest.mark.parametrize(
    ("form", "locator", "content"),
    [
        (LINES, "line 2", b"a\nb\n"),
        (HEADED, "line 4", b"#one\n#two\na\nb\n"),
        (ROWS, "record 2", b"name\na\nb\n"),
        (JSON_LINES, "line 2", b'"a"\n"b"\n'),
        (list_in(b'{"value":['), "record 2", b'{"value":[\n"a",\n"b"\n]}\n'),
    ],
)
def test_a_planted_record_is_cited_as_its_file_is_read(tmp_path, form, locator, content):
    thing = planted()
    assert written(tmp_path, form, [Record(2.0, "b", planted=thing), Record(1.0, "a")]) == content
    assert thing.evidence == [("a.log", locator)]


def test_days_follow_each_other_in_one_file_and_keys_have_their_own(tmp_path):
    files, thing = LogFiles(tmp_path, lambda _, key: (f"{key}.log", LINES)), planted()
    files.write_day(DAY, [Record(1.0, "a", "one"), Record(1.0, "x", "two")])
    files.write_day(NEXT, [Record(2.0, "b", "one", thing)])
    files.close()
    assert (tmp_path / "one.log").read_bytes() == b"a\nb\n"
    assert (tmp_path / "two.log").read_bytes() == b"x\n"
    assert thing.evidence == [("one.log", "line 2")]


def test_a_file_of_another_day_counts_from_the_start(tmp_path):
    files, thing = LogFiles(tmp_path, lambda day, _: (f"{day}/a.log.gz", LINES)), planted()
    files.write_day(DAY, [Record(1.0, "a")])
    files.write_day(NEXT, [Record(2.0, "b", planted=thing)])
    files.close()
    assert thing.evidence == [("2026-11-18/a.log.gz", "line 1")]
    assert gzip.decompress((tmp_path / "2026-11-18/a.log.gz").read_bytes()) == b"b\n"


def test_without_records_no_file_is_made(tmp_path):
    files = LogFiles(tmp_path, lambda *_: ("a.log", LINES))
    assert files.write_day(DAY, []) == 0
    files.close()
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=5)), min_size=1, max_size=20))
def test_a_list_is_json_whatever_it_holds_and_every_place_is_true(rows):
    things = [planted() for _ in rows]
    records = [Record(float(at), text, planted=thing) for (at, text), thing in zip(rows, things, strict=True)]
    with TemporaryDirectory() as folder:
        read = json.loads(written(Path(folder), list_in(b'{"a":{"b":['), records))["a"]["b"]
    for (_, text), thing in zip(rows, things, strict=True):
        ((_, locator),) = thing.evidence
        assert read[int(locator.removeprefix("record ")) - 1] == text
