"""What stands for each slot of a pattern: facts of the scene, numbers, dates, or a phrase of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from string import ascii_uppercase, digits

from custodes.detect.suspicious_mail.fitting.generator.companies import draw_company
from custodes.detect.suspicious_mail.fitting.generator.domains import gibberish
from custodes.detect.suspicious_mail.fitting.generator.people import draw_person
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene, city
from custodes.detect.suspicious_mail.fitting.generator.tables import load_phrases, load_table, word
from custodes.detect.suspicious_mail.fitting.generator.wording import Pattern, say


def speak(scene: Scene, pattern: Pattern) -> str:
    """One of a pattern's sentences, its slots filled for the scene."""
    return say(pattern, scene.rng, lambda name: fill(scene, name))


def fill(scene: Scene, slot: str) -> str:
    """What stands for a slot. `{date2}` is a date other than `{date}`; each stays the same within a message.

    Raises:
        KeyError: Nobody knows such a slot.

    """
    if slot not in scene.kept:
        scene.kept[slot] = _make(scene, slot if slot in MAKERS else slot.rstrip(digits))
    return scene.kept[slot]


def _make(scene: Scene, name: str) -> str:
    maker = MAKERS.get(name)
    if maker is not None:
        return maker(scene)
    phrases = load_phrases(scene.language).get(name) or load_phrases("en")[name]
    return speak(scene, scene.rng.choice(phrases))


def _date(scene: Scene, first_day: int, last_day: int) -> str:
    table = load_table("languages")[scene.language]
    day = scene.at + timedelta(days=scene.rng.randint(first_day, last_day))
    pattern: str = scene.rng.choice(table["dates"])
    written = {
        "D": str(day.day) if "N" not in pattern else f"{day.day:02}",
        "M": table["months"][day.month - 1],
        "N": f"{day.month:02}",
        "Y": str(day.year),
        "W": table["weekdays"][day.weekday()],
    }
    return "".join(written.get(sign, sign) for sign in pattern)


def money(scene: Scene, least: float, most: float) -> str:
    """An amount, small ones likelier, as the language writes it."""
    rng, table = scene.rng, load_table("languages")[scene.language]
    amount = least * (most / least) ** rng.random()
    point, comma = table["decimals"]
    cents = scene.language != "ja" and rng.random() < 0.75
    whole = f"{int(amount):,}".replace(",", comma)
    written = f"{whole}{point}{rng.randrange(100):02}" if cents else whole
    return fill(scene, "currency").replace("{}", written)


def _figures(scene: Scene, pattern: str) -> str:
    return "".join(scene.rng.choice(digits) if sign == "#" else sign for sign in pattern)


def _reference(scene: Scene) -> str:
    rng = scene.rng
    return rng.choice(
        (
            _figures(scene, "########"),
            _figures(scene, "#####"),
            f"{gibberish(rng, 2, 3, ascii_uppercase)}-{_figures(scene, '######')}",
            f"{gibberish(rng, 8, 12, ascii_uppercase + digits)}",
            f"{scene.at.year}-{_figures(scene, '####')}",
            _figures(scene, "###-#######-#######"),
        )
    )


def _tracking(scene: Scene) -> str:
    pattern = scene.rng.choice(
        ("1Z999AA1##########", "JD0146###########", "94001118###########", "##########", "RB#########CN")
    )
    return _figures(scene, pattern)


def _clock(scene: Scene) -> str:
    hour, minute = scene.rng.randrange(7, 20), scene.rng.choice((0, 0, 15, 30, 30, 45, scene.rng.randrange(60)))
    if scene.language == "en" and scene.rng.random() < 0.75:
        return f"{(hour - 1) % 12 + 1}:{minute:02}{scene.rng.choice((' ', ''))}{'AM' if hour < 12 else 'PM'}"
    return f"{hour}:{minute:02}"


def _size(scene: Scene) -> str:
    quota = scene.rng.choice((1, 2, 5, 10, 15, 25, 50, 100))
    return f"{quota * scene.rng.uniform(0.88, 1.02):.{scene.rng.randrange(3)}f} GB"


def _pick_language(scene: Scene, name: str) -> str:
    chosen: str = scene.rng.choice(load_table("languages")[scene.language][name])
    return chosen


