"""Events changed in small ways, as other collectors, languages and hands would write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

LETTERS = ("é", "É", "\u212a", "ſ", "ß", "σ", "ς", "İ", "ı", "😀", "\u2028", "\x00", "\ufeff", '"', "\\", "/", "*", "?")
LOOKALIKES = (
    *(("k", "\u212a"), ("s", "ſ"), ("i", "ı"), ("-", "\u2013"), ("-", "/"), (" ", "\u00a0")),
    *(("\\", "/"), ("/", "\\"), ("'", "\u2019")),
)

Change = Callable[[str, Random], Any]

CHANGES: Mapping[str, Change] = {
    "case swapped": lambda text, _: text.swapcase(),
    "in capitals": lambda text, _: text.upper(),
    "in small letters": lambda text, _: text.lower(),
    "beginning cut off": lambda text, random: text[random.randint(1, 3) :],
    "end cut off": lambda text, random: text[: -random.randint(1, 3)],
    "backslashes doubled": lambda text, _: text.replace("\\", "\\\\"),
    "backslashes halved": lambda text, _: text.replace("\\\\", "\\"),
    "a letter put in": lambda text, random: _put_in(text, random.choice(LETTERS), random),
    "letters by lookalikes": lambda text, random: text.replace(*random.choice(LOOKALIKES)),
    "said twice": lambda text, _: text * 2,
    "among other text": lambda text, _: f"x {text} y",
    "a line after it": lambda text, _: f"{text}\n",
    "spaces around it": lambda text, _: f" {text} ",
    "emptied": lambda _, random: random.choice(("", "-", " ")),
    "in a list": lambda text, random: random.choice(([text], ["x", text, None], [text, 1], [])),
    "null": lambda *_: None,
}


def _put_in(text: str, letter: str, random: Random) -> str:
    place = random.randint(0, len(text))
    return text[:place] + letter + text[place:]


def bend_event(record: dict[str, Any], other: Mapping[str, Any], asked: list[str], random: Random) -> None:
    """Change one thing, most often of a field that rules ask for. `other` is an event to take values from."""
    names = [name for name in asked if name in record] if random.random() < 0.8 else list(record)
    if not names:
        return
    name = random.choice(names)
    match random.choice(("value", "value", "value", "value", "type", "name", "swap", "remove", "nest", "beside")):
        case "value":
            record[name] = CHANGES[random.choice(list(CHANGES))](_text(record[name]), random)
        case "type":
            record[name] = _retyped(record[name])
        case "name":
            record[respell(name, random)] = record.pop(name)
        case "swap":
            record[name] = random.choice(list(other.values()) or ["x"])
        case "remove":
            del record[name]
        case "nest":
            _nest(record, name)
        case "beside":
            record.setdefault(respell(name, random), "x")


def respell(name: str, random: Random) -> str:
    """The name as another would write it."""
    at = random.randint(0, len(name))
    return random.choice((name.lower(), name.upper(), name.swapcase(), f"{name[:at]} {name[at:]}"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def _retyped(value: Any) -> Any:
    """Numbers and truth values as text, and the other way round."""
    if not isinstance(value, str):
        return str(value)
    if value.isascii() and value.isdigit() and len(value) < 18:
        return int(value)
    return {"true": True, "false": False}.get(value.lower(), 7)


def _nest(record: dict[str, Any], name: str) -> None:
    """`a.b` as an object within an object, which is the same field."""
    outer, dot, inner = name.partition(".")
    if dot and outer and inner and outer not in record:
        record[outer] = {inner: record.pop(name)}
