"""What a rule asks of a text, as the cheapest function that tells: patterns with wildcards, and expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import methodcaller
from typing import NamedTuple

import hyperscan
import re2  # type: ignore[import-untyped]

from custodes.detect.compiled import compile_texts
from custodes.detect.sigma.fields import fold
from custodes.detect.sigma.rule import ANY, Regex, Text

Check = Callable[[str], bool]
"""Whether a text is as it should be."""

Parts = tuple[str | int, ...]

MANY = 6
"""From so many on, texts to be contained are looked for in one pass rather than one by one."""

_LOOK_ALIKES = str.maketrans("\u212a\u017f", "\ufffd\ufffd")
"""K (Kelvin) and ſ (long s), which RE2 would take for k and s."""

_TEXT_END = re.compile(r"((?<!\\)(?:\\\\)*)\\Z")
"""How Python writes the very end of a text."""

_NO_CASE = re.compile(r"\(\?[a-zA-Z]*i")


class _Shapes(NamedTuple):
    """Patterns by what it takes to find them."""

    whole: list[str]
    starts: list[str]
    ends: list[str]
    inside: list[str]
    others: list[Parts]


def check_texts(texts: Iterable[Text]) -> Check:
    """Whether a text matches one of the patterns. It must be folded already, unless the patterns are `cased`."""
    shapes = _Shapes([], [], [], [], [])
    for text in texts:
        _sort_in(shapes, text.parts if text.cased else _fold_parts(text.parts))
    checks = [*_plain_checks(shapes), *map(check_parts, shapes.others)]
    return checks[0] if len(checks) == 1 else lambda value: any(check(value) for check in checks)


def _fold_parts(parts: Parts) -> Parts:
    return tuple(fold(part) if isinstance(part, str) else part for part in parts)


def _sort_in(shapes: _Shapes, parts: Parts) -> None:
    match _merged(parts):
        case ():
            shapes.whole.append("")
        case (str(text),):
            shapes.whole.append(text)
        case (str(text), 0):
            shapes.starts.append(text)
        case (0, str(text)):
            shapes.ends.append(text)
        case (0, str(text), 0):
            shapes.inside.append(text)
        case (0,):
            shapes.inside.append("")
        case others:
            shapes.others.append(others)


def _merged(parts: Parts) -> Parts:
    """The parts with neighbouring texts joined, and without what repeats a wildcard."""
    merged: list[str | int] = []
    for part in parts:
        if part == "" or (part == ANY and merged[-1:] == [ANY]):
            continue
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return tuple(merged)


def _plain_checks(shapes: _Shapes) -> list[Check]:
    checks: list[Check] = []
    if len(shapes.whole) == 1:
        checks.append(shapes.whole[0].__eq__)
    elif shapes.whole:
        checks.append(frozenset(shapes.whole).__contains__)
    if starts := tuple(shapes.starts):
        checks.append(methodcaller("startswith", starts))
    if ends := tuple(shapes.ends):
        checks.append(methodcaller("endswith", ends))
    if shapes.inside:
        checks.append(_check_inside(shapes.inside))
    return checks


def _check_inside(texts: Sequence[str]) -> Check:
    if "" in texts:
        return lambda _: True
    if len(texts) == 1:
        return methodcaller("__contains__", texts[0])
    return _Inside(texts).check if len(texts) >= MANY else lambda value: any(map(value.__contains__, texts))


class _Inside:
    """Whether a text contains one of many."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    @cached_property
    def _database(self) -> hyperscan.Database:
        return compile_texts(map(_encode, self._texts), flags=hyperscan.HS_FLAG_SINGLEMATCH)

    def check(self, value: str) -> bool:
        """As bytes: UTF-8 is found in UTF-8 wherever the text is in the text."""
        try:
            self._database.scan(_encode(value), match_event_handler=_stop)
        except hyperscan.ScanTerminated:
            return True
        return False


def _stop(*_: object) -> bool:
    return True


def _encode(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def check_parts(parts: Parts) -> Check:
    """Whether a text matches the pattern, in time that grows with the length of both and no faster.

    Between two wildcards for any run, the first place where what stands there fits leaves the most for the rest.
    So nothing is tried twice: each such piece is an atomic group.
    """
    first, *others = _split_at_any(parts)
    if others:
        between = "".join(f"(?>.*?{piece})" for piece in others[:-1])
        first = f"{first}{between}.*{others[-1]}"
    matches = re.compile(first, re.DOTALL).fullmatch
    longest = max((part for part in parts if isinstance(part, str)), key=len, default="")
    return lambda value: longest in value and matches(value) is not None


def _split_at_any(parts: Parts) -> list[str]:
    """What stands between the wildcards for any run, as expressions of a fixed length."""
    pieces = [""]
    for part in parts:
        if part == ANY:
            pieces.append("")
        else:
            pieces[-1] += re.escape(part) if isinstance(part, str) else "."
    return pieces


def check_expression(regex: Regex) -> Check:
    """Whether the expression is found in a text. Raises `ValueError` for what RE2 cannot run (look-around, say)."""
    pattern = _TEXT_END.sub(r"\1\\z", regex.pattern)
    options = re2.Options()
    options.never_capture, options.log_errors = True, False
    try:
        search = re2.compile(f"(?{regex.flags}){pattern}" if regex.flags else pattern, options).search
    except re2.error as error:
        raise ValueError(f"an expression that cannot be run: {regex.pattern}") from error
    if "i" in regex.flags or _NO_CASE.search(regex.pattern):
        return lambda value: search(_encode(value if value.isascii() else value.translate(_LOOK_ALIKES))) is not None
    return lambda value: search(_encode(value)) is not None
