"""What is done to words and pages so that filters miss them, and the careless writing that honest people have too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from random import Random
from string import ascii_uppercase, digits

from custodes.detect.suspicious_mail.fitting.generator.domains import gibberish
from custodes.detect.suspicious_mail.fitting.generator.layout import Block, Sheet, lay_out
from custodes.detect.suspicious_mail.fitting.generator.plain import set_plain
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.skeletons import list_quotable
from custodes.detect.suspicious_mail.fitting.generator.slots import fill
from custodes.detect.suspicious_mail.fitting.generator.tables import pick

_CARELESS: Mapping[str, float] = {"phishing": 0.16, "spam": 0.14, "ham": 0.05}
_DISGUISED: Mapping[str, float] = {"phishing": 0.06, "spam": 0.08, "ham": 0.0}
_PADDED: Mapping[str, float] = {"phishing": 0.05, "spam": 0.08, "ham": 0.0}
_DECORATED: Mapping[str, float] = {"phishing": 0.3, "spam": 0.3, "ham": 0.0}
_PICTURES: Mapping[str, str] = {
    "phishing": "none 24, logo 1, whole 1",
    "spam": "none 20, whole 2",
    "ham": "none 20, logo 2, whole 0.6",
}


def write_badly(scene: Scene, subject: str, sheet: Sheet) -> tuple[str, Sheet]:
    """The same with slips of the keyboard or with letters that only look right, now and then."""
    rng = scene.rng
    settings = scene.skeleton.settings
    change: Callable[[Random, str], str] | None = None
    if rng.random() < float(settings.get("disguised", _DISGUISED[scene.label])):
        change = rng.choice((_look_alike, _look_alike, _split_invisibly, _split_visibly, _space_out, _embolden))
    elif rng.random() < float(settings.get("careless", _CARELESS[scene.label])):
        change = rng.choice((_slip, _slip, _lower, _shout))
    if change is None:
        return subject, sheet
    blocks = tuple(Block(block.shape, tuple(change(rng, line) for line in block.lines)) for block in sheet.blocks)
    return (change(rng, subject) if rng.random() < 0.6 else subject), sheet._replace(blocks=blocks)


def _each_word(rng: Random, line: str, share: float, change: Callable[[str], str]) -> str:
    words = line.split(" ")
    return " ".join(
        change(word) if word.isalpha() and len(word) > 3 and rng.random() < share else word for word in words
    )


_TWINS = str.maketrans("aeopcxyiABEHKMOPTX", "аеорсхуіАВЕНКМОРТХ")


def _look_alike(rng: Random, line: str) -> str:
    return _each_word(rng, line, 0.35, lambda word: word.translate(_TWINS))


def _split_invisibly(rng: Random, line: str) -> str:
    sign = rng.choice(("\u200b", "­", "‌", "⁠", "͏"))
    return _each_word(rng, line, 0.5, lambda word: sign.join((word[: len(word) // 2], word[len(word) // 2 :])))


def _split_visibly(rng: Random, line: str) -> str:
    sign = rng.choice((" ", ".", "-"))
    return _each_word(rng, line, 0.15, lambda word: sign.join((word[:1], word[1:])))


def _embolden(rng: Random, line: str) -> str:
    """The letters for formulas, which look bold."""
    return _each_word(rng, line, 0.4, lambda word: "".join(map(_bold, word)))


def _bold(letter: str) -> str:
    if "a" <= letter <= "z":
        return chr(0x1D41A + ord(letter) - ord("a"))
    return chr(0x1D400 + ord(letter) - ord("A")) if "A" <= letter <= "Z" else letter


_FIGURES = str.maketrans("aeiosl", "4310$I")


def _space_out(rng: Random, line: str) -> str:
    if rng.random() < 0.5:
        return _each_word(rng, line, 0.1, " ".join)
    return _each_word(rng, line, 0.25, lambda word: word.translate(_FIGURES))


def _slip(rng: Random, line: str) -> str:
    """Two letters swapped, one lost, one doubled."""

    def slip(word: str) -> str:
        at = rng.randrange(1, len(word) - 1)
        return rng.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at] + word[at:],
            )
        )

    return _each_word(rng, line, 0.06, slip)


def _lower(_rng: Random, line: str) -> str:
    return line if "{" in line or "://" in line else line.lower()


def _shout(rng: Random, line: str) -> str:
    return _each_word(rng, line, 0.25, str.upper)


_SIGNS = ("🎁", "📦", "⚠️", "🔥", "⏰", "💰", "✅", "❤️", "🎉", "📢", "👉", "🔔", "🚨", "☀️", "📚", "🛒")


def decorate(scene: Scene, subject: str, habit: str) -> str:
    """The subject with what makes it stand out in a list, or differ from a thousand others of its kind."""
    rng = scene.rng
    if rng.random() < (0.12 if habit in ("marketing", "card") else 0.01):
        subject = rng.choice((f"{rng.choice(_SIGNS)} {subject}", f"{subject} {rng.choice(_SIGNS)}"))
    if rng.random() >= _DECORATED[scene.label]:
        return subject
    code, user = gibberish(rng, 3, 8, ascii_uppercase + digits), scene.reader.address.partition("@")[0]
    before = rng.choice(("", "", "Re: ", "RE:", "Fwd: ", f"{user}, "))
    after = rng.choice(
        ("", "", f" {code}", f" #{code}", f" (ID: {code})", f" .{code}", "!!!", f" - {fill(scene, 'today')}")
    )
    return f"{before}{subject.upper() if rng.random() < 0.15 else subject}{after}"


def hide_in_text(scene: Scene, text: str) -> str:
    """The text, below it perhaps words that belong to something harmless."""
    return text + "\n" * 30 + _padding(scene) if _is_padded(scene) else text


def hide_in_page(scene: Scene, page: str) -> str:
    """The page, in it perhaps words that nobody sees."""
    if not _is_padded(scene):
        return page
    style = scene.rng.choice(
        (
            "display:none",
            "font-size:0px",
            "color:#ffffff;font-size:1px",
            "visibility:hidden;height:0",
            "opacity:0;line-height:0",
            "color:#fefefe",
        )
    )
    hidden = f'<div style="{style}">{escape(_padding(scene))}</div>'
    before, end, after = page.rpartition("</body>")
    return f"{before}{hidden}{end}{after}" if end else page + hidden


def _is_padded(scene: Scene) -> bool:
    return scene.rng.random() < _PADDED[scene.label]


def _padding(scene: Scene) -> str:
    """Other people's letters, or words at random."""
    rng, letters = scene.rng, list_quotable("en" if scene.rng.random() < 0.5 else scene.language)
    if letters and rng.random() < 0.6:
        chosen = rng.choices(letters, k=rng.randint(1, 6))
        return "\n".join(set_plain(rng, lay_out(scene, letter.body, "", ""), shows_links=False) for letter in chosen)
    said = [
        fill(scene, f"{name}{number}")
        for number in range(2, 7)
        for name in ("project", "topic", "book", "product", "given")
    ]
    rng.shuffle(said)
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
