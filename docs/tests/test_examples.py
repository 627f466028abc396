from pathlib import Path

import pytest

from .examples import blocks, commands, pattern, run

DOCS = Path(__file__).parents[1]
PAGES = sorted(DOCS.rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_the_examples_of_a_page_do_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in blocks(page):
        run(block, page, names)


def test_a_block_becomes_the_file_named_above_it_and_only_there(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("<!-- file: a/b.yaml -->\n```yaml\nx: 1\n```\n\n```python\nassert True\n```\n")
    assert [(block.language, block.file, block.line) for block in blocks(page)] == [
        ("yaml", "a/b.yaml", 2),
        ("python", None, 6),
    ]


def test_commands_of_other_programs_are_not_run():
    (command,) = commands("$ ls\nx\n$ custodes policy \\\n    show\nTitle\n…\n")
    assert command == (["policy", "show"], "Title\n…\n")


@pytest.mark.parametrize(
    ("expected", "printed", "is_same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a\nc\n", False),
        ("a\n…\n", "a\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("…\nb.\n", "a\nbc\n", False),
    ],
)
def test_an_ellipsis_stands_for_anything(expected, printed, is_same):
    assert bool(pattern(expected).fullmatch(printed)) == is_same
