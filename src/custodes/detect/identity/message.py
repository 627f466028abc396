"""What is looked at of a message, and what is known of the house."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Reason
from custodes.detect.identity.header import header_of, names_a_list
from custodes.detect.mail_text import domain_of, is_inside, read_mail
from custodes.detect.staff import Person
from custodes.detect.suspicious_mail.domains import Lookalikes, registrable
from custodes.detect.suspicious_mail.folding import fold

_LETTERS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that tells of a hidden or borrowed identity, and how sure it is by itself."""

    reason: Reason
    sure: float
    is_ours: bool = False
    """Whether it is the sender's doing, one of us, rather than something that was done to the recipient."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message. Texts are "" where it does not say."""

    row: int
    sender: str
    name: str
    reply_to: str
    return_path: str
    recipients: tuple[str, ...]
    list_id: str
    authentication: str
    header: bytes

    def is_by_list(self, house: House) -> bool:
        """Whether a mailing list passed it on, as far as it says so or is itself among the recipients."""
        if self.list_id or names_a_list(self.header) or self.reply_to in self.recipients:
            return True
        way = registrable(domain_of(self.return_path))
        is_ours = house.context.is_own(self.return_path)
        return bool(way) and not is_ours and any(registrable(domain_of(one)) == way for one in self.recipients)

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return domain_of(self.sender)


class House:
    """A context, made quick to ask. Lives as long as one batch."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lookalikes = Lookalikes(context.domains)
        bearers = Counter(name for person in context.staff.people for name in _orders(person.name))
        self._by_name = {
            name: person for person in context.staff.people for name in _orders(person.name) if bearers[name] == 1
        }
        self.names: dict[tuple[str, str], tuple[Sign, ...]] = {}
        """By address and name shown, what these alone tell."""
        self._inside: dict[str, bool] = {}

    def find_by_name(self, shown: str) -> Person | None:
        """The one member of staff who has that full name, given name first or last."""
        return self._by_name.get(plain(_ASIDE.sub(" ", shown))) or self._by_name.get(plain(shown))

    def is_inside(self, address: str) -> bool:
        """Whether the address is the employer's own or a member of staff's."""
        if address not in self._inside:
            self._inside[address] = is_inside(address, self.context)
        return self._inside[address]

    def knows(self, address: str) -> bool:
        """Whether the site lists the address among its correspondents."""
        return self.context.lists.knows_correspondent(address) is True


_ASIDE = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")
"""What stands in brackets beside a name: `(private)`, `[external]`."""


def plain(text: str) -> str:
    """A name in small letters without accents and marks."""
    return " ".join(_LETTERS.findall(fold(text).decode("ascii").lower()))


def _orders(name: str) -> set[str]:
    words = plain(name).split()
    return {" ".join(words), " ".join([*words[-1:], *words[:-1]])} if len(words) > 1 else set()


def read_letters(batch: pa.RecordBatch) -> Iterator[Letter]:
    """The messages of a batch."""
    records = batch.column("raw_data")
    columns = read_mail(
        batch,
        *("email.from", "email.from_name", "email.reply_to", "email.return_path"),
        *("email.to", "email.cc", "email.list_id", "email_auth.results"),
    )
    for row, (sender, name, reply_to, return_path, to, cc, list_id, authentication) in enumerate(columns):
        record = records[row].as_buffer()
        header = header_of(bytes(record[:65_536]) if record is not None else b"")
        recipients = tuple(address for address in (*to, *cc) if address)
        yield Letter(row, sender, name, reply_to, return_path, recipients, list_id, authentication, header)
