"""Texts made to take long: each is looked at for a while only, and it is told how much was not."""

import time
from random import Random

import pytest

from custodes.detect.credentials import credentials
from custodes.detect.credentials.kinds import KINDS
from custodes.detect.credentials.passwords import WORDS
from custodes.detect.credentials.search import search
from custodes.detect.effort import Effort
from custodes.detect.finding import Outcome
from custodes.detect.tests.mail_events import OURS, codes, make_mail, surroundings

CHARACTERS = 100_000
SLOWEST_BYTES_A_SECOND = 25_000
"""Forty times less than promised of long texts: a busy machine passes, and what grows with the square does not."""
RANDOM = Random(1)
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"

FLOODS = {
    "words and signs": "pw=",
    "words and colons": "password:",
    "passwords": "password: aB12!\n",
    "passwords that are named": "Winter2026! is the password ",
    "logins": "login a / Winter2026! ",
    "forms": "user\nana\npassword\nx1Y2z3!\n",
    "doors": "door code is 1234 ",
    "other languages": "heslo: Winter2026! ",
    "one word": "heslo",
    "other letters": "пароль: ",
    "base 64": "".join(RANDOM.choices(SIGNS, k=76)) + "\n",
    "base 64 on one line": "".join(RANDOM.choices(SIGNS, k=1000)),
    "addresses": "://a:bcdef@c ",
    "key blocks": "-----BEGIN PRIVATE " + "KEY-----\nABCD EFGH\n",
    "other key blocks": "PuTTY-User-Key-" + "File-2: ",
    "connections": "server=a;password=b;",
    "unfinished connections": "server=password ",
    "commands": "curl -u a:b ",
    "networks": "WIFI:T:a;P:",
    "API keys": "api_key=abcdefghij0123456789 ",
    "blanks": "password" + " " * 200,
    "examples": "for example password is Ab12!x ",
}
LONG = {
    **FLOODS,
    **{f"the beginning {kind.start!r}": kind.start for kind in KINDS},
    **{f"the word {word.decode()!r}": word.decode() + " " for word in WORDS},
}


@pytest.mark.parametrize("name", LONG)
def test_no_text_is_looked_at_for_long(name):
    text = LONG[name] * (CHARACTERS // len(LONG[name]))
    began = time.process_time()
    searched = search(text, "the message", Effort())
    assert time.process_time() - began < CHARACTERS / SLOWEST_BYTES_A_SECOND
    assert 0 <= searched.unseen_characters < len(text)


def test_a_flood_could_not_be_told_and_is_counted():
    letter = {"email.from": OURS, "body": "pw: x! " * 40_000 + "password: Winter2026!"}
    (finding,) = (
        found
        for found in credentials(make_mail(letter), surroundings()).findings
        if found.outcome is Outcome.COULD_NOT_TELL
    )
    assert codes(finding) == {"credentials.not-looked-at"}


def test_an_ordinary_long_text_is_looked_at_to_the_end():
    text = "The board met on Tuesday; see https://fernwood.example/minutes and the login page.\n" * 8000
    searched = search(text + "password: Winter2026!", "the message", Effort())
    assert searched.unseen_characters == 0
    assert searched.secrets
