import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.devices import Account, Register
from custodes.detect.finding import Outcome, Reason
from custodes.detect.identity.detector import combine, identity
from custodes.detect.identity.header import HEADER_LOOKED_AT_BYTES, find_sender, header_of
from custodes.detect.identity.message import Sign
from custodes.detect.lists import Lists
from custodes.detect.measure import merge_into
from custodes.detect.staff import Person, Staff
from custodes.detect.tests.mail_events import codes, make_mail, surroundings, texts

SURE = 0.6
STAFF = Staff.of(
    (
        Person("s1", "Ana Brandt", "ana@fernwood.example", "abrandt"),
        Person("s2", "Ruth Okafor", "ruth@fernwood.example", "rokafor"),
        Person("s3", "Jörg Müller", "jmueller@fernwood.example", "jmueller"),
    )
)
OWN = "ruth@fernwood.example"
FAILED = "mx.fernwood.example; spf=fail smtp.mailfrom=x.example; dkim=none; dmarc=fail header.from=fernwood.example"
SPF_ONLY = "mx.fernwood.example; spf=fail smtp.mailfrom=x.example"
PASSED = "mx.fernwood.example; spf=fail; dkim=pass header.d=fernwood.example; dmarc=pass"


def look(*letters, register=None, correspondents=None, domains=("fernwood.example",)):
    context = surroundings(clause="misuse.identity", staff=STAFF)
    object.__setattr__(context, "lists", Lists(correspondents=correspondents, register=register or Register()))
    object.__setattr__(context, "domains", frozenset(domains))
    return identity(make_mail(*letters), context)


def find(letter, **more):
    return list(look(letter, **more).findings)


def raw(header, host="mail.fernwood.example"):
    return f"Received: from {host} by b\r\n{header}\r\n\r\nSender: not@header.example\r\n".encode()


PLANTED = [
    ({"email.from": OWN, "email_auth.results": FAILED}, "identity.spoofed"),
    ({"email.from": OWN, "email_auth.results": SPF_ONLY}, "identity.spoofed"),
    (
        {"email.from": OWN, "email_auth.results": FAILED, "email.reply_to": "boss@gmail.com"},
        "identity.answers-elsewhere",
    ),
    (
        {"email.from": OWN, "email.return_path": "x@vps.example", "email.reply_to": "boss@gmail.com"},
        "identity.sent-from-elsewhere",
    ),
    (
        {
            "email.from": OWN,
            "email_auth.results": "mx; spf=softfail; dkim=none",
            "raw_data": raw("X: y", "vps.elsewhere.example"),
        },
        "identity.unconfirmed",
    ),
    ({"email.from": "ruth@fernw00d.example"}, "identity.look-alike"),
    ({"email.from": "payroll@fernwood-example.test"}, "identity.look-alike"),
    ({"email.from": "ruth@femwood.example"}, "identity.look-alike"),
    ({"email.from": "ruth@fernwod.example"}, "identity.look-alike"),
    ({"email.from": "ruth@fenrwood.example"}, "identity.look-alike"),
    ({"email.from": "ruth@" + "f\u0435rnwood.example".encode("idna").decode()}, "identity.look-alike"),
    ({"email.from": "ruth@fernwood.example.mailgate.test"}, "identity.domain-within"),
    ({"email.from": "ruth.fernwood@gmail.com"}, "identity.address-at-free-mail"),
    ({"email.from": "desk9931@gmail.com", "email.from_name": "Ruth Okafor"}, "identity.staff-name"),
    ({"email.from": "info@vendor.example", "email.from_name": "Okafor, Ruth"}, "identity.staff-name"),
    ({"email.from": "desk9931@gmail.com", "email.from_name": "Ruth Okafor (private)"}, "identity.staff-name"),
    ({"email.from": "news@fernwood-library-example.test"}, "identity.look-alike"),
    ({"email.from": OWN, "email.from_name": "Ana Brandt"}, "identity.colleagues-name"),
    ({"email.from": OWN, "raw_data": raw("Sender: Ana <ana@fernwood.example>")}, "identity.sent-as-colleague"),
    (
        {"email.from": "ceo@vendor.example", "raw_data": raw("SENDER:\r\n ana@fernwood.example")},
        "identity.sent-as-stranger",
    ),
]


@pytest.mark.parametrize(("letter", "code"), PLANTED)
def test_a_borrowed_identity_is_found(letter, code):
    (finding,) = find(letter)
    assert code in codes(finding)
    assert finding.confidence >= SURE
    assert "@" not in texts(finding)
    assert "Ruth" not in texts(finding)


