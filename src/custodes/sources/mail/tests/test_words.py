import pytest

from custodes.sources.mail.html import read_html, read_links
from custodes.sources.mail.message import bare_addresses, read_message
from custodes.sources.mail.quoted import split_quoted

OWN = "Yes, that is fine.\n"
QUOTED = {
    "marked lines": "> Is it?\n> Or not?\n",
    "marked lines below an introduction": "On Monday, Ann wrote:\n> Is it?\n",
    "unmarked lines below an introduction": "On Monday, Ann wrote:\n\nIs it?\n",
    "an introduction over two lines": "On Monday 3 May at 10:00, Ann\n<ann@a.example> wrote:\n\nIs it?\n",
    "Outlook's original message": "-----Original Message-----\nFrom: Ann\nSubject: x\n\nIs it?\n",
    "Outlook's block": "From: Ann Miller\nSent: Monday, May 3\nTo: Bob\nSubject: x\n\nIs it?\n",
    "a forwarded message": "---------- Forwarded message ---------\nFrom: Ann\n\nIs it?\n",
    "Apple's forward": "Begin forwarded message:\n\nFrom: Ann\n\nIs it?\n",
    "Notes' forward": "---------------------- Forwarded by Ann Miller on 05/03 ------\n\nIs it?\n",
}


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED.keys())
def test_what_another_wrote_is_parted_from_what_the_sender_wrote(quoted):
    own, found = split_quoted(OWN + quoted)
    assert "Is it?" in found
    assert "Is it?" not in own
    assert own.startswith(OWN)


def test_answers_between_marked_lines_stay_the_senders():
    own, quoted = split_quoted("Ann wrote:\n> Is it?\nYes.\n> Or not?\nNo.\n")
    assert (own, quoted) == ("Ann wrote:\nYes.\nNo.\n", "> Is it?\n> Or not?\n")


@pytest.mark.parametrize(
    "text", ["", "a > b\n", "From: the desk of Ann\n\nHello\n", "She wrote: hello\n", "-- \nAnn\n"]
)
def test_a_text_without_quotes_is_the_senders(text):
    assert split_quoted(text) == (text, "")


def test_a_page_sent_as_if_it_were_plain_text_is_read_as_a_page():
    page = b"<!DOCTYPE html><html><body><p>See <a href='https://a.example/x'>here</a></p></body></html>"
    message = read_message(b"From: ann@a.example\nContent-Type: text/plain\n\n" + page)
    assert message.body.strip() == "See here"
    assert ("https://a.example/x", "here") in message.links


def test_html_is_read_as_it_is_seen():
    page = read_html(
        "<html><head><title>t</title><style>p{}</style></head><body><p>Pay<b>Pal</b> &amp;\n more</p>"
        "<script>x()</script><table><tr><td>one</td><td>two</td></tr></table>a<br>b&nbsp;c\u200bd"
        '<div style="display:none">hidden</div><span hidden>too</span></body></html>'
    )
    assert page.text == "PayPal & more\none\ntwo\na\nb cd"


def test_more_lines_are_no_less_visible():
    assert "more" in read_html("<p>one\nmore</p>").text


def test_links_are_given_with_the_words_shown():
    source = (
        '<a href=" https://evil.example/\n?a&amp;b ">my <b>bank</b>.example</a><a href="mailto:a@b.c">m</a>'
        '<a href="#top">t</a><form action="https://form.example/"><input></form>'
    )
    expected = [("https://evil.example/?a&b", "my bank.example"), ("https://form.example/", "")]
    assert read_html(source).links == read_links(source).links == expected


def test_what_is_quoted_in_html_is_parted_too():
    message = read_message(
        b"Subject: s\nContent-Type: text/html\n\n<div>Yes.</div><div class=gmail_quote>"
        b"<div class=gmail_attr>On Monday Ann wrote:</div><blockquote>Is it?</blockquote></div>"
    )
    assert (message.body, message.quoted) == ("Yes.", "On Monday Ann wrote:\nIs it?")


def test_plain_text_that_only_says_there_is_html_gives_way_to_it():
    def message(plain: bytes) -> bytes:
        return (
            b'Subject: s\nContent-Type: multipart/alternative; boundary="bb"\n\n--bb\nContent-Type: text/plain\n\n'
            + plain
            + b"\n--bb\nContent-Type: text/html\n\n<p>"
            + b"The real words. " * 40
            + b"</p>\n--bb--\n"
        )

    assert "real words" in read_message(message(b"Your program does not show HTML.")).body
    assert "real words" in read_message(message(b"")).body
    assert "real words" not in read_message(message(b"Plain words of some length, told in full. " * 8)).body


def test_web_addresses_in_text_end_where_the_sentence_does():
    text = "See http://a.example/x. Or (https://b.example/y), HTTPS://C.example, www.d.example! not x@www.e.example"
    assert bare_addresses(text) == [
        "http://a.example/x",
        "https://b.example/y",
        "HTTPS://C.example",
        "http://www.d.example",
    ]
