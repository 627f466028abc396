"""Numbers that identify people, as they are written, with check digits that are right. Whose they are is chance."""

from __future__ import annotations

from random import Random

from custodes.sample.texts import load_text

TEST_ISSUER = "424242"
"""Digits with which cards begin that payment firms keep for tests."""
STREETS = ("Elm", "Oak", "Third", "Mill", "Prairie")
HIGHEST_AREA, NEVER_AREA = 733, 666
"""Of the first three digits of Social Security numbers of old: the highest, and one that was never given out."""


def made_numbers(rng: Random) -> dict[str, str]:
    """What wordings may mention of somebody: numbers, a birth date, a name."""
    names, card = load_text("names"), make_payment_card(rng)
    return {
        "patron": f"{rng.choice(names['first'])} {rng.choice(names['last'])}",
        "ssn": make_social_security_number(rng),
        "visa": card,
        "visa_spaced": " ".join(card[start : start + 4] for start in range(0, 16, 4)),
        "iban": make_iban(rng),
        "bank": f"{rng.randrange(10**8, 10**9)}",
        "routing": make_routing_number(rng),
        "born": f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}/{rng.randrange(1938, 2004)}",
        "licence": f"{rng.choice('BCDGHKMPRSTW')}{rng.randrange(100, 999)}-{_four(rng)}-{_four(rng)}",
        "passport": f"{rng.randrange(10**8, 9 * 10**8)}",
        "street": f"{rng.randrange(1, 980)} {rng.choice(STREETS)} Street, Fernwood, IL 60102",
        "phone": f"312-555-{rng.randrange(100, 200):04d}",
    }


def _four(rng: Random) -> str:
    return f"{rng.randrange(10_000):04d}"


def make_social_security_number(rng: Random) -> str:
    """Area, group and serial number, each within what was given out."""
    area = rng.choice([number for number in range(1, HIGHEST_AREA) if number != NEVER_AREA])
    return f"{area:03d}-{rng.randrange(1, 100):02d}-{rng.randrange(1, 10_000):04d}"


def make_payment_card(rng: Random) -> str:
    """Sixteen digits, the last by Luhn (ISO/IEC 7812-1, annex B)."""
    body = f"{TEST_ISSUER}{rng.randrange(10**9):09d}"
    digits = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(body)]
    return f"{body}{-sum(digit // 10 + digit % 10 for digit in digits) % 10}"


def make_iban(rng: Random) -> str:
    """A German account (ISO 13616): what is left of division by 97 is 1."""
    account = f"{rng.randrange(10**17, 10**18)}"
    return f"DE{98 - int(f'{account}131400') % 97:02d}{account}"


def make_routing_number(rng: Random) -> str:
    """Nine digits of a bank: weights 3, 7, 1 (American Bankers Association)."""
    body = f"{rng.randrange(1, 13):02d}{rng.randrange(10**6):06d}"
    total = sum(int(digit) * (3, 7, 1)[place % 3] for place, digit in enumerate(body))
    return f"{body}{-total % 10}"
