import re
import tracemalloc

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from custodes.redact import PatronMask
from custodes.redact.barcodes import has_check_digit, reads_as_time

MASK = PatronMask()
CARD, ITEM, WRONG = "21234567890124", "31234567890122", "21234567890125"
GROUPED = "2 1234 56789 0124"
quickly = settings(max_examples=150, deadline=None, derandomize=True)


def with_check_digit(digits: str) -> str:
    return next(digits + last for last in "0123456789" if has_check_digit(digits + last))


def test_the_check_digit_is_that_of_the_published_example():
    assert with_check_digit("3023400051786") == "30234000517861"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"card {CARD}.", "card [library card]."),
        (f"card {GROUPED}, thanks", "card [library card], thanks"),
        ("2-1234-56789-0124", "[library card]"),
        ("2\u00a01234\u00a056789\u00a00124", "[library card]"),
        ("2123 4567 8901 24", "[library card]"),
        (f"http://x.example/renew?card={CARD}&pin=1", "http://x.example/renew?card=[library card]&pin=1"),
        (f"http://x.example/?q=%20{CARD}", "http://x.example/?q=%20[library card]"),
        ("http://x.example/?q=2%201234%2056789%200124", "http://x.example/?q=[library card]"),
        ("http://x.example/?q=2+1234+56789+0124", "http://x.example/?q=[library card]"),
        (f"scan_{CARD}.pdf", "scan_[library card].pdf"),
        (f"A{CARD}B", "A[library card]B"),
        (f"2024 {CARD}", "2024 [library card]"),
        (f"{CARD} {CARD}", "[library card] [library card]"),
        (f"item {ITEM}", "item [circulation detail]"),
    ],
)
def test_cards_and_items_are_masked_however_they_are_written(text, masked):
    assert MASK.mask(text) == masked
    assert MASK.count(text) == masked.count("[")


@pytest.mark.parametrize(
    "text",
    [
        WRONG,
        CARD + "0",
        "0" + CARD,
        "9780306406157",
        "4111111111111111",
        "12345678901237",
        "20241124000007",
        "http://archive.example/web/20241124000007/http://a.example/",
        "21 23 45 67 89 01 24",
        "2-1234 56789-0124",
        "2  1234  56789  0124",
        "",
        "no digits at all",
    ],
)
def test_a_number_that_is_no_card_is_left_alone(text):
    assert MASK.mask(text) == text
    assert MASK.count(text) == 0


def test_a_prefix_that_names_the_library_makes_a_card_of_what_also_reads_as_a_time():
    assert PatronMask(("20241",)).mask("20241124000007") == "[library card]"
    assert PatronMask(("9",)).mask(CARD) == CARD
    assert PatronMask(()).mask(ITEM) == "[circulation detail]"


def test_the_cards_of_a_text_are_found_for_a_detector():
    assert MASK.find_cards(f"{GROUPED} and {ITEM} and {CARD}") == (CARD, CARD)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "Your hold is now available for pickup: Gatsby (Jane Roe)",
            "Your hold is now available for pickup: [circulation detail]",
        ),
        ("Ready for pick-up at Main Street: Gatsby", "Ready for pick-up at Main Street: [circulation detail]"),
        ("Hold ready: Gatsby", "Hold ready: [circulation detail]"),
        ("Hold for Jane Roe is ready", "Hold for [circulation detail]"),
        ("OVERDUE: Gatsby / Fitzgerald", "OVERDUE: [circulation detail]"),
        ("Overdue items: Gatsby\nPlease return them.", "Overdue items: [circulation detail]\nPlease return them."),
        ("Checked out: Gatsby", "Checked out: [circulation detail]"),
        ("It is checked out to Jane Roe", "It is checked out to [circulation detail]"),
        ("“Gatsby” is due back on Friday", "[circulation detail] is due back on Friday"),
        ("Gatsby - due back 12/3", "[circulation detail] - due back 12/3"),
        ("Due back 3 December: Gatsby", "Due back [circulation detail]"),
        ("Jane Roe borrowed the book “Gatsby” last week", "[circulation detail] borrowed [circulation detail]"),
        ("Borrowed items: Gatsby", "Borrowed items: [circulation detail]"),
        (f"Overdue: Gatsby, card {CARD}", "Overdue: [circulation detail]"),
    ],
)
def test_the_title_and_the_patron_of_a_notice_are_masked(text, masked):
    assert MASK.mask(text) == masked
    assert MASK.mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "The invoice is overdue; please pay.",
        "The projector is due back at 10:30 tomorrow",
        "I borrowed a ladder",
        "Hold the line, please",
        "Household waste is picked up on Monday: bins out",
        "Overdue:",
    ],
)
def test_plain_talk_is_left_alone(text):
    assert MASK.mask(text) == text
    assert MASK.count(text) == 0


