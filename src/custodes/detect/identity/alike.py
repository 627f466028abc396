"""Addresses made to look like ours: a letter changed, another ending, our whole name within a stranger's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from custodes.detect.finding import Reason
from custodes.detect.identity.message import House, Letter, Sign
from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.suspicious_mail.domains import label, one_slip_apart, registrable, skeleton

_SHORTEST_LABEL = 5
"""Below this many letters two names are alike by chance too often."""
_SHORTEST_WHOLE = 9
_SURE_BY_EYE, _SURE_BY_SLIP, _SURE_WITHIN = 0.85, 0.7, 0.85
_SURE_BY_ENDING, _SURE_BY_PART = 0.45, 0.35
"""A town and its library share a name, and half the town's shops have it in theirs: by itself that tells little."""
_SURE_AT_FREE_MAIL = 0.6


def signs(letter: Letter, house: House) -> Iterator[Sign]:
    """What about the sender's address is made to look like one of ours."""
    domain = letter.domain
    if not domain or house.is_inside(letter.sender) or house.knows(letter.sender):
        return
    if is_free_mail(domain):
        yield from _at_free_mail(letter, house)
    elif _spells_out(domain, house):
        text = f"The sender's domain, {domain}, spells out the library's own with other marks."
        yield Sign(Reason("identity.look-alike", text), _SURE_BY_EYE)
    elif genuine := _within(domain, house):
        text = f"The sender's domain, {domain}, begins with the library's own and belongs to somebody else."
        yield Sign(Reason("identity.domain-within", text), _SURE_WITHIN if "." in genuine else _SURE_BY_PART)
    elif genuine := house.lookalikes.find(domain):
        yield _alike(domain, genuine)


def _spells_out(domain: str, house: House) -> bool:
    """`fernwood-example.com` for `fernwood.example`: the whole name, its dots gone or hyphens."""
    parts = label(domain).split("-")
    squeezed = "".join(parts)
    return any(
        len(own) >= _SHORTEST_WHOLE and (own.replace(".", "").replace("-", "") in squeezed or _has_all(own, parts))
        for own in house.context.domains
    )


def _has_all(own: str, parts: list[str]) -> bool:
    """Whether the parts hold every part of our name in its order, with others between: `fernwood-news-example.com`."""
    rest = iter(parts)
    return all(part in rest for part in re.split(r"[.-]", own))


def _within(domain: str, house: House) -> str | None:
    """The domain of ours that a longer one begins with: `fernwood.example.mailgate.example`."""
    labels = domain.split(".")
    starts = (".".join(labels[:end]) for end in range(2, len(labels)))
    return next((start for start in starts if start in house.context.domains), None)


def _alike(domain: str, genuine: str) -> Sign:
    own, other = label(genuine), label(registrable(domain))
    if other == own:
        text, sure, code = f"{domain} has the library's name and another ending.", _SURE_BY_ENDING, "other-ending"
    elif "xn--" in domain or skeleton(other) == skeleton(own):
        text, sure, code = f"{domain} is read as the library's own at a glance.", _SURE_BY_EYE, "look-alike"
    elif one_slip_apart(other, own):
        text, sure, code = f"{domain} is one letter from the library's own.", _SURE_BY_SLIP, "look-alike"
    else:
        text, sure, code = f"{domain} has the library's name in it.", _SURE_BY_PART, "name-in-domain"
    return Sign(Reason(f"identity.{code}", f"The sender's domain {text}"), sure)


_MARKS = re.compile(r"[^a-z0-9]+")


def _at_free_mail(letter: Letter, house: House) -> Iterator[Sign]:
    """One of our addresses, written into the name of a mailbox anybody can have: `ada.fernwood@`."""
    local = _MARKS.sub("", letter.sender.rpartition("@")[0])
    owners = [label(own) for own in house.context.domains if len(label(own)) >= _SHORTEST_LABEL]
    if not any(_MARKS.sub("", owner) in local for owner in owners):
        return
    ours = (person.email.partition("@")[0] for person in house.context.staff.people)
    if any(len(own) > 2 and _MARKS.sub("", own) in local for own in ours):
        text = f"The sender's address has one of the library's in its name, but is a free one, at {letter.domain}."
        yield Sign(Reason("identity.address-at-free-mail", text), _SURE_AT_FREE_MAIL)
