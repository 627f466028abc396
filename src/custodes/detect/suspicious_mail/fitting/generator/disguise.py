"""What is done to words and pages so that filters miss them, and the careless writing that honest people have too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from random import Random

from custodes.detect.suspicious_mail.fitting.generator.layout import Block, Sheet
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.slots import fill
from custodes.detect.suspicious_mail.fitting.generator.tables import pick

_CARELESS: Mapping[str, float] = {"phishing": 0.16, "spam": 0.14, "ham": 0.05}
_DISGUISED: Mapping[str, float] = {"phishing": 0.06, "spam": 0.08, "ham": 0.0}
_PADDED: Mapping[str, float] = {"phishing": 0.05, "spam": 0.08, "ham": 0.0}
_PICTURES: Mapping[str, str] = {"phishing": "none 24, logo 1, whole 1", "spam": "none 20, whole 2", "ham": "none 20, logo 2, whole 0.6"}


def write_badly(scene: Scene, subject: str, sheet: Sheet) -> tuple[str, Sheet]:
    """The same with slips of the keyboard or with letters that only look right, now and then."""
    rng = scene.rng
    settings = scene.skeleton.settings
    change: Callable[[Random, str], str] | None = None
    if rng.random() < float(settings.get("disguised", _DISGUISED[scene.label])):
        change = rng.choice((_look_alike, _look_alike, _split_invisibly, _space_out))
    elif rng.random() < float(settings.get("careless", _CARELESS[scene.label])):
        change = rng.choice((_slip, _slip, _lower, _shout))
    if change is None:
        return subject, sheet
    blocks = tuple(Block(block.shape, tuple(change(rng, line) for line in block.lines)) for block in sheet.blocks)
    return (change(rng, subject) if rng.random() < 0.6 else subject), sheet._replace(blocks=blocks)


def _each_word(rng: Random, line: str, share: float, change: Callable[[str], str]) -> str:
    words = line.split(" ")
    return " ".join(change(word) if word.isalpha() and len(word) > 3 and rng.random() < share else word for word in words)


_TWINS = str.maketrans("aeopcxyiABEHKMOPTX", "аеорсхуіАВЕНКМОРТХ")


def _look_alike(rng: Random, line: str) -> str:
    return _each_word(rng, line, 0.35, lambda word: word.translate(_TWINS))


def _split_invisibly(rng: Random, line: str) -> str:
    sign = rng.choice(("​", "­", "‌", "⁠", "͏"))
    return _each_word(rng, line, 0.5, lambda word: sign.join((word[: len(word) // 2], word[len(word) // 2 :])))


_FIGURES = str.maketrans("aeios", "4310$")


def _space_out(rng: Random, line: str) -> str:
    if rng.random() < 0.5:
        return _each_word(rng, line, 0.1, " ".join)
    return _each_word(rng, line, 0.25, lambda word: word.translate(_FIGURES))


def _slip(rng: Random, line: str) -> str:
    """Two letters swapped, one lost, one doubled."""

    def slip(word: str) -> str:
        at = rng.randrange(1, len(word) - 1)
        return rng.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at] + word[at:]))

    return _each_word(rng, line, 0.06, slip)


def _lower(_rng: Random, line: str) -> str:
    return line if "{" in line or "://" in line else line.lower()


def _shout(rng: Random, line: str) -> str:
    return _each_word(rng, line, 0.25, str.upper)


def hide_in_text(scene: Scene, text: str) -> str:
    """The text, below it perhaps words that belong to something harmless."""
    return text + "\n" * 30 + _padding(scene) if _is_padded(scene) else text


def hide_in_page(scene: Scene, page: str, sheet: Sheet) -> str:
    """The page, in it perhaps words that nobody sees."""
    if not _is_padded(scene):
        return page
    style = scene.rng.choice(
        ("display:none", "font-size:0px", "color:#ffffff;font-size:1px", "visibility:hidden;height:0", "opacity:0;line-height:0", "color:#fefefe")
    )
    hidden = f'<div style="{style}">{escape(_padding(scene))}</div>'
    before, end, after = page.rpartition("</body>")
    return f"{before}{hidden}{end}{after}" if end else page + hidden


def _is_padded(scene: Scene) -> bool:
    return scene.rng.random() < _PADDED[scene.label]


def _padding(scene: Scene) -> str:
    said = [fill(scene, f"{name}{number}") for number in range(2, 7) for name in ("project", "topic", "book", "product", "given")]
    scene.rng.shuffle(said)
    return ". ".join(said)


def picture(scene: Scene) -> str:
    """Which picture the page shows: "" for none, "logo" below the words, "whole" in their place, "qr" among them."""
    chosen = pick(scene.rng, scene.skeleton.weights("picture", _PICTURES[scene.label]))
    return "" if chosen == "none" else chosen


def show_picture(page: str, sheet: Sheet, kind: str) -> str:
    """The page with its picture."""
    image = '<img src="cid:image001.png@01" alt="">'
    if kind == "whole":
        return f'<html><body><a href="{escape(sheet.url)}">{image}</a></body></html>'
    before, end, after = page.rpartition("</div>" if kind == "qr" else "</body>")
    return f"{before}{image}{end}{after}" if end else page + image
