import subprocess
import sys

import pytest

import custodes.detect.kept as kept_module
from custodes.detect.kept import keep, read_kept
from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.read import read_rules
from custodes.detect.sigma.tests.rulefiles import selection
from custodes.detect.sigma.tests.test_link import FAILED, MANY, counting, laid


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "custodes"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "rules"
    (folder / "below").mkdir(parents=True)
    (folder / "a.yml").write_text(FAILED)
    (folder / "below/b.yml").write_text(counting(MANY))
    (folder / "c.yml").write_text("title: broken")
    return folder


def test_what_was_kept_is_what_was_read(kept, folder):
    for _ in range(2):
        assert load_rules([folder]) == read_rules([folder])
    assert len(list(kept.iterdir())) == 1


def test_kept_rules_need_no_parser(kept, folder):
    code = "import sys; from pathlib import Path; from custodes.detect.sigma.cache import load_rules; print(len(load_rules([Path(sys.argv[1])]).rules), 'sigma' in sys.modules)"
    said = [subprocess.check_output([sys.executable, "-c", code, str(folder)], text=True) for _ in range(2)]
    assert said == ["1 True\n", "1 False\n"]


def test_an_edited_a_new_and_a_removed_file_are_seen(kept, folder):
    load_rules([folder])
    (folder / "a.yml").write_text(FAILED.replace("A: 1", "A: 2"))
    (folder / "d.yml").write_text(selection("{A: 4}", number=4))
    assert load_rules([folder]) == read_rules([folder])
    (folder / "a.yml").unlink()
    rules = load_rules([folder])
    assert rules == read_rules([folder])
    assert any("is not among these rules" in item.reason for item in rules.unusable)


def test_what_depends_on_other_files_is_never_out_of_date(kept, folder):
    load_rules([folder])
    (folder / "e.yml").write_text(laid("any"))
    assert load_rules([folder]) == read_rules([folder])
    (folder / "e.yml").unlink()
    (folder / "below/b.yml").unlink()
    rules = load_rules([folder])
    assert rules == read_rules([folder])
    assert rules.rules[0].reports


def test_other_values_for_placeholders_are_read_anew(kept, folder):
    (folder / "a.yml").write_text(selection("{A|expand: '%Admins%'}"))
    for values in ({}, {"Admins": ("ann",)}, {"Admins": ("bo",)}):
        assert load_rules([folder], values) == read_rules([folder], values)


def test_several_folders_are_linked_together(kept, folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.yml").write_text((folder / "below/b.yml").read_text())
    (folder / "below/b.yml").unlink()
    assert not load_rules([folder, other]).rules[0].reports
    assert load_rules([folder]).rules[0].reports


def test_what_is_damaged_or_not_a_folder_is_read(kept, folder):
    load_rules([folder])
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    assert load_rules([folder]) == read_rules([folder])
    assert load_rules([folder / "a.yml"]) == read_rules([folder / "a.yml"])
    assert len(list(kept.iterdir())) == 1


def test_what_is_kept_comes_back_whole_or_not_at_all(kept):
    assert read_kept("x") is None
    keep("x", b"abc")
    assert read_kept("x") == b"abc"
    keep("x", b"")
    assert read_kept("x") == b""
    (kept / "x").write_bytes(b"short")
    assert read_kept("x") is None
    assert kept_module._folder() == kept
