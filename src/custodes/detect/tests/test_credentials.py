import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.credentials import credentials, find_secrets
from custodes.detect.credentials.makeup import count_classes, entropy_bits, is_disorderly
from custodes.detect.tests.mail_events import OURS, make_mail, surroundings, texts
from custodes.events import EMAIL_ACTIVITY

SURE = 0.5

# Keys are put together here, so that no scanner of this repository takes them for real ones.
AWS = "AKIA" + "Q3EGTYW5NR7UVH2B"
GITHUB = "ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"  # with the sum that GitHub shows in its own account of them
STRIPE = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
PRIVATE = "-----BEGIN OPENSSH PRIVATE " + "KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAA\n"

GUILTY = [
    "The password is Winter2026!",
    "password: bluebird77",
    "wifi password: Fernwood-Guest-2026",
    "pw: hunter22x",
    "login jsmith / pw Tr0ub4dor",
    "You can log in with frontdesk / Winter2026!",
    "Here's the password for the staff wifi:\n\nWinter2026!",
    "username: admin\npassword: Libr@ry1",
    "the new password for the catalog vendor portal is now Sp1neLabel$",
    "I changed the password to BookDrop99",
    "the password hasn't changed, still Tulips4Ever!",
    "Passwort: Sommer#2024",
    "Das Passwort lautet Regal2026!",
    "Contraseña: Gato2024*",
    "A senha é Livro@123",
    "mot de passe : Biblio2024!",
    "The passphrase for the backup drive is “correct-horse-battery”",
    f"use {AWS} for now",
    f"token {GITHUB}",
    f"it is {STRIPE}",
    PRIVATE,
    "postgres://ils:s3cretpw99@db.fernwood.example/ils",
    "API key: 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
]

INNOCENT = [
    "Your password has been reset.",
    "Please change your password by Friday.",
    "Your password will expire in 14 days.",
    "password: ****",
    "password: <password>",
    "Password: [your password]",
    "Enter your password: xxxx",
    "Password: required",
    "Re: password storage\nOn 14-Apr-2020 06:27 PM, someone wrote:",
    "Password changed at 2026-11-24T10:00:00Z",
    "The password was changed on 2026-11-24.",
    "Click here to reset your password: https://x.example/reset?t=AbC123dEf",
    "Join Zoom Meeting\nMeeting ID: 842 1234\nPasscode: 482913",
    "https://zoom.example/j/1?pwd=a2gyYkVpRjhBZEthQUQzcEF2QjRXUT09",
    "never share your password with anyone",
    "passwords should be long, for example four random words",
    "Ask IT for the password; ticket INC0012345 is open.",
    "The password manager is 1Password and it is great.",
    "password reset for Windows10 users",
    "+    password = get_password(user);",
    'config.password="foobar123";',
    "[sudo] password for ana: \\[INFO\\] done",
    "/etc/passwd: Invalid argument 37touch:",
    "commit 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c1234abcd",
    "AKIAIOSFODNN7EXAMPLE is what a key looks like",
    "https://x.example/?apiKey=" + "AIza" + "SyDdu0OQYtCpyrXRCH7v50dtV1abcdefghi",
    "The passengers passed the passage, the compass and the password-protected pass.",
]


def sure(text):
    return max((secret.confidence for secret in find_secrets(text, "the message")), default=0.0)


@pytest.mark.parametrize("text", GUILTY)
def test_a_password_or_key_is_found_and_never_repeated(text):
    assert sure(text) >= SURE
    found = " ".join(secret.text for secret in find_secrets(text, "the message"))
    assert not any(len(word) > 6 and word in found for word in text.split() if not word.isalpha())


@pytest.mark.parametrize("text", INNOCENT)
def test_talk_about_passwords_is_no_password(text):
    assert sure(text) < SURE


def test_the_subject_is_the_sender_and_the_reason_tells_the_kind_and_the_length():
    (finding,) = credentials(make_mail({"email.from": OURS, "body": GUILTY[0]}), surroundings()).findings
    assert finding.subject == "s1"
    assert texts(finding) == "In the message stands a password of 11 characters."


def test_what_another_sent_us_counts_less():
    inside = credentials(make_mail({"email.from": OURS, "body": GUILTY[0]}), surroundings()).findings[0]
    outside = credentials(make_mail({"email.from": "v@vendor.example", "body": GUILTY[0]}), surroundings()).findings[0]
    assert outside.confidence < SURE <= inside.confidence


def test_a_text_attached_is_read_and_what_is_quoted_is_not():
    attached = {"files": [None, {"name": "logins.txt", "text": GUILTY[1]}, {"name": "photo.jpg", "text": None}]}
    (finding,) = credentials(make_mail({"email.from": OURS, **attached}), surroundings()).findings
    assert "an attachment" in texts(finding)
    assert not credentials(make_mail({"body": "Thanks!", "body.quoted": f"> {GUILTY[0]}"}), surroundings()).findings


@pytest.mark.parametrize("column", [name for name in EMAIL_ACTIVITY.names if name not in ("source", "raw_data")])
def test_any_column_may_be_null(column):
    credentials(make_mail({"email.from": OURS, "body": GUILTY[0], column: None}), surroundings())


def test_a_body_of_five_megabytes_is_no_trouble():
    assert sure("password " * 600_000) == 0
    assert sure("\x00\x1b[31m" * 700_000) == 0


SECRETS = st.text("abcdefghkmnpqrstuvwxyz", min_size=3, max_size=8).map(lambda word: f"Q{word}7391#x")


@settings(max_examples=100)
@given(
    SECRETS, st.sampled_from(["password: {}", "The password is {}", "pw = {}", "log in with desk / {}", "pass: “{}”"])
)
def test_no_secret_stands_in_a_reason(secret, sentence):
    batch = make_mail({"email.from": OURS, "email.subject": sentence.format(secret), "body": sentence.format(secret)})
    for finding in credentials(batch, surroundings()).findings:
        assert secret not in texts(finding)


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text):
    list(find_secrets(f"password {text} pass: {text} api key = {text}", "the message"))


@given(st.text(max_size=30))
def test_the_makeup_of_any_word_can_be_told(word):
    assert 0 <= count_classes(word) <= 4
    assert entropy_bits(word) >= 0
    is_disorderly(word)
