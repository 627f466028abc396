"""The signs that begin a list item or a numbered clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Word's Symbol and Wingdings bullets arrive as private-use characters; `(cid:N)` is a glyph that
# a PDF font does not name. Both mean a bullet only at the start of a line.
_SIGN = r"[•‣▪◦●○■□➢➤➔✓✔✗✘·∙⁃◆◇▶►▸»→❖❑❏☐☑☒♦▫⚫⚪★☆❍➣⦁⮚\ue000-\uf8ff]"
_BULLET = re.compile(
    rf"(?:{_SIGN}\ufe0f?|\(cid:\d+\))[ \t]*"
    r"|[-–—*+][ \t]+|[-–](?=[A-Z][a-z])"
    # a hollow round bullet copied as the letter o, and Wingdings letters that lost their font
    r"|[oØüqv§][ \t]+(?=[^\W\d_])"
)
_ROMAN = r"(?=[ivxlcIVXLC])[xX]{0,3}(?:[iI][xX]|[iI][vV]|[vV]?[iI]{0,3})"
_NUMBER = re.compile(
    rf"(?P<word>(?i:section|article|part|chapter|sec\.|art\.)[ \t]+(?:\d{{1,3}}(?:\.\d{{1,2}})*|{_ROMAN}|[A-H]))"
    r"(?:[ \t]*[.:)–—-]+[ \t]*|[ \t]+(?=[A-Z])|$)"
    r"|(?P<sign>§{1,2}[ \t]?\d{1,3}(?:[.-]\d{1,3})*[a-z]?)[.:)]?(?:[ \t]+[–—-])?(?:[ \t]+|$)"
    r"|(?P<legal>\d{1,2}(?:\.\d{1,2})+)[.)]?(?:[ \t]+|$)"
    r"|\((?P<bracket>\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})\)[ \t]*"
    r"|(?P<decimal>\d{1,2})(?:[.)](?:[ \t]+|$)|[.)](?=[A-Z][a-z])|[ \t]+[–—-][ \t]+(?=[A-Z]))"
    rf"|(?P<roman>{_ROMAN})[.)](?:[ \t]+|$)"
    r"|(?P<alpha>[A-Za-z])[.)](?:[ \t]+|$)"
)
_BARE_NUMBER = re.compile(r"(?P<decimal>\d{1,2})[ \t]+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Marker:
    """A bullet or number at the start of a line, and where the words after it begin."""

    text: str
    style: str
    """`bullet`, or how it counts: decimal, roman, alpha, bracket, legal, sign, word."""
    end: int

    @property
    def is_bullet(self) -> bool:
        """Whether it only marks and does not count."""
        return self.style == "bullet"


def find_marker(text: str) -> Marker | None:
    """The marker that `text` begins with, or None."""
    if bullet := _BULLET.match(text):
        return Marker(bullet.group().strip(), "bullet", bullet.end())
    number = _NUMBER.match(text)
    if number is None or _is_initial(text, number):
        return None
    return Marker(number.group().strip(), number.lastgroup or "decimal", number.end()) if number.end() else None


def find_bare_number(text: str) -> Marker | None:
    """A number without a stop before a capital ("3 Monitoring"); only a heading may begin so."""
    number = _BARE_NUMBER.match(text)
    return Marker(number.group().strip(), "decimal", number.end()) if number else None


def style_of(marker: str) -> str:
    """How a marker counts, from its text alone; `number` for one that the format supplies itself."""
    if marker == "#":
        return "number"
    found = find_marker(f"{marker} x")
    return found.style if found else "bullet"


def ordinal_of(marker: str) -> tuple[int, ...]:
    """The places of a marker as numbers (1.2 is (1, 2); c is (3,)), empty where it does not count."""
    digits = re.findall(r"\d+", marker)
    if digits:
        return tuple(int(digit) for digit in digits)
    letters = re.sub(r"(?i)section|article|part|chapter|sec\.|art\.|[^a-z]", "", marker)
    roman = _roman_value(letters.lower())
    if roman:
        return (roman,)
    return (ord(letters.lower()) - 96,) if len(letters) == 1 else ()


def follows(marker: str, before: str) -> bool:
    """Whether `marker` is the next number of the same list as `before`."""
    if "#" in (marker, before):
        return marker == before
    now, then = ordinal_of(marker), ordinal_of(before)
    if not now or not then or _shape(marker) != _shape(before):
        return _is_next_letter(marker, before)
    return (now[:-1] == then[:-1] and now[-1] == then[-1] + 1) or _is_next_letter(marker, before)


def _is_next_letter(marker: str, before: str) -> bool:
    """Letters that also read as Roman numbers: d. after c., i. after h."""
    now, then = re.sub(r"[^A-Za-z]", "", marker), re.sub(r"[^A-Za-z]", "", before)
    return len(now) == len(then) == 1 and ord(now) == ord(then) + 1 and _shape(marker) == _shape(before)


def _shape(marker: str) -> str:
    """The marker with what counts taken out: `(b)` and `(c)` have one shape, `2.` and `b.` have not."""
    return re.sub(r"[A-Z]+", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", marker))).rstrip(".:")


def _roman_value(letters: str) -> int:
    if not letters or not re.fullmatch(_ROMAN, letters):
        return 0
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in letters]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _is_initial(text: str, number: re.Match[str]) -> bool:
    """A person's initial, not a lettered clause: a name and an office follow it ("J. Okafor, Secretary")."""
    is_letter = number.lastgroup == "alpha" and number.group("alpha").isupper()
    return is_letter and re.fullmatch(r"[A-Z][\w'’-]+,(?: [A-Z][\w'’.-]+){0,4}", text[number.end() :]) is not None
