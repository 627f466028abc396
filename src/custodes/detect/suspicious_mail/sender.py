"""The first of the policy's signs: an unrecognisable sender, or one who is made to look like another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from custodes.detect.context import Context
from custodes.detect.finding import Reason
from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.mail_text import domain_of, is_inside
from custodes.detect.suspicious_mail.domains import label, registrable
from custodes.detect.suspicious_mail.folding import fold
from custodes.detect.suspicious_mail.hosts import look_up
from custodes.detect.suspicious_mail.message import Message
from custodes.detect.suspicious_mail.shipped import Brand, load_brands

# fmt: off
_SERVICE_WORDS = frozenset((
    "account", "accounts", "admin", "administrator", "alert", "alerts", "assistance", "billing", "care",
    "center", "centre", "client", "cloud", "club", "customer", "department", "desk", "email", "fraud", "help",
    "helpdesk", "inc", "info", "mail", "member", "membership", "message", "news", "no", "noreply", "notice",
    "notification", "notifications", "office", "online", "order", "payment", "payments", "prime", "promo",
    "reply", "rewards", "secure", "security", "service", "services", "shipping", "store", "support", "survey",
    "team", "tracking", "update", "updates", "verification", "wallet", "winner",
))
# fmt: on
"""Words beside the name of a brand that leave it one: `Chase Support`, `Apple Order Update`."""
_OFFICE = re.compile(
    r"\b(it|ict|human resources|hr|payroll|help ?desk|service ?desk|mail ?(?:box|server)? ?admin\w*|system ?admin\w*|"
    r"administrator|web ?master|postmaster|mailer.daemon|security|support|account|billing|finance|bank|banco|"
    r"notification|executive|director|ceo|president|gov|government|police|court|customer (?:service|care|support))"
    r"\b(?: ?(?:team|department|dept|desk|services?|support|center|centre|office|alerts?|care))?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z0-9&']+(?:-[a-z0-9]+)*")
_LONGEST_BRAND_WORDS = 3
_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


def signs(message: Message, context: Context) -> Iterator[Reason]:
    """What about the sender is not as it should be. Nothing for a sender of our own that was not refuted."""
    if failed := _failed_checks(message):
        yield Reason(
            "sender.failed-authentication", f"The receiving mail server could not confirm the sender: {failed}."
        )
    if is_inside(message.sender, context):
        return
    yield from _address(message, context)
    yield from _claims(message, context)
    yield from _replies(message, context)


_REFUTED = re.compile(r"\b(spf|dmarc)\s*=\s*(?:hard)?fail\b", re.IGNORECASE)


def _failed_checks(message: Message) -> str:
    """The checks that the sender failed, "" for none. Mailing lists break them, so there they say nothing.

    No result at all is no sign: most old mail and much inside mail carries none.
    """
    if message.list_id or "fail" not in message.authentication.lower():
        return ""
    return " and ".join(sorted({found[1].upper() for found in _REFUTED.finditer(message.authentication)}))


def _address(message: Message, context: Context) -> Iterator[Reason]:
    domain = message.domain
    if "." not in domain:
        yield Reason("sender.no-address", "The sender gives no whole mail address.")
        return
    if context.lists.knows_correspondent(message.sender) is False:
        yield Reason("sender.unknown", f"The sender, at {domain}, is none of the library's known correspondents.")
    host = look_up(domain, context.domains)
    if host.imitates_us:
        yield Reason("sender.looks-like-us", f"The sender's domain, {domain}, is made to look like the library's own.")
    elif host.imitated:
        what = f"made to look like {host.imitated.name}'s"
        yield Reason("sender.looks-like-brand", f"The sender's domain, {domain}, is {what}.")
    if _is_random(message.sender.rpartition("@")[0]):
        yield Reason("sender.random-name", f"The sender's address, at {domain}, begins with random characters.")


def _claims(message: Message, context: Context) -> Iterator[Reason]:
    """What the name shown beside the address claims."""
    shown = fold(message.name).decode("ascii").lower()
    if not shown.strip():
        return
    domain = message.domain or "no domain"
    if (address := _ADDRESS.search(shown)) and registrable(address[1]) != registrable(message.domain):
        yield Reason(
            "sender.name-is-address", f"The name shown is a mail address at {address[1]}; the true one is at {domain}."
        )
    if _names_us(shown, context):
        yield Reason("sender.claims-us", f"The name shown is the library's; the address is at {domain}.")
    elif _names_staff(shown, context):
        yield Reason("sender.claims-staff", f"The name shown is that of a member of staff; the address is at {domain}.")
    elif (brand := find_brand(shown)) and not brand.owns(message.domain):
        yield Reason("sender.claims-brand", f"The name shown is {brand.name}'s; the address is at {domain}.")
    elif _names_our_office(shown, message, context):
        yield Reason(
            "sender.claims-office", f"The name shown is that of an office of one's own; the address is at {domain}."
        )
    elif is_free_mail(message.domain) and (office := _OFFICE.search(shown)):
        yield Reason(
            "sender.claims-office",
            f"The name shown is an office's (“{office[0]}”); the address is a free one, at {domain}.",
        )


def speaks_for_brand(message: Message, context: Context) -> Iterator[Reason]:
    """The subject names a brand that the sender does not belong to. A sign only beside a request."""
    if message.list_id or is_inside(message.sender, context):
        return
    brand = find_brand(fold(message.subject).decode("ascii").lower())
    if brand and not brand.loose and not brand.owns(message.domain):
        yield Reason(
            "sender.speaks-for-brand",
            f"The subject speaks of {brand.name}; the address is at {message.domain or 'no domain'}.",
        )


_OUR_OFFICE = re.compile(
    r"\W*(?:the )?"
    r"(?:it|ict|i\.t\.|human resources|hr|payroll|help ?desk|service ?desk|(?:e-?)?mail ?(?:box|server)? ?admin\w*|"
    r"system ?admin\w*|web ?master|web ?mail|postmaster)"
    r"(?: (?:team|department|dept|desk|services?|support|office))?\W*",
    re.IGNORECASE,
)


def _names_our_office(shown: str, message: Message, context: Context) -> bool:
    """Whether the name is nothing but an office that every employer has, so that a reader takes it for our own."""
    is_known = context.lists.knows_correspondent(message.sender) is True
    return bool(context.domains) and not is_known and _OUR_OFFICE.fullmatch(shown) is not None


def _names_us(shown: str, context: Context) -> bool:
    squeezed = "".join(_WORDS.findall(shown)).replace("-", "")
    return any(len(label(own)) >= 5 and label(own).replace("-", "") in squeezed for own in context.domains)


def _names_staff(shown: str, context: Context) -> bool:
    return " ".join(shown.replace(",", " ").split()) in staff_names(context)


def staff_names(context: Context) -> frozenset[str]:
    """The full names of staff, small letters, given name first and family name first."""
    return _names_of(tuple(person.name for person in context.staff.people))


@lru_cache(maxsize=8)
def _names_of(people: tuple[str, ...]) -> frozenset[str]:
    names = [fold(name).decode("ascii").lower().split() for name in people]
    return frozenset(" ".join(order) for name in names if len(name) > 1 for order in (name, [*name[1:], name[0]]))


@lru_cache(maxsize=16384)
def find_brand(shown: str) -> Brand | None:
    """The brand that a name in small letters claims to be, or None."""
    words = _WORDS.findall(shown)
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST_BRAND_WORDS), start, -1):
            brand = load_brands().get(" ".join(words[start:end]))
            if brand and (not brand.loose or set(words[:start] + words[end:]) <= _SERVICE_WORDS):
                return brand
    return None


def _replies(message: Message, context: Context) -> Iterator[Reason]:
    """Where an answer would go. Lists send answers to themselves, so an address the message went to is no sign."""
    domain = domain_of(message.reply_to)
    if not domain or message.list_id or message.reply_to in message.recipients or is_inside(message.reply_to, context):
        return
    if registrable(domain) == registrable(message.domain):
        return
    if is_free_mail(domain):
        yield Reason("sender.reply-to-free-mail", f"Answers would go to a free mail address, at {domain}.")
    elif label(domain) != label(message.domain):
        yield Reason("sender.reply-elsewhere", f"Answers would go to another domain, {domain}.")


_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_MINGLED = re.compile(r"(?:[a-z]+[0-9]+){3}|[a-z]+[0-9]{9}|[a-z]{3,}_[a-z]{3,}_[0-9]{4,}")
_VERP = re.compile(r"[#=+]|^(?:bounce|reply|prvs|msprvs|sender|ticket)")
"""Addresses that a mailing program makes for each message are random for an honest reason."""


@lru_cache(maxsize=16384)
def _is_random(local: str) -> bool:
    if len(local) < 8 or _VERP.search(local):
        return False
    return _CONSONANTS.search(local) is not None or _MINGLED.search(local) is not None
