import email.policy
import mailbox
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.sample.mail.wire import Attachment, Letter, Party, as_html, as_plain, write_letter

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80).map(lambda text: text.replace("<<", ""))
AT = 1_793_000_000.0


def read(letter: Letter):
    return message_from_bytes(write_letter(letter, AT, "<1.a@fernwood.example>"), policy=email.policy.default)


def test_every_box_is_read_by_the_standard_library_without_a_complaint(folder, made):
    count = 0
    for path in sorted((folder / "mail").glob("*.mbox")):
        box = mailbox.mbox(path)
        for key in box.iterkeys():
            message = message_from_bytes(box.get_bytes(key), policy=email.policy.default)
            assert not any(part.defects for part in message.walk())
            assert message["Date"].datetime
            assert message["From"].addresses
            count += 1
        box.close()
    assert count == made.messages


def test_letters_come_in_many_shapes(folder):
    box = mailbox.mbox(folder / "mail" / "2026-11.mbox")
    text = b"".join(box.get_bytes(key) for key in box.iterkeys()).decode()
    box.close()
    for sign in ("multipart/alternative", "multipart/mixed", "quoted-printable", "base64", "List-Id:", "\n> ", "Original Message",
                 "=?utf-8?", "spf=pass", "In-Reply-To", "Automatic reply", "notices@ils.fernwood.example", "Confidential report"):  # fmt: skip
        assert sign in text, sign


@given(WORDS, WORDS, st.booleans())
def test_what_is_written_is_what_is_read(subject, text, html):
    subject, text = " ".join(subject.split()), " ".join(text.split())
    letter = Letter(Party("Zoë Ávila", "a@b.example"), (Party("", "c@d.example"),), subject, text, html=html)
    message = read(letter)
    assert message["Subject"] == subject
    assert message["From"].addresses[0].display_name == "Zoë Ávila"
    assert message.get_body(("plain",)).get_content().strip() == text.strip()


def test_a_file_comes_out_as_it_went_in():
    file = Attachment("list.csv", "text/csv", b"a,b\n1,2\n" * 50)
    message = read(Letter(Party("A", "a@b.example"), (Party("C", "c@d.example"),), "s", "t", attachments=(file,)))
    attached = next(message.iter_attachments())
    assert attached.get_filename() == "list.csv"
    assert attached.get_content() == file.content.decode()


def test_hundreds_of_recipients_stay_within_the_length_of_a_line():
    crowd = tuple(Party(f"Ana {n}", f"ana{n}@mailnook.example") for n in range(600))
    raw = write_letter(Letter(Party("A", "a@b.example"), crowd[:1], "s", "t", bcc=crowd), AT, "<1.a@b.example>")
    assert max(map(len, raw.split(b"\n"))) < 998
    assert len(message_from_bytes(raw, policy=email.policy.default)["Bcc"].addresses) == 600


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<<Pay now => https://a.example/x>>", "Pay now <https://a.example/x>"),
        ("<<a.example => https://a.example/x>>", "https://a.example/x"),
        ("<<https://own.example => https://a.example>>", "https://own.example <https://a.example>"),
        ("no link << here", "no link << here"),
    ],
)
def test_links_stand_in_plain_text_with_the_address_behind_them(text, plain):
    assert as_plain(text) == plain


def test_html_shows_the_words_and_hides_nothing_but_the_address():
    page = as_html("5 < 6\n\n<<own.example => https://a.example/?b=1&c=2>>")
    assert "5 &lt; 6" in page
    assert '<a href="https://a.example/?b=1&amp;c=2" style="color:#0b57d0">own.example</a>' in page
