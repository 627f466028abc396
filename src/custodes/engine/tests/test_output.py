import errno
import os
from pathlib import Path

import pytest

from custodes.engine.errors import OutputError
from custodes.engine.output import write_whole


def test_a_file_appears_whole_and_for_its_owner_only(tmp_path):
    path = tmp_path / "report.html"
    with write_whole(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_what_stops_halfway_leaves_what_was_there_before(tmp_path, stop):
    path = tmp_path / "report.html"
    path.write_bytes(b"before")
    with pytest.raises(stop), write_whole(path) as file:  # noqa: PT012 - the block is what is stopped
        file.write(b"half")
        raise stop
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_in_words(tmp_path):
    path = tmp_path / "report.html"
    with pytest.raises(OutputError, match="cannot be written: No space left on device"), write_whole(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_in_words():
    with pytest.raises(OutputError, match="cannot be written"), write_whole(Path("/nowhere/at/all.html")):
        pass
