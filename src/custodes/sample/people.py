"""The staff: invented names, a tree of supervisors with a director at its root, accounts and devices."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from custodes.sample.plan import DOMAIN, Plan
from custodes.sample.texts import load_text

Department = dict[str, Any]

COLUMNS = ("id", "name", "email", "account", "department", "role", "supervisor", "addresses")
PEOPLE_A_SUPERVISOR = 9
WITHOUT_SIGN_IN = 11
"""Every so many people work at a device whose web use is logged by its address only."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff as made up."""

    number: int
    id: str
    first: str
    last: str
    account: str
    email: str
    department: str
    role: str
    supervisor: str
    addresses: tuple[str, ...]
    full_time: bool

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def device(self) -> str:
        """The name of the computer at the desk."""
        return f"fpl-{self.number + 1:04d}"

    @property
    def signs_in(self) -> bool:
        """Whether the proxy knows the account, or only the device's address."""
        return self.number % WITHOUT_SIGN_IN != WITHOUT_SIGN_IN - 1


def make_staff(plan: Plan) -> tuple[Member, ...]:
    """The director first, then a head for each department, then everybody else."""
    names = load_text("names")
    rng = plan.random("people")
    departments: list[Department] = names["departments"]
    taken: dict[str, int] = {}
    crew: dict[str, list[str]] = {}
    staff: list[Member] = []
    for number in range(plan.staff):
        department = _department(number, departments, rng)
        first, last = rng.choice(names["first"]), rng.choice(names["last"])
        supervisor, is_head = _place(crew, department["name"], f"s{number + 1:04d}")
        account = _account(first, last, taken)
        staff.append(
            Member(
                number=number,
                id=f"s{number + 1:04d}",
                first=first,
                last=last,
                account=account,
                email=f"{account}@{DOMAIN}",
                department=department["name"],
                role=department["head"] if is_head else rng.choice(department["roles"]),
                supervisor=supervisor,
                addresses=_addresses(number, rng),
                full_time=is_head or rng.random() < 0.6,
            )
        )
    return tuple(staff)


def _department(number: int, departments: list[Department], rng: Random) -> Department:
    """The first people head one department each; the rest go where most work is."""
    if number < len(departments):
        return departments[number]
    weights = [department["weight"] for department in departments]
    return rng.choices(departments, weights)[0]


def _place(crew: dict[str, list[str]], department: str, person: str) -> tuple[str, bool]:
    """The supervisor of the newcomer, and whether the newcomer heads the department.

    Within a department each person supervises the next nine at most, so the tree grows deep, not wide.
    """
    members = crew.setdefault(department, [])
    members.append(person)
    if len(members) == 1:
        return ("" if person == "s0001" else "s0001"), True
    return members[(len(members) - 2) // PEOPLE_A_SUPERVISOR], False


def _account(first: str, last: str, taken: dict[str, int]) -> str:
    account = plain_letters(first)[0] + plain_letters(last)
    taken[account] = taken.get(account, 0) + 1
    return account if taken[account] == 1 else f"{account}{taken[account]}"


@cache
def plain_letters(name: str) -> str:
    """The name in a to z, as accounts and addresses spell it."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("ı", "i"))
    return "".join(letter for letter in plain.lower() if "a" <= letter <= "z")


def _addresses(number: int, rng: Random) -> tuple[str, ...]:
    """A desk device each; some have a laptop on the wireless too."""
    desk = f"10.10.{number // 250}.{number % 250 + 2}"
    laptop = f"10.11.{number // 250}.{number % 250 + 2}"
    return (desk, laptop) if rng.random() < 0.25 else (desk,)


def write_staff(staff: tuple[Member, ...], path: Path) -> None:
    """`staff.csv`, as `custodes check --staff` reads it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for person in staff:
            values = [getattr(person, column) for column in COLUMNS[:-1]]
            rows.writerow([*values, " ".join((*person.addresses, person.device))])
