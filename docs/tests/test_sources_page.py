import re
from pathlib import Path

from custodes.sources.registry import SOURCES
from custodes.sources.tables import tables

PAGE = (Path(__file__).parents[1] / "sources.md").read_text(encoding="utf-8")


def rows(title):
    """The cells of each row of the table below a heading."""
    part = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")
    ][2:]


def test_every_source_stands_on_the_page():
    assert {cells[0].strip("`") for cells in rows("The formats")} == set(SOURCES)


def test_whatever_one_is_told_to_export_has_a_source_and_every_source_is_told_of():
    told = {name for cells in rows("What to export, system by system") for name in re.findall(r"`(\w+)`", cells[-1])}
    assert told == set(SOURCES)


def test_every_name_that_json_lines_are_read_under_stands_on_the_page_in_its_order():
    told = {column.strip("`"): tuple(re.findall(r"`([^`]+)`", names)) for column, names in rows("JSON lines")}
    assert told == {**tables()["any"].columns, **tables()["any-request"].columns}
