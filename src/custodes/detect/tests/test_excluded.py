import pytest

from custodes.detect.errors import ListError
from custodes.detect.excluded import load_excluded


def laid(folder, **files):
    (folder / "excluded").mkdir()
    for name, text in files.items():
        (folder / "excluded" / f"{name}.txt").write_text(text)
    return folder


def test_each_file_adds_addresses_and_hosts_in_one_spelling(tmp_path):
    laid(tmp_path, union="# the local\nStaff-Union.example\n*.bücher.example\n", law="Ada@Firm.EXAMPLE # attorney\n")
    places = load_excluded(tmp_path)
    assert places.has_mailbox("someone@mail.staff-union.example")
    assert places.has_mailbox("x@xn--bcher-kva.example")
    assert places.has_mailbox("ADA+case7@firm.example")
    assert not places.has_mailbox("ben@firm.example")


def test_without_the_folder_nothing_is_excluded(tmp_path):
    assert not load_excluded(tmp_path)


@pytest.mark.parametrize("line", ["a b@firm.example", "two words", "@"])
def test_a_line_that_is_neither_is_told_with_its_place(tmp_path, line):
    with pytest.raises(ListError, match=r"line 2: .*neither a mail address nor a host"):
        load_excluded(laid(tmp_path, law=f"firm.example\n{line}\n"))
