"""Links that lead elsewhere than they seem to. None is ever followed: only its letters are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from custodes.detect.context import Context
from custodes.detect.finding import Reason
from custodes.detect.mail_hosts import is_below, load_hosts
from custodes.detect.suspicious_mail.domains import is_ip_address, is_outside_number, label, registrable
from custodes.detect.suspicious_mail.message import Link, Message
from custodes.detect.suspicious_mail.sender import looks_like_us
from custodes.detect.suspicious_mail.shipped import Brand, load_brand_keys


def signs(message: Message, context: Context) -> Iterator[Reason]:
    """What is wrong with the links: each kind of sign once, by the first link that shows it."""
    seen = set()
    for link in message.links:
        for reason in _of_link(link, message, context):
            if reason.code not in seen:
                seen.add(reason.code)
                yield reason
    if message.links and all(leads_away(link.host, message, context) for link in message.links):
        yield Reason("link.elsewhere", "Every link leads away from the sender's domain.")


def lead_home(message: Message, context: Context) -> bool:
    """Whether there are links and none leads away from the sender's domain."""
    return bool(message.links) and not any(leads_away(link.host, message, context) for link in message.links)


def leads_away(host: str, message: Message, context: Context) -> bool:
    """Whether a host is another's than the sender's, and no mailing service's that brings the reader back there."""
    is_near = registrable(host) == registrable(message.domain) or label(host) == label(message.domain)
    return not is_near and not context.is_own(host) and not is_below(host, load_hosts("mailing_services"))


def _of_link(link: Link, message: Message, context: Context) -> Iterator[Reason]:
    host = link.host
    if not host:
        yield Reason("link.data", "A link opens a page that the message itself carries.")
    elif is_outside_number(host):
        yield Reason("link.ip-address", "A link leads to a bare network address, without a name.")
    elif not (is_ip_address(host) or context.is_own(host)):
        if _is_mismatch(link, message, context):
            yield Reason("link.mismatch", f"A link shows {link.shown_host} but leads to {host}.")
        if registrable(host) != registrable(message.domain):
            yield from _of_name(link, context)


def _of_name(link: Link, context: Context) -> Iterator[Reason]:
    """What is wrong with the name of the host, and what is known of it."""
    host, registered = link.host, registrable(link.host)
    if link.has_user:
        yield Reason("link.userinfo", f"A link hides where it leads behind an @ sign; it leads to {host}.")
    if _is_us_inside(host, context):
        yield Reason("link.us-inside", f"A link holds the library's name but leads to {registered}.")
    elif looks_like_us(host, context):
        yield Reason("link.looks-like-us", f"A link leads to {registered}, made to look like the library's own domain.")
    elif brand := brand_inside(host):
        yield Reason("link.brand-inside", f"A link holds {brand.name}'s name but leads to {registered}.")
    if is_below(host, load_hosts("shorteners")):
        yield Reason("link.shortened", f"A link is shortened ({host}), so that where it leads cannot be seen.")
    elif is_below(host, load_hosts("anyone_publishes")):
        yield Reason("link.anyone", f"A link leads to {registered}, where anybody can put up a page.")


def _is_us_inside(host: str, context: Context) -> bool:
    return any(f".{own}." in f".{host}" for own in context.domains)


@lru_cache(maxsize=65536)
def brand_inside(host: str) -> Brand | None:
    """The brand whose name stands in a host that is not its own, or None."""
    keys = load_brand_keys()
    named = (keys[part] for part in host.replace("-", ".").split(".")[:-1] if part in keys)
    return next((brand for brand in named if not brand.owns(host)), None)


def _is_mismatch(link: Link, message: Message, context: Context) -> bool:
    """Whether the words name one host and the link leads to another owner's.

    Senders count clicks on their own domain, and mailing services and lists rewrite links: there the words may name
    what they like, unless they name us.
    """
    shown, host = link.shown_host, link.host
    if not shown or registrable(shown) == registrable(host) or is_below(host, load_hosts("mailing_services")):
        return False
    if context.is_own(shown):
        return True
    sender = registrable(message.domain)
    return registrable(host) != sender and (registrable(shown) != sender or not message.list_id)
