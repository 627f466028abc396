import csv
import io

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Item
from custodes.sources.errors import StreamEndsEarlyError
from custodes.sources.records.comma import CSV
from custodes.sources.records.rows import UNCLOSED, cut_rows
from custodes.sources.records.tests.records import item_of, mutated, read_file
from custodes.sources.registry import recognise

quickly = settings(max_examples=80, deadline=None, derandomize=True)

NAMES = ("Channel", "EventID", "TimeCreated", "User", "Message")
ROWS = [
    ("System", "7045", "2026-11-24T07:42:38Z", "dana", 'A "service", or two'),
    ("Security", "4688", "2026-11-24T07:42:39Z", "", "over\r\ntwo lines; with\ttabs"),
    ("Security", "4689", "2026-11-24T07:42:40Z", "J. Roe", "é"),
]


def written(rows, delimiter=",", end="\r\n"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([NAMES, *rows])
    return text.getvalue()


FILES = {
    "commas": written(ROWS).encode(),
    "semicolons": written(ROWS, ";").encode(),
    "tabs and line feeds": written(ROWS, "\t", "\n").encode(),
    "a mark": written(ROWS).encode("utf-8-sig"),
    "UTF-16": written(ROWS).encode("utf-16"),
    "UTF-16, the other way round": b"\xfe\xff" + written(ROWS).encode("utf-16-be"),
    "PowerShell's type": b"#TYPE System.Object\r\n" + written(ROWS).encode(),
    "Excel's sign": b"sep=;\r\n" + written(ROWS, ";").encode(),
    "blank lines": written(ROWS).encode().replace(b"\r\nS", b"\r\n\r\n  \r\nS") + b"\r\n\n",
    "no end": written(ROWS).encode().removesuffix(b"\r\n"),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_same_rows_are_read_however_they_are_written(data):
    assert recognise(data) is CSV
    events, rejected = read_file(CSV, data)
    assert rejected == []
    assert [orjson.loads(event["unmapped"]) for _, _, event in events] == [
        {name: cell or None for name, cell in zip(NAMES, row, strict=True)} for row in ROWS
    ]
    assert [event["metadata.event_code"] for _, _, event in events] == ["7045", "4688", "4689"]
    assert [event.get("actor.user.name") for _, _, event in events] == ["dana", None, "J. Roe"]


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
@pytest.mark.parametrize("chunk_bytes", [1, 7, 64])
def test_the_size_of_chunks_changes_nothing(data, chunk_bytes):
    assert read_file(CSV, data, cut_rows, chunk_bytes=chunk_bytes) == read_file(CSV, data)


def test_the_record_is_the_row_as_it_stands():
    events, _ = read_file(CSV, FILES["commas"])
    assert events[0][2]["raw_data"] == b'System,7045,2026-11-24T07:42:38Z,dana,"A ""service"", or two"'
    assert b"\r\n".join(event["raw_data"] for _, _, event in events) in FILES["commas"]


def test_a_cell_of_audit_data_is_the_record_with_the_other_cells_beside():
    audit = {"Channel": "System", "EventID": 7045, "TimeCreated": "2026-11-24T07:42:38Z", "User": "dana"}
    cell = orjson.dumps(audit).decode().replace('"', '""')
    data = f'RecordId,User,AuditData\r\n1,someone,"{cell}"\r\n2,x,none\r\n3,x,"[1]"\r\n'.encode()
    assert recognise(data) is CSV
    ((_, _, event),), rejected = read_file(CSV, data)
    assert orjson.loads(event["unmapped"]) == {"RecordId": "1", **audit}
    assert (event["actor.user.name"], event["metadata.event_code"]) == ("dana", "7045")
    assert rejected == [
        (2, "a row whose AuditData is not a JSON object"),
        (3, "a row whose AuditData is not a JSON object"),
    ]


@pytest.mark.parametrize(
    "head",
    [b"", b"name,mail\nann,a@b.c\n", b"Dear all, hello\n", b"Channel EventID\n", b'"Channel,EventID\n', b"\xff\xfe"],
)
def test_a_table_of_anything_else_is_not_read(head):
    assert not CSV.recognises(head)


GOOD = "System,7045,2026-11-24T07:42:38Z,dana,hello\n"
MISFIT, AMISS = "a row with more or fewer cells than the header names", "a row whose quotes are amiss"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("System,7045\n", MISFIT),
        ("System,7045,2026-11-24T07:42:38Z,dana,hello,more\n", MISFIT),
        ("System,7045,yesterday,dana,hello\n", "its time cannot be read"),
        ('System,7045,2026-11-24T07:42:38Z,"da"na,hello\n', AMISS),
        ('System,7045,2026-11-24T07:42:38Z,"dana,hello\n', UNCLOSED),
        (
            f"System,7045,2026-11-24T07:42:38Z,dana,{'x' * 300}\n",
            "The row is longer than 200 bytes, or a quote in it is not closed.",
        ),
    ],
)
def test_what_is_no_row_is_rejected_and_the_others_are_read(bad, reason):
    data = (written([]) + GOOD + bad + GOOD).encode()
    for chunk_bytes in (1, 50, 4096):
        events, rejected = read_file(CSV, data, cut_rows, limit_bytes=200, chunk_bytes=chunk_bytes)
        assert ([place for place, *_ in events], rejected) == ([1, 3], [(2, reason)])


def test_a_quote_that_is_never_closed_costs_one_line_of_a_long_file():
    data = (written([]) + GOOD * 10 + 'System,7045,"2026\n' + GOOD * 50).encode()
    events, rejected = read_file(CSV, data, cut_rows, limit_bytes=500)
    assert (len(events), rejected) == (60, [(11, "The row is longer than 500 bytes, or a quote in it is not closed.")])


def test_where_the_packing_breaks_off_it_is_told():
    class BreakingStream(io.BytesIO):
        def read(self, size=-1):
            if not (given := super().read(size)):
                raise StreamEndsEarlyError("The packing breaks off.")
            return given

    data = FILES["no end"]
    chunks = list(cut_rows(Item("x", None, BreakingStream(data), data), "csv"))
    assert [chunk.count_items() for chunk in chunks] == [2, 1]
    assert chunks[-1].rejected[0].reason == "The packing breaks off."


ODD = b'",;\t\r\n \\x\xff\0'


@quickly
@given(mutated(list(FILES.values()), ODD) | st.binary(max_size=40), st.sampled_from([1, 3, 16]))
def test_every_row_is_an_event_or_rejected_whatever_a_file_holds(data, chunk_bytes):
    CSV.recognises(data)
    whole = read_file(CSV, data, cut_rows, limit_bytes=100)
    assert read_file(CSV, data, cut_rows, limit_bytes=100, chunk_bytes=chunk_bytes) == whole


@quickly
@given(st.lists(st.tuples(*[st.text('a,;"\n\r\té ', min_size=1, max_size=6)] * 5), max_size=5), st.sampled_from(",;\t"))
def test_good_rows_are_cut_exactly(rows, delimiter):
    rows = [tuple(f"x{cell}" for cell in row) for row in rows]
    data = written(rows, delimiter).encode()
    chunks = list(cut_rows(item_of(data), "csv", chunk_bytes=9))
    cut = [chunk.data[begin:end].decode() for chunk in chunks for begin, end in chunk.bounds]
    assert [tuple(next(csv.reader([row], delimiter=delimiter))) for row in cut] == rows
