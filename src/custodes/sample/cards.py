"""Library-card numbers: fourteen digits in the Codabar way, with a check digit that is right, or wrong on purpose."""

from __future__ import annotations

from random import Random

PATRON_PREFIX = "2"
LIBRARY_DIGITS = "1930"
"""The institution's own digits after the prefix."""


def check_digit(first_thirteen: str) -> int:
    """The fourteenth digit: odd places are doubled, nines cast out, all summed; what lacks to the next ten.

    Source: Luhn modulus 10 as library systems apply it to 14-digit Codabar labels (digits 1, 3, … 13 doubled).
    """
    total = 0
    for place, digit in enumerate(first_thirteen):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def make_card(rng: Random) -> str:
    """A patron's card number."""
    body = f"{PATRON_PREFIX}{LIBRARY_DIGITS}{rng.randrange(10**8):08d}"
    return f"{body}{check_digit(body)}"


def make_no_card(rng: Random, *, prefix: str = "1") -> str:
    """Fourteen digits that are no card: a shipment's or an order's number."""
    body = f"{prefix}{rng.randrange(10**12):012d}"
    return f"{body}{(check_digit(body) + rng.randrange(1, 10)) % 10}"
