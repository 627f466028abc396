"""A sheet as HTML, by the habits of the programs that send it: mail clients, systems, marketing services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from random import Random
from string import hexdigits

from custodes.detect.suspicious_mail.fitting.generator.domains import gibberish
from custodes.detect.suspicious_mail.fitting.generator.layout import LINK, Block, Sheet
from custodes.detect.suspicious_mail.fitting.generator.tables import load_table


@dataclass(frozen=True, slots=True)
class Habit:
    """How one program writes a page. In frames `{}` is the body; in parts, the words."""

    frame: str
    text: str
    line_break: str = "<br>"
    heading: str = "<h2>{}</h2>"
    items: str = "<ul>{}</ul>"
    item: str = "<li>{}</li>"
    rows: str = "<table>{}</table>"
    row: str = "<tr><td>{}</td><td>{}</td></tr>"
    small: str = '<p style="font-size:11px;color:#888">{}</p>'
    code: str = '<p style="font-size:28px"><b>{}</b></p>'
    quote: str = "<blockquote>{}</blockquote>"
    button: str = '<p><a href="{0}">{1}</a></p>'
    between: str = "\n"


@cache
def load_habits() -> Mapping[str, Habit]:
    """Every habit by its name."""
    return {name: Habit(**entry) for name, entry in load_table("habits").items()}


_COLOURS = (
    "0078d4",
    "1a73e8",
    "d40511",
    "0070ba",
    "ff9900",
    "2e7d32",
    "333333",
    "e50914",
    "6a1b9a",
    "c62828",
    "004b87",
)


def set_page(rng: Random, sheet: Sheet, habit_name: str, *, brand: str) -> str:
    """The page of a sheet as the program of that name writes it."""
    habit = load_habits()[habit_name]
    colour = rng.choice(_COLOURS)
    parts = [_set_block(block, sheet, habit) for block in sheet.blocks]
    frame = _dress(rng, habit.frame, sheet, brand)
    page = frame.replace("{{", "{").replace("}}", "}").replace("{}", habit.between.join(parts), 1)
    return page.replace("#COLOUR", f"#{colour}")


def _dress(rng: Random, frame: str, sheet: Sheet, brand: str) -> str:
    """The frame with its logo, the hidden first line that lists show, and the pixel that counts readers."""
    if "LOGO" in frame:
        frame = frame.replace("LOGO", _draw_logo(rng, sheet, brand))
    if "PREHEADER" in frame:
        frame = frame.replace("PREHEADER", _draw_preheader(rng, sheet))
    dot = f"{_root(sheet.url)}/o/{gibberish(rng, 12, 40, hexdigits[:16])}.gif"
    pixel = f'<img src="{dot}" width="1" height="1" alt="" border="0">'
    return frame.replace("PIXEL", pixel if rng.random() < 0.7 else "")


def _root(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if not rest:
        return "cid:image"
    return f"{scheme}://{rest.partition('/')[0]}"


def _draw_logo(rng: Random, sheet: Sheet, brand: str) -> str:
    row = '<tr><td align="center" style="padding:24px">{}</td></tr>'
    name = escape(brand)
    file = f"{_root(sheet.home)}/images/{gibberish(rng, 4, 16)}.png"
    image = f'<img src="{file}" alt="{name}" width="{rng.choice((120, 150, 180))}" border="0">'
    linked = f'<a href="{escape(sheet.home)}">{image}</a>'
    return row.format(rng.choice((image, image, linked, f"<b>{name}</b>", ""))) if brand else ""


def _draw_preheader(rng: Random, sheet: Sheet) -> str:
    first = next((block.lines[0] for block in sheet.blocks if block.shape == "text"), "")
    padding = rng.choice(("", "&nbsp;&zwnj;" * 20, "&#847; &zwnj; &nbsp; &#8199; &shy; " * 12, "&#8203;" * 10))
    shown = escape(LINK.sub(lambda found: found[1] or found[2], first))[:90]
    hidden = (
        f'<div style="display:none;max-height:0px;overflow:hidden;font-size:1px;color:#ffffff">{shown}{padding}</div>'
    )
    return hidden if rng.random() < 0.6 else ""


def _set_block(block: Block, sheet: Sheet, habit: Habit) -> str:
    if block.shape in ("button", "home"):
        url = sheet.url if block.shape == "button" else sheet.home
        return habit.button.format(escape(url), escape(block.lines[0]) or escape(url))
    lines = [_set_line(line, sheet) for line in block.lines]
    if block.shape == "item":
        return habit.items.format("".join(habit.item.format(line) for line in lines))
    if block.shape == "row":
        return habit.rows.format("".join(habit.row.format(*line.split(" :: ", 1)) for line in lines))
    return _FRAMES[block.shape](habit).format(habit.line_break.join(lines))


_FRAMES: Mapping[str, Callable[[Habit], str]] = {
    "text": lambda habit: habit.text,
    "heading": lambda habit: habit.heading,
    "small": lambda habit: habit.small,
    "code": lambda habit: habit.code,
    "quote": lambda habit: habit.quote,
}


def _set_line(line: str, sheet: Sheet) -> str:
    if "<<" not in line and "((" not in line:
        return escape(line, quote=False)
    said, at = [], 0
    for found in LINK.finditer(line):
        url = sheet.url if found[1] else sheet.home
        said += [
            escape(line[at : found.start()], quote=False),
            f'<a href="{escape(url)}">{escape(found[1] or found[2])}</a>',
        ]
        at = found.end()
    return "".join((*said, escape(line[at:], quote=False)))
