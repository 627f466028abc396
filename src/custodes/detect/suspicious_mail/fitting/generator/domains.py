"""Domains as real senders and real impostors have them. All are made up or public names; nothing is ever fetched."""

from __future__ import annotations

from random import Random
from string import ascii_lowercase, digits

from custodes.detect.suspicious_mail.fitting.generator.people import spell
from custodes.detect.suspicious_mail.fitting.generator.tables import load_table, word


def gibberish(rng: Random, shortest: int, longest: int, signs: str = ascii_lowercase + digits) -> str:
    """Signs that mean nothing."""
    return "".join(rng.choices(signs, k=rng.randint(shortest, longest)))


def ordinary_domain(rng: Random, language: str) -> str:
    """A small firm's, club's or school's, anywhere in the world."""
    names = load_table("people")[language if rng.random() < 0.7 else "en"]
    surname = spell(rng.choice(names["last"])) or "sato"
    city = spell(rng.choice(load_table("languages")[language]["cities"])) or "tokyo"
    name = rng.choice(
        (
            surname + word(rng, "trades"),
            word(rng, "plain") + word(rng, "trades"),
            f"{word(rng, 'plain')}-{word(rng, 'trades')}",
            f"{surname}{rng.choice(('', 'group', 'co', 'law', 'inc', 'sons'))}",
            city + word(rng, "trades"),
            f"{word(rng, 'trades')}{rng.choice(('', '-'))}{city}",
            gibberish(rng, 3, 5, ascii_lowercase) + rng.choice(("", word(rng, "trades"))),
        )
    )
    return f"{name}.{ending(rng, language)}"


def ending(rng: Random, language: str) -> str:
    """A top-level domain as is common in that language."""
    chosen: str = rng.choice(load_table("languages")[language]["tlds"])
    return chosen


def cheap_domain(rng: Random) -> str:
    """One bought for a week: words or gibberish under a cheap ending."""
    name = rng.choice(
        (
            gibberish(rng, 5, 12),
            gibberish(rng, 6, 14, ascii_lowercase),
            f"{word(rng, 'plain')}{word(rng, 'services')}",
            f"{word(rng, 'services')}-{word(rng, 'services')}{rng.choice(('', str(rng.randrange(999))))}",
            f"{word(rng, 'plain')}{word(rng, 'trades')}{rng.randrange(99)}",
            f"{word(rng, 'plain')}-{word(rng, 'plain')}-{word(rng, 'services')}",
        )
    )
    return f"{name}.{word(rng, 'cheap_tlds')}"


_SWAPS = {"o": "0", "l": "1", "i": "1", "e": "3", "m": "rn", "w": "vv", "g": "q", "n": "m", "s": "5", "a": "e"}


def lookalike(rng: Random, name: str, domain: str) -> str:
    """A domain that a hurried reader takes for the one of that name."""
    squeezed = spell(name) or domain.partition(".")[0]
    service, other = word(rng, "services"), word(rng, "services")
    tld = word(rng, "cheap_tlds")
    return rng.choice(
        (
            f"{squeezed}-{service}.{tld}",
            f"{service}-{squeezed}.{tld}",
            f"{squeezed}{service}.{tld}",
            f"{squeezed}-{service}-{other}.{tld}",
            f"{squeezed}.{service}-{other}.{tld}",
            f"{squeezed}.{cheap_domain(rng)}",
            f"{domain.replace('.', '-')}.{cheap_domain(rng)}",
            f"{domain}.{service}.{tld}",
            f"{misspell_host(rng, squeezed)}.{rng.choice(('com', 'com', 'net', tld))}",
        )
    )


def misspell_host(rng: Random, name: str) -> str:
    """A name with one letter wrong."""
    at = rng.randrange(len(name))
    how = rng.randrange(4)
    if how == 0:
        return name[:at] + name[at] + name[at:]
    if how == 1 and len(name) > 4:
        return name[:at] + name[at + 1 :]
    if how == 2 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + _SWAPS.get(name[at], f"{name[at]}-") + name[at + 1 :]
