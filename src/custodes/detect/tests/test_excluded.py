import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.errors import ListError
from custodes.detect.excluded import load_excluded


def laid(folder, **files):
    (folder / "excluded").mkdir()
    for name, text in files.items():
        (folder / "excluded" / f"{name}.txt").write_text(text, "utf-8")
    return folder


def test_each_file_adds_addresses_and_hosts_in_one_spelling(tmp_path):
    laid(tmp_path, union="# the local\nStaff-Union.example\n*.bücher.example\n", law="Ada@Firm.EXAMPLE # attorney\n")
    places = load_excluded(tmp_path)
    assert places.has_mailbox("someone@mail.staff-union.example")
    assert places.has_mailbox("x@xn--bcher-kva.example")
    assert places.has_mailbox("ADA+case7@firm.example")
    assert not places.has_mailbox("ben@firm.example")


@pytest.mark.parametrize(
    ("line", "mailbox"),
    [
        ('"john doe"@x.example', '"john doe"@x.example'),
        ('"John Doe"@X.example', '"john doe"@x.example'),
        ('"john\\"doe"@x.example', 'john"doe@x.example'),
        ("Ada Palmer <Ada@Firm.example>", "ada@firm.example"),
        ('"Palmer, Ada" <ada@firm.example>,', "ada@firm.example"),
        ("<ada@firm.example>", "ada@firm.example"),
        ("mailto:ada@firm.example", "ada@firm.example"),
        ("=?utf-8?q?R=C3=A9n=C3=A9e?= <renee@firm.example>", "renee@firm.example"),
        ("=?utf-8?b?YWRhQGZpcm0uZXhhbXBsZQ==?=", "ada@firm.example"),
        ("FIRM.EXAMPLE", "anybody@mail.firm.example"),
        ("@firm.example", "anybody@firm.example"),
    ],
)
def test_an_address_may_be_written_as_it_stands_in_a_letter(tmp_path, line, mailbox):
    places = load_excluded(laid(tmp_path, law=f"{line}\n"))
    assert places.has_mailbox(mailbox)
    assert not places.has_mailbox("other@elsewhere.example")


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused(line):
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(ListError):
        load_excluded(laid(Path(folder), law=line.replace("\r", "").encode("utf-8", "replace").decode()))


def test_without_the_folder_nothing_is_excluded(tmp_path):
    assert not load_excluded(tmp_path)


@pytest.mark.parametrize("line", ["a b@firm.example", "two words", "@", '"a b@firm.example', "<>"])
def test_a_line_that_is_neither_is_told_with_its_place(tmp_path, line):
    with pytest.raises(ListError, match=r"line 2: .*neither a mail address nor a host"):
        load_excluded(laid(tmp_path, law=f"firm.example\n{line}\n"))


def test_a_line_of_megabytes_is_refused_in_a_short_message(tmp_path):
    folder = tmp_path / "excluded"
    folder.mkdir()
    (folder / "union.txt").write_text("a" * 5_000_000 + "\n")
    with pytest.raises(ListError) as raised:
        load_excluded(tmp_path)
    assert len(str(raised.value)) < 1000
