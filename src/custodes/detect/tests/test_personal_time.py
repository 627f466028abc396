from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.permits import Permit
from custodes.detect.personal_time import ADDRESS_BLOCKS, BLOCK_BITS, count_with_gaps, without_repeats
from custodes.detect.tests.web_events import at, connect, context_of, find, get, texts

NOON = at("2026-11-24 12:00:00")
LIMIT = context_of("personal-time")


def browse(
    minutes: int, host: str = "www.dealbarn.example", start: datetime = NOON, **more: Any
) -> list[dict[str, Any]]:
    """A new page each minute."""
    return [get(host, start + timedelta(minutes=index), path=f"/item/{index}", **more) for index in range(minutes)]


def test_more_than_the_limit_is_a_finding_that_says_how_long_where_and_when() -> None:
    events = [*browse(50), *browse(24, "chatterbox.example", NOON + timedelta(minutes=50))]
    (finding,) = find("personal-time", events, LIMIT)
    assert (finding.subject, finding.at, finding.clause) == ("s1", NOON, "use.personal")
    assert finding.reasons[0].text == (
        "74 minutes on shopping and social sites on Tuesday 24 November; the policy's limit is 60."
    )
    assert len(finding.evidence) == 3


@pytest.mark.parametrize("minutes", [1, 55, 60])
def test_up_to_the_limit_is_limited_use(minutes: int) -> None:
    assert not find("personal-time", browse(minutes), LIMIT)


def test_many_pages_in_a_minute_are_one_minute() -> None:
    events = [get("dealbarn.example", NOON + timedelta(seconds=index), path=f"/{index}") for index in range(300)]
    assert not find("personal-time", events, LIMIT)


@pytest.mark.parametrize(("every", "found"), [(1, True), (4, True), (5, False)])
def test_short_pauses_count_and_longer_ones_do_not(every: int, found: bool) -> None:
    events = [event for event in browse(121) if ((event["time"] - NOON) // timedelta(minutes=1)) % every == 0]
    assert bool(find("personal-time", events, LIMIT)) is found


def test_a_break_is_not_counted() -> None:
    assert not find("personal-time", browse(90), context_of("personal-time", break_minutes=30))
    (finding,) = find("personal-time", browse(91), context_of("personal-time", break_minutes=30))
    assert "the policy's limit is 60, beside a break of 30." in texts(finding)


@pytest.mark.parametrize("every", [1, 2, 3, 4, 5, 6, 8, 10])
def test_a_tab_that_renews_itself_all_day_is_no_finding(every: int) -> None:
    start = NOON - timedelta(hours=4, minutes=20)
    tab = [get("freepost.example", start + timedelta(minutes=index), path="/inbox") for index in range(0, 480, every)]
    assert not find("personal-time", tab, LIMIT)
    assert find("personal-time", [*tab, *browse(70)], LIMIT)


@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_new_page_every_few_minutes_is_never_taken_for_a_tab(every: int) -> None:
    everything = context_of("personal-time", minutes_a_day=0)
    (finding,) = find("personal-time", browse(240)[::every], everything)
    assert texts(finding).startswith(f"{240 - every + 1} minutes")


def test_encrypted_connections_count_and_are_a_little_less_sure() -> None:
    tunnels = [connect("dealbarn.example", NOON + timedelta(minutes=index)) for index in range(70)]
    (by_tunnel,) = find("personal-time", tunnels, LIMIT)
    (by_page,) = find("personal-time", browse(70), LIMIT)
    assert 0.6 < by_tunnel.confidence < by_page.confidence


def test_work_browsing_does_not_count() -> None:
    assert not find("personal-time", browse(300, "www.kirbyreviews.example"), LIMIT)


def test_a_day_ends_at_local_midnight() -> None:
    assert not find("personal-time", browse(100, start=at("2026-11-24 23:10:00")), LIMIT)


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    first, second = (browse(45, start=at("2026-11-01 01:05:00", fold=fold)) for fold in (0, 1))
    (finding,) = find("personal-time", [*first, *second], LIMIT)
    assert texts(finding).startswith("90 minutes on shopping sites on Sunday 1 November;")


def test_people_without_a_name_or_device_are_not_added_up() -> None:
    assert not find("personal-time", browse(200, user=None), LIMIT)


def test_a_category_with_a_small_part_is_not_named() -> None:
    events = [*browse(70), *browse(1, "pixelquest.example", NOON + timedelta(minutes=70))]
    (finding,) = find("personal-time", events, LIMIT)
    assert "on shopping sites" in texts(finding)


def test_a_permit_silences() -> None:
    events = browse(100, "chatterbox.example")
    permitted = context_of("personal-time", permits=[Permit("site", "s1", "chatterbox.example", date(2026, 12, 31))])
    assert find("personal-time", events, LIMIT)
    assert not find("personal-time", events, permitted)


@given(st.sets(st.integers(0, BLOCK_BITS - 1), max_size=60), st.integers(0, 10))
def test_gaps_never_count_more_than_the_time_from_first_to_last(minutes: set[int], gap: int) -> None:
    active = np.isin(np.arange(BLOCK_BITS), list(minutes))
    counted = count_with_gaps(active, gap)
    assert len(minutes) <= counted <= (max(minutes) - min(minutes) + 1 if minutes else 0)


@given(st.lists(st.tuples(st.integers(0, ADDRESS_BLOCKS), st.integers(0, 119)), max_size=120))
def test_only_what_is_repeated_alone_is_taken_away(marks: list[tuple[int, int]]) -> None:
    blocks = np.zeros((ADDRESS_BLOCKS + 1, BLOCK_BITS), np.bool_)
    for block, minute in marks:
        blocks[block, minute] = True
    kept, active = without_repeats(blocks, 20), blocks.any(axis=0)
    assert not (kept & ~active).any()
    assert kept.any() == active.any()
    assert (kept | (blocks[:ADDRESS_BLOCKS].any(axis=0) & (blocks.sum(axis=0) == 1)))[active].all()
