"""The first of the policy's signs: an unrecognisable sender, or one who is made to look like another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from custodes.detect.finding import Reason
from custodes.detect.mail_hosts import is_below, is_free_mail, load_hosts
from custodes.detect.mail_text import domain_of
from custodes.detect.suspicious_mail import names
from custodes.detect.suspicious_mail.domains import label, registrable
from custodes.detect.suspicious_mail.hosts import has_odd_ending, is_random_label, look_up
from custodes.detect.suspicious_mail.message import Message
from custodes.detect.suspicious_mail.site import Site


def signs(message: Message, site: Site) -> Iterator[Reason]:
    """What about the sender is not as it should be. Nothing for a sender of our own that was not refuted."""
    if failed := _failed_checks(message):
        what = f"The receiving mail server could not confirm that it comes from where it says ({failed})."
        yield Reason("sender.failed-authentication", what)
    if site.is_inside(message.sender):
        return
    key = message.sender, message.name
    if key not in site.senders:
        site.senders[key] = (*_address(message, site), *names.signs(message.name, message.sender, site))
    yield from site.senders[key]
    yield from _replies(message, site)
    if message.sender in message.recipients:
        yield Reason("sender.is-recipient", "The message claims to come from the one it was sent to.")
    if _bounces_elsewhere(message):
        what = f"It was posted from another domain than the one it shows, {domain_of(message.return_path)}."
        yield Reason("sender.bounces-elsewhere", what)


_REFUTED = re.compile(r"\b(spf|dmarc)\s*=\s*(?:hard)?fail\b", re.IGNORECASE)


def _failed_checks(message: Message) -> str:
    """The checks that the sender failed, "" for none. Mailing lists break them, so there they say nothing.

    No result at all is no sign: most old mail and much inside mail carries none.
    """
    if message.list_id or "fail" not in message.authentication.lower():
        return ""
    return " and ".join(sorted({found[1].upper() for found in _REFUTED.finditer(message.authentication)}))


def _address(message: Message, site: Site) -> Iterator[Reason]:
    domain = message.domain
    if "." not in domain:
        yield Reason("sender.no-address", "The sender gives no whole mail address.")
        return
    if site.knows(message.sender) is False:
        yield Reason("sender.unknown", f"The sender, at {domain}, is none of the library's known correspondents.")
    host = look_up(domain, site.domains)
    if host.imitates_us:
        yield Reason("sender.looks-like-us", f"The sender's domain, {domain}, is made to look like the library's own.")
    elif host.imitated:
        what = f"made to look like {host.imitated.name}'s"
        yield Reason("sender.looks-like-brand", f"The sender's domain, {domain}, is {what}.")
    elif host.held:
        what = f"holds {host.held.name}'s name and is not theirs"
        yield Reason("sender.looks-like-brand", f"The sender's domain, {domain}, {what}.")
    elif "xn--" in domain:
        yield Reason("sender.punycode", f"The sender's domain, {domain}, stands for letters of another alphabet.")
    yield from _letters(message.sender, domain)


def _letters(sender: str, domain: str) -> Iterator[Reason]:
    """What is odd about how the address is put together."""
    if has_odd_ending(domain):
        yield Reason("sender.odd-ending", f"The sender's domain, {domain}, has an ending that lures often buy.")
    if is_random_label(label(domain)):
        yield Reason("sender.random-domain", f"The sender's domain, {domain}, is a row of random letters.")
    if words := _lure_words(label(domain)):
        what = f"is put together from words that lures use: {', '.join(f'“{word}”' for word in words)}"
        yield Reason("sender.speaking-domain", f"The sender's domain, {domain}, {what}.")
    if _is_random(sender.rpartition("@")[0]):
        yield Reason("sender.random-name", f"The sender's address, at {domain}, begins with random characters.")


# fmt: off
_LURE_WORDS = frozenset((
    "access", "account", "accounts", "alert", "alerts", "auth", "billing", "check", "confirm", "cota", "delivery",
    "desk", "doc", "docs", "document", "documents", "help", "helpdesk", "invoice", "konto", "login", "mailbox",
    "notice", "notification", "parcel", "payment", "payments", "portal", "postfach", "protect", "protection",
    "quota", "refund", "reward", "rewards", "safe", "safety", "secure", "security", "service", "services",
    "session", "signin", "support", "tax", "update", "updates", "verification", "verify", "webmail",
))
# fmt: on


def _lure_words(name: str) -> list[str]:
    """The words of a registered name such as `postfach-update` that lures use; none where it is a single word."""
    words = name.split("-")
    return [word for word in words if word in _LURE_WORDS] if len(words) > 1 else []


def _replies(message: Message, site: Site) -> Iterator[Reason]:
    """Where an answer would go. Lists send answers to themselves, so an address the message went to is no sign."""
    domain = domain_of(message.reply_to)
    if not domain or message.list_id or message.reply_to in message.recipients or site.is_inside(message.reply_to):
        return
    if registrable(domain) == registrable(message.domain):
        return
    if is_free_mail(domain):
        yield Reason("sender.reply-to-free-mail", f"Answers would go to a free mail address, at {domain}.")
    elif label(domain) != label(message.domain):
        yield Reason("sender.reply-elsewhere", f"Answers would go to another domain, {domain}.")


def _bounces_elsewhere(message: Message) -> bool:
    """Whether the envelope names another owner than the letter head. Lists and mailing services do so honestly."""
    domain = domain_of(message.return_path)
    if not domain or message.list_id or label(domain) == label(message.domain):
        return False
    return not is_below(domain, load_hosts("mailing_services"))


_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_MINGLED = re.compile(r"(?:[a-z]+[0-9]+){3}|[a-z]+[0-9]{9}|[a-z]{3,}_[a-z]{3,}_[0-9]{4,}")
_VERP = re.compile(r"[#=+]|^(?:bounce|reply|prvs|msprvs|sender|ticket)")
"""Addresses that a mailing program makes for each message are random for an honest reason."""


@lru_cache(maxsize=16384)
def _is_random(local: str) -> bool:
    if len(local) < 8 or _VERP.search(local):
        return False
    return _CONSONANTS.search(local) is not None or _MINGLED.search(local) is not None