INNOCENT = [
    {"email.from": OWN},
    {"email.from": OWN, "email.from_name": "Ruth Okafor"},
    {"email.from": OWN, "email_auth.results": PASSED, "email.return_path": "x@mailer.example"},
    {"email.from": OWN, "email.return_path": "bounce@u1.sendgrid.net"},
    {"email.from": OWN, "email_auth.results": "mx; spf=softfail; dkim=none", "raw_data": raw("X: y")},
    {"email.from": OWN, "email_auth.results": FAILED, "email.list_id": "staff.lists.example"},
    {"email.from": OWN, "email_auth.results": FAILED, "raw_data": raw("Precedence: list")},
    {"email.from": "info@fernwood.test"},  # the town, perhaps
    {"email.from": "shop@fernwood-dental.example"},
    {"email.from": "shop@example-fernwood-dental.test"},
    {"email.from": "someone@fernhill.example"},
    {"email.from": "ruth.okafor@gmail.com", "email.from_name": "Ruth Okafor"},  # her own mailbox
    {"email.from": "rokafor77@gmail.com", "email.from_name": "Ruth Okafor"},
    {"email.from": "j@mueller.example", "email.from_name": "Jörg Müller"},
    {"email.from": "no-reply@meetings.example", "email.from_name": "Ruth Okafor"},
    {"email.from": "drive-shares-noreply@google.example", "email.from_name": "Ruth Okafor"},
    {"email.from": "a@vendor.example", "email.from_name": "Ruth Okafor via Trello"},
    {"email.from": "a@vendor.example", "email.from_name": "Ruth"},
    {"email.from": OWN, "raw_data": raw(f"Sender: {OWN}")},
    {"email.from": "info@fernwood.example", "raw_data": raw("Sender: ana@fernwood.example")},
    {"email.from": "a@vendor.example", "raw_data": raw("Sender: b@vendor.example")},
    {"email.from": "", "email.from_name": "", "raw_data": b""},
]


@pytest.mark.parametrize("letter", INNOCENT)
def test_what_is_in_order_is_not_shown(letter):
    assert all(finding.confidence < SURE for finding in find(letter))


def test_it_concerns_the_sender_only_where_the_account_is_ours():
    (spoofed,) = find({"email.from": OWN, "email_auth.results": FAILED, "email.to": ["ana@fernwood.example"]})
    assert spoofed.subject == "s1"
    (named,) = find({"email.from": OWN, "email.from_name": "Ana Brandt", "email.to": ["kim@x.example"]})
    assert named.subject == "s2"
    (sent_as,) = find({"email.from": OWN, "raw_data": raw("Sender: ana@fernwood.example")})
    assert sent_as.subject == "s1"


def test_whoever_only_received_a_forgery_is_told_so():
    received = "The message came from outside; the person received it."
    (forged,) = find({"email.from": "ruth@fernw00d.example", "email.to": ["ana@fernwood.example"]})
    assert forged.subject == "s1"
    assert texts(forged).endswith(received)
    (ours,) = find({"email.from": OWN, "email.from_name": "Ana Brandt"})
    assert received not in texts(ours)


def test_an_address_made_to_look_like_ours_is_not_called_anybodys_own():
    (finding,) = find({"email.from": "ruth@fernw00d.example", "email.from_name": "Ruth Okafor"})
    assert codes(finding) == {"identity.look-alike", "identity.received"}
    (own,) = find({"email.from": "ruth.okafor@gmail.com", "email.from_name": "Ruth Okafor"})
    assert "identity.own-mailbox" in codes(own)


def test_correspondents_and_the_register_are_heeded():
    assert not find({"email.from": "ruth@fernwod.example"}, correspondents=frozenset({"fernwod.example"}))
    register = Register(accounts={OWN: (Account(("s1",), "shared"),)})
    letter = {"email.from": OWN, "raw_data": raw("Sender: ana@fernwood.example")}
    assert not find(letter, register=register)
    assert find(letter, register=Register(accounts={OWN: (Account(("s3",), "shared"),)}))


def test_a_source_whose_own_mail_tells_nothing_of_its_way_is_told_once():
    def judge(*letters):
        total = {}
        for letter in letters:
            merge_into(total, look(letter).measures)
        context = surroundings(clause="misuse.identity", staff=STAFF)
        return [one for key, measure in total.items() if (one := identity.limits[key.name](key, measure, context))]

    (finding,) = judge(*[{"email.from": OWN, "position": n} for n in range(5)])
    assert finding.outcome is Outcome.COULD_NOT_TELL
    assert len(finding.evidence) == 3
    assert not judge({"email.from": OWN}, {"email.from": OWN, "raw_data": raw("Subject: x")})
    assert not judge({"email.from": "a@vendor.example"})


def test_signs_together_are_surer_than_one_and_never_certain():
    one = Sign(Reason("a", "b"), 0.6)
    assert combine([one]) == 0.6
    assert 0.6 < combine([one, one]) < combine([one, one, one]) < 1


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"Sender: A <a@x.example>\n\nbody", "a@x.example"),
        (b"From: x\nsender:\n\tB@X.EXAMPLE\n\n", "b@x.example"),
        (b"X-Sender: a@x.example\n\n", ""),
        (b"From: x\n\nSender: a@x.example\n", ""),
        (b"Sender: nobody\n\n", ""),
        (b"Sender: " + b"a" * 10**6, ""),
        (
            b"X-MS-Journal-Report:\r\n\r\nSender: c@x.example\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSender: b@x.example\r\n\r\n",
            "b@x.example",
        ),
    ],
)
def test_the_field_sender_is_read_from_the_header_alone(header, sender):
    assert find_sender(header_of(header)) == sender


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=80), st.text(max_size=40), st.text(max_size=60))
def test_arbitrary_input_never_raises_and_says_no_address(record, name, sender, authentication):
    letter = {"raw_data": record, "email.from_name": name, "email.from": sender, "email_auth.results": authentication}
    for finding in find(letter, domains=("fernwood.example", "a.b")):
        assert all(reason.text for reason in finding.reasons)


def test_an_endless_header_takes_bounded_time():
    record = b"Sender: " + b" \n " * 20_000_000
    assert len(header_of(record)) <= HEADER_LOOKED_AT_BYTES
    assert find_sender(header_of(record)) == ""
