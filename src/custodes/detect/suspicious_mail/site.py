"""What the messages of one batch are looked at with: the context, and what was found of a sender already."""

from __future__ import annotations

from collections.abc import Iterable

from custodes.detect.context import Context
from custodes.detect.finding import Reason
from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.mail_text import domain_of, is_inside
from custodes.detect.suspicious_mail.domains import registrable
from custodes.detect.suspicious_mail.folding import fold
from custodes.detect.suspicious_mail.model import load_shipped, teach


class Site:
    """A context, made quick to ask: mail names the same few senders over and over. Lives as long as one batch."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.domains = context.domains
        taught = context.lists.models.suspicious_mail
        self.model = load_shipped() if taught is None else teach(taught)
        self._taught = taught
        self.staff_names = _names_of(person.name for person in context.staff.people)
        """The full names of staff, small letters, given name first and family name first."""
        self.senders: dict[tuple[str, str], tuple[Reason, ...]] = {}
        """By address and name shown, the signs that these alone give."""
        self._inside: dict[str, bool] = {}
        self._known: dict[str, bool | None] = {}

    def is_inside(self, address: str) -> bool:
        """Whether the address is the employer's own or a member of staff's."""
        if address not in self._inside:
            self._inside[address] = is_inside(address, self.context)
        return self._inside[address]

    def knows(self, address: str) -> bool | None:
        """Whether the address is a known correspondent's; None where no list of them is kept."""
        if address not in self._known:
            self._known[address] = self._find(address)
        return self._known[address]

    def _find(self, address: str) -> bool | None:
        listed = self.context.lists.knows_correspondent(address)
        if listed or self._taught is None:
            return listed
        domain = domain_of(address)
        return self._taught.knows(address if is_free_mail(domain) else registrable(domain))


def _names_of(people: Iterable[str]) -> frozenset[str]:
    names = [fold(name).decode("ascii").lower().split() for name in people]
    return frozenset(" ".join(order) for name in names if len(name) > 1 for order in (name, [*name[1:], name[0]]))
