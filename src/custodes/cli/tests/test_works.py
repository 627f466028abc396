import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from custodes.cli import app
from custodes.detect.works import load_works

TEXT = "It was a quiet morning in Fernwood, and the river had come up over the lower path in the night.\n"


@pytest.fixture
def chapter(tmp_path):
    path = tmp_path / "chapter-1.txt"
    path.write_text(TEXT)
    return path


def add(lists, *files, title="The Fernwood Chronicle", status=0):
    words = ["works", "add", *files, "--lists", lists, "--title", title]
    result = CliRunner().invoke(app, [*map(str, words)])
    assert result.exit_code == status, result.output
    return result.output


def test_a_work_is_registered_once_however_often_it_is_added(chapter, tmp_path):
    lists = tmp_path / "lists"
    assert "Added 1 file of “The Fernwood Chronicle”" in add(lists, chapter)
    said = add(lists, chapter)
    assert f"{chapter} is already registered, as “The Fernwood Chronicle”." in said
    assert "Added" not in said
    assert len(load_works(lists).works) == 1


def test_a_copy_beside_the_file_and_another_title_make_no_second_work(chapter, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_text(TEXT)
    other = tmp_path / "chapter-2.txt"
    other.write_text(TEXT * 2)
    lists = tmp_path / "lists"
    said = add(lists, chapter, copy)
    assert f"{copy} is already registered" in said
    assert "Added 1 file of" in said
    said = add(lists, copy, other, title="Another")
    assert f"{copy} is already registered, as “The Fernwood Chronicle”." in said
    assert "Added 1 file of “Another”" in said
    assert [work.title for work in load_works(lists).works] == ["The Fernwood Chronicle", "Another"]


def test_a_file_too_small_is_refused_and_nothing_added(chapter, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    assert "nothing was added" in add(tmp_path / "lists", chapter, tmp_path / "empty.txt", status=2)
    assert not load_works(tmp_path / "lists").works


def test_a_full_disk_leaves_the_register_as_it_was(chapter, tmp_path):
    lists = tmp_path / "lists"
    add(lists, chapter)
    before = (lists / "works" / "register.jsonl").read_bytes()
    other = tmp_path / "other.txt"
    other.write_text(TEXT[::-1])
    said = ["works", "add", str(other), "--lists", str(lists), "--title", "Another"]
    words = shlex.join([str(Path(sys.executable).parent / "custodes"), *said])
    ended = subprocess.run(["bash", "-c", f"ulimit -f 0; {words}"], capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "unchanged" in ended.stderr
    assert (lists / "works" / "register.jsonl").read_bytes() == before
