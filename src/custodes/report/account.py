"""Where every item went: the totals of a run, and the sentence that says whether they balance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from custodes.engine.results import Account, Results
from custodes.report.shown import shown
from custodes.report.words import counted, listed


def total(accounts: Iterable[Account], name: str = "") -> Account:
    """All of them as one account of that name, without the list of rejections."""
    summed = Account(name, "")
    for account in accounts:
        summed = summed.plus(account)
    return summed


def balances(account: Account) -> bool:
    """Whether every item that went in is accounted for."""
    dropped = account.dropped_protected + account.dropped_patron + account.dropped_excluded + account.outside_period
    return account.taken + account.spread == account.out + account.rejected and account.out == account.kept + dropped


def balance_sentence(accounts: Sequence[Account]) -> str:
    """Whether the account balances, with its working, for someone who checks by hand."""
    if wrong := [account for account in accounts if not balances(account)]:
        return (
            f"It does not balance for {listed([shown(account.source, longest=80) for account in wrong[:3]])}: "
            f"{_working(total(wrong))}. Something was lost. Do not rely on this page, and report it."
        )
    everything = total(accounts)
    return f"It balances: {_working(everything)}. {_whereabouts(everything)}"


def _working(account: Account) -> str:
    more = f" + {account.spread:,} more that items held" if account.spread else ""
    return f"{account.taken:,} in{more} = {account.out:,} out + {account.rejected:,} rejected"


def _whereabouts(account: Account) -> str:
    """Where those that came out went: `kept` last, so that the sum ends on what was looked at."""
    dropped = [
        f"{account.dropped_protected:,} dropped as protected",
        f"{account.dropped_patron:,} dropped as patrons' traffic",
    ]
    if account.dropped_excluded:
        dropped.append(f"{account.dropped_excluded:,} dropped as excluded by the site's lists")
    if account.outside_period:
        dropped.append(f"{account.outside_period:,} outside the period asked for")
    return f"Of those out, {listed([*dropped, f'{account.kept:,} looked at'])}."


def masked_sentence(masked: int) -> str:
    """What was masked, and that it stays so."""
    if not masked:
        return "No patron's details were met in what was looked at."
    return f"{counted(masked, 'detail')} of patrons met in what was looked at; masked wherever shown."


def place_sentence(account: Account) -> str:
    """How much was done on the employer's own network, how much elsewhere."""
    untold = account.kept - account.on_site - account.off_site
    return (
        f"Of what was looked at, {account.on_site:,} happened on-site and {account.off_site:,} off-site; "
        f"of {untold:,} it could not be told."
    )


def rules_sentence(results: Results) -> str:
    """How many rules ran, and that those which could not are named."""
    ran = f"{counted(results.rules, 'rule')} in Sigma's form ran"
    if not results.unusable_rules:
        return f"{ran}."
    first = results.unusable_rules[0]
    could_not = f"{counted(len(results.unusable_rules), 'rule')} could not"
    which = shown(first.title or first.file, longest=80)
    return f"{ran}; {could_not}. The first, {which}: {shown(first.reason, longest=200)}"
