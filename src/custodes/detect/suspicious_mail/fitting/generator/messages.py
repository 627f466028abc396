"""Whole messages, one after the other, each from its own number alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random

from custodes.detect.suspicious_mail.fitting.generator import disguise, senders, targets, threads
from custodes.detect.suspicious_mail.fitting.generator.attachments import Attached, attach, draw_picture
from custodes.detect.suspicious_mail.fitting.generator.headers import head_lines
from custodes.detect.suspicious_mail.fitting.generator.layout import Sheet, lay_out
from custodes.detect.suspicious_mail.fitting.generator.made import Label, Made
from custodes.detect.suspicious_mail.fitting.generator.pages import set_page
from custodes.detect.suspicious_mail.fitting.generator.plain import set_plain
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene, set_scene
from custodes.detect.suspicious_mail.fitting.generator.skeletons import Kind, Skeleton, load_kinds
from custodes.detect.suspicious_mail.fitting.generator.slots import speak
from custodes.detect.suspicious_mail.fitting.generator.tables import LANGUAGES, pick
from custodes.detect.suspicious_mail.fitting.generator.wire import (
    Part,
    draw_charset,
    file_part,
    gather,
    join,
    text_part,
)

SHARES: Mapping[Label, float] = {"phishing": 0.4, "spam": 0.15, "ham": 0.45}

_PERSONAL = "plain 2, phone 1, gmail 3, outlook 2, owa 2, apple 2"
_AUTOMATIC = "plain 2, system 3, card 3, marketing 2, bare 1"
_PEOPLE = frozenset({"company", "inside", "person", "list", "vendor", "boss", "lookalike-inside", "known"})


def write_messages(seed: int, count: int) -> Iterator[Made]:
    """So many messages. The same seed gives the same ones, and a greater count only more of them."""
    for number in range(count):
        yield write_message(Random(f"{seed}/{number}"))  # noqa: S311 - made-up mail needs no secret


def write_message(rng: Random, skeleton: Skeleton | None = None, label: Label | None = None) -> Made:
    """One message, from that skeleton if one is given."""
    if skeleton is None or label is None:
        label, skeleton = _draw_skeleton(rng)
    scene = set_scene(rng, skeleton, label)
    return Made(label, skeleton.family, _write(scene))


def _draw_skeleton(rng: Random) -> tuple[Label, Skeleton]:
    language = pick(rng, LANGUAGES)
    label = rng.choices(tuple(SHARES), tuple(SHARES.values()))[0]
    kinds, weights = _kinds_of(label, language)
    return label, rng.choice(rng.choices(kinds, weights)[0].skeletons[language])


@cache
def _kinds_of(label: Label, language: str) -> tuple[Sequence[Kind], Sequence[float]]:
    kinds = [kind for kind in load_kinds() if kind.label == label and language in kind.skeletons]
    return kinds, [kind.weight for kind in kinds]


def _write(scene: Scene) -> bytes:
    rng, skeleton = scene.rng, scene.skeleton
    manner = pick(rng, skeleton.weights("senders", "company"))
    sender = senders.MANNERS[manner](scene)
    url = targets.draw_target(scene, skeleton.weights("links", "own"), sender.home)
    home = targets.draw_home(scene, sender.home)
    scene.kept.update(url=url, homeurl=home)
    subject = speak(scene, skeleton.subject)
    sheet = lay_out(scene, skeleton.body, url, home)
    files = [attach(scene, speak(scene, pattern)) for pattern in skeleton.attach]
    habit = pick(rng, skeleton.weights("habits", _PERSONAL if manner in _PEOPLE else _AUTOMATIC))
    subject, sheet = disguise.write_badly(scene, subject, sheet)
    subject = disguise.decorate(scene, subject, habit)
    subject, tail = threads.continue_thread(scene, subject, sender)
    body = _body(scene, sheet, tail, habit)
    head = head_lines(scene, sender, threads.tag(scene, subject, sender), habit)
    return join(
        head,
        gather(rng, "mixed", [body, *(file_part(rng, file) for file in files)]),
        newline=rng.choice((b"\n", b"\r\n")),
    )


def _body(scene: Scene, sheet: Sheet, tail: threads.Tail, habit: str) -> Part:
    rng, language = scene.rng, scene.language
    if habit in ("plain", "phone"):
        text = disguise.hide_in_text(scene, set_plain(rng, sheet) + threads.sign_phone(scene, habit) + tail.plain)
        return text_part(rng, text, "plain", draw_charset(rng, language, text))
    page = set_page(rng, sheet, habit, brand=scene.brand.name if habit in ("card", "marketing") else "")
    page = threads.append_html(disguise.hide_in_page(scene, page), tail.html)
    charset = draw_charset(rng, language, page)
    pictured = disguise.picture(scene)
    if pictured:
        picture = Attached("image001.png", "image/png", draw_picture(scene, is_code=pictured == "qr"), is_inline=True)
        page = disguise.show_picture(page, sheet, pictured)
        html = gather(
            rng, "related", [text_part(rng, page, "html", "utf-8"), file_part(rng, picture, "image001.png@01")]
        )
    else:
        html = text_part(rng, page, "html", charset)
    if rng.random() < _ALONE[habit]:
        return html
    text = set_plain(rng, sheet, shows_links=rng.random() < 0.85) + tail.plain
    return gather(rng, "alternative", [text_part(rng, text, "plain", draw_charset(rng, language, text)), html])


_ALONE = {
    "gmail": 0.02,
    "outlook": 0.15,
    "owa": 0.1,
    "apple": 0.1,
    "bare": 0.8,
    "old": 0.8,
    "tables": 0.7,
    "system": 0.6,
    "card": 0.4,
    "marketing": 0.35,
}
"""How often a program sends a page without the same as plain text."""
