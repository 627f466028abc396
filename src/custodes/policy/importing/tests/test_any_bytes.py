"""Whatever stands in a file, the import answers or refuses with a mend, and soon."""

from __future__ import annotations

import contextlib
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custodes.policy.errors import DocumentError
from custodes.policy.importing import import_document
from custodes.policy.importing.markup import read_html, read_markdown
from custodes.policy.importing.structure import outline
from custodes.policy.importing.text import read_text

from .making import MAKERS

quick = settings(
    deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HEADS = [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><body>", b"# Policy\n", b"\xff\xfe", b"\xd0\xcf\x11\xe0", b"{\\rtf"]


def answers(path, content):
    path.write_bytes(content)
    begun = time.monotonic()
    with contextlib.suppress(DocumentError):
        import_document(path)
    assert time.monotonic() - begun < 10


@quick
@given(head=st.sampled_from(HEADS), tail=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(head, tail, tmp_path):
    answers(tmp_path / "any", head + tail)


@quick
@given(text=st.text(alphabet=st.sampled_from("aB .,:;-•1)(\n\t_=#*<>&|§IV\f\u2028"), max_size=300))
def test_any_text_has_an_outline(text):
    for read in (read_text, read_markdown, read_html):
        for section in outline(read(text)).sections:
            assert all(clause.text.strip() for clause in section.clauses)


@pytest.mark.parametrize("name", ["styled", "columns", "web", "numbered"])
def test_a_damaged_document_is_read_or_refused(name, tmp_path):
    whole = MAKERS[name]()
    chance = random.Random(name)
    for _ in range(12):
        content = bytearray(whole[: chance.randrange(len(whole) // 2, len(whole))])
        for _ in range(chance.randrange(40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        answers(tmp_path / "damaged", bytes(content))


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>" + b"<div>" * 20_000 + b"Mail is kept for a year.",
        b"<html><body>" + b"<ul><li>" * 5_000 + b"Mail is kept for a year.",
        b"# P\n\n" + b"> " * 20_000 + b"Mail is kept for a year.",
        b"# P\n\n" + b"*a " * 50_000,
        b"a " * 500_000,
        b"- a\n" * 20_000,
        b"A\n\n" * 20_000,
        b"." * 300_000,
        b"1" * 300_000,
        b"I" * 100_000,
    ],
    ids=[
        "deep divs",
        "deep lists",
        "deep quotes",
        "emphasis",
        "one line",
        "bullets",
        "headings",
        "stops",
        "digits",
        "letters",
    ],
)
def test_a_hostile_text_takes_no_longer_than_a_long_one(content, tmp_path):
    answers(tmp_path / "hostile", content)
