"""Where links lead: to the company's own site, through a mailer's click counter, or wherever lures lead."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from random import Random
from string import ascii_letters, ascii_lowercase, digits
from urllib.parse import quote

from custodes.detect.suspicious_mail.fitting.generator.domains import (
    cheap_domain,
    gibberish,
    lookalike,
    ordinary_domain,
)
from custodes.detect.suspicious_mail.fitting.generator.people import spell
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.tables import load_table, pick, word
from custodes.detect.suspicious_mail.fitting.generator.wording import read_pattern, say

_ALNUM = ascii_letters + digits
_BASE32 = ascii_lowercase + "234567"


def draw_target(scene: Scene, manners: Mapping[str, float], home: str) -> str:
    """An address by one of the manners; `home` is the domain that truly speaks for whom the message names."""
    return _draw(scene, pick(scene.rng, manners), home)


def draw_home(scene: Scene, home: str) -> str:
    """A page of the company's own site."""
    return _draw(scene, "own", home)


def _draw(scene: Scene, manner: str, home: str) -> str:
    return _say(scene, scene.rng.choice(load_table("addresses")[manner]), home)


def _say(scene: Scene, pattern: str, home: str) -> str:
    return say(read_pattern(pattern), scene.rng, lambda slot: SLOTS[slot](scene, home))


def _signs(least: int, most: int, signs: str = _ALNUM) -> Callable[[Scene, str], str]:
    return lambda scene, _home: gibberish(scene.rng, least, most, signs)


def _word(name: str) -> Callable[[Scene, str], str]:
    return lambda scene, _home: word(scene.rng, name).replace(" ", "-").lower()


def _true(scene: Scene, home: str) -> str:
    return _draw(scene, scene.rng.choice(("hijacked", "cheap", "hosted")), home)


def _bait(scene: Scene, _home: str) -> str:
    """The reader's address, with which the false page greets them."""
    rng = scene.rng
    if rng.random() < 0.75:
        return ""
    address = scene.reader.address
    code = base64.b64encode(address.encode()).decode()
    return rng.choice((f"#{address}", f"?email={address}", f"#{code}", f"?e={code}", f"/{code}"))


def _number(rng: Random) -> str:
    return ".".join(str(rng.randrange(1, 255)) for _ in range(4))


SLOTS: Mapping[str, Callable[[Scene, str], str]] = {
    "few": _signs(4, 8),
    "some": _signs(10, 24),
    "many": _signs(28, 44),
    "long": _signs(60, 220),
    "low": _signs(6, 16, ascii_lowercase + digits),
    "hex": _signs(32, 32, digits + "abcdef"),
    "digits": _signs(6, 10, digits),
    "base32": lambda scene, _home: f"bafybei{gibberish(scene.rng, 52, 52, _BASE32)}",
    "n": lambda scene, _home: str(scene.rng.randrange(1, 4000)),
    "ip": lambda scene, _home: _number(scene.rng),
    "home": lambda _scene, home: home,
    "label": lambda _scene, home: spell(home.partition(".")[0]) or "tenant",
    "brand": lambda scene, _home: spell(scene.brand.name) or "mail",
    "imitation": lambda scene, home: lookalike(scene.rng, scene.brand.name, home),
    "ordinary": lambda scene, _home: ordinary_domain(scene.rng, scene.language if scene.rng.random() < 0.3 else "en"),
    "cheap": lambda scene, _home: cheap_domain(scene.rng),
    "cheapone": lambda scene, home: _draw(scene, "cheap", home),
    "person": lambda scene, _home: scene.writer.address.partition("@")[0],
    "page": lambda scene, home: _say(scene, scene.rng.choice(load_table("addresses")["pages"]), home),
    "folder": lambda scene, home: _say(scene, scene.rng.choice(load_table("addresses")["folders"]), home),
    "service": _word("services"),
    "plain": _word("plain"),
    "topic": _word("topics"),
    "project": _word("projects"),
    "true": _true,
    "coded": lambda scene, home: quote(_true(scene, home), safe=""),
    "bait": _bait,
}
