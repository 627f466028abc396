"""Who is who: the staff list, and the way from an account or address to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.detect.tables import Row, read_table
from custodes.events.schema import SHOWN_NAME
from custodes.policy.errors import Problem

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("person id", "staff id", "employee id", "employee number", "number", "no"),
    "name": ("full name", "display name", "employee", "person"),
    "email": ("mail", "e-mail address", "mail address"),
    "account": ("username", "user", "login", "login name", "account name", "sAMAccountName", "uid"),
    "department": ("dept", "unit", "team", "division", "branch"),
    "role": ("title", "job title", "position"),
    "supervisor": ("manager", "reports to", "supervisor id", "manager id"),
    "addresses": ("address", "ip", "ips", "ip address", "ip addresses", "device addresses", "devices"),
}
"""The columns of the staff file and the names other programs give them."""


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

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every name a log may call the person by, lower case, each once."""
        named = (self.id, self.email, self.account, *self.addresses)
        return tuple(dict.fromkeys(alias.lower() for alias in named if alias))

    @property
    def shown_names(self) -> set[str]:
        """What a directory may show for the person, lower case: `CN=Ada Palmer` and `CN=Palmer, Ada`."""
        *first, last = self.name.split() or [""]
        ways = (" ".join([*first, last]), f"{last}, {' '.join(first)}" if first else last)
        return {f"{SHOWN_NAME}{name}".lower() for name in ways if name}


@dataclass(frozen=True)
class Staff:
    """The staff list, found by any name a log may call a person by (lower case)."""

    people: tuple[Person, ...] = ()
    by_alias: Mapping[str, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, people: tuple[Person, ...]) -> Staff:
        """A list that finds each person by id, mail address, account and device address.

        And by the name that a directory shows, if nobody else has it.
        """
        bearers = Counter(name for person in people for name in person.shown_names)
        shown = {name: person for person in people for name in person.shown_names if bearers[name] == 1}
        return cls(people, shown | {alias: person for person in people for alias in person.aliases})

    def find(self, alias: str) -> Person | None:
        r"""The person a log calls by that account, mail address or device address, or None.

        An account may stand with its domain before it (`LIBRARY\\jdoe`).
        """
        known = self.by_alias
        return known.get(alias.lower()) or known.get(alias.rpartition("\\")[2].lower())

    def subject(self, alias: str) -> str:
        """The id of the person of that alias; the alias itself, lower case, where nobody has it."""
        person = self.find(alias)
        return person.id if person else alias.lower()


def load_staff(path: Path | None) -> Staff:
    """The staff list in a CSV file with the columns of `COLUMNS`; empty where there is no file.

    `addresses` are separated by blanks or semicolons; `supervisor` is an id, an account or a mail
    address. Raises ListError naming every line to mend: no id, a name that two people have, a
    supervisor who is not on the list, or supervisors in a circle.
    """
    if path is None:
        return Staff()
    rows = read_table(path, COLUMNS, required=("id",))
    listed = [(row.line, _person(row)) for row in rows]
    problems = [*_missing_ids(path, listed), *_shared_names(path, listed)]
    if problems:
        raise ListError(*sorted(problems, key=lambda problem: problem.line))
    staff = Staff.of(tuple(person for _, person in listed))
    problems = [*_unknown_supervisors(path, listed, staff)] or [*_circles(path, listed, staff)]
    if problems:
        raise ListError(*problems)
    return Staff.of(tuple(_with_supervisor(person, staff) for person in staff.people))


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        name=row["name"] or row["id"],
        email=row["email"].lower(),
        account=row["account"],
        department=row["department"],
        role=row["role"],
        supervisor=row["supervisor"],
        addresses=tuple(row["addresses"].replace(";", " ").replace(",", " ").lower().split()),
    )


Listed = list[tuple[int, Person]]


def _missing_ids(path: Path, listed: Listed) -> Iterator[Problem]:
    for line, person in listed:
        if not person.id:
            yield Problem(str(path), line, "This person has no id.", "Give everyone an id that stays the same.")


def _shared_names(path: Path, listed: Listed) -> Iterator[Problem]:
    """Ids, accounts, mail and device addresses that two people have: the log could not tell them apart."""
    first: dict[str, int] = {}
    for line, person in listed:
        for alias in person.aliases:
            if (earlier := first.setdefault(alias, line)) != line:
                what = f"“{alias}” stands on line {earlier} already."
                yield Problem(str(path), line, what, "Let each id, account and address belong to one person.")


def _unknown_supervisors(path: Path, listed: Listed, staff: Staff) -> Iterator[Problem]:
    for line, person in listed:
        if person.supervisor and staff.find(person.supervisor) is None:
            what = f"The supervisor “{person.supervisor}” is not on the list."
            yield Problem(str(path), line, what, "Write the id of someone on the list, or leave it empty.")


def _circles(path: Path, listed: Listed, staff: Staff) -> Iterator[Problem]:
    """One problem for each circle, on the first line that is part of it."""
    lines = {person.id: line for line, person in listed}
    settled: set[str] = set()
    for _, person in listed:
        walked: list[str] = []
        above: Person | None = person
        while above and above.id not in settled and above.id not in walked:
            walked.append(above.id)
            above = staff.find(above.supervisor)
        if above and above.id in walked:
            circle = [*walked[walked.index(above.id) :], above.id]
            what = f"These supervise one another in a circle: {' → '.join(circle)}."
            line = min(lines[member] for member in circle)
            yield Problem(str(path), line, what, "Leave the supervisor of the topmost person empty.")
        settled.update(walked)


def _with_supervisor(person: Person, staff: Staff) -> Person:
    above = staff.find(person.supervisor)
    return replace(person, supervisor=above.id) if above else person
