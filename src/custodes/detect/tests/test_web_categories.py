from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from custodes.detect.categories import word_category
from custodes.detect.permits import Permit
from custodes.detect.tests.web_events import at, connect, context_of, detect, find, get, texts, web_batch

MORNING = at("2026-11-24 09:00:00")
GAMBLING = context_of("web-categories", clause="use.purpose", categories=("gambling", "dating"))


def visits(count: int, host: str = "www.luckyspin.example", **more: Any) -> list[dict[str, Any]]:
    return [get(host, MORNING + timedelta(minutes=index), **more) for index in range(count)]


def test_visits_of_a_day_become_one_finding_with_its_reasons_and_evidence() -> None:
    (finding,) = find("web-categories", visits(4), GAMBLING)
    assert (finding.clause, finding.detector, finding.subject) == ("use.purpose", "web-categories", "s1")
    assert finding.at == MORNING
    assert [reason.code for reason in finding.reasons] == ["web.category", "web.sites"]
    assert texts(finding) == (
        "4 visits on Tuesday 24 November to sites listed under “gambling”. Sites: luckyspin.example (4 visits)."
    )
    assert [item.locator for item in finding.evidence] == ["line 1", "line 2", "line 3"]


@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("two visits are fewer than three", visits(2)),
        ("pictures", visits(9, type="image/gif")),
        ("scripts", visits(9, type="application/javascript")),
        ("denied", visits(9, action=2)),
        ("refused", visits(9, code=404)),
        ("nothing sent", visits(9, code=204)),
        ("a picture in a log without types", visits(9, type=None, path="/x/banner.PNG?id=1")),
        ("an advertisement on another site's page", visits(9, type=None, referrer="https://news.example/today")),
        ("one moment", [get("luckyspin.example", MORNING) for _ in range(9)]),
        ("an unlisted host", visits(9, host="www.cornerlibrary.example")),
        ("another list's host", visits(9, host="dealbarn.example")),
        ("no host", visits(9, host=None)),
        ("no time", [get("luckyspin.example", None) for _ in range(9)]),
    ],
)
def test_what_is_no_visit_is_no_finding(name: str, events: list[dict[str, Any]]) -> None:
    assert not find("web-categories", events, GAMBLING), name


@pytest.mark.parametrize(
    "more",
    [
        {"type": None},
        {"type": "application/xhtml+xml"},
        {"code": None, "action": None},
        {"code": 302},
        {"referrer": "https://play.luckyspin.example/lobby"},
        {"referrer": "-"},
        {"method": "POST"},
    ],
)
def test_a_page_is_a_page_however_it_was_logged(more: dict[str, Any]) -> None:
    if more.get("referrer") == "-":
        more = {"referrer": None}
    assert find("web-categories", visits(3, **more), GAMBLING)


def test_an_encrypted_connection_is_a_visit() -> None:
    tunnels = [connect("luckyspin.example", MORNING + timedelta(minutes=index)) for index in range(3)]
    assert find("web-categories", tunnels, GAMBLING)


def test_people_days_and_categories_are_told_apart() -> None:
    next_day = at("2026-11-25 09:00:00")
    events = [
        *visits(2),
        *visits(2, user="bosei"),
        *visits(2, host="heartlink.example"),
        *[get("luckyspin.example", next_day + timedelta(minutes=index)) for index in range(2)],
    ]
    assert not find("web-categories", events, GAMBLING)
    assert len(find("web-categories", [*events, *events], context_of("web-categories", categories=("gambling",)))) == 0
    both = context_of("web-categories", categories=("gambling", "dating"), visits_a_day=2)
    assert len(find("web-categories", events, both)) == 4


def test_a_term_of_the_trade_is_said_in_plain_words() -> None:
    assert [word_category(name) for name in ("warez", "p2p", "gambling")] == [
        "cracked programs",
        "sharing of copied files",
        "gambling",
    ]


def test_a_category_may_be_called_as_the_community_calls_it() -> None:
    social = context_of("web-categories", categories=("social_networks",))
    assert find("web-categories", visits(3, host="chatterbox.example"), social)


def test_confidence_grows_with_visits_and_is_less_where_a_domain_above_is_listed() -> None:
    few, many = (find("web-categories", visits(count), GAMBLING)[0].confidence for count in (3, 30))
    (below,) = find("web-categories", visits(30, host="deals.luckyspin.example"), GAMBLING)
    assert 0.69 < few < below.confidence < many < 0.96


def test_the_librarys_own_pages_are_of_no_category() -> None:
    own = context_of("web-categories", categories=("gambling",))
    assert not find("web-categories", visits(9, host="games.fernwood.example"), own)


@pytest.mark.parametrize(
    ("permit", "silent"),
    [
        (Permit("site", "*", "luckyspin.example"), True),
        (Permit("site", "s1", "luckyspin.example"), True),
        (Permit("site", "apalmer", "luckyspin.example"), True),
        (Permit("site", "ada@fernwood.example", "luckyspin.example"), True),
        (Permit("site", "s1", "luckyspin.example", date(2026, 11, 24)), True),
        (Permit("site", "s1", "luckyspin.example", date(2026, 11, 23)), False),
        (Permit("site", "s2", "luckyspin.example"), False),
        (Permit("site", "s1", "heartlink.example"), False),
        (Permit("download", "s1", "luckyspin.example"), False),
    ],
)
def test_a_permit_silences(permit: Permit, silent: bool) -> None:
    permitted = context_of("web-categories", permits=[permit], categories=("gambling",))
    assert bool(find("web-categories", visits(5), permitted)) is not silent


def test_a_permit_for_one_site_leaves_the_others_and_their_evidence() -> None:
    permitted = context_of("web-categories", permits=[Permit("site", "*", "bet365.com")], categories=("gambling",))
    (finding,) = find("web-categories", [*visits(5, host="bet365.com"), *visits(3)], permitted)
    assert [item.locator for item in finding.evidence] == ["line 6", "line 7", "line 8"]
    assert "bet365" not in texts(finding)


def test_nothing_in_a_batch_is_nothing_found() -> None:
    assert detect("web-categories", [web_batch([])], GAMBLING) == []
