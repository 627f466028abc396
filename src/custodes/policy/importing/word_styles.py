"""What Word's paragraph styles and numberings mean, as far as a policy needs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 12  # styles may be based on one another; a circle is cut here


@dataclass(frozen=True, slots=True)
class Style:
    """One style, with what it inherits already taken in."""

    name: str
    heading: int = 0
    """Depth from 1; 0 where the style is no heading. `Title` is 1, and pushes the others down."""
    bold: bool = False
    size: float = 0.0
    """Letter height in points, 0 where it is the document's own."""
    numbering: tuple[str, int] | None = None
    is_contents: bool = False
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """A document's styles by id, and which of its numberings are bullets."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: str = ""
    bullets: frozenset[tuple[str, int]] = frozenset()
    size: float = 11.0

    def of(self, style_id: str | None) -> Style:
        """The style of that id, or the document's default."""
        return self.by_id.get(style_id or self.default, Style("Normal"))


def read_styles(styles: Any | None, numbering: Any | None) -> Styles:
    """The styles from the roots of `styles.xml` and `numbering.xml`, either of which may be missing."""
    raw = {style.get(f"{W}styleId") or "": style for style in styles.iter(f"{W}style")} if styles is not None else {}
    default = next((name for name, style in raw.items() if _is_default(style)), "")
    usual = styles.find(f"{W}docDefaults//{W}sz") if styles is not None else None
    return Styles(
        by_id={name: _resolve(name, raw) for name in raw},
        default=default,
        bullets=frozenset(_bullets(numbering)) if numbering is not None else frozenset(),
        size=_half_points(usual) or 11.0,
    )


def is_on(parent: Any | None, name: str) -> bool | None:
    """A switch such as `w:b`: True, False, or None where nothing is said."""
    found = parent.find(f"{W}{name}") if parent is not None else None
    if found is None:
        return None
    return found.get(f"{W}val") not in ("0", "false", "none", "off")


def size_of(parent: Any | None) -> float:
    """The letter height that run properties set, in points, or 0."""
    return _half_points(parent.find(f"{W}sz")) if parent is not None else 0.0


def numbering_of(properties: Any | None) -> tuple[str, int] | None:
    """The list and depth that paragraph properties name; id "0" takes numbering away."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    number, depth = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    return (number.get(f"{W}val") or "0" if number is not None else "", _integer(depth))


def outline_of(properties: Any | None) -> int:
    """The heading depth that an outline level sets, from 1; 0 for body text."""
    found = properties.find(f"{W}outlineLvl") if properties is not None else None
    depth = _integer(found) + 1 if found is not None else 0
    return depth if depth <= 9 else 0


def _is_default(style: Any) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _resolve(style_id: str, raw: Mapping[str, Any], depth: int = 0) -> Style:
    style = raw.get(style_id)
    if style is None or depth > _DEEPEST:
        return Style("")
    based = style.find(f"{W}basedOn")
    base = _resolve(based.get(f"{W}val") or "", raw, depth + 1) if based is not None else Style("")
    named = style.find(f"{W}name")
    name = (named.get(f"{W}val") or "").lower() if named is not None else ""
    properties, letters = style.find(f"{W}pPr"), style.find(f"{W}rPr")
    bold = is_on(letters, "b")
    return Style(
        name=name,
        heading=_heading(name) or outline_of(properties) or base.heading,
        bold=base.bold if bold is None else bold,
        size=size_of(letters) or base.size,
        numbering=numbering_of(properties) or base.numbering,
        is_contents=re.match(r"toc|table of (?:contents|figures)", name) is not None or base.is_contents,
        is_list=re.match(r"list (?:bullet|number)", name) is not None or base.is_list,
    )


def _heading(name: str) -> int:
    if name == "title":
        return 1
    found = re.fullmatch(r"heading (\d)", name)
    return int(found[1]) + 1 if found else 0


def _bullets(numbering: Any) -> list[tuple[str, int]]:
    """Every (list id, depth) whose sign is a bullet."""
    shapes = {abstract.get(f"{W}abstractNumId"): abstract for abstract in numbering.iter(f"{W}abstractNum")}
    found = []
    for number in numbering.iter(f"{W}num"):
        refers = number.find(f"{W}abstractNumId")
        abstract = shapes.get(refers.get(f"{W}val")) if refers is not None else None
        for level in abstract.iter(f"{W}lvl") if abstract is not None else ():
            form = level.find(f"{W}numFmt")
            if form is not None and form.get(f"{W}val") in ("bullet", "none"):
                found.append((number.get(f"{W}numId") or "", int(level.get(f"{W}ilvl") or 0)))
    return found


def _half_points(size: Any | None) -> float:
    try:
        return float(size.get(f"{W}val") or 0) / 2 if size is not None else 0.0
    except ValueError:
        return 0.0


def _integer(element: Any | None) -> int:
    value = element.get(f"{W}val") if element is not None else None
    return int(value) if value and value.isdecimal() and len(value) < 4 else 0
