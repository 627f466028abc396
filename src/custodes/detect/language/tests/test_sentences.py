"""Sentences of our own: what is said of a group, and what only looks like it."""

from pathlib import Path

import pytest
import yaml

from custodes.detect.language.judging import judge_passage
from custodes.detect.language.lexicon import list_names
from custodes.detect.language.scoring import score_text

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
KNOWN_TO_BE_WRONG = {"The story of a slave girl and her monsters."}
SHOWN = 0.65


def signs(text):
    return {sign.hit.code for sign in judge_passage(text).signs}


@pytest.mark.parametrize("text", SENTENCES["attack"])
def test_an_attack_on_a_group_is_known(text):
    assert score_text(text).attack >= 0.5


@pytest.mark.parametrize("text", [text for text in SENTENCES["innocent"] if text not in KNOWN_TO_BE_WRONG])
def test_what_only_looks_like_an_attack_is_none(text):
    assert score_text(text).attack < 0.5


@pytest.mark.parametrize("about", list_names())
def test_to_name_a_group_is_no_offence(about):
    for name in list_names()[about]:
        scores = score_text(f"The {name} who came yesterday asked for the large print shelf.")
        assert max(scores[:5]) < 0.5, name


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I hate immigrants.", "national origin or ancestry"),
        ("Muslims are vermin.", "religion"),
        ("Women should stay in the kitchen.", "sex"),
        ("You are too old for this job.", "age"),
        ("Fuck all gay people.", "sexual orientation"),
        ("I met some disabled people. They are all scum.", "disability"),
    ],
)
def test_an_attack_names_the_characteristic(text, about):
    assert about in {sign.hit.about for sign in judge_passage(text).signs}


HARASSING = [
    "Nobody wants you here.",
    "You are a complete idiot.",
    "Are you really that stupid?",
    "You are useless, do us all a favor and quit.",
    "I will make your life hell until you quit.",
    "You pathetic loser.",
    "Everyone is laughing at you behind your back.",
    "Shut your mouth and know your place.",
    "Let nobody talk to her at lunch.",
    "u r an id1ot",
    "What a sorry excuse for a librarian, you f**king moron",
]
THREATENING = [
    "I will kill you.",
    "I'm going to break your legs.",
    "You'll regret this, I know where you live.",
    "Watch your back in the parking lot.",
    "I know where your kids go to school.",
    "Pay me $500 or everyone will know about your affair.",
    "Unless you send the money I will publish the photos of you.",
    "Drop the complaint or I will ruin your career.",
    "It would be a shame if something happened to your car.",
    "I swear I will shoot him.",
]
SEXUAL = [
    "Nice ass, you look so sexy in that dress.",
    "Sleep with me and you get the shift you want.",
    "Send nudes.",
    "I keep imagining you naked.",
    "He was watching porn at the desk again, come and see this blowjob.",
]
ORDINARY = [
    "Could you kill the job on the print server? It hangs.",
    "The deadline is killing me.",
    "Please find attached the minutes of Tuesday's meeting.",
    "I am sick today and will stay at home.",
    "The shelves are dirty; could facilities have a look?",
    "We have to pay the invoice by Friday or the vendor will stop delivery.",
    "If you do not return the form we will publish the schedule without you.",
    "The children's room is too loud.",
    "The execution of the script failed, so I shot down the server.",
    "She beat the deadline by two days.",
    "The virus scanner reports a worm in the attachment.",
    "Your password will expire unless you change it.",
    "You are not stupid, the form is.",
    "I hate to bother you, but the projector is broken.",
    "The director will decide; you will hear from HR.",
    "He said “you idiot” to me yesterday, and that is unacceptable. I want to report it.",
    "The patron wants the book “Kill All Your Darlings”.",
    "Do we own the film Bastards of the Party on DVD?",
    "I was told that he called her a bitch, which is harassment.",
    "The talk on sexual health is at noon.",
    "The breast cancer support group meets in room 2.",
]


@pytest.mark.parametrize("text", HARASSING)
def test_harassment_is_known_without_swear_words_too(text):
    assert score_text(text).harassing >= SHOWN


@pytest.mark.parametrize("text", THREATENING)
def test_threats_and_extortion_are_known(text):
    assert score_text(text).threatening >= SHOWN


@pytest.mark.parametrize("text", SEXUAL)
def test_sexual_advances_are_known(text):
    assert score_text(text).sexual >= 0.6


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_work_is_nothing(text):
    assert max(score_text(text)[:5]) < SHOWN


def test_a_disguise_hides_nothing():
    plain = signs("you are an idiot")
    for disguised in ("YOU ARE AN ID1OT", "yоu are an idiоt", "you are an i d i o t", "youre an idiooot"):
        assert signs(disguised) >= plain - {"harassing.belittles"}, disguised


def test_they_means_the_group_named_before():
    assert score_text("Muslims moved in next door. I hate them.").attack >= 0.5
    assert score_text("New printers arrived. I hate them.").attack < 0.5