cards = st.text("0123456789", min_size=12, max_size=12).map(lambda middle: with_check_digit("2" + middle))


@st.composite
def written(draw):
    """A card's digits, and the card written in up to five groups that one sign parts."""
    card = draw(cards)
    assume(not reads_as_time(card))
    cuts = sorted(draw(st.sets(st.integers(1, 13), max_size=4)))
    sign = draw(st.sampled_from([" ", "-", ".", "_", "+", "%20", "%2D", "\u00a0", "\u2011", "\u2013", "\u202f"]))
    return card, sign.join(card[start:end] for start, end in zip([0, *cuts], [*cuts, 14], strict=True))


around = st.text(st.sampled_from("a 2-%:=/0\n é“Overdue:hold")) | st.sampled_from(
    ["card%", "%20", "x=", "1 2 ", "due back "]
)


@quickly
@given(around, written(), around)
def test_the_digits_of_a_card_never_survive(before, card, after):
    digits, text = card
    assume(not (before and before[-1].isdigit() and before[-3:] != "%20"))
    assume(not after[:1].isdigit())
    assert digits not in re.sub(r"%20|%2D|[^0-9]", "", MASK.mask(before + text + after))


texts = st.lists(around | written().map(lambda card: card[1]) | st.text(max_size=5)).map("".join)


@quickly
@given(texts)
def test_masking_twice_masks_no_more_and_the_count_is_of_what_was_replaced(text):
    masked = MASK.mask(text)
    assert MASK.mask(masked) == masked
    assert MASK.count(masked) == 0
    assert (MASK.count(text) == 0) == (masked == text)


@quickly
@given(
    st.lists(st.none() | texts | st.sampled_from([CARD, "Overdue: Gatsby", "2123456", "7890124"])), st.integers(0, 2)
)
def test_an_array_holds_as_many_details_as_its_texts(texts, start):
    array = pa.array(texts, pa.string()).slice(start)
    assert MASK.count_in(array) == sum(MASK.count(text) for text in texts[start:] if text)
    assert MASK.count_in(array.cast(pa.large_string())) == MASK.count_in(array)


def test_numbers_alone_are_counted_where_no_sentences_are():
    assert MASK.count_in(pa.array([f"/{CARD}", "Overdue: Gatsby"]), circulation=False) == 1


@pytest.mark.parametrize(
    "text", ["1 " * 100_000, "due back " * 100_000, '"' * 300_000 + "borrowed", "hold for " * 100_000]
)
def test_a_hostile_text_is_masked_in_bounded_time(text):
    assert len(MASK.mask(text)) <= len(text) + 50


@pytest.mark.parametrize("text", ["2 " * 200_000, "2" * 400_000, "222 222 222 22 " * 3_000, "\n" * 400_000 + "overdue"])
def test_a_hostile_text_takes_a_few_times_its_own_size_and_no_more(text):
    tracemalloc.start()
    try:
        assert MASK.mask(text)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 8 * len(text)


def test_only_the_lines_that_tell_are_changed():
    text = "\n\nOverdue: Gatsby\n\nHold ready: Emma\n  due\n"
    assert MASK.mask(text) == "\n\nOverdue: [circulation detail]\n\nHold ready: [circulation detail]\n  due\n"


@pytest.mark.parametrize("text", ["x%2-21234567890124", f"%20-{CARD}", f"%2D%20{CARD}"])
def test_an_escaped_sign_before_a_card_is_no_part_of_it(text):
    assert MASK.find_cards(text) == (CARD,)
