from custodes.sources.contract import Chunk, Rejected
from custodes.sources.joining import join_files
from custodes.sources.mail import MAIL


def one(file: str | None, text: bytes, *, source: str = "folder") -> Chunk:
    return Chunk(source, "mail", b"Subject: x\n\n" + text, 1, ((0, 12 + len(text)),), files=file and (file,))


def test_small_files_of_a_folder_share_a_chunk_and_keep_their_names():
    (chunk,) = join_files([one("a.eml", b"one"), one("b.eml", b"two!")])
    assert chunk.files == ("a.eml", "b.eml")
    (batch,) = MAIL.parse(chunk).batches
    assert batch.column("file").to_pylist() == ["a.eml", "b.eml"]
    assert batch.column("body").to_pylist() == ["one", "two!"]
    assert batch.column("raw_data").to_pylist() == [b"Subject: x\n\none", b"Subject: x\n\ntwo!"]


def test_no_chunk_grows_over_the_limit():
    chunks = list(join_files([one(str(n), b"x" * 50) for n in range(10)], limit_bytes=130))
    assert [len(chunk.files or ()) for chunk in chunks] == [2] * 5


def test_other_sources_and_numbered_messages_stand_alone():
    chunks = [one("a", b"1"), one("b", b"2", source="other"), one(None, b"3"), one(None, b"4"), one("c", b"5")]
    assert list(join_files(chunks)) == chunks


def test_what_was_rejected_stays_counted():
    broken = Chunk("folder", "mail", b"", 1, (), files=(), rejected=(Rejected("folder", "It broke.", file="b"),))
    (chunk,) = join_files([one("a", b"1"), broken, one("c", b"2")])
    assert [rejected.file for rejected in MAIL.parse(chunk).rejected] == ["b"]
    assert MAIL.parse(chunk).taken == 3
