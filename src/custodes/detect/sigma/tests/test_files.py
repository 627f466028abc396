"""Which files of a folder hold rules, and what is no file."""

import os

import pytest

from custodes.detect.sigma.files import LARGEST_FILE_BYTES, rule_files


def read(*paths):
    return {file.name: file.problem or file.content.decode() for file in rule_files(paths)}


def test_what_is_no_file_is_told_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "device.yml").symlink_to("/dev/zero")
    (tmp_path / "broken.yml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "itself.yml").symlink_to(tmp_path / "itself.yml")
    (tmp_path / "large.yml").write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    assert read(tmp_path) == {
        "pipe.yml": "It is a pipe, not a file.",
        "device.yml": "It is a device, not a file.",
        "broken.yml": "It cannot be opened: No such file or directory.",
        "itself.yml": "It cannot be opened: Too many levels of symbolic links.",
        "large.yml": "It is larger than any rule (1 MiB); it was not read.",
    }
    assert read(tmp_path / "pipe.yml") == {"pipe.yml": "It is a pipe, not a file."}


def test_linked_folders_are_followed_once(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.yml").write_text("a")
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "b.yml").write_text("b")
    (rules / "link").symlink_to(tmp_path / "elsewhere")
    (rules / "twice").symlink_to(tmp_path / "elsewhere")
    (rules / "loop").symlink_to(rules)
    again = "The folder was read already: a link leads back to it."
    assert read(rules) == {"b.yml": "b", "link/a.yml": "a", "loop/": again, "twice/": again}


def test_hidden_folders_and_samples_are_passed_over(tmp_path):
    for name in ("a.yml", "b.yaml", "a.samples.yaml", "notes.txt", ".git/c.yml", "sub/d.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(read(tmp_path)) == ["a.yml", "b.yaml", "sub/d.yml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path):
    (tmp_path / "a.yml").write_text("x")
    (tmp_path / "a.yml").chmod(0)
    (tmp_path / "shut").mkdir(mode=0)
    assert read(tmp_path) == {
        "a.yml": "It cannot be opened: Permission denied.",
        "shut/": "The folder cannot be opened: Permission denied.",
    }
