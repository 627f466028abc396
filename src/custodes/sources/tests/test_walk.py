import bz2
import gzip
import io
import lzma
import os
import random
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Item, Rejected
from custodes.sources.errors import StreamEndsEarlyError, StreamError, StreamTooLargeError
from custodes.sources.streams import Meter
from custodes.sources.unpack import Place, Unpacker
from custodes.sources.walk import open_items, total_bytes

LINES = b"".join(b"line %d of the log\n" % number for number in range(20_000))
NOISE = random.Random(1).randbytes(1_000_000)
ENDS_EARLY = "The packed file ends early; what came before it was read."
DAMAGED = "The packed file is damaged; what came before it was read."


def read(*paths: Path) -> dict[str, bytes | str]:
    """By name: the content, or the reason why there is none, or both with the reason last."""
    found: dict[str, bytes | str] = {}
    for item in open_items(paths):
        if isinstance(item, Rejected):
            found[f"{item.source} {item.file}"] = item.reason
        else:
            found[item.name] = content(item)
    return found


def content(item: Item) -> bytes | str:
    pieces = []
    try:
        while block := item.stream.read(1 << 20):
            pieces.append(block)
    except StreamError as error:
        return f"{sum(map(len, pieces))} bytes, then: {error}"
    assert b"".join(pieces).startswith(item.head)
    return b"".join(pieces)


def exhaust(item: Item, read_bytes: list[int] | None = None) -> None:
    while block := item.stream.read(1 << 20):
        if read_bytes is not None:
            read_bytes.append(len(block))


class Unseekable(io.RawIOBase):
    def __init__(self) -> None:
        self.written = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        return self.written.write(data)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, streamed: bool = False) -> bytes:
    target = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.written.getvalue() if isinstance(target, Unseekable) else target.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return target.getvalue()


PACKED = {
    "gzip": gzip.compress(LINES),
    "gzip of two pieces and zeros behind": gzip.compress(LINES[:1000]) + gzip.compress(LINES[1000:]) + b"\0" * 600,
    "bzip2": bz2.compress(LINES),
    "xz": lzma.compress(LINES),
    "zstd": zstandard.compress(LINES),
    "xz in gzip": gzip.compress(lzma.compress(LINES)),
}


@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED.keys())
def test_a_packed_file_is_read_through_under_its_own_name(tmp_path, packed):
    path = tmp_path / "access.log"
    path.write_bytes(packed)
    assert read(path) == {str(path): LINES}


MEMBERS = {"inner/access.log": LINES, "empty.log": b"", "two.log": b"two\n"}
ARCHIVES = {
    "zip": zipped(MEMBERS),
    "zip, stored": zipped(MEMBERS, zipfile.ZIP_STORED),
    "zip, bzip2": zipped(MEMBERS, zipfile.ZIP_BZIP2),
    "zip, written to a pipe": zipped(MEMBERS, streamed=True),
    "zip, stored, written to a pipe": zipped(MEMBERS, zipfile.ZIP_STORED, streamed=True),
    "tar": tarred(MEMBERS),
    "tar in gzip": gzip.compress(tarred(MEMBERS)),
    "tar in zstd": zstandard.compress(tarred(MEMBERS)),
}


@pytest.mark.parametrize("packed", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_the_members_of_an_archive_are_named_below_it(tmp_path, packed):
    path = tmp_path / "export"
    path.write_bytes(packed)
    assert read(path) == {f"{path}!{name}": data for name, data in MEMBERS.items()}
    first = next(iter(open_items([path])))
    assert isinstance(first, Item)
    assert (first.source, first.file) == (str(path), "inner/access.log")


def test_archives_within_archives_are_named_step_by_step(tmp_path):
    folder = tmp_path / "export"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.zip").write_bytes(zipped({"b.tar.gz": gzip.compress(tarred({"c.log": LINES}))}))
    assert read(folder) == {f"{folder}/sub/a.zip!b.tar.gz!c.log": LINES}


def test_what_is_packed_too_often_is_rejected(tmp_path):
    data = LINES
    for _ in range(5):
        data = gzip.compress(data)
    path = tmp_path / "a.gz"
    path.write_bytes(data)
    assert read(path) == {f"{path} None": "It is packed more than 4 times over."}


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz", "zstd"])
def test_a_packed_file_cut_short_gives_what_came_before(tmp_path, name):
    path = tmp_path / "cut"
    noise = NOISE + LINES
    packed = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstandard.compress}[name]
    path.write_bytes(packed(noise)[:-20])
    items = open_items([path])
    item = next(items)
    assert isinstance(item, Item)
    assert item.stream.read(100_000) == noise[:100_000]
    with pytest.raises(StreamEndsEarlyError, match="ends early"):
        exhaust(item)


