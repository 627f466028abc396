"""Names that do not go with the account: a colleague's name beside another address, one account sending as another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from custodes.detect.finding import Reason
from custodes.detect.identity.header import find_sender
from custodes.detect.identity.message import House, Letter, Sign, plain
from custodes.detect.mail_hosts import is_below, is_free_mail, load_hosts
from custodes.detect.sign_ins.accounts import find_accounts
from custodes.detect.staff import Person
from custodes.detect.suspicious_mail.domains import label

_SPEAKS_FOR_OTHERS = re.compile(
    r"(?:do.?not|no|donot)?.?reply|notif\w*|messages?|invitations?|calendar|drive-shares?|comments?|share[ds]?|docs|"
    r"via|on-behalf|bounce|meetings?|events?|updates?|mailer|alerts?|jira|github|gitlab|builds?|lists?|echosign|docusign|dse",
    re.IGNORECASE,
)
"""Parts of the addresses by which services write in the name of those who use them."""
_PARTS = re.compile(r"[^a-z]+")

_AS_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

_SURE_COLLEAGUE, _SURE_STRANGER, _SURE_FREE_MAIL, _SURE_OWN_MAILBOX = 0.8, 0.6, 0.7, 0.3
_SURE_SENT_AS, _SURE_SENT_AS_STRANGER = 0.7, 0.75


def signs(letter: Letter, house: House) -> Iterator[Sign]:
    """What does not go together. What name and address alone tell is remembered: mail names the same few over again."""
    key = letter.sender, letter.name
    if key not in house.names:
        house.names[key] = tuple(_by_name(letter, house))
    signs_by_name = house.names[key]
    sent_by = find_sender(letter.header)
    if (signs_by_name or sent_by) and not letter.is_by_list(house):
        yield from signs_by_name
        yield from _sent_as(letter, sent_by, house)


def _by_name(letter: Letter, house: House) -> Iterator[Sign]:
    named = house.find_by_name(letter.name) if letter.name else None
    owner = house.context.staff.find(letter.sender)
    if named is None or owner is named or not letter.domain:
        return
    if owner is not None:
        text = "The name shown is another member of staff's than the account is."
        yield Sign(Reason("identity.colleagues-name", text), _SURE_COLLEAGUE, is_ours=True)
    elif not house.is_inside(letter.sender) and not house.knows(letter.sender) and not _is_service(letter):
        yield _of_stranger(letter, named)


def _of_stranger(letter: Letter, named: Person) -> Sign:
    at = letter.domain
    if _names_its_owner(letter.sender, named):
        text = f"The name shown is that of a member of staff; the address, at {at}, may be their own."
        return Sign(Reason("identity.own-mailbox", text), _SURE_OWN_MAILBOX)
    text = f"The name shown is that of a member of staff; the address, at {at}, is another's."
    return Sign(Reason("identity.staff-name", text), _SURE_FREE_MAIL if is_free_mail(at) else _SURE_STRANGER)


def _names_its_owner(address: str, person: Person) -> bool:
    """Whether the address is made of the person's name, as private mailboxes mostly are."""
    local, _, domain = address.rpartition("@")
    names = plain(person.name), plain(person.name.lower().translate(_AS_TWO_LETTERS))
    words = [word for name in names for word in name.split() if len(word) > 2]
    first, *_, last = names[0].split()
    squeezed = _PARTS.sub("", local) + " " + label(domain)
    account = person.account.lower() or person.email.partition("@")[0]
    return (
        any(word in squeezed for word in words)
        or squeezed.split()[:1] in ([first[0] + last], [first + last[0]])
        or account == local
    )


def _is_service(letter: Letter) -> bool:
    local, _, domain = letter.sender.rpartition("@")
    parts = re.split(r"[.+_=-]", local)
    return any(map(_SPEAKS_FOR_OTHERS.fullmatch, (local, *parts))) or is_below(domain, load_hosts("mailing_services"))


def _sent_as(letter: Letter, sent_by: str, house: House) -> Iterator[Sign]:
    """Who sent it is told apart from whose it is, and the two are different people."""
    if not sent_by or sent_by == letter.sender or not letter.sender:
        return
    staff = house.context.staff
    author, sender = staff.find(letter.sender), staff.find(sent_by)
    if sender is None or author is sender:
        return
    if author is not None and not _is_shared(letter.sender, sender, house):
        text = "The message gives one member of staff as its author and was sent from another's account."
        yield Sign(Reason("identity.sent-as-colleague", text), _SURE_SENT_AS, is_ours=True)
    elif author is None and not house.is_inside(letter.sender):
        text = f"The message gives an address at {letter.domain} as its author and was sent from an account of ours."
        yield Sign(Reason("identity.sent-as-stranger", text), _SURE_SENT_AS_STRANGER, is_ours=True)


def _is_shared(address: str, sender: Person, house: House) -> bool:
    """Whether the register lets the sender use the other's account."""
    return any(
        account.kind == "shared" and (not account.owners or not set(account.owners).isdisjoint(sender.aliases))
        for account in find_accounts(address, house.context)
    )
