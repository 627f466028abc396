import io
import mailbox

from hypothesis import example, given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk, Item
from custodes.sources.errors import StreamEndsEarlyError
from custodes.sources.mail.cut import cut_mail, is_from_line

FROM_LINE = b"From ann@example.org Thu Aug 22 12:36:23 2002\n"
LINE = st.sampled_from(
    [b"", b"Subject: x", b"text", b"From here we go", b">From ann", b"--b", b"\r", b"Thu Aug 22 2002", b"F", b" From a"]
)
BODY = st.lists(LINE, max_size=6).map(lambda lines: b"".join(line + b"\n" for line in lines))


def item(data: bytes, *, file: str | None = None, stream: io.IOBase | None = None) -> Item:
    return Item(source="box", file=file, stream=stream or io.BytesIO(data), head=data[: 64 << 10])  # type: ignore[arg-type]


def messages(chunks: list[Chunk]) -> list[bytes]:
    return [chunk.data[begin:end] for chunk in chunks for begin, end in chunk.bounds or ()]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    bodies=st.lists(BODY.filter(lambda body: b"From here" not in body), min_size=1, max_size=6),
    block=st.integers(1, 90),
)
@example(bodies=[b"", b"\n", b"\n\n"], block=7)
def test_messages_are_those_of_the_standard_librarys_mailbox(tmp_path_factory, bodies, block):
    whole = b"\n".join(FROM_LINE + body for body in bodies)
    path = tmp_path_factory.mktemp("box") / "box"
    path.write_bytes(whole)
    oracle = mailbox.mbox(path, create=False)
    expected = [oracle.get_bytes(key) for key in oracle.keys()]  # noqa: SIM118 - a mailbox iterates over messages
    oracle.close()
    chunks = list(cut_mail(item(whole), chunk_bytes=block))
    assert messages(chunks) == expected
    assert [chunk.first for chunk in chunks if chunk.bounds] == positions(chunks)


def positions(chunks: list[Chunk]) -> list[int]:
    first, found = 1, []
    for chunk in chunks:
        found.append(first)
        first += len(chunk.bounds or ())
    return found


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.sampled_from([FROM_LINE, b"\n", b"text\n", b"From here\n", b"x" * 40, b"\xff"])), st.integers(1, 60))
def test_how_the_stream_is_blocked_does_not_matter(pieces, block):
    whole = FROM_LINE + b"".join(pieces)
    assert messages(list(cut_mail(item(whole), chunk_bytes=block))) == messages(list(cut_mail(item(whole))))


def test_a_text_line_that_begins_with_from_does_not_end_a_message():
    whole = (
        FROM_LINE
        + b"Subject: one\n\nIt said:\n\nFrom here on, all is well at 10:30 in 2002.\n\n"
        + FROM_LINE
        + b"Subject: two\n\n"
    )
    assert len(messages(list(cut_mail(item(whole))))) == 2


def test_the_from_lines_of_the_usual_programs_are_known():
    for line in (
        b"From - Thu Aug 22 12:36:23 2002\n",
        b"From ann@example.org  Thu Aug  2 12:36:23 2002\r\n",
        b"From 1234567890@xxx Thu Aug 22 12:36:23 +0000 2002\n",
        b"From ann at example.org  Thu Aug 22 12:36:23 2002\n",
        b"From MAILER-DAEMON Thu, 22 Aug 2002 12:36:23 +0000\n",
        b"From ann@example.org 2024-08-22 12:36:23\n",
    ):
        assert is_from_line(line), line
    assert not is_from_line(b"From here on, all is well at 10:30 in 2002\n")


def test_lines_that_end_in_carriage_return_and_line_feed_are_cut_as_well():
    whole = (FROM_LINE + b"Subject: one\n\ntext\n\n" + FROM_LINE + b"Subject: two\n\ntext\n").replace(b"\n", b"\r\n")
    found = messages(list(cut_mail(item(whole))))
    assert [message.split(b"\r\n")[0] for message in found] == [b"Subject: one", b"Subject: two"]


def test_a_file_of_a_folder_with_one_message_keeps_its_name():
    for data in (b"Subject: one\n\ntext\n", FROM_LINE + b"Subject: one\n\ntext\n"):
        (chunk,) = cut_mail(item(data, file="sub/one.eml"))
        assert (chunk.source, chunk.files) == ("box", ("sub/one.eml",))
        assert messages([chunk]) == [b"Subject: one\n\ntext\n"]


def test_a_file_of_a_folder_with_more_is_a_source_of_its_own():
    whole = FROM_LINE + b"Subject: one\n\n\n" + FROM_LINE + b"Subject: two\n\n"
    chunks = list(cut_mail(item(whole, file="sub/inbox")))
    assert {(chunk.source, chunk.files) for chunk in chunks} == {("box/sub/inbox", None)}


def test_a_mailbox_quoted_in_a_single_message_does_not_divide_it():
    whole = b"Subject: one\n\nSee this:\n\n" + FROM_LINE + b"Subject: two\n\n"
    assert messages(list(cut_mail(item(whole)))) == [whole]


def test_a_message_over_the_limit_is_read_past_and_rejected_at_its_number():
    large = FROM_LINE + b"Subject: large\n\n" + b"x" * (3 << 20) + b"\n\n"
    small = FROM_LINE + b"Subject: small\n\ntext\n\n"
    chunks = list(cut_mail(item(small + large + small), limit_bytes=1 << 20, chunk_bytes=1 << 19))
    assert messages(chunks) == [b"Subject: small\n\ntext\n"] * 2
    (rejected,) = [rejected for chunk in chunks for rejected in chunk.rejected]
    assert (rejected.locator, rejected.reason) == ("2", "The message is larger than 1 MiB.")
    assert chunks[-1].first == 3


def test_a_single_message_over_the_limit_is_rejected():
    (chunk,) = cut_mail(item(b"Subject: large\n\n" + b"x" * (2 << 20)), limit_bytes=1 << 20)
    assert [rejected.reason for rejected in chunk.rejected] == ["The message is larger than 1 MiB."]


class BreakingStream(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        block = super().read(size)
        if not block:
            raise StreamEndsEarlyError("The packed file ends early; what came before it was read.")
        return block


def test_where_the_packing_breaks_off_what_came_is_given_and_the_break_is_told():
    whole = FROM_LINE + b"Subject: one\n\ntext\n\n" + FROM_LINE + b"Subject: two\n\nbrok"
    chunks = list(cut_mail(item(whole, stream=BreakingStream(whole))))
    assert messages(chunks) == [b"Subject: one\n\ntext\n", b"Subject: two\n\nbrok"]
    (rejected,) = chunks[-1].rejected
    assert (rejected.locator, rejected.reason) == ("3", "The packed file ends early; what came before it was read.")


def test_an_empty_file_gives_nothing():
    assert messages(list(cut_mail(item(b"")))) == []
