"""Texts made to take long: each is looked at for a while only, and it is told how far."""

import time
from random import Random

import pytest

from custodes.detect.effort import FOR_A_MESSAGE, FOR_ANY_TEXT, Effort
from custodes.detect.personal_data.carried import Wanted, Words, look_for
from custodes.detect.personal_data.find import look_through
from custodes.detect.personal_data.hit import Kind

CHARACTERS = 200_000
SLOWEST_BYTES_A_SECOND = 25_000
"""Forty times less than promised: a busy machine passes, and what grows with the square does not."""
MOST_SECONDS = 40
SSN = "219-44-8716"
RANDOM = Random(1)


def digits(number):
    return "".join(RANDOM.choices("0123456789", k=number))


FLOODS = {
    "digits": lambda: digits(1000),
    "ones and dashes": lambda: "1-1-1-1-",
    "digits in blanks": lambda: "4 ",
    "cards": lambda: f"4{digits(3)} {digits(4)} {digits(4)} {digits(4)}\n",
    "cards in a row": lambda: f"4{digits(15)},",
    "cards that are said": lambda: f"card 4{digits(15)}\n",
    "phones": lambda: f"({digits(3)}) {digits(3)}-{digits(4)}\n",
    "phones that are said": lambda: f"call me at 630-466-{digits(4)} ",
    "phones of the world": lambda: f"+49 89 {digits(8)} ",
    "library cards": lambda: f"2{digits(13)} ",
    "security numbers": lambda: f"{digits(3)}-{digits(2)}-{digits(4)} ",
    "accounts": lambda: f"DE{digits(20)} ",
    "mail addresses": lambda: "a@b.c ",
    "at signs": lambda: "a@",
    "addresses of pages": lambda: "https://x.example/ ",
    "beginnings of pages": lambda: "www.a",
    "versions": lambda: "1.1.1.1 ",
    "colons": lambda: "a::b ",
    "streets": lambda: "12 A B C D st,",
    "births": lambda: "born 1/1/1990 ",
    "births of nobody": lambda: "born ",
    "licences": lambda: f"driver's license D{digits(11)} ",
    "bank accounts": lambda: f"account {digits(10)} ",
    "routing numbers": lambda: "routing 021000021 ",
    "illness": lambda: "John Smith has cancer. ",
    "headings": lambda: "ssn,dob\n",
    "headings in a row": lambda: "ssn,",
    "a table": lambda: f"Ana Bo,{digits(9)},1980-01-02,630-466-{digits(4)}\nssn,dob\n",
    "capitals": lambda: "Ab ",
    "domains": lambda: "ab.com ",
    "other letters": lambda: "é",
}


def flood(name):
    pieces, size = [], 0
    while size < CHARACTERS:
        pieces.append(FLOODS[name]())
        size += len(pieces[-1])
    return "".join(pieces)


@pytest.mark.parametrize("name", FLOODS)
def test_no_text_is_looked_at_for_long(name):
    text = flood(name)
    began = time.process_time()
    looked = look_through(text, Effort(), least=0)
    assert time.process_time() - began < CHARACTERS / SLOWEST_BYTES_A_SECOND
    assert 0 < looked.until <= len(text)


def test_a_message_of_many_floods_is_looked_at_for_a_fixed_while_and_the_rest_is_counted():
    files = [{"name": "a.txt", "text": flood("phones")}] * 40
    began = time.process_time()
    carried = look_for(Words(flood("cards"), "", tuple(files), "Ana"), Wanted(frozenset(Kind)))
    assert time.process_time() - began < MOST_SECONDS
    assert carried.unseen_characters > 30 * CHARACTERS


def test_what_is_not_looked_at_is_counted_to_the_character():
    filler = "The board met on Tuesday. " * 60_000
    carried = look_for(Words(filler, "", (), ""), Wanted(frozenset(Kind)))
    assert carried.unseen_characters == len(filler) - 1_000_000


def test_an_ordinary_export_is_read_to_the_end():
    rows = "".join(f"Ana Bo {n},219-44-{n:04},1980-01-02,630-466-{n:04}\n" for n in range(1, 251))
    looked = look_through(f"name,ssn,dob,phone\n{rows}", Effort())
    assert looked.until == len(rows) + len("name,ssn,dob,phone\n")
    assert sum(hit.kind is Kind.SOCIAL_SECURITY for hit in looked.hits) == 250


def test_what_stands_before_a_flood_is_found_and_what_stands_behind_it_is_not_claimed_to_be_absent():
    text = f"ssn {SSN}\n{flood('phones')}\nssn {SSN}"
    looked = look_through(text, Effort())
    assert looked.hits[0].kind is Kind.SOCIAL_SECURITY
    assert looked.until < text.rindex(SSN)


def test_effort_is_never_given_twice():
    effort = Effort()
    given = 0
    while effort.begin(1_000_000):
        given += effort.left
        effort.spend(effort.left)
    assert given <= FOR_A_MESSAGE
    assert not effort.begin(10)
    assert effort.left == 0
    assert FOR_ANY_TEXT < FOR_A_MESSAGE
