import pytest

from custodes.detect.personal_data.find import find_personal_data
from custodes.detect.personal_data.hit import Kind

SAID = {
    "Omar Bui has leukemia, she told the director.": 0.85,
    "Linh Tran's son is HIV positive.": 0.85,
    "Omar Bui can't take part, he is in rehab until spring.": 0.85,
    "Between us, Omar Bui is a recovering alcoholic.": 0.85,
    "I would not take Omar Bui. He has epilepsy.": 0.75,
    "Omar Bui is on medical leave.": 0.65,
}
NOT_SAID = [
    "For Mental Health Month we show memoirs of depression and bipolar disorder by Kay Redfield Jamison.",
    "Dr. Omar Bui speaks on Alzheimer's and how families cope.",
    "Omar Bui wrote the new book about living with diabetes.",
    "Omar Bui and I walk for breast cancer research on Sunday.",
    "Omar Bui is at the breast cancer support group at six.",
    "Omar Bui has the diabetes class on Thursdays.",
    "She has epilepsy.",
    "Omar Bui will send the list. We have six titles on HIV.",
]


def illnesses(text):
    return [hit for hit in find_personal_data(text) if hit.kind is Kind.MEDICAL]


@pytest.mark.parametrize("text", SAID)
def test_an_illness_said_of_a_name_counts_by_how_plainly_it_is_said(text):
    assert max(hit.score for hit in illnesses(text)) == SAID[text]


@pytest.mark.parametrize("text", NOT_SAID)
def test_an_illness_as_a_subject_is_nobodys(text):
    assert illnesses(text) == []


@pytest.mark.parametrize(
    ("words", "score"), [("please pay Theo Banerjee, IBAN", 0.95), ("our account at Lantern Press GmbH is", 0.75)]
)
def test_an_account_beside_a_name_is_likelier_a_persons_than_a_firms(words, score):
    (hit,) = find_personal_data(f"{words} DE16153259084196899891 by Monday")
    assert (hit.kind, hit.score) == (Kind.IBAN, score)


def test_a_birth_told_as_of_a_life_and_a_card_shown_as_an_example_count_little():
    (life,) = find_personal_data("Toni Morrison was born on 2/18/1931, a good day for the display.")
    (form,) = find_personal_data("Toni Harrison, born 2/18/1931, wants a card.")
    assert (life.kind, form.kind) == (Kind.BIRTH_DATE, Kind.BIRTH_DATE)
    assert life.score < form.score
    shown = "We never ask for your card number, such as 4111 1111 1111 1111, by mail."
    assert [hit.score for hit in find_personal_data(shown)] in ([], [0.3])
