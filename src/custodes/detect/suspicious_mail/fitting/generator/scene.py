"""The facts of one message: who writes to whom, in whose name, and every number that it mentions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from random import Random

from custodes.detect.suspicious_mail.fitting.generator.companies import Company, draw_company, draw_organisation
from custodes.detect.suspicious_mail.fitting.generator.people import Person, draw_person
from custodes.detect.suspicious_mail.fitting.generator.skeletons import Skeleton
from custodes.detect.suspicious_mail.fitting.generator.tables import load_table, pick

FIRST_DAY = datetime(2015, 1, 1, tzinfo=UTC)
DAYS = 4300


@dataclass(slots=True)
class Scene:
    """What is settled before a word is written. What a slot stood for once it stands for again."""

    rng: Random
    skeleton: Skeleton
    label: str
    language: str
    at: datetime
    org: Company
    """Where the reader works."""
    reader: Person
    brand: Company
    """In whose name it is written: truly or not."""
    company: Company
    """Some business that the writer belongs to or speaks of."""
    colleague: Person
    """Somebody at the reader's place of work."""
    writer: Person = field(init=False)
    """Who signs."""
    kept: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Until senders say otherwise, somebody at the company writes."""
        self.writer = draw_person(self.rng, self.language, self.company.domain)


def set_scene(rng: Random, skeleton: Skeleton, label: str) -> Scene:
    """A scene for the skeleton."""
    language = skeleton.language
    org = draw_organisation(rng, language)
    has_work = pick(rng, skeleton.weights("readers", "work 3, home 1")) == "work"
    trade = pick(rng, skeleton.weights("brand", "business"))
    return Scene(
        rng=rng,
        skeleton=skeleton,
        label=label,
        language=language,
        at=_draw_time(rng),
        org=org,
        reader=draw_person(rng, language, org.domain if has_work else ""),
        brand=draw_company(rng, trade, language),
        company=draw_company(rng, "business", language),
        colleague=draw_person(rng, language, org.domain),
    )


def _draw_time(rng: Random) -> datetime:
    zone = timezone(timedelta(hours=rng.choice((-8, -7, -6, -6, -5, -5, -4, 0, 0, 0, 1, 1, 2, 3, 8, 9))))
    moment = FIRST_DAY + timedelta(days=rng.randrange(DAYS), seconds=int(rng.triangular(0, 86399, 50000)))
    return moment.astimezone(zone)


def city(scene: Scene) -> str:
    """A city of the language."""
    chosen: str = scene.rng.choice(load_table("languages")[scene.language]["cities"])
    return chosen