MAKERS: Mapping[str, Callable[[Scene], str]] = {
    "first": lambda scene: scene.reader.first,
    "last": lambda scene: scene.reader.last,
    "name": lambda scene: scene.reader.name,
    "email": lambda scene: scene.reader.address,
    "user": lambda scene: scene.reader.address.partition("@")[0],
    "org": lambda scene: scene.org.name,
    "orgdomain": lambda scene: scene.org.domain,
    "brand": lambda scene: scene.brand.name,
    "site": lambda scene: scene.brand.domain,
    "company": lambda scene: scene.company.name,
    "writer": lambda scene: scene.writer.name,
    "writerfirst": lambda scene: scene.writer.first,
    "writermail": lambda scene: scene.writer.address,
    "title": lambda scene: word(scene.rng, "titles"),
    "colleague": lambda scene: scene.colleague.name,
    "colleaguefirst": lambda scene: scene.colleague.first,
    "person": lambda scene: draw_person(scene.rng, scene.language, scene.org.domain).name,
    "given": lambda scene: draw_person(scene.rng, scene.language, scene.org.domain).first,
    "stranger": lambda scene: draw_person(scene.rng, "en", scene.company.domain).name,
    "library": lambda scene: draw_company(scene.rng, "library", scene.language).name,
    "shop": lambda scene: draw_company(scene.rng, "shop", scene.language).name,
    "bank": lambda scene: draw_company(scene.rng, "bank", scene.language).name,
    "date": lambda scene: _date(scene, -6, 14),
    "past": lambda scene: _date(scene, -60, -1),
    "today": lambda scene: _date(scene, 0, 0),
    "soon": lambda scene: _date(scene, 1, 5),
    "later": lambda scene: _date(scene, 10, 120),
    "time": _clock,
    "weekday": lambda scene: _pick_language(scene, "weekdays"),
    "month": lambda scene: _pick_language(scene, "months"),
    "year": lambda scene: str(scene.at.year),
    "days": lambda scene: str(scene.rng.choice((1, 2, 3, 3, 5, 7, 7, 10, 14, 30))),
    "hours": lambda scene: str(scene.rng.choice((6, 12, 24, 24, 24, 48, 48, 72))),
    "minutes": lambda scene: str(scene.rng.choice((5, 10, 15, 20, 30, 60))),
    "n": lambda scene: str(scene.rng.randrange(2, 19)),
    "few": lambda scene: str(scene.rng.randrange(2, 7)),
    "hundreds": lambda scene: str(scene.rng.randrange(1, 20) * 50),
    "percent": lambda scene: str(scene.rng.choice((5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80))),
    "full": lambda scene: str(scene.rng.randrange(80, 101)),
    "size": _size,
    "mb": lambda scene: f"{scene.rng.randrange(1, 4000) / 10:.1f} MB",
    "fee": lambda scene: money(scene, 0.9, 6),
    "price": lambda scene: money(scene, 4, 400),
    "amount": lambda scene: money(scene, 40, 9000),
    "fortune": lambda scene: money(scene, 400_000, 40_000_000),
    "wage": lambda scene: money(scene, 1200, 5200),
    "currency": lambda scene: _pick_language(scene, "money"),
    "ref": _reference,
    "tracking": _tracking,
    "code": lambda scene: _figures(scene, "######"),
    "last4": lambda scene: _figures(scene, "####"),
    "number": lambda scene: _figures(scene, "#####"),
    "phone": lambda scene: _figures(scene, _pick_language(scene, "phones")),
    "ip": lambda scene: ".".join(str(scene.rng.randrange(1, 255)) for _ in range(4)),
    "city": city,
    "street": lambda scene: f"{scene.rng.randrange(1, 990)} {_pick_language(scene, 'streets')}",
    "device": lambda scene: word(scene.rng, "devices"),
    "product": lambda scene: word(scene.rng, "products"),
    "book": lambda scene: word(scene.rng, "books"),
    "topic": lambda scene: word(scene.rng, "topics"),
    "project": lambda scene: word(scene.rng, "projects"),
    "wallet": lambda scene: "bc1q" + gibberish(scene.rng, 38, 38, "acdefghjklmnpqrstuvwxyz023456789"),
    "password": lambda scene: word(scene.rng, "plain") + _figures(scene, "##"),
    "iban": lambda scene: f"{gibberish(scene.rng, 2, 2, ascii_uppercase)}{_figures(scene, '## #### #### #### ####')}",
    "random": lambda scene: gibberish(scene.rng, 6, 14),
}  # fmt: skip
