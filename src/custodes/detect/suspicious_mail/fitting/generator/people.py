"""Made-up people and the names of their mailboxes."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from random import Random
from typing import NamedTuple

from custodes.detect.suspicious_mail.fitting.generator.tables import load_table

FREE_MAIL = {
    "en": ("gmail.com", "gmail.com", "gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "aol.com", "icloud.com",
           "comcast.net", "protonmail.com", "att.net", "msn.com", "live.com", "ymail.com", "mail.com"),
    "de": ("gmx.de", "web.de", "gmail.com", "t-online.de", "outlook.de", "gmx.net", "freenet.de"),
    "fr": ("gmail.com", "orange.fr", "free.fr", "laposte.net", "hotmail.fr", "wanadoo.fr", "yahoo.fr"),
    "es": ("gmail.com", "hotmail.com", "yahoo.es", "outlook.es"),
    "pt": ("gmail.com", "hotmail.com", "uol.com.br", "bol.com.br", "sapo.pt", "terra.com.br"),
    "it": ("gmail.com", "libero.it", "virgilio.it", "hotmail.it", "alice.it"),
    "nl": ("gmail.com", "hotmail.com", "ziggo.nl", "kpnmail.nl", "outlook.com"),
    "pl": ("wp.pl", "onet.pl", "gmail.com", "o2.pl", "interia.pl"),
    "tr": ("gmail.com", "hotmail.com", "yandex.com", "outlook.com"),
    "ja": ("yahoo.co.jp", "gmail.com", "docomo.ne.jp", "ezweb.ne.jp"),
}  # fmt: skip


class Person(NamedTuple):
    """Somebody, and where their mail goes."""

    first: str
    last: str
    address: str

    @property
    def name(self) -> str:
        """As a sender's name is shown."""
        return f"{self.first} {self.last}" if self.first.isascii() or self.last.isalpha() else self.first


def draw_person(rng: Random, language: str, domain: str = "") -> Person:
    """Somebody, with a mailbox at the domain or a free one."""
    names = load_table("people")[language]
    first, last = rng.choice(names["first"]), rng.choice(names["last"])
    free = not domain
    host = domain or rng.choice(FREE_MAIL[language])
    return Person(first, last, f"{_mailbox(rng, first, last, free=free)}@{host}")


def _mailbox(rng: Random, first: str, last: str, *, free: bool) -> str:
    f, s = spell(first) or "m", spell(last) or "k"
    if free:
        number = rng.choice(
            ("", "", str(rng.randrange(1, 99)), str(rng.randrange(1955, 2012)), str(rng.randrange(9999)))
        )
        return rng.choice(
            (f + s, f"{f}.{s}", f"{f}{number}", f"{f[0]}{s}{number}", f"{s}{f}{number}", f"{f}_{s}{number}")
        )
    return rng.choice((f"{f}.{s}", f"{f[0]}{s}", f"{f}{s[0]}", f, f"{s}{f[0]}", f"{f}_{s}"))


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ı": "i", "ø": "o", "đ": "d"})


@lru_cache(maxsize=4096)
def spell(name: str) -> str:
    """A name in the small letters and figures that a mailbox or host may have; "" where none are left."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
