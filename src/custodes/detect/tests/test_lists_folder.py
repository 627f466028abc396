from pathlib import Path

import pytest

from custodes.detect.lists import load_lists
from custodes.detect.lists_folder import FILES, FOLDERS, tell_unknown


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("device.csv", "Did you mean “devices.csv”?"),
        ("permit.csv", "Did you mean “permits.csv”?"),
        ("own_numbers.txt", "Did you mean “own-numbers.txt”?"),
        ("README", "No list is called so."),
    ],
)
def test_a_file_that_no_list_is_read_from_is_told_with_the_name_it_is_like(
    tmp_path: Path, name: str, offered: str
) -> None:
    (tmp_path / name).write_text("device,owner\n")
    load_lists(tmp_path)
    assert list(tell_unknown(tmp_path)) == [f"{tmp_path / name}: not read. {offered}"]


def test_a_folder_that_is_neither_known_nor_a_category_is_told(tmp_path: Path) -> None:
    (tmp_path / "exclude").mkdir()
    (tmp_path / "chess").mkdir()
    (tmp_path / "chess" / "domains.gz").write_bytes(b"")
    (tmp_path / ".git").mkdir()
    assert list(tell_unknown(tmp_path)) == [f"{tmp_path / 'exclude'}: not read. Did you mean “excluded”?"]


def test_what_is_known_or_read_otherwise_is_not_told(tmp_path: Path) -> None:
    for name in (*FILES, "staff.csv"):
        (tmp_path / name).write_text("")
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    assert not list(tell_unknown(tmp_path, [tmp_path / "staff.csv"]))


def test_every_file_and_folder_that_the_page_of_lists_names_is_known() -> None:
    page = (Path(__file__).parents[4] / "docs" / "lists.md").read_text(encoding="utf-8")
    named = {
        line.removeprefix("<!-- file: lists/").removesuffix(" -->")
        for line in page.splitlines()
        if line.startswith("<!-- file: lists/")
    }
    assert named
    assert {name.partition("/")[0] for name in named} <= {*FILES, *FOLDERS}
