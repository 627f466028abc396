import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.staff import Person, Staff
from custodes.engine.names_in_text import NamesInText

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