@pytest.mark.parametrize("name", list(ARCHIVES))
def test_an_archive_cut_short_gives_the_members_before_and_is_told_once(tmp_path, name):
    members = {"one.log": LINES, "two.bin": NOISE}
    packed = {
        "zip": zipped(members),
        "zip, stored": zipped(members, zipfile.ZIP_STORED),
        "zip, bzip2": zipped(members, zipfile.ZIP_BZIP2),
        "zip, written to a pipe": zipped(members, streamed=True),
        "zip, stored, written to a pipe": zipped(members, zipfile.ZIP_STORED, streamed=True),
        "tar": tarred(members).rstrip(b"\0"),
        "tar in gzip": gzip.compress(tarred(members)),
        "tar in zstd": zstandard.compress(tarred(members)),
    }[name]
    path = tmp_path / "cut"
    path.write_bytes(packed[: -1500 if "tar" in name else -1900])
    found = read(path)
    assert found.pop(f"{path}!one.log") == LINES
    (told,) = found.values()
    assert isinstance(told, str)
    assert ENDS_EARLY in told


def test_a_member_that_is_damaged_does_not_hide_the_next(tmp_path):
    path = tmp_path / "a.zip"
    data = bytearray(zipped({"one.log": LINES, "two.log": b"two\n"}, zipfile.ZIP_STORED))
    data[5000] ^= 0xFF
    path.write_bytes(data)
    found = read(path)
    assert DAMAGED in found[f"{path}!one.log"]
    assert found[f"{path}!two.log"] == b"two\n"


def test_damage_within_a_tar_is_not_taken_for_its_end(tmp_path):
    path = tmp_path / "a.tar"
    data = bytearray(tarred({"one.log": b"one\n", "two.log": b"two\n"}))
    data[1024:1200] = b"\xff" * 176
    path.write_bytes(data)
    assert read(path) == {f"{path}!one.log": b"one\n", f"{path} None": DAMAGED}


def test_a_member_with_a_password_is_rejected_by_name(tmp_path):
    path = tmp_path / "a.zip"
    data = bytearray(zipped({"one.log": LINES, "two.log": b"two\n"}))
    data[6] |= 1
    path.write_bytes(data)
    assert read(path) == {f"{path} one.log": "It is locked with a password.", f"{path}!two.log": b"two\n"}


BOMBS = {
    "gzip": gzip.compress,
    "gzip in gzip": lambda zeros: gzip.compress(gzip.compress(zeros)),
    "zstd": zstandard.compress,
    "zip": lambda zeros: zipped({"a": zeros}),
}


