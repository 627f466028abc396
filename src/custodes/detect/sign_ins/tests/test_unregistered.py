from datetime import date

import pytest

from custodes.detect.devices import Device, Register
from custodes.detect.sign_ins.tests.signing import (
    PHONE,
    codes,
    find,
    judge,
    make_sign_ins,
    sign_in,
    surroundings,
    texts,
)

NAME = "unregistered-devices"
WHEN = "2026-11-24 10:00:00"
REGISTER = Register(
    devices={
        "laptop-a": Device("s1", "library"),
        "desk-1": Device("", "shared"),
        "own-1": Device("s1", "personal", date(2026, 10, 31)),
        "own-2": Device("s2", "personal"),
    }
)


@pytest.mark.parametrize(
    ("register", "event", "code", "is_shown"),
    [
        (None, {"managed": False}, "device.unmanaged", True),
        (None, {"managed": False, "on_site": True}, "device.unmanaged-on-site", False),
        (None, {"agent": PHONE}, "device.carried", False),
        (REGISTER, {"uid": "laptop-z"}, "device.unlisted", True),
        (REGISTER, {"host": "LAPTOP-Z"}, "device.unlisted", True),
        (REGISTER, {"uid": "laptop-z", "managed": False}, "device.unlisted-private", True),
        (REGISTER, {"uid": "own-1"}, "device.expired", True),
        (REGISTER, {"uid": "own-2"}, "device.anothers", False),
    ],
)
def test_a_device_that_nobody_knows_is_found(register, event, code, is_shown):
    (finding,) = find(NAME, [sign_in(WHEN, **event)], surroundings(NAME, register=register))
    assert codes(finding) == {code}
    assert (finding.confidence >= 0.6) is is_shown
    assert finding.subject == "s1"


@pytest.mark.parametrize(
    ("register", "event"),
    [
        (None, {"managed": True}),
        (REGISTER, {"managed": True, "uid": "laptop-z"}),
        (REGISTER, {"uid": "LAPTOP-A"}),
        (REGISTER, {"host": "desk-1.fernwood.example"}),
        (REGISTER, {"uid": "laptop-z", "status": 2}),
        (REGISTER, {"uid": "laptop-z", "user": "kim@elsewhere.example"}),
        (REGISTER, {"host": "SERVER-1", "product": "linux"}),
        (None, {"managed": None}),
    ],
)
def test_known_ones_are_not(register, event):
    assert not find(NAME, [sign_in(WHEN, **event)], surroundings(NAME, register=register))


def test_all_devices_of_a_person_are_one_finding_with_the_days():
    events = [sign_in(f"2026-11-{day} 10:00:00", uid=f"own-{day % 2 + 7}", managed=False) for day in (10, 11, 12, 12)]
    (finding,) = find(NAME, events, surroundings(NAME, register=REGISTER))
    assert "on 3 days, first on Tuesday 10 November, from 2 devices (Windows)" in texts(finding)
    context = surroundings(NAME, register=REGISTER)
    assert judge(NAME, [make_sign_ins(events[2:], first=3), make_sign_ins(events[:2])], context) == [finding]


def test_what_is_said_of_several_devices_is_said_of_all():
    events = [sign_in(WHEN, uid=f"laptop-{name}", managed=False) for name in "yz"]
    (finding,) = find(NAME, events, surroundings(NAME, register=REGISTER))
    assert texts(finding).endswith("from 2 devices (Windows) neither registered nor managed by the library.")


def test_a_managed_device_may_still_have_to_be_registered():
    context = surroundings(NAME, register=REGISTER, managed_is_enough=False)
    assert find(NAME, [sign_in(WHEN, uid="laptop-z", managed=True)], context)


def test_a_log_that_tells_nothing_of_devices_is_told_once():
    (finding,) = find(NAME, [sign_in(WHEN, agent=None)] * 4)
    assert codes(finding) == {"sign-ins.no-device"}
