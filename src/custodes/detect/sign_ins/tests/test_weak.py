import pytest

from custodes.detect.devices import Account, Register
from custodes.detect.sign_ins.tests.signing import codes, find, sign_in, surroundings, texts

NAME = "weak-sign-ins"
WHEN = "2026-11-24 10:00:00"


@pytest.mark.parametrize(
    "way",
    [
        {"protocol": "IMAP4"},
        {"protocol": "Authenticated SMTP"},
        {"protocol": "POP"},
        {"protocol": "Other clients"},
        {"protocol": "NTLM", "product": "windows", "unmapped": b'{"LmPackageName":"NTLM V1","LogonType":3}'},
        {"protocol": None, "product": "linux", "code": "vsftpd"},
        {"protocol": None, "product": "linux", "code": "in.telnetd"},
    ],
)
def test_an_outdated_protocol_is_a_finding_once_a_day(way):
    (finding,) = find(NAME, [sign_in(WHEN, **way), sign_in("2026-11-24 15:00:00", **way)])
    assert codes(finding) == {"sign-in.weak-protocol"}
    assert finding.confidence >= 0.6
    assert finding.subject == "s1"
    assert "Tuesday 24 November" in texts(finding)


@pytest.mark.parametrize(
    "way",
    [
        {"protocol": "Browser"},
        {"protocol": "Mobile Apps and Desktop clients"},
        {"protocol": "Kerberos", "product": "windows"},
        {"protocol": "NTLM", "product": "windows", "unmapped": b'{"LmPackageName":"NTLM V2","LogonType":3}'},
        {"protocol": "IMAP4", "status": 2},
        {"protocol": "IMAP4", "user": "SYSTEM"},
        {"protocol": None, "product": "linux", "code": "sshd"},
    ],
)
def test_others_are_not(way):
    assert not find(NAME, [sign_in(WHEN, **way)])


def test_a_policy_may_allow_one_and_forbid_another():
    assert not find(NAME, [sign_in(WHEN, protocol="IMAP4")], surroundings(NAME, allowed=("IMAP4",)))
    assert find(NAME, [sign_in(WHEN, protocol="RADIUS PAP")], surroundings(NAME, also=("radius-pap",)))


def test_a_registered_program_may():
    register = Register(accounts={"scanner": (Account((), "service"),)})
    event = sign_in(WHEN, user="scanner@fernwood.example", protocol="Authenticated SMTP")
    assert not find(NAME, [event], surroundings(NAME, register=register))
    assert find(NAME, [event])


def test_a_log_that_names_none_is_told_once():
    (finding,) = find(NAME, [sign_in(WHEN, protocol=None)] * 3)
    assert codes(finding) == {"sign-ins.no-protocol"}
