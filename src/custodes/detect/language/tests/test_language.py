"""The three detectors over mail and communications."""

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.finding import Outcome
from custodes.detect.language import (
    ContentParameters,
    LanguageParameters,
    content_text,
    language,
    threats,
)
from custodes.detect.language.grammar import KINDS
from custodes.detect.language.lexicon import expand, list_names
from custodes.detect.language.passages import cut_passages, ordinal
from custodes.detect.language.scoring import score_text
from custodes.detect.language.tokens import read_words
from custodes.detect.tests.mail_events import AT, OURS, codes, judge_limits, make_mail, surroundings, texts
from custodes.events import COMMUNICATION, EMAIL_ACTIVITY, make_batch

ABUSE = "You are a stupid idiot, and nobody wants you here."
ATTACK = "I hate immigrants."
THREAT = "Pay me $500 or everyone will know about your affair."
EACH = ((language, LanguageParameters(), ABUSE), (content_text, ContentParameters(), ATTACK), (threats, None, THREAT))


def find(detector, parameters, *letters, **more):
    return detector(
        make_mail(*({"email.from": OURS, **one} for one in letters)), surroundings(parameters, **more)
    ).findings


@pytest.mark.parametrize(("detector", "parameters", "text"), EACH)
def test_each_finds_what_its_clause_speaks_of_and_says_where(detector, parameters, text):
    (finding,) = find(detector, parameters, {"body": f"Good morning,\n\nthe minutes are attached. {text}"})
    assert finding.subject == "s1"
    assert finding.confidence >= 0.65
    assert "2nd paragraph of the message" in finding.reasons[0].text


@pytest.mark.parametrize(("detector", "parameters", "text"), EACH)
def test_no_reason_repeats_the_words(detector, parameters, text):
    (finding,) = find(detector, parameters, {"body": text})
    said = set(re.findall(r"[a-z]{4,}", texts(finding).lower()))
    assert said.isdisjoint({"stupid", "idiot", "nobody", "immigrants", "affair", "hate", "everyone"})


@pytest.mark.parametrize(("detector", "parameters", "text"), EACH)
def test_what_is_quoted_from_another_is_not_the_writers(detector, parameters, text):
    assert not find(detector, parameters, {"body": "Please see below.", "body.quoted": f"> {text}"})


def test_an_attachment_is_told_as_one():
    files = [None, {"name": "a.txt", "text": ABUSE}, {"name": "b.jpg", "text": None}]
    (finding,) = find(language, LanguageParameters(), {"body": "Hi", "files": files})
    assert "of the attachment" in finding.reasons[0].text


def test_what_others_write_to_us_counts_half_and_says_so():
    (inside,) = find(language, LanguageParameters(), {"body": ABUSE})
    (outside,) = find(language, LanguageParameters(), {"body": ABUSE, "email.from": "x@elsewhere.example"})
    assert outside.confidence == pytest.approx(inside.confidence / 2, abs=0.01)
    assert "language.from-outside" in codes(outside)


def test_only_the_characteristics_that_the_policy_names_are_protected():
    parameters = dataclasses.replace(ContentParameters(), characteristics=("religion",))
    assert not find(content_text, parameters, {"body": ATTACK})
    assert find(content_text, ContentParameters(), {"body": ATTACK})
    assert set(ContentParameters().characteristics) == set(list_names())


def test_only_the_kinds_that_are_asked_for_are_found():
    assert set(LanguageParameters().kinds) | set(ContentParameters().kinds) | {"threatening"} == set(KINDS)
    assert not find(language, LanguageParameters(kinds=("profane",)), {"body": ATTACK})


def test_a_stance_is_told_as_a_reason():
    body = "You wrote to him: “you stupid idiot, nobody wants you here”. That is harassment and unacceptable."
    found = find(language, LanguageParameters(), {"body": body})
    assert all(finding.confidence < 0.65 for finding in found)


def sure_of(text):
    found = find(language, LanguageParameters(), {"body": text})
    return max((one.confidence for one in found), default=0.0)


SHOWN = 0.6


@pytest.mark.parametrize(
    "text",
    [
        "I am such an idiot, I forgot the keys.",
        "Sorry, my stupid mistake!",
        "The retarded train arrived late.",
        "The train was retarded by signal failures.",
        "He called me a stupid bitch in front of the patrons and I want to report it.",
        "Someone wrote fucking idiots on the bathroom wall, facilities please clean it.",
        "The patron asked for “Go the Fuck to Sleep”.",
        "Do we own Assholes: A Theory by Aaron James?",
        "Please order Excel for Dummies, The Complete Idiot's Guide to Beekeeping and Diary of a Wimpy Kid.",
        "We need How to Be Pathetic and Other Poems, and two more of The Idiot by Dostoevsky.",
        "They would allow fools like you and me to speak.",
        "It has been a terrible week, and the weather is awful.",
        "Ask bitbitch@magnesium.example or see www.shagmail.example.",
        "Said Sherry Bebitch Jeffe of the Whole Shebang on SkyScan.",
        "My therapist cooks; we were waking up.",
    ],
)
def test_what_is_said_of_oneself_a_thing_or_a_title_is_not_shown(text):
    assert sure_of(text) < SHOWN


