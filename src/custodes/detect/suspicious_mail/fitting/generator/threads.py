"""What stands below a letter: signatures, notices of law, list footers, and the earlier letters that it answers."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from custodes.detect.suspicious_mail.fitting.generator.layout import lay_out
from custodes.detect.suspicious_mail.fitting.generator.people import draw_person
from custodes.detect.suspicious_mail.fitting.generator.plain import quote_plain, set_plain
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.senders import Sender
from custodes.detect.suspicious_mail.fitting.generator.skeletons import list_quotable
from custodes.detect.suspicious_mail.fitting.generator.slots import fill, speak


class Tail(NamedTuple):
    """The same below text and page."""

    plain: str
    html: str


def continue_thread(scene: Scene, subject: str, sender: Sender) -> tuple[str, Tail]:
    """The subject and what stands below, as often as the kind's `threads` says."""
    rng = scene.rng
    plain, html = _close(scene, sender)
    if rng.random() >= float(scene.skeleton.settings.get("threads", "0")):
        return subject, Tail(plain, html)
    earlier = list_quotable(scene.language)
    if not earlier:
        return subject, Tail(plain, html)
    last, topic = "", ""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        skeleton = rng.choice(earlier)
        topic = speak(scene, skeleton.subject)
        text = set_plain(rng, lay_out(scene, skeleton.body, fill(scene, "homeurl"), fill(scene, "homeurl")))
        last = quote_plain(rng, text + last, _said_by(scene))
    keeps_own = scene.skeleton.settings.get("subject-of", "thread") == "own"
    again = rng.choice(
        (
            "Re: ",
            "Re: ",
            "RE: ",
            "Fwd: ",
            "FW: ",
            {"de": "AW: ", "fr": "TR: ", "nl": "Antw: "}.get(scene.language, "Re: "),
        )
    )
    page = "<br>".join(escape(line, quote=False) for line in last.splitlines())
    return again + (subject if keeps_own else topic), Tail(
        f"{plain}\n{last}\n", f'{html}<div class="gmail_quote">{page}</div>'
    )


def _said_by(scene: Scene) -> str:
    person = draw_person(scene.rng, scene.language, scene.rng.choice((scene.org.domain, scene.company.domain)))
    date, time = fill(scene, "past"), fill(scene, "time")
    return scene.rng.choice(
        (
            f"On {date} at {time}, {person.name} <{person.address}> wrote:",
            f"On {date}, {person.name} wrote:",
            f"From: {person.name} <{person.address}>\nSent: {date} {time}\nTo: {scene.reader.name}",
            f"{person.address} ({date}):",
            f"From: {person.name}\nDate: {date}\nTo: {scene.reader.address}",
        )
    )


def _close(scene: Scene, sender: Sender) -> Tail:
    rng, said = scene.rng, []
    if rng.random() < 0.08:
        said.append(fill(scene, "disclaimer"))
    if sender.list_name and rng.random() < 0.8:
        local = sender.list_name.partition("@")[0]
        host = sender.list_name.partition("@")[2]
        said.append(
            f"_______________________________________________\n{local} mailing list\n{sender.list_name}\nhttps://{host}/mailman/listinfo/{local}"
        )
    plain = "".join(f"\n{text}\n" for text in said)
    return Tail(plain, "".join(f"<br><div>{escape(text).replace(chr(10), '<br>')}</div>" for text in said))


def sign_phone(scene: Scene, habit: str) -> str:
    """The line that a telephone adds."""
    return f"\n{fill(scene, 'sentfrom')}\n" if habit == "phone" and scene.rng.random() < 0.8 else ""


def tag(scene: Scene, subject: str, sender: Sender) -> str:
    """The subject with what a list or a gateway puts before it."""
    roll = scene.rng.random()
    if sender.list_name and roll < 0.7:
        return f"[{sender.list_name.partition('@')[0]}] {subject}"
    home = sender.domain.endswith(scene.org.domain)
    return (
        f"{scene.rng.choice(('[EXTERNAL] ', '[EXT] ', 'External: '))}{subject}" if roll < 0.04 and not home else subject
    )


def append_html(page: str, tail: str) -> str:
    """The page with something below its words."""
    before, end, after = page.rpartition("</body>")
    return f"{before}{tail}{end}{after}" if end else page + tail
