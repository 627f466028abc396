import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.staff import Person, Staff
from custodes.engine.names_in_text import _WORD, WORDS_A_NAME, NamesInText, _squash

SOFIA = Person("p7", "Sofía Kowalski", "skowalski@fernwood.example", account="skowalski", addresses=("10.1.0.7",))
PAGE = Person("p8", "Ann Page", "apage@fernwood.example", account="apage")
NAMES = NamesInText(Staff.of((SOFIA, PAGE)), {"p7": "Person 1", "p8": "Person 2"}.__getitem__)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("export/Sofia Kowalski.mbox", "export/Person 1.mbox"),
        ("export/Kowalski, Sofía.pst.mbox", "export/Person 1.pst.mbox"),
        ("skowalski-2026.mbox", "Person 1-2026.mbox"),
        ("SKOWALSKI_inbox.mbox", "Person 1_inbox.mbox"),
        ("export skowalski.mbox", "export Person 1.mbox"),
        ("FERNWOOD_skowalski.mbox", "FERNWOOD_Person 1.mbox"),
        ("skowalski@fernwood.example (1).mbox", "Person 1 (1).mbox"),
        ("s.kowalski/cur/1.eml", "Person 1/cur/1.eml"),
        ("Kowalski.mbox", "Person 1.mbox"),
        ("10.1.0.7.log", "Person 1.log"),
        ("10.1.0.70.log", "10.1.0.70.log"),
        ("mail/2026-10.mbox", "mail/2026-10.mbox"),
        ("kowalskistrasse.log", "kowalskistrasse.log"),
    ],
)
def test_a_path_named_after_someone_does_not_name_them(path, shown):
    assert NAMES.replace_in_path(path) == shown


def test_a_reason_keeps_its_words_and_loses_its_names():
    assert NAMES.replace("A page was asked for by Ann Page.") == "A page was asked for by Person 2."
    assert NAMES.replace("Answers would go to skowalski.example.") == "Answers would go to Person 1.example."


@given(st.text())
def test_a_text_without_names_is_unchanged(text):
    nobody = NamesInText(Staff(), str)
    assert nobody.replace(text) == nobody.replace_in_path(text) == text


@given(st.text(alphabet="abc ./_-@,é", max_size=20), st.sampled_from(["skowalski", "Sofia Kowalski", "kowalski_sofia"]))
def test_a_name_between_other_words_never_survives(around, name):
    shown = NAMES.replace_in_path(f"{around}/{name}/{around}").casefold()
    assert "kowalski" not in shown


WORDS = [
    "sofia",
    "Sofía",
    "kowalski",
    "s",
    "skow",
    "alski",
    "ann",
    "page",
    "a",
    "fernwood",
    "example",
    "10.1.0.7",
    "\ufe70",
    "ß",
]
words = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(" /,_-@.")), max_size=9)


@given(words)
def test_names_are_found_wherever_trying_every_word_finds_them(words):
    text = "".join(part for pair in words for part in pair)
    for names in (NAMES._in_text, NAMES._in_paths):
        assert list(names.find(text)) == list(find_by_trying(names, text))


def find_by_trying(names, text):
    words = [(word.start(), word.end(), _squash(word[0])) for word in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        for count in range(min(WORDS_A_NAME, len(words) - at), 0, -1):
            owner = names._owners.get(names._between.join(word for _, _, word in words[at : at + count]))
            if owner is not None:
                yield words[at][0], words[at + count - 1][1], owner
                break
        at += count
