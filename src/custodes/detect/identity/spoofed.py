"""Mail that gives an address of our own as its sender and did not come from us.

What a receiving server says it refuted is a sign. That it says nothing is none: mail that stays in the house carries no
results. Services that send in our name pass the checks, or are known; lists break them, so there they say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from custodes.detect.finding import Reason
from custodes.detect.identity.header import find_last_host, was_carried
from custodes.detect.identity.message import House, Letter, Sign
from custodes.detect.mail_hosts import is_below, is_free_mail, load_hosts
from custodes.detect.mail_text import domain_of

_PASSED = re.compile(r"\b(?:dmarc|dkim)\s*=\s*pass\b", re.IGNORECASE)
_DMARC_FAILED = re.compile(r"\b(?:dmarc|compauth)\s*=\s*fail\b", re.IGNORECASE)
_SPF_FAILED = re.compile(r"\bspf\s*=\s*(?:hard)?fail\b", re.IGNORECASE)

_SPF_DOUBTS = re.compile(r"\bspf\s*=\s*softfail\b", re.IGNORECASE)

_SURE_BY_DMARC, _SURE_BY_SPF, _SURE_BY_HOST, _SURE_BY_PATH = 0.85, 0.7, 0.6, 0.45
_BY_LIST = 0.5
_ANSWERS_ELSEWHERE = 0.25
"""What is added where an answer would not come to us."""


def signs(letter: Letter, house: House) -> Iterator[Sign]:
    """What speaks against the sender's address being used by its owner."""
    if not house.context.is_own(letter.sender) or _PASSED.search(letter.authentication):
        return
    found = _refuted(letter) or _unconfirmed(letter, house) or _returned_elsewhere(letter, house)
    if found is None:
        return
    code, text, sure = found
    if letter.is_by_list(house):
        yield Sign(Reason(code, f"{text} A mailing list passed it on, which may be why."), sure * _BY_LIST)
        return
    answers = domain_of(letter.reply_to)
    if answers and not house.context.is_own(letter.reply_to):
        what = "a free mail address" if is_free_mail(answers) else "another domain"
        yield Sign(Reason("identity.answers-elsewhere", f"Answers would go to {what}, at {answers}."), 0.0)
        sure = min(0.95, sure + _ANSWERS_ELSEWHERE)
    yield Sign(Reason(code, text), sure)


def _refuted(letter: Letter) -> tuple[str, str, float] | None:
    text = "The sender's address is the library's own, but the receiving mail server refuted it"
    if _DMARC_FAILED.search(letter.authentication):
        return "identity.spoofed", f"{text} (DMARC).", _SURE_BY_DMARC
    if _SPF_FAILED.search(letter.authentication):
        return "identity.spoofed", f"{text} (SPF).", _SURE_BY_SPF
    return None


def _unconfirmed(letter: Letter, house: House) -> tuple[str, str, float] | None:
    """Nothing confirms it, and a stranger's host handed it over."""
    host = find_last_host(letter.header)
    if not _SPF_DOUBTS.search(letter.authentication) or "." not in host or house.context.is_own(host):
        return None
    text = "The sender's address is the library's own, but nothing confirms it, and a host not the library's sent it."
    return "identity.unconfirmed", text, _SURE_BY_HOST


def _returned_elsewhere(letter: Letter, house: House) -> tuple[str, str, float] | None:
    """Errors would be reported to somebody else. So they are with services that send in our name, if not known."""
    domain = domain_of(letter.return_path)
    if letter.authentication or not domain or house.context.is_own(letter.return_path):
        return None
    if is_below(domain, load_hosts("mailing_services")) or house.knows(letter.return_path):
        return None
    text = f"The sender's address is the library's own, but the message came by way of {domain}."
    return "identity.sent-from-elsewhere", text, _SURE_BY_PATH


def is_traceable(letter: Letter) -> bool:
    """Whether the message tells anything of the way it came."""
    return bool(letter.authentication or letter.return_path) or was_carried(letter.header)
