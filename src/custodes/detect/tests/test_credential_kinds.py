"""Keys by form and check, other wordings, tables and chats. Keys are put together here, so that no scanner takes them for real."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.credentials import credentials, find_secrets
from custodes.detect.credentials.checks import is_bitlocker_key, is_private_key, is_signed_token, sums_up
from custodes.detect.credentials.kinds import KINDS
from custodes.detect.credentials.listed import count_listed
from custodes.detect.finding import Outcome
from custodes.detect.tests.mail_events import OURS, codes, make_mail, surroundings, texts
from custodes.events import make_batch
from custodes.events.schema import CHAT, COMMUNICATION, TEXT_MESSAGE
from custodes.sources.documents import CUT_MARK

SURE = 0.5
HEX = "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"
MIXED = "q7Rw2Lx9Tn4Kp8Vd3Hs6Yb1Zm5Cj0FgWe"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def with_sum(prefix, body=MIXED[:30]):
    number, digits = zlib.crc32(body.encode()), ""
    for place in reversed(range(6)):
        digits += BASE62[number // 62**place % 62]
    return prefix + body + digits


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def packed(data):
    return base64.b64encode(data).decode()


def key_block(name, data):
    text = packed(data)
    lines = "\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return f"-----BEGIN {name}-----\n{lines}\n-----END {name}-----"


NOISE = bytes((number * 73 + 41) % 256 for number in range(300))
JWT = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': 'ana', 'exp': 1795507200})}.{MIXED}"
BITLOCKER = "-".join(f"{11 * number:06}" for number in (12345, 54321, 60001, 33333, 22222, 44444, 11111, 65000))

KEYS = [
    with_sum("ghp_"),
    with_sum("gho_"),
    with_sum("npm_"),
    "github_pat_" + "11ABCDEFG0aBcDeFgHiJkL" + "_" + (MIXED * 2)[:59],
    "glpat-" + MIXED[:20],
    "xoxb-" + "2345678901-3456789012345-" + MIXED[:24],
    "https://hooks.slack.com/services/" + "T02AB34CD/B05EF67GH/" + MIXED[:24],
    "https://discord.com/api/webhooks/" + "1234567890123456789/" + (MIXED * 3)[:68],
    "GOCSPX-" + MIXED[:28],
    "SG." + MIXED[:22] + "." + (MIXED * 2)[:43],
    HEX + "-us21",
    "sk-ant-" + (MIXED * 3)[:90],
    "dop_v1_" + HEX * 2,
    "pypi-AgEIcHlwaS5vcmc" + (MIXED * 3)[:80],
    "shpat_" + HEX,
    "1234567890:AA" + MIXED[:33],
    "a1B8Q~" + MIXED[:34],
    "DefaultEndpointsProtocol=https;AccountName=fernwood;AccountKey=" + packed(NOISE[:64]),
    "Endpoint=sb://fernwood.example/;SharedAccessKeyName=Root;SharedAccessKey=" + packed(NOISE[:32]),
    (
        "https://f.blob.example/backup?sv=2024-11-04&sp=r&se=2026-12-31&sig="
        "q7Rw2Lx9Tn4Kp8Vd3Hs6Yb1Zm5Cj0FgWe2Lx9Tn4Kp8%3D"
    ),
    key_block("RSA PRIVATE " + "KEY", b"\x30\x82" + NOISE),
    key_block("OPENSSH PRIVATE " + "KEY", b"openssh-key-v1\0" + NOISE),
    JWT,
    "Authorization: Basic " + packed(b"ana:Winter2026!"),
    "Server=db1;Database=ils;User Id=ils;Password=" + "Sp1neLabel$;",
    "machine ftp.fernwood.example login load password " + "Sp1neLabel$",
    "curl -u loader:" + "Sp1neLabel$ https://feed.example/",
    "sshpass -p '" + "Sp1neLabel$' ssh load@feed.example",
    "otpauth://totp/Fernwood:ana?secret=" + "JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Fernwood",
    ("Here are the backup codes for the account:\n4f7k2-9m3xp\n8d2ht-5q7vn\n3j6rw-1y4bz\n7c9gs-2k8lf\n"),
    f"The recovery key of the laptop:\n{BITLOCKER}",
    "WIFI:T:WPA;S:Fernwood-Staff;P:" + "Sp1neLabel$;;",
    "ils:$6$" + MIXED[:12] + "$" + (MIXED * 3)[:86],
]


def sure(text):
    return max((secret.confidence for secret in find_secrets(text, "the message")), default=0.0)


@pytest.mark.parametrize("text", KEYS, ids=range(len(KEYS)))
def test_a_key_of_a_known_form_is_found_and_not_repeated(text):
    assert sure(f"Hi Ben,\n\n{text}\n\nAna") >= SURE
    said = " ".join(secret.text for secret in find_secrets(text, "the message"))
    assert MIXED[:12] not in said
    assert "Sp1ne" not in said


NO_KEYS = [
    "ghp_" + MIXED[:30] + "000000",  # the sum is wrong
    "ghp_" + "x" * 36,
    "npm_" + MIXED[:30] + "abcdef",
    "AccountKey=" + "A" * 86 + "==",
    "AccountKey=" + "your+key+here" * 7,
    "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.abcdefghijkl",  # says that nobody signed it
    "eyJabcdefghijkl.eyJabcdefghijkl.abcdefghijkl",
    key_block("RSA PRIVATE " + "KEY", b"\x01" * 60),
    "-----BEGIN PUBLIC KEY-----\n" + packed(NOISE) + "\n-----END PUBLIC KEY-----",
    "recovery key: 123456-123456-123456-123456-123456-123456-123456-123456",
    "for example: sk_live_" + MIXED[:24],
    "https://user:password@host.example/",
    "https://user:<password>@host.example/",
    "postgres://user:${DB_PASSWORD}@db/ils",
    "otpauth://totp/x?secret=EXAMPLE",
    "commit " + HEX + "12345678",
    "Message-ID: <" + HEX + "@mail.example>",
    "the machine room login sheet is on the wall, password policy beside it",
    "Server=db1;Database=ils;Integrated Security=true;",
]


@pytest.mark.parametrize("text", NO_KEYS, ids=range(len(NO_KEYS)))
def test_what_only_looks_like_one_is_not(text):
    assert sure(f"Hi Ben,\n\n{text}\n\nAna") < SURE


def test_the_checks_tell_made_up_keys():
    assert sums_up(with_sum("ghp_"))
    assert not sums_up(with_sum("ghp_")[:-1] + "!")
    assert is_bitlocker_key(BITLOCKER)
    assert not is_bitlocker_key(BITLOCKER[:-1] + "1")
    assert is_signed_token(JWT)
    assert is_private_key("\n" + packed(b"\x30\x82" + NOISE))
    assert not is_private_key("\n...\n")


WORDINGS = [
    "Winter2026! is the password for the till.",
    "Use “Winter2026!” as your new password.",
    "Il tuo wachtwoord is Winter2026!",
    "mot de passe: Biblio#2026",
    "La parola d'ordine, parola: Libro#2026",
    "hasło: Zima#2026x",
    "Пароль: Zima2026!",
    "パスワードはHaru#2026です",
    "密码：Chun2026!x",
    "Username\nfrontdesk\nPassword\nOrchard77!",
    "Login: frontdesk\nTemporary password: Maple-77-Tree",
    "credentials: events@fernwood.example / Panda88#x",
    "sign in with frontdesk / Turtle_2026",
    "The alarm code is 48213#",
    "The door code for the annex is now 4821",
    "voicemail pin: 9137",
    "your pass: Coffee-ladder-42",
    "PWD=Lantern#99",
    "We use customer 8820585 with passcode turtle1344, is it still right?",
    "in case you need my files: log in as tkaya, password panda-river-39. Thx!",
]

OTHER_TALK = [
    "The zip code is 60601.",
    "The dress code is casual and the QR code is 12345",
    "Ask Ben for the door code.",
    "The gate code changes every 3 months.",
    "Is the new wifi as fast as the password reset?",
    "Please enter a new password for your account.",
    "Username\nPassword\nSubmit",
    "Weak passwords such as password: Summer2024! are forbidden.",
    "For example, the password is Banana77! would be too short.",
    "hasło zostało zmienione",
    "wachtwoord vergeten?",
    "mot de passe oublié",
    "Confirmation code: 482913 for your dinner",
    "The password will be sent under separate cover.",
    "I forgot my password again :-(",
    "The password for wifi is on the desk.",
]


@pytest.mark.parametrize("text", WORDINGS)
def test_other_wordings_are_understood(text):
    assert sure(text) >= SURE


@pytest.mark.parametrize("text", OTHER_TALK)
def test_other_talk_is_not(text):
    assert sure(text) < SURE


def test_a_table_with_a_column_of_passwords_is_found():
    table = "site,user,password\nbaker,fern,Winter2026!\nmidland,fern1,Orchard77!\nempty,x,\n"
    assert count_listed(table) == 2
    assert count_listed(table.replace(",", "\t")) == 2
    assert count_listed("name,title\nA,B\n") == 0
    assert count_listed("We talked of passwords, logins, and the password\n") == 0
    (finding,) = credentials(
        make_mail({"email.from": OURS, "files": [locked("l.csv", table)]}), surroundings()
    ).findings
    assert "a table with 2 passwords" in texts(finding)


def locked(name, text=None, *, is_encrypted=False):
    return {"name": name, "mime_type": "x/y", "size": 1, "text": text, "is_encrypted": is_encrypted}


def test_a_locked_attachment_named_so_could_not_be_told():
    letter = {"email.from": OURS, "body": "As asked.", "files": [locked("all_passwords.zip", is_encrypted=True)]}
    (finding,) = credentials(make_mail(letter), surroundings()).findings
    assert finding.outcome is Outcome.COULD_NOT_TELL
    assert codes(finding) == {"credentials.locked"}
    from_outside = {**letter, "email.from": "a@b.example", "files": [locked("menu.zip", is_encrypted=True)]}
    assert not credentials(make_mail(from_outside), surroundings()).findings


def test_of_our_own_messages_every_locked_damaged_or_long_document_could_not_be_told():
    for file in (
        locked("menu.zip", is_encrypted=True),
        {"name": "a.docx", "size": 9, "text": None},
        locked("long.pdf", "first pages" + CUT_MARK),
    ):
        letter = {"email.from": OURS, "body": "As asked.", "files": [file]}
        (finding,) = credentials(make_mail(letter), surroundings()).findings
        assert finding.outcome is Outcome.COULD_NOT_TELL
        assert codes(finding) <= {"credentials.locked", "credentials.unread"}
        assert not credentials(make_mail({**letter, "email.from": "a@b.example"}), surroundings()).findings


def test_what_was_found_does_not_hide_what_could_not_be_told():
    letter = {"email.from": OURS, "body": "pw: Winter2026!", "files": [locked("a.zip", is_encrypted=True)]}
    found = credentials(make_mail(letter), surroundings()).findings
    assert [finding.outcome for finding in found] == [Outcome.YES, Outcome.COULD_NOT_TELL]


def messages(*rows):
    plain = {"source": "chat.json", "communication.kind": CHAT}
    rows = [{**plain, "position": n, "raw_data": b"%d" % n, **row} for n, row in enumerate(rows, 1)]
    columns = {name: [row.get(name) for row in rows] for name in COMMUNICATION.names}
    return make_batch(COMMUNICATION, columns, rows=len(rows), unit="record")


def test_chats_and_texts_are_read_too():
    batch = messages(
        {"actor.user.name": "abrandt", "message": "pw: Winter2026!"},
        {"communication.kind": TEXT_MESSAGE, "communication.from": "+13125550147", "message": "pw: Winter2026!"},
        {"actor.user.name": "rokafor", "message": "see attached", "files": [locked("l.txt", "password: Orchard77!")]},
        {"actor.user.name": "rokafor", "message": None},
    )
    first, second, third = credentials(batch, surroundings()).findings
    assert (first.subject, third.subject) == ("s1", "s2")
    assert first.confidence >= SURE > second.confidence
    assert "an attachment" in texts(third)


@given(st.text(max_size=300), st.sampled_from([kind.start for kind in KINDS]))
def test_any_text_around_a_start_can_be_looked_at(text, start):
    list(find_secrets(f"{text}{start}{text}", "the message"))


def test_many_starts_take_bounded_time():
    for kind in KINDS:
        list(find_secrets((kind.start + " x") * 500, "the message"))
