"""What the name shown beside an address claims: to be us, one of us, a known company, an office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from custodes.detect.finding import Reason
from custodes.detect.mail_hosts import is_below, is_free_mail
from custodes.detect.mail_text import domain_of
from custodes.detect.suspicious_mail.domains import label, registrable
from custodes.detect.suspicious_mail.folding import fold
from custodes.detect.suspicious_mail.message import Message
from custodes.detect.suspicious_mail.shipped import Brand, load_brands, squeeze
from custodes.detect.suspicious_mail.site import Site

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


def signs(name: str, sender: str, site: Site) -> Iterator[Reason]:
    """What the name shown beside the address claims."""
    shown = fold(name).decode("ascii").lower()
    if not shown.strip():
        return
    domain = domain_of(sender)
    at = domain or "no domain"
    if (address := _ADDRESS.search(shown)) and registrable(address[1]) != registrable(domain):
        yield Reason(
            "sender.name-is-address", f"The name shown is a mail address at {address[1]}; the true one is at {at}."
        )
    if _names_us(shown, site):
        yield Reason("sender.claims-us", f"The name shown is the library's; the address is at {at}.")
    elif " ".join(shown.replace(",", " ").split()) in site.staff_names:
        yield Reason("sender.claims-staff", f"The name shown is that of a member of staff; the address is at {at}.")
    elif (brand := find_brand(shown)) and not brand.owns(domain):
        yield Reason("sender.claims-brand", f"The name shown is {brand.name}'s; the address is at {at}.")
    elif _names_our_office(shown, sender, site):
        what = "an office's, as if it were the library's own"
        yield Reason("sender.claims-office", f"The name shown is {what}; the address is at {at}.")
    elif is_free_mail(domain) and (office := _OFFICE.search(shown)):
        yield Reason(
            "sender.claims-office",
            f"The name shown is an office's (“{office[0]}”); the address is a free one, at {at}.",
        )


def speaks_for_brand(message: Message, site: Site) -> Iterator[Reason]:
    """The subject names a brand that the sender does not belong to. A sign only beside a request."""
    if message.list_id or site.is_inside(message.sender):
        return
    brand = find_brand(fold(message.subject).decode("ascii").lower())
    if brand and not brand.loose and not brand.owns(message.domain):
        yield Reason(
            "sender.speaks-for-brand",
            f"The subject speaks of {brand.name}; the address is at {message.domain or 'no domain'}.",
        )


@lru_cache(maxsize=16384)
def is_brands_own(domain: str) -> bool:
    """Whether the domain is that of a company whose name lures borrow. Where anybody has an address it says nothing."""
    return not is_free_mail(domain) and any(is_below(domain, brand.domains) for brand in load_brands().values())


_SHORTEST_OWN_NAME = 5
_BODY_LOOKED_AT = 6000


def fair_signs(message: Message) -> Iterator[Reason]:
    """Whether the sender goes by its domain's name: one that was broken into seldom has the name of the lure."""
    own = label(message.domain).replace("-", "")
    if len(own) < _SHORTEST_OWN_NAME or is_free_mail(message.domain):
        return
    if own in squeeze(fold(message.name).decode("ascii")):
        yield Reason("fair.own-name", "The name shown is that of the sender's domain.")
    if own in squeeze(fold(message.body[:_BODY_LOOKED_AT]).decode("ascii")):
        yield Reason("fair.speaks-of-itself", "The message speaks of the sender by the name of its domain.")


_OUR_OFFICE = re.compile(
    r"\W*(?:the )?"
    r"(?:it|ict|i\.t\.|human resources|hr|payroll|help ?desk|service ?desk|(?:e-?)?mail ?(?:box|server)? ?admin\w*|"
    r"system ?admin\w*|web ?master|web ?mail|postmaster)"
    r"(?: (?:help ?desk|service ?desk|team|department|dept|desk|services?|support|office)){0,2}\W*",
    re.IGNORECASE,
)


def _names_our_office(shown: str, sender: str, site: Site) -> bool:
    """Whether the name is nothing but an office that every employer has, so that a reader takes it for our own."""
    return bool(site.domains) and not site.knows(sender) and _OUR_OFFICE.fullmatch(shown) is not None


# fmt: off
_US_WORDS = _SERVICE_WORDS | frozenset((
    "board", "branch", "director", "district", "human", "it", "libraries", "library", "of", "payroll", "public",
    "resources", "staff", "system", "the",
))
# fmt: on
"""Words beside the library's name that leave it the library's. A county or a foundation of the same name is not us."""


def _names_us(shown: str, site: Site) -> bool:
    """Whether the name is the library's own, office words aside."""
    words = [word for word in _WORDS.findall(shown.replace("-", " ")) if word not in _US_WORDS]
    rest = "".join(words)
    return bool(rest) and any(rest in _own_forms(own) for own in site.domains)


@lru_cache(maxsize=64)
def _own_forms(domain: str) -> frozenset[str]:
    """The name of a domain as a sender might show it: `fernwoodlibrary` is `fernwood` too, office words aside."""
    name = label(domain).replace("-", "")
    forms = {name, *(name.removesuffix(word) for word in ("library", "publiclibrary", "lib", "pl"))}
    return frozenset(form for form in forms if len(form) >= _SHORTEST_OWN_NAME)


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
