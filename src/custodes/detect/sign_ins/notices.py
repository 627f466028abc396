"""What a service's message says of an account, by its wording."""

from __future__ import annotations

import re
from collections.abc import Mapping

SIGNS: Mapping[str, tuple[float, str]] = {
    "welcome": (0.85, "welcomed a new account"),
    "in-use": (0.75, "wrote about an account in use"),
    "confirm": (0.65, "asked to confirm the address of a new account"),
}
"""How sure each is, and how a reason says it."""


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_WELCOME = _any_of(
    r"\bwelcome to (?!the (?:webinar|event|meeting))",
    r"\bthank(?:s| you) for (?:signing up|joining|registering|creating)",
    r"\byour (?:new )?\w* ?account (?:has been created|was created|is ready|is now active)",
    r"\byou(?:'re| are) (?:now )?in!",
    r"\bwillkommen bei\b|\bbienvenido a\b|\bbienvenue sur\b|\bbem-vindo ao\b",
)
_CONFIRM = _any_of(
    r"\b(?:confirm|verify|validate|activate) (?:your|this) (?:\w+ )?(?:e-?mail|account|address|registration)",
    r"\bplease (?:confirm|verify)\b.{0,40}\baccount",
    r"\b(?:finish|complete) (?:signing up|your (?:registration|sign.?up|profile))",
    r"\b(?:confirmation|verification|sign.?up|registration) code\b",
    r"\bis your \w+ (?:confirmation |verification )?code\b",
    r"\bbest[aä]tigen sie ihr|\bconfirma tu\b|\bconfirmez votre\b|\bconfirme seu\b",
)
_IN_USE = _any_of(
    r"\bnew (?:sign.?in|log.?in|device)\b",
    r"\byou have \d+ (?:new|unread) (?:notification|message|follower|friend)",
    r"\b(?:reset|changed?|update) your (?:\w+ )?password|\byour password (?:was|has been) (?:changed|reset)",
    r"\b(?:is now following you|accepted your (?:invitation|request)|mentioned you in)\b",
    r"\b(?:commented on|liked|replied to|shared) (?:your|a) (?:post|photo|video|story|tweet)\b",
    r"\brecovery (?:e-?mail|address)|\bsecurity alert\b|\bposts? you (?:may have )?missed\b",
)
_INVITES = _any_of(
    r"\binvit(?:es|ed|ation)\b|\bjoin (?:me|us|him|her|them)\b|\bwants? you to (?:join|try)\b",
    r"\bdon'?t have an account|\bcreate (?:an|your) account to\b",
)
"""What is written to those who have no account."""


def read_notice(subject: str, body: str) -> str:
    """What a message says of an account, as a key of `SIGNS`; "" for nothing. The subject says most."""
    for sign, pattern in (("in-use", _IN_USE), ("", _INVITES), ("welcome", _WELCOME), ("confirm", _CONFIRM)):
        if pattern.search(subject):
            return sign
    for sign, pattern in (("", _INVITES), ("confirm", _CONFIRM), ("welcome", _WELCOME)):
        if pattern.search(body):
            return sign
    return ""
