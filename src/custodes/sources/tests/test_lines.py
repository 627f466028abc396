import io
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk, Item
from custodes.sources.errors import StreamEndsEarlyError
from custodes.sources.lines import cut_lines, with_line_feeds

LINES = st.lists(
    st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")) | st.sampled_from([b"", b"\r", b" "]), max_size=12
)


class BreakingStream(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        block = super().read(size)
        if not block:
            raise StreamEndsEarlyError("the packed file ends early; what came before it was read")
        return block


class EndlessLine(io.RawIOBase):
    """A line of `size` bytes, then a short one, made as it is read."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.tail = b"\nshort\n"

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.left:
            given = min(size, self.left)
            self.left -= given
            return b"x" * given
        tail, self.tail = self.tail, b""
        return tail


def item(stream: io.IOBase, head: bytes = b"") -> Item:
    return Item(source="access.log", file=None, stream=stream, head=head)  # type: ignore[arg-type]


def numbered(chunks: Iterator[Chunk]) -> tuple[dict[int, bytes], set[int]]:
    lines: dict[int, bytes] = {}
    refused: set[int] = set()
    for chunk in chunks:
        refused.update(rejected.first for rejected in chunk.rejected)
        split = chunk.data.split(b"\n")
        if split[-1] == b"":
            split.pop()
        lines.update((number, line) for number, line in enumerate(split, chunk.first) if line.strip())
    return lines, refused


@settings(deadline=None, derandomize=True, max_examples=400)
@given(LINES, st.booleans(), st.integers(1, 10), st.integers(1, 20))
def test_every_line_keeps_its_number_or_is_rejected_at_it(lines, last_is_closed, limit, chunk):
    whole = b"\n".join(lines) + (b"\n" if last_is_closed and lines else b"")
    expected = whole.split(b"\n")
    if expected[-1] == b"":
        expected.pop()
    found, refused = numbered(cut_lines(item(io.BytesIO(whole)), "squid", limit_bytes=limit, chunk_bytes=chunk))
    assert found == {n: line for n, line in enumerate(expected, 1) if len(line) <= limit and line.strip()}
    assert refused == {n for n, line in enumerate(expected, 1) if len(line) > limit}


@settings(deadline=None, derandomize=True)
@given(LINES, st.integers(1, 20))
def test_where_the_packing_breaks_off_the_broken_line_is_rejected(lines, chunk):
    whole = b"".join(line + b"\n" for line in lines) + b"brok"
    found, refused = numbered(cut_lines(item(BreakingStream(whole)), "squid", limit_bytes=12, chunk_bytes=chunk))
    assert found == {n: line for n, line in enumerate(lines, 1) if line.strip()}
    assert refused == {len(lines) + 1}


def test_a_line_of_a_hundred_megabytes_is_read_past_and_what_follows_is_read():
    chunks = list(cut_lines(item(EndlessLine(100_000_000)), "squid"))
    found, refused = numbered(iter(chunks))
    assert found == {2: b"short"}
    assert refused == {1}
    assert chunks[0].rejected[0].reason == "The line is longer than 1,048,576 bytes."


def test_no_chunk_is_larger_than_the_block_and_a_line():
    whole = b"a line of thirty bytes or so..\n" * 10_000
    chunks = list(cut_lines(item(io.BytesIO(whole)), "squid", limit_bytes=100, chunk_bytes=1000))
    assert b"".join(chunk.data for chunk in chunks) == whole
    assert max(len(chunk.data) for chunk in chunks) <= 1100


def test_an_empty_stream_gives_no_chunks():
    assert list(cut_lines(item(io.BytesIO()), "squid")) == []


def test_blank_lines_alone_give_no_chunks_but_are_counted():
    chunks = list(
        cut_lines(item(io.BytesIO(b"\n \r\n" * 5000 + b"a\n\nb\n" + b"\n" * 5000 + b"c")), "squid", chunk_bytes=1000)
    )
    assert [(chunk.first, chunk.data) for chunk in chunks] == [(10_001, b"a\n\nb\n"), (15_004, b"c")]
    assert list(cut_lines(item(io.BytesIO(b"\n" * 5000)), "squid", chunk_bytes=1000)) == []


def test_where_a_file_has_carriage_returns_alone_they_end_its_lines():
    data = b"a\rb\r\rc\r"
    (chunk,) = cut_lines(item(io.BytesIO(data), head=data), "squid")
    assert (chunk.first, chunk.data) == (1, b"a\nb\n\nc\n")
    (chunk,) = cut_lines(item(io.BytesIO(b"a\rb\nc\n"), head=b"a\rb\nc\n"), "squid")
    assert chunk.data == b"a\rb\nc\n"


def test_a_head_that_ends_within_a_line_end_is_not_taken_for_one_of_returns_alone():
    assert with_line_feeds(b"a line\r") == b"a line\r"
    assert with_line_feeds(b"a\rb\r") == b"a\nb\n"
    assert with_line_feeds(b"a\rb\r\n") == b"a\rb\r\n"
