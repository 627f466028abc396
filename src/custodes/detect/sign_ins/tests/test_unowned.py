from datetime import date

from custodes.detect.devices import Account, Register
from custodes.detect.finding import Outcome
from custodes.detect.sign_ins.tests.signing import (
    Staff,
    codes,
    find,
    judge,
    make_sign_ins,
    sign_in,
    surroundings,
    texts,
)

NAME = "unowned-accounts"


def days(user, *days):
    return [sign_in(f"2026-11-{day:02} 10:00:00", user=user) for day in days]


def test_an_account_nobody_has_is_one_finding_however_often_it_was_used():
    events = [*days("ada@fernwood.example", 2, 3), *days("LIBRARY\\old-intern", 2, 3, 4, 4)]
    (finding,) = find(NAME, [event for event in events if event["time"]])
    assert finding.subject == "old-intern"
    assert codes(finding) == {"account.unowned"}
    assert texts(finding).startswith("On 3 days")


def test_people_under_any_name_and_accounts_of_machines_are_let_be():
    for user in (
        "apalmer",
        "APALMER",
        "FERNWOOD\\apalmer",
        "ada@fernwood.example",
        "apalmer@fernwood.example",
        "PC-1$",
        "SYSTEM",
    ):
        assert not find(NAME, [*days("bosei", 10), *days(user, 10)]), user


def test_the_register_owns_accounts_too_until_their_last_day():
    register = Register(
        accounts={"desk": (Account(("s1",), "shared"),), "tlane": (Account((), "person", until=date(2026, 10, 31)),)}
    )
    context = surroundings(NAME, register=register)
    assert not find(NAME, days("desk", 10), context)
    (finding,) = find(NAME, days("tlane", 10, 11), context)
    assert codes(finding) == {"account.closed"}
    assert finding.confidence >= 0.6
    assert not find(NAME, [sign_in("2026-10-31 10:00:00", user="tlane")], context)


def test_a_guest_of_another_house_counts_less():
    (finding,) = find(NAME, [*days("bosei", 10), *days("kim@elsewhere.example", 10)])
    assert codes(finding) == {"account.guest"}
    assert finding.confidence < 0.6


def test_where_the_list_does_not_speak_the_logs_language_nothing_is_held_against_anybody():
    for staff in (None, Staff()):
        context = surroundings(NAME) if staff is None else surroundings(NAME, staff=staff)
        events = [event for number in range(6) for event in days(f"10{number}77", 10)] + days("bosei", 10)
        (finding,) = find(NAME, events, context)
        assert finding.outcome is Outcome.COULD_NOT_TELL
        assert codes(finding) == {"account.list-in-doubt"}


def test_where_the_log_is_cut_changes_nothing():
    events = [*days("bosei", 2, 3), *days("intern", 2, 3, 4), *days("x@y.example", 1 + 10)]
    context = surroundings(NAME)
    whole = judge(NAME, [make_sign_ins(events)], context)
    assert judge(NAME, [make_sign_ins(events[3:], first=4), make_sign_ins(events[:3])], context) == whole
