"""What planted letters mention: secrets of several formats, patrons and their cards."""

from __future__ import annotations

import base64
import string
import zlib
from random import Random

from custodes.sample.cards import make_card, make_no_card
from custodes.sample.mail.post import Post


def make_secret(rng: Random) -> str:
    """A password as people choose them."""
    word = rng.choice(
        ("Winter", "Lantern", "Fernwood", "Biblio", "coffee", "Maple", "turtle", "Sunny", "Orchard", "panda")
    )
    return rng.choice(
        (
            f"{word}{rng.randrange(10, 2030)}{rng.choice('!#$?*')}",
            f"{word}-{rng.choice(('river', 'Stone', 'ladder'))}-{rng.randrange(10, 99)}",
            f"{word[:3]}{rng.choice('!@#%')}{rng.randrange(100, 999)}{rng.choice('xQzK')}{rng.choice('mWrT')}",
            "".join(rng.choices("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789!@#$%&*", k=12)),
        )
    )


def secrets_facts(rng: Random) -> dict[str, str]:
    """Secrets of several formats. Put together here, so that no scanner of this repository mistakes them for real."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    mixed = letters + letters.lower() + "0189"
    return {
        "secret": make_secret(rng),
        "secret2": make_secret(rng),
        "secret3": make_secret(rng),
        "aws": "AKIA" + "".join(rng.choices(letters, k=16)),
        "aws_secret": "".join(rng.choices(mixed, k=40)),
        "github": "gh" + "p_" + _with_sum("".join(rng.choices(mixed, k=36))[:30]),
        "key": "\n".join(base64.b64encode(rng.randbytes(52)).decode() for _ in range(5)),
        "sha": f"{rng.getrandbits(256):064x}",
    }


def _with_sum(body: str) -> str:
    """A token's body and its CRC-32 in base 62, as GitHub makes them: without it, it would be known for made-up."""
    digits, number = string.digits + string.ascii_uppercase + string.ascii_lowercase, zlib.crc32(body.encode())
    return body + "".join(digits[number // 62**place % 62] for place in reversed(range(6)))


def patron_facts(post: Post) -> dict[str, str]:
    """Names and card numbers of patrons, and numbers that are no cards."""
    rng = post.rng
    facts: dict[str, str] = {"no_card": make_no_card(rng), "no_card2": make_no_card(rng, prefix="2")}
    for number in range(1, 5):
        patron, card = post.patron(), make_card(rng)
        spaced = f"{card[0]} {card[1:5]} {card[5:10]} {card[10:]}"
        facts |= {
            f"name{number}": patron.name,
            f"mail{number}": patron.email,
            f"card{number}": card,
            f"card{number}s": spaced,
        }
        facts |= {f"isbn{number}": f"{rng.randrange(10**9, 10**10)}"}
    return facts
