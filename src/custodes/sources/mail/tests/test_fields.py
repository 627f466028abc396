import pytest
from fast_mail_parser import ParseError, parse_email
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.mail.fields import without_unread_fields

LINES = (
    *(b"From: a@b.c", b"to: d@e.f", b"SUBJECT: s", b"Date: Mon, 2 Mar 2026 10:00:00 +0000", b"X-Long: 1"),
    *(b"Received: by x", b" goes on", b"\tgoes on: too", b"Content-Type: text/html; charset=utf-8", b"X-Empty:"),
    *(b"X-Odd: a\rSubject: b", b"no colon", b"with space : x", b": no name", b"\xe9: y", b"", b"\r"),
    *(b"X-Nul: \x00", b"MIME-Version: 1.0"),
)
READ = ("from", "to", "subject", "date", "content-type", "mime-version")


def _read(data: bytes) -> object:
    try:
        mail = parse_email(data)
    except ParseError as error:
        return type(error)
    headers = {name: values for name, values in mail.headers.items() if name.lower() in READ}
    return mail.subject, mail.date_parsed, headers, mail.text_plain, mail.text_html, len(mail.attachments)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_only_what_is_read_is_left(end):
    data = end.join([b"Received: by x", b"\tfor y", b"From: a@b.c", b"X-A: 1", b"Content-Type: text/plain;", b" a=b"])
    kept = end.join([b"From: a@b.c", b"Content-Type: text/plain;", b" a=b"])
    assert without_unread_fields(data + end + end + b"X-B: 2\n") == kept + end + end + b"X-B: 2\n"


@pytest.mark.parametrize(
    "odd", [b"no colon", b"X-B: \nno colon", b" begins: so", b": no name", b"a b: x", b"n" * 200 + b": x"]
)
def test_a_header_with_a_line_that_is_no_field_stays_whole(odd):
    data = odd + b"\nX-A: 1\n\nbody\n"
    assert without_unread_fields(data) == data


def test_a_message_without_an_empty_line_stays_whole():
    assert without_unread_fields(b"X-A: 1\nX-B: 2\n") == b"X-A: 1\nX-B: 2\n"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from([b"\n", b"\r\n"]))
def test_the_parser_reads_the_same_with_and_without_them(lines, end):
    data = end.join([*lines, b"", b"body text", b"X-Body: 1", b""])
    assert _read(without_unread_fields(data)) == _read(data)
