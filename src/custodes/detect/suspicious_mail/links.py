"""Links that lead elsewhere than they seem to. None is ever followed: only its letters are looked at."""

from __future__ import annotations

from collections.abc import Iterator

from custodes.detect.finding import Reason
from custodes.detect.suspicious_mail.hosts import Host, has_odd_ending, is_random_label, look_up
from custodes.detect.suspicious_mail.message import Link, Message
from custodes.detect.suspicious_mail.site import Site


def signs(message: Message, site: Site) -> Iterator[Reason]:
    """What is wrong with the links: each kind of sign once, by the first link that shows it."""
    if not message.links:
        return
    sender = look_up(message.domain, site.domains)
    seen = set()
    for link in message.links:
        for reason in _of_link(link, sender, message, site):
            if reason.code not in seen:
                seen.add(reason.code)
                yield reason
    if all(_leads_away(look_up(link.host, site.domains), sender) for link in message.links):
        yield from _only_link(message)
        yield Reason("link.elsewhere", "Every link leads away from the sender's domain.")


_DEEP = 5
_FEW_LETTERS = 200
_SAYS = {
    "link.port": "A link leads to an unusual door (port) of {host}.",
    "link.broken-into": "A link leads into the workings of a site at {host}, where nobody links to on purpose.",
    "link.carries-address": "A link to {host} carries a mail address with it.",
    "link.random-path": "A link to {host} ends in a long row of random letters.",
    "link.login-path": "A link to {host} speaks of signing in or confirming.",
}


def _only_link(message: Message) -> Iterator[Reason]:
    """A message that says next to nothing but to follow its link."""
    if len(message.links) == 1 and len(message.body) < _FEW_LETTERS:
        yield Reason("link.alone", "The message says little more than where to go.")


def lead_home(message: Message, site: Site) -> bool:
    """Whether links lead to the sender's own domain, and none leads away from it."""
    sender = look_up(message.domain, site.domains)
    hosts = [look_up(link.host, site.domains) for link in message.links]
    return any(_is_near(host, sender) for host in hosts) and not any(_leads_away(host, sender) for host in hosts)


def _is_near(host: Host, sender: Host) -> bool:
    return host.registered == sender.registered or host.label == sender.label or host.is_inside


def _leads_away(host: Host, sender: Host) -> bool:
    """Whether a host is another's than the sender's, and no mailing service's that brings the reader back there."""
    return not (_is_near(host, sender) or host.is_ours or host.is_mailing_service)


def _of_link(link: Link, sender: Host, message: Message, site: Site) -> Iterator[Reason]:
    host = look_up(link.host, site.domains)
    if not host.name:
        yield Reason("link.data", "A link opens a page that the message itself carries.")
    elif host.is_outside_number:
        yield Reason("link.ip-address", "A link leads to a bare network address, without a name.")
    elif not (host.is_number or host.is_ours or host.is_inside):
        for trait in link.traits:
            yield Reason(trait, _SAYS[trait].format(host=host.registered))
        if _is_mismatch(link, host, sender, message, site):
            yield Reason("link.mismatch", f"A link shows {link.shown_host} but leads to {host.name}.")
        if host.registered != sender.registered:
            yield from _of_host(host, has_user=link.has_user)


def _of_host(host: Host, *, has_user: bool) -> Iterator[Reason]:
    """What is wrong with the name of the host, and what is known of it."""
    yield from _of_letters(host)
    if has_user:
        yield Reason("link.userinfo", f"A link hides where it leads behind an @ sign; it leads to {host.name}.")
    if host.holds_us:
        yield Reason("link.us-inside", f"A link holds the library's name but leads to {host.registered}.")
    elif host.imitates_us:
        what = "made to look like the library's own domain"
        yield Reason("link.looks-like-us", f"A link leads to {host.registered}, {what}.")
    elif host.held:
        yield Reason("link.brand-inside", f"A link holds {host.held.name}'s name but leads to {host.registered}.")
    if host.is_shortener:
        yield Reason("link.shortened", f"A link is shortened ({host.name}), so that where it leads cannot be seen.")
    elif host.is_anyones:
        yield Reason("link.anyone", f"A link leads to {host.registered}, where anybody can put up a page.")


def _of_letters(host: Host) -> Iterator[Reason]:
    """What is odd about how the name is spelt and built."""
    if host.is_punycode:
        yield Reason("link.punycode", f"A link leads to {host.name}, which stands for letters of another alphabet.")
    if has_odd_ending(host.name):
        yield Reason("link.odd-ending", f"A link leads to {host.registered}, with an ending that lures often buy.")
    if is_random_label(host.label):
        yield Reason("link.random-domain", f"A link leads to {host.registered}, a row of random letters.")
    if host.name.count(".") >= _DEEP:
        yield Reason("link.deep-host", f"A link leads far down below {host.registered}.")


def _is_mismatch(link: Link, host: Host, sender: Host, message: Message, site: Site) -> bool:
    """Whether the words name one host and the link leads to another owner's.

    Senders count clicks on their own domain, and mailing services and lists rewrite links: there the words may name
    what they like, unless they name us.
    """
    if not link.shown_host or host.is_mailing_service:
        return False
    shown = look_up(link.shown_host, site.domains)
    if shown.registered == host.registered or shown.is_ours:
        return shown.registered != host.registered
    return host.registered != sender.registered and (shown.registered != sender.registered or not message.list_id)
