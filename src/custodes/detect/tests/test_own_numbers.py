import pytest

from custodes.detect.errors import ListError
from custodes.detect.own_numbers import load_own_numbers


def laid(folder, text):
    (folder / "own-numbers.txt").write_text(text)
    return load_own_numbers(folder)


@pytest.mark.parametrize(
    ("entry", "written"),
    [
        ("DE89 3704 0044 0532 0130 00", "de89370400440532013000"),
        ("4012 8888 8888 1881", "4012-8888-8888-1881"),
        ("(630) 466-4810", "+1 630.466.4810"),
        ("+1 630 466 4810", "630-466-4810"),
        ("(630) 466-48*", "1-630-466-4833"),
        ("+1 630 466 48*", "(630) 466-4833"),
        ("4715 29*  # cards for purchases", "4715 2900 1234 5678"),
    ],
)
def test_a_number_is_known_however_it_is_written(tmp_path, entry, written):
    assert laid(tmp_path, entry).has(written)


@pytest.mark.parametrize("written", ["630-466-4811", "4810", "", "4012 8888 8888 1882"])
def test_another_is_not(tmp_path, written):
    assert not laid(tmp_path, "(630) 466-4810\n4012 8888 8888 1881\n").has(written)


def test_without_the_file_none_is_the_librarys_own(tmp_path):
    own = load_own_numbers(tmp_path)
    assert not own
    assert not own.has("630-466-4810")


@pytest.mark.parametrize("line", ["the bank", "12", "*", "1*", "63*0 466 4810", "a@b.example"])
def test_a_line_that_is_no_number_is_told_with_its_place(tmp_path, line):
    with pytest.raises(ListError, match=r"line 2: This is no number"):
        laid(tmp_path, f"# ours\n{line}\n")