@pytest.mark.parametrize("pack", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_put_down_before_it_is_large(tmp_path, pack):
    path = tmp_path / "bomb"
    path.write_bytes(pack(bytes(100 << 20)))
    items = open_items([path])
    item = next(items)
    assert isinstance(item, Item)
    read_bytes: list[int] = []
    with pytest.raises(StreamTooLargeError, match="unpacks to far more than its size"):
        exhaust(item, read_bytes)
    assert sum(read_bytes) <= max(80 << 20, 1000 * path.stat().st_size)


def test_documents_that_are_zips_inside_are_not_opened(tmp_path):
    path = tmp_path / "letter.docx"
    path.write_bytes(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert list(read(path)) == [str(path)]


def test_a_folder_is_walked_in_order_and_companions_are_passed_over(tmp_path):
    for name in ("b.log", "a.log", "sub/c.log", ".DS_Store", "dovecot.index", "inbox.msf", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x\n")
    assert list(read(tmp_path)) == [f"{tmp_path}/{name}" for name in ("a.log", "b.log", "sub/c.log")]


def test_unfinished_deliveries_of_a_maildir_are_passed_over(tmp_path):
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.host:2,S").write_bytes(b"Subject: x\n\n")
    assert list(read(tmp_path)) == [f"{tmp_path}/cur/1.host:2,S", f"{tmp_path}/new/1.host:2,S"]


def test_a_link_that_leads_back_is_not_followed_round(tmp_path):
    (tmp_path / "a.log").write_bytes(b"x\n")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert read(tmp_path) == {
        f"{tmp_path}/a.log": b"x\n",
        f"{tmp_path} loop": "The folder was read already: a link leads back to it.",
    }


def test_what_is_no_file_is_rejected_with_the_reason(tmp_path):
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path, Path("/dev/null"), tmp_path / "missing") == {
        f"{tmp_path} broken": "The link leads nowhere.",
        f"{tmp_path} pipe": "It is a pipe, not a file.",
        "/dev/null None": "It is a device, not a file.",
        f"{tmp_path / 'missing'} None": "The file was gone when it was to be read.",
    }


def test_a_file_that_vanishes_is_rejected_and_the_rest_is_read(tmp_path):
    for name in ("a.log", "b.log", "c.log"):
        (tmp_path / name).write_bytes(b"x\n")
    found = []
    for item in open_items([tmp_path]):
        (tmp_path / "b.log").unlink(missing_ok=True)
        found.append(item.reason if isinstance(item, Rejected) else item.file)
    assert found == ["a.log", "The file was gone when it was to be read.", "c.log"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_rejected(tmp_path):
    (tmp_path / "a.log").write_bytes(b"x\n")
    (tmp_path / "a.log").chmod(0)
    assert read(tmp_path) == {f"{tmp_path} a.log": "There is no permission to read it."}


class DeniedFile(io.RawIOBase):
    def read(self, _size=-1):
        raise PermissionError(13, "Permission denied")


def test_a_file_that_fails_while_it_is_read_is_rejected_with_the_systems_reason():
    (found,) = Unpacker(Meter(DeniedFile()), lambda: 0).unpack(Place("mail"))  # type: ignore[arg-type]
    assert isinstance(found, Rejected)
    assert found.reason == "The file could not be read to its end: Permission denied."


def test_a_name_that_no_screen_can_hold_is_shown_with_marks(tmp_path):
    (tmp_path / os.fsdecode(b"a\xff\x1b[2J.log")).write_bytes(b"x\n")
    assert list(read(tmp_path)) == [f"{tmp_path}/a\ufffd\ufffd[2J.log"]


def test_progress_counts_bytes_on_disk_up_to_the_total(tmp_path):
    (tmp_path / "a.gz").write_bytes(PACKED["gzip"])
    (tmp_path / "b.zip").write_bytes(ARCHIVES["zip"])
    (tmp_path / "c.log").write_bytes(LINES)
    seen = []
    for item in open_items([tmp_path]):
        assert isinstance(item, Item)
        content(item)
        seen.append(item.read_bytes())
    assert seen == sorted(seen)
    assert seen[-1] == total_bytes([tmp_path]) == total_bytes([tmp_path / name for name in ("a.gz", "b.zip", "c.log")])


MAGIC = [
    b"",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"PK\x03\x04",
    b"PK\x07\x08",
    b"PK\x01\x02",
]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(data=st.lists(st.one_of(st.sampled_from(MAGIC), st.binary(max_size=40)), max_size=6).map(b"".join))
def test_any_bytes_end_as_items_or_reasons(data):
    for item in Unpacker(Meter(io.BytesIO(data)), lambda: 0).unpack(Place("a")):
        if isinstance(item, Item):
            content(item)
        else:
            assert item.reason.endswith(".")


@settings(deadline=None, derandomize=True, max_examples=100)
@given(at=st.integers(0, 5000), flipped=st.integers(1, 255), name=st.sampled_from(list(ARCHIVES)))
def test_one_flipped_byte_never_ends_the_reading_with_an_error(at, flipped, name):
    data = bytearray(ARCHIVES[name])
    data[at % len(data)] ^= flipped
    for item in Unpacker(Meter(io.BytesIO(data)), lambda: 0).unpack(Place("a")):
        if isinstance(item, Item):
            content(item)


WRITTEN = datetime(2025, 12, 31, 23, 59, 58, tzinfo=UTC)


def in_tar(data: bytes, seconds: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("a.log")
        entry.size, entry.mtime = len(data), seconds
        archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def in_zip(data: bytes, date: tuple[int, ...]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.log", date), data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x", datetime(2026, 11, 24, tzinfo=UTC)),
        (gzip.compress(b"x", mtime=int(WRITTEN.timestamp())), WRITTEN),
        (gzip.compress(b"x", mtime=0), datetime(2026, 11, 24, tzinfo=UTC)),
        (bz2.compress(b"x"), datetime(2026, 11, 24, tzinfo=UTC)),
        (in_tar(b"x", int(WRITTEN.timestamp())), WRITTEN),
        (in_tar(b"x", 0), datetime(2026, 11, 24, tzinfo=UTC)),
        (in_zip(b"x", (2025, 12, 31, 23, 59, 58)), WRITTEN),
        (in_zip(b"x", (1980, 0, 0, 0, 0, 0)), datetime(2026, 11, 24, tzinfo=UTC)),
    ],
)
def test_a_file_knows_when_it_was_written_packed_or_not(tmp_path, data, expected):
    path = tmp_path / "a"
    path.write_bytes(data)
    os.utime(path, (0, datetime(2026, 11, 24, tzinfo=UTC).timestamp()))
    (item,) = open_items([path])
    assert isinstance(item, Item)
    assert item.modified_at == expected
