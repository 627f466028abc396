"""Who is who: the staff list, and the way from an account or address to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff."""

    id: str
    name: str
    email: str = ""
    account: str = ""
    department: str = ""
    role: str = ""
    supervisor: str = ""
    """The supervisor's id."""
    addresses: tuple[str, ...] = ()
    """Network addresses of the person's own devices."""


@dataclass(frozen=True)
class Staff:
    """The staff list, found by any name a log may call a person by (lower case)."""

    people: tuple[Person, ...] = ()
    by_alias: Mapping[str, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, people: tuple[Person, ...]) -> Staff:
        """A list that finds each person by id, mail address, account and device address."""
        aliases = {
            alias.lower(): person
            for person in people
            for alias in (person.id, person.email, person.account, *person.addresses)
            if alias
        }
        return cls(people, aliases)

    def find(self, alias: str) -> Person | None:
        """The person a log calls by that account, mail address or device address, or None."""
        return self.by_alias.get(alias.lower())

    def subject(self, alias: str) -> str:
        """The id of the person of that alias; the alias itself, lower case, where nobody has it."""
        person = self.find(alias)
        return person.id if person else alias.lower()
