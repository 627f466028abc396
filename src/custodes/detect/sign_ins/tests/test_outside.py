import pytest

from custodes.detect.devices import Account, Register
from custodes.detect.lists import Lists
from custodes.detect.measure import merge_into
from custodes.detect.permits import Permit
from custodes.detect.sign_ins.outside import find_service, judge_accounts, outside_accounts
from custodes.detect.tests.mail_events import codes, make_mail, surroundings, texts


def find(*letters, register=None, permits=()):
    context = surroundings(outside_accounts.parameters(), clause="misuse.profiles")
    object.__setattr__(context, "lists", Lists(permits=permits, register=register or Register()))
    measures = {}
    for letter in letters:
        merge_into(measures, outside_accounts(make_mail(letter), context).measures)
    return [judge_accounts(key, measures[key], context) for key in sorted(measures)]


def letter(subject, sender="noreply@facebookmail.com", **more):
    return {"email.from": sender, "email.subject": subject, "body": "Hello.", **more}


@pytest.mark.parametrize(
    ("subject", "sender", "code"),
    [
        ("Welcome to Facebook", "registration@facebookmail.com", "welcome"),
        ("123456 is your Instagram code", "no-reply@mail.instagram.com", "confirm"),
        ("Confirm your email address", "info@x.com", "confirm"),
        ("Ben is now following you on TikTok", "notification@service.tiktok.com", "in-use"),
        ("New sign-in to your account", "no-reply@cc.yahoo-inc.com", "in-use"),
        ("Security alert", "no-reply@accounts.google.com", "in-use"),
    ],
)
def test_what_a_service_writes_to_those_who_have_an_account_is_found(subject, sender, code):
    (finding,) = find(letter(subject, sender))
    assert codes(finding) == {f"outside-account.{code}"}
    assert finding.subject == "s1"
    assert finding.confidence >= 0.6
    assert "@" not in texts(finding)


@pytest.mark.parametrize(
    "message",
    [
        letter("Ben invited you to join Facebook"),
        letter("Ben wants you to try it", "x@tiktok.com"),
        letter("Summer at the lake"),
        letter("Welcome to Facebook", "info@facebook-security.example"),
        letter("Welcome to Facebook", **{"email_auth.results": "mx.fernwood.example; spf=fail; dkim=none; dmarc=fail"}),
        letter("Welcome to Facebook", **{"email.to": ["kim@elsewhere.example"]}),
        letter("Welcome to Facebook", time=None),
        letter("Welcome to our newsletter", "news@vendor.example"),
    ],
)
def test_what_anybody_gets_is_not(message):
    assert not find(message)


def test_registered_and_permitted_accounts_are_in_order():
    message = letter("Welcome to Facebook")
    facebook = Register(accounts={"ana@fernwood.example": (Account(("s1",), "outside", "facebook.com"),)})
    elsewhere = Register(accounts={"ana@fernwood.example": (Account(("s1",), "outside", "tiktok.com"),)})
    assert not find(message, register=facebook)
    assert find(message, register=elsewhere)
    assert not find(message, permits=[Permit("site", "*", "facebookmail.com")])


def test_a_persons_accounts_are_one_finding():
    first, second = letter("Welcome to Facebook"), letter("Confirm your account", "hi@tumblr.com")
    (finding,) = find(first, second)
    assert codes(finding) == {"outside-account.welcome", "outside-account.confirm"}
    assert find_service("a.b.mail.instagram.com") == "Instagram"
    assert find_service("instagram.com.evil.example") is None