@pytest.mark.parametrize(
    "text",
    [
        "Slept her way to the top, what a fraud. She should be locked up.",
        "Get a clue, you clown 🤡",
        "That f***ing moron in accounting is a waste of oxygen",
        "YOU PATHETIC LOSERS MAKE ME SICK",
    ],
)
def test_scorn_is_known_as_a_whole_and_said_where(text):
    (finding,) = find(language, LanguageParameters(), {"body": text})
    assert finding.confidence >= SHOWN
    assert "of the 1st paragraph of the message" in texts(finding)


def test_a_business_plan_is_no_threat():
    assert not find(threats, None, {"body": "We will go after them next week with a new contract."})


def test_a_harsh_word_counts_less_in_a_long_message():
    short = "Well, what a stupid joke that was."
    long = "\n\n".join([short, *["The minutes of the meeting are attached, and the shelves have come. " * 8] * 9])
    assert sure_of(long) < sure_of(short)


def test_the_model_is_asked_only_where_both_its_kinds_are():
    text = "Slept her way to the top, what a fraud. She should be locked up."
    only = find(language, LanguageParameters(kinds=("profane",)), {"body": text})
    assert "harassing.manner" not in {reason.code for one in only for reason in one.reasons}


def communications(*rows):
    named = [{"time": AT, "source": "chat", "position": n, "raw_data": b"x", **row} for n, row in enumerate(rows, 1)]
    return make_batch(
        COMMUNICATION, {name: [row.get(name) for row in named] for name in COMMUNICATION.names}, rows=len(named)
    )


def test_chat_texts_and_voicemail_are_read():
    batch = communications(
        {"communication.kind": "chat", "actor.user.name": "abrandt", "message": ABUSE},
        {"communication.kind": "voicemail", "communication.from": "+1 555 0100", "message": ABUSE},
        {"communication.kind": "call"},
    )
    chat, voicemail = language(batch, surroundings(LanguageParameters())).findings
    assert (chat.subject, chat.confidence > voicemail.confidence) == ("s1", True)
    assert "of the chat message" in texts(chat)
    assert "of the voicemail" in texts(voicemail)


SPANISH = "Hola, ¿podría enviarme el informe antes del viernes? Muchas gracias por todo y hasta luego."


@pytest.mark.parametrize(("detector", "parameters"), [(one, parameters) for one, parameters, _ in EACH])
def test_of_another_language_it_says_once_a_day_that_it_could_not_tell(detector, parameters):
    batch = make_mail(*({"email.from": OURS, "body": SPANISH} for _ in range(3)), {"body": SPANISH})
    context = surroundings(parameters)
    assert not detector(batch, context).findings
    (finding,) = judge_limits(detector, [batch.slice(0, 2), batch.slice(2)], context)
    assert (finding.outcome, finding.confidence) == (Outcome.COULD_NOT_TELL, 0.0)
    assert texts(finding).startswith("3 messages on Tuesday 24 November in Spanish")


def test_a_locked_attachment_could_not_be_told():
    batch = make_mail({"email.from": OURS, "body": "See attached", "files": [{"name": "a.zip", "is_encrypted": True}]})
    (finding,) = judge_limits(threats, [batch], surroundings())
    assert codes(finding) == {"language.locked"}


@pytest.mark.parametrize("column", [name for name in EMAIL_ACTIVITY.names if name not in ("source", "raw_data")])
def test_any_column_may_be_null(column):
    find(language, LanguageParameters(), {"body": ABUSE, column: None})


@pytest.mark.parametrize(
    "text", ["", " \n", "\x00\x1b[31m" * 1000, "fuck" * 5000, "a b c d e f g " * 2000, "((((" * 5000]
)
def test_odd_texts_are_no_trouble(text):
    score_text(text)


def test_fifty_megabytes_are_cut_short():
    assert sum(len(passage.text) for passage in cut_passages("no words " * 5_600_000)) <= 1_000_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_scores_between_0_and_1(text):
    assert all(0 <= score <= 1 for score in score_text(f"you {text} are fucking immigrants {text}"))


@given(st.text(max_size=300))
def test_every_word_stands_where_it_is_said_to_stand(text):
    for word in read_words(text):
        assert 0 <= word.at < word.end <= len(text)


@given(st.text("ab \n.", max_size=3000))
def test_passages_lose_nothing_but_blanks(text):
    joined = "".join(passage.text for passage in cut_passages(text))
    assert "".join(joined.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("entry", "ways"),
    [
        ("idiot(s)", {"idiot", "idiots"}),
        ("anchor bab[y|ies]", {"anchor baby", "anchor babies"}),
        ("get (a|the) grip", {"get a grip", "get the grip"}),
        ("black (guy(s)|man)", {"black guy", "black guys", "black man"}),
        ("so (very) dull", {"so very dull", "so dull"}),
        ("don't", {"do not"}),
    ],
)
def test_an_entry_stands_for_all_its_ways(entry, ways):
    assert {" ".join(words) for words in expand(entry)} == ways


def test_places_are_told_as_people_count():
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 102, 113)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "102nd", "113th")
    ]
    (passage,) = cut_passages("one two three four")
    assert passage.place(4, 13) == "the 2nd to 3rd word of the 1st paragraph"
