"""A sheet as HTML, by the habits of the programs that send it: mail clients, systems, marketing services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from random import Random
from string import hexdigits

from custodes.detect.suspicious_mail.fitting.generator.domains import gibberish
from custodes.detect.suspicious_mail.fitting.generator.layout import LINK, Block, Sheet


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
    small: str = "<p style=\"font-size:11px;color:#888\">{}</p>"
    code: str = "<p style=\"font-size:28px\"><b>{}</b></p>"
    quote: str = "<blockquote>{}</blockquote>"
    button: str = "<p><a href=\"{0}\">{1}</a></p>"
    between: str = "\n"


_MSO = '<p class="MsoNormal">{}<o:p></o:p></p>'
_BLUE_BUTTON = (
    '<table border="0" cellspacing="0" cellpadding="0" align="center"><tr><td align="center" style="border-radius:4px" bgcolor="#COLOUR">'
    '<a href="{0}" target="_blank" style="font-size:16px;font-family:Helvetica,Arial,sans-serif;color:#ffffff;text-decoration:none;'
    'padding:12px 24px;border:1px solid #COLOUR;display:inline-block">{1}</a></td></tr></table>'
)
_TD = '<tr><td style="padding:8px 24px;font-family:Arial,sans-serif;font-size:15px;line-height:22px;color:#333333">{}</td></tr>'

HABITS: Mapping[str, Habit] = {
    "gmail": Habit(
        frame='<div dir="ltr">{}</div>',
        text="<div>{}</div><div><br></div>",
        heading='<div><b><font size="4">{}</font></b></div><div><br></div>',
        row="<tr><td>{}</td><td>{}</td></tr>",
        small='<div><font size="1" color="#666666">{}</font></div>',
        code="<div><b>{}</b></div>",
        quote='<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{}</blockquote>',
        button='<div><a href="{0}">{1}</a></div><div><br></div>',
        between="",
    ),
    "outlook": Habit(
        frame='<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" content="Microsoft Word 15 (filtered medium)"><style><!--\np.MsoNormal, li.MsoNormal {margin:0in; font-size:11.0pt; font-family:"Calibri",sans-serif;}\n--></style></head><body lang="EN-US" link="#0563C1" vlink="#954F72"><div class="WordSection1">{}</div></body></html>',
        text=f"{_MSO}\n{_MSO.format('&nbsp;')}",
        line_break='<o:p></o:p></p>\n<p class="MsoNormal">',
        heading='<p class="MsoNormal"><b><span style="font-size:14.0pt">{}</span></b><o:p></o:p></p>',
        item='<li class="MsoListParagraph">{}<o:p></o:p></li>',
        rows='<table class="MsoNormalTable" border="1" cellpadding="0">{}</table>',
        small='<p class="MsoNormal"><span style="font-size:8.0pt;color:gray">{}</span><o:p></o:p></p>',
        code='<p class="MsoNormal"><b>{}</b><o:p></o:p></p>',
        button='<p class="MsoNormal"><a href="{0}">{1}</a><o:p></o:p></p>',
    ),
    "owa": Habit(
        frame='<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style type="text/css" style="display:none;"> P {{margin-top:0;margin-bottom:0;}} </style></head><body dir="ltr">{}</body></html>',
        text='<div class="elementToProof" style="font-family: Aptos, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);">{}</div><div><br></div>',
        small='<div style="font-size: 8pt; color: rgb(102,102,102);">{}</div>',
        button='<div><a href="{0}" id="LPlnk">{1}</a></div><div><br></div>',
    ),
    "apple": Habit(
        frame='<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">{}</body></html>',
        text="{}<div><br></div>",
        heading="<div><b>{}</b></div><div><br></div>",
        small='<div><span style="font-size: 10px;">{}</span></div>',
        quote='<blockquote type="cite">{}</blockquote>',
        button='<div><a href="{0}">{1}</a></div><div><br></div>',
        between="",
    ),
    "bare": Habit(frame="<html><body>{}</body></html>", text="<p>{}</p>", button='<a href="{0}">{1}</a><br>'),
    "old": Habit(
        frame='<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><HTML><HEAD><META content="text/html; charset=iso-8859-1" http-equiv=Content-Type></HEAD><BODY bgColor=#ffffff><FONT face=Arial size=2>{}</FONT></BODY></HTML>',
        text="<P>{}</P>",
        heading="<P><STRONG>{}</STRONG></P>",
        small="<P><FONT size=1>{}</FONT></P>",
        button='<P><A href="{0}">{1}</A></P>',
    ),
    "system": Habit(
        frame='<!DOCTYPE html><html><head><meta charset="utf-8"><style>body{{font-family:Arial,sans-serif;font-size:14px;color:#222}}</style></head><body><div style="max-width:640px">{}</div></body></html>',
        text="<p>{}</p>",
        rows='<table style="border-collapse:collapse" cellpadding="6">{}</table>',
        row='<tr><td style="color:#666">{}</td><td><strong>{}</strong></td></tr>',
        button='<p><a href="{0}" style="display:inline-block;background:#COLOUR;color:#fff;padding:10px 18px;border-radius:4px;text-decoration:none">{1}</a></p>',
    ),
    "card": Habit(
        frame='<!doctype html><html><head><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body style="margin:0;background:#f4f4f7"><table width="100%" cellpadding="0" cellspacing="0" role="presentation"><tr><td align="center"><table width="570" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;border-radius:8px;margin:32px auto">LOGO{}</table></td></tr></table></body></html>',
        text=_TD,
        heading='<tr><td style="padding:24px 24px 8px;font-family:Arial,sans-serif;font-size:22px;font-weight:bold;color:#111">{}</td></tr>',
        items=_TD.format("<ul>{}</ul>"),
        rows=_TD.format('<table width="100%">{}</table>'),
        small='<tr><td align="center" style="padding:4px 24px;font-family:Arial,sans-serif;font-size:12px;color:#9a9ea6">{}</td></tr>',
        code='<tr><td align="center" style="padding:16px;font-size:32px;letter-spacing:6px;font-weight:bold">{}</td></tr>',
        button=_TD.replace("{}", _BLUE_BUTTON),
    ),
    "marketing": Habit(
        frame='<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title></title><style type="text/css">@media only screen and (max-width:480px){{.mobile{{width:100%!important}}}} #outlook a{{padding:0}} .ExternalClass{{width:100%}}</style></head><body bgcolor="#eeeeee">PREHEADER<table border="0" cellpadding="0" cellspacing="0" width="100%" bgcolor="#eeeeee"><tr><td align="center" valign="top"><table class="mobile" border="0" cellpadding="0" cellspacing="0" width="600" bgcolor="#ffffff">LOGO{}</table></td></tr></table>PIXEL</body></html>',
        text=_TD,
        heading='<tr><td align="center" style="padding:20px;font-family:Georgia,serif;font-size:26px;color:#COLOUR">{}</td></tr>',
        items=_TD.format('<ul style="padding-left:18px">{}</ul>'),
        rows=_TD.format('<table width="100%" border="0" cellpadding="4">{}</table>'),
        small='<tr><td align="center" style="padding:6px 24px;font-family:Arial,sans-serif;font-size:11px;line-height:16px;color:#777777">{}</td></tr>',
        code='<tr><td align="center" style="padding:16px;font-size:28px"><strong>{}</strong></td></tr>',
        button=_TD.replace("{}", _BLUE_BUTTON),
    ),
}  # fmt: skip

_COLOURS = ("0078d4", "1a73e8", "d40511", "0070ba", "ff9900", "2e7d32", "333333", "e50914", "6a1b9a", "c62828", "004b87")


def set_page(rng: Random, sheet: Sheet, habit_name: str, *, brand: str) -> str:
    """The page of a sheet as the program of that name writes it."""
    habit = HABITS[habit_name]
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
    pixel = f'<img src="{_root(sheet.url)}/o/{gibberish(rng, 12, 40, hexdigits[:16])}.gif" width="1" height="1" alt="" border="0">'
    return frame.replace("PIXEL", pixel if rng.random() < 0.7 else "")


def _root(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if not rest:
        return "cid:image"
    return f"{scheme}://{rest.partition('/')[0]}"


def _draw_logo(rng: Random, sheet: Sheet, brand: str) -> str:
    row = '<tr><td align="center" style="padding:24px">{}</td></tr>'
    name = escape(brand)
    image = f'<img src="{_root(sheet.home)}/images/{gibberish(rng, 4, 16)}.png" alt="{name}" width="{rng.choice((120, 150, 180))}" border="0">'
    linked = f'<a href="{escape(sheet.home)}">{image}</a>'
    return row.format(rng.choice((image, image, linked, f"<b>{name}</b>", ""))) if brand else ""


def _draw_preheader(rng: Random, sheet: Sheet) -> str:
    first = next((block.lines[0] for block in sheet.blocks if block.shape == "text"), "")
    padding = rng.choice(("", "&nbsp;&zwnj;" * 20, "&#847; &zwnj; &nbsp; &#8199; &shy; " * 12, "&#8203;" * 10))
    shown = escape(LINK.sub(lambda found: found[1] or found[2], first))[:90]
    hidden = f'<div style="display:none;max-height:0px;overflow:hidden;font-size:1px;color:#ffffff">{shown}{padding}</div>'
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
        said += [escape(line[at : found.start()], quote=False), f'<a href="{escape(url)}">{escape(found[1] or found[2])}</a>']
        at = found.end()
    return "".join((*said, escape(line[at:], quote=False)))
