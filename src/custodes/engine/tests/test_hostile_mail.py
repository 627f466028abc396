"""Mail made to keep a reader busy: each must come to its end, in a time that only grows with its size."""

from __future__ import annotations

import dataclasses
import multiprocessing

import pytest

from custodes.detect.lists import load_lists
from custodes.engine import bind, examine_chunk
from custodes.policy import model_policy
from custodes.sources.contract import Chunk

HEAD = b"From: a@x.example\nTo: b@own.example\nSubject: s\n"
HOSTILE = {
    "backslashes in a Cc": HEAD + b'Cc: "' + b"\\" * 999_999 + b"\n\nbody\n",
    "a name of a million quotes": b'From: "' + b'a" "' * 200_000 + b" <a@b.example>\n\nx",
    "a host of a million labels": HEAD + b"\nhttp://" + b"a." * 1_500_000 + b"\n",
    "a host of one endless label": HEAD + b"\nhttp://" + b"a" * 3_000_000 + b".example\n",
    "two million times www": HEAD + b"\n" + b"www." * 2_000_000 + b"\n",
    "figures with spaces": HEAD + b"\n" + b"2 " * 1_000_000,
    "soft line breaks": HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\n" * 1_000_000,
    "open links": HEAD + b"Content-Type: text/html\n\n" + b"<a href=http://x/>" * 100_000,
    "nested boxes": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "a hundred thousand recipients": HEAD + b"Bcc: " + b"a@b.example, " * 100_000 + b"\n\nx",
    "nothing but @": HEAD + b"\n" + b"@" * 2_000_000,
    "the word password": HEAD + b"\n" + b"password: " * 200_000,
    "loans": HEAD + b"\n" + b"due back borrowed " * 100_000,
}


def examine(data, sent):
    plan = bind(dataclasses.replace(model_policy(), domains=("own.example",)), lists=load_lists(None))
    part = examine_chunk(Chunk("m.mbox", "mail", data, bounds=((0, len(data)),)), plan)
    sent.put((part.out, part.kept, [finding.reasons[0].code for _, finding in part.findings]))


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mail_is_examined_to_its_end(kind):
    context = multiprocessing.get_context("fork")
    sent = context.Queue()
    worker = context.Process(target=examine, args=(HOSTILE[kind], sent))
    worker.start()
    try:
        out, kept, codes = sent.get(timeout=30)  # seconds where hours are at stake
    finally:
        worker.kill()
        worker.join()
    assert (out, kept) == (1, 1)
    assert "detector.failed" not in codes
