"""Whose name a message bears: a known company or a made-up one."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from custodes.detect.suspicious_mail.fitting.generator.domains import ending, gibberish
from custodes.detect.suspicious_mail.fitting.generator.people import spell
from custodes.detect.suspicious_mail.fitting.generator.tables import load_table, word
from custodes.detect.suspicious_mail.fitting.generator.wording import read_pattern, say

MADE_SHARE = 0.4


class Company(NamedTuple):
    """A company and the domain that truly speaks for it."""

    name: str
    domain: str


def draw_company(rng: Random, trade: str, language: str) -> Company:
    """A company of the trade that would write in that language, or the one that is named: "Google_Docs=google.com"."""
    if "=" in trade:
        return _read_company(trade.replace("_", " "))
    table = load_table("companies")[trade]
    known = [*table.get(language, ()), *table.get("any", ())]
    made = table.get("made", ())
    if made and (not known or rng.random() < MADE_SHARE):
        return _make(rng, rng.choice(made), language)
    if not known:
        known = table["en"]
    return _read_company(rng.choice(known))


def _read_company(entry: str) -> Company:
    name, _, domain = entry.partition("=")
    return Company(name, domain)


def draw_organisation(rng: Random, language: str) -> Company:
    """A place where somebody works: a library, a town, a school, a firm."""
    return _make(rng, rng.choice(load_table("words")["orgs"][language]), language)


def _make(rng: Random, pattern: str, language: str) -> Company:
    def fill(slot: str) -> str:
        if slot in ("plain", "trade"):
            return word(rng, {"plain": "plain", "trade": "trades"}[slot]).capitalize()
        if slot == "n":
            return str(rng.randrange(1, 40))
        if slot == "city":
            return str(rng.choice(load_table("languages")[language]["cities"]))
        return str(rng.choice(load_table("people")[language]["first" if slot == "first" else "last"]))

    name = say(read_pattern(pattern), rng, fill)
    return Company(name, f"{_host(rng, name)}.{ending(rng, language)}")


def _host(rng: Random, name: str) -> str:
    words = [spelt for part in name.split() if (spelt := spell(part))]
    if not words:
        return gibberish(rng, 5, 9)
    whole = "".join(words)
    initials = "".join(part[0] for part in words)
    if len(whole) > 18 and len(initials) > 2:
        return rng.choice((initials, words[0] + initials[1:], words[0] + words[-1]))
    return rng.choice((whole, whole, "-".join(words)))
