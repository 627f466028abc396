"""The many ways in which a log writes one account, and the accounts that belong to no person at all."""

from __future__ import annotations

import re
from functools import lru_cache

from custodes.detect.context import Context
from custodes.detect.devices import Account

_MACHINES = re.compile(
    r".*\$|system|local service|network service|anonymous logon|iusr|dwm-\d+|umfd-\d+|font driver host.*|"
    r"window manager.*|"
    r"nt (?:authority|service|virtual machine)\\.*|font driver host\\.*|window manager\\.*|healthmailbox\w*|msol_\w+|"
    r"sync_\w+|not_translated|-|unknown|\(unknown\)|guest|nobody|[a-z]{0,3}apppool.*|iis apppool\\.*|"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|s-1-[\d-]+|servicePrincipal.*|assumedrole|root",
    re.IGNORECASE,
)
"""Accounts of systems, services and computers, which sign in by themselves and which no person has."""


@lru_cache(maxsize=65_536)
def is_machine(name: str) -> bool:
    """Whether the account is a computer's or a system's own."""
    return _MACHINES.fullmatch(name) is not None


def list_forms(name: str, context: Context) -> tuple[str, ...]:
    r"""The ways to look an account up, lower case: as written, without its own domain, without `LIBRARY\`.

    An address at somebody else's domain stays whole, so that `ana@elsewhere.example` is not our `ana`.
    """
    written = name.lower().strip()
    bare = written.rpartition("\\")[2]
    account, _, realm = bare.rpartition("@")
    own = account if account and (context.is_own(realm) or "." not in realm) else bare
    return tuple(dict.fromkeys((written, bare, own)))


def subject_of_account(name: str, context: Context) -> str:
    """Whom an account stands for: a person's id, else the account without its own domain, lower case."""
    forms = list_forms(name, context)
    person = next(filter(None, map(context.staff.find, forms)), None)
    return person.id if person else forms[-1]


def find_accounts(name: str, context: Context) -> tuple[Account, ...]:
    """What the register says of an account of the house, under any of its forms."""
    register = context.lists.register
    found = [account for form in list_forms(name, context) for account in register.find_accounts(form)]
    return tuple(account for account in dict.fromkeys(found) if account.kind != "outside")
