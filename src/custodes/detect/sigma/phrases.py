"""Plain words for what a rule asks of a field. The data is in `explain.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from custodes.detect.sigma.rule import (
    ANY,
    ONE,
    Compare,
    Exists,
    Network,
    Null,
    Regex,
    SameAs,
    Test,
    Text,
    TimePart,
)
from custodes.shipped import parse_yaml
from custodes.sources.tables import LogSource

WORDS = Path(__file__).with_name("explain.yaml")
_SHOWN_VALUES = 12
_SHOWN_CHARACTERS = 160
RELATIONS: Mapping[str, str] = {
    "lt": "less than",
    "lte": "at most",
    "gt": "more than",
    "gte": "at least",
    "eq": "exactly",
    "neq": "other than",
}
_PLACES = {"whole": "be the same as", "starts": "begin with", "ends": "end with", "contains": "hold"}
_SHAPES: Mapping[tuple[bool, ...], str] = {  # of a pattern, where True is a wildcard for any characters
    (False,): "be",
    (False, True): "begin with",
    (True, False): "end with",
    (True, False, True): "hold",
}


class Words(NamedTuple):
    """The plain words there are."""

    sources: Mapping[LogSource, str]
    categories: Mapping[str, str]
    products: Mapping[str, str]
    fields: Mapping[str, str]


@cache
def words() -> Words:
    """The words of `explain.yaml`."""
    data = parse_yaml(WORDS.read_text(encoding="utf-8"))
    sources = {LogSource(*source): said for source, said in data["sources"]}
    return Words(sources, data["categories"], data["products"], data["fields"])


class Phrase(NamedTuple):
    """What a test asks: `the command line` `hold` `“-enc”`. Those that differ in the value alone are said as one."""

    subject: str
    verb: str
    """As one says it after "does not"."""
    value: str
    is_denied: bool = False

    def say(self, values: Sequence[str], *, link: str, is_denied: bool) -> str:
        """As a sentence without its stop, with these values joined by `and` or `or`."""
        said = _listed(values, link)
        if self.is_denied == is_denied:
            return f"{self.subject} {_present(self.verb)} {said}"
        if self.subject == ANY_FIELD:
            return f"no field {_present(self.verb)} {said}"
        return f"{self.subject} {_denied(self.verb)} {said}"


ANY_FIELD = "some field"


def phrase_of(test: Test) -> Phrase:
    """The test in words."""
    if isinstance(test, Text):
        return _say_text(test)
    if isinstance(test, Exists):
        return Phrase("the event", "tell", say_field(test.field), not test.wanted)
    subject = say_field(test.field)
    match test:
        case Regex():
            verb, value = "fit", f"the expression {_quoted(test.pattern)}"
            value += ", in capitals or not" if "i" in test.flags else ""
        case Network():
            verb, value = "lie in", f"the network {test.network}"
        case Compare():
            verb, value = "be", f"{RELATIONS[test.relation]} {say_number(test.number)}"
        case SameAs():
            verb, value = _PLACES[test.where], say_field(test.other)
        case Null():
            verb, value = "be", "missing or null"
        case TimePart():
            subject, verb, value = f"the {test.part} (UTC) of {subject}", "be", str(test.number)
    return Phrase(subject, verb, value)


def _say_text(test: Text) -> Phrase:
    subject = say_field(test.field)
    exactly = " (capitals count)" if test.cased else ""
    if not test.parts:
        return Phrase(subject, "be", "empty")
    if test.parts == (ANY,):
        return Phrase(subject, "be", "there, whatever it says")
    plain = [part for part in test.parts if isinstance(part, str)]
    verb = _SHAPES.get(tuple(part == ANY for part in test.parts))
    if verb is None or ONE in test.parts:
        signs = {ANY: "*", ONE: "?"}
        pattern = "".join(part if isinstance(part, str) else signs[part] for part in test.parts)
        return Phrase(subject, "look like", _quoted(pattern) + exactly)
    return Phrase(subject, verb, _quoted(plain[0]) + exactly)


def say_number(number: float) -> str:
    """`10`, `2.5`, `5,000`."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,}"


def _quoted(text: str) -> str:
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f"“{''.join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shown)}”"


def _listed(values: Sequence[str], link: str) -> str:
    if len(values) > _SHOWN_VALUES:
        return f"{', '.join(values[:_SHOWN_VALUES])} {link} {len(values) - _SHOWN_VALUES} more"
    *but_last, last = values
    return f"{', '.join(but_last)} {link} {last}" if but_last else last


def _present(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    return f"{'is' if first == 'be' else first + 's'} {rest}".rstrip()


def _denied(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    denied = "is not" if first == "be" else f"does not {first}"
    return f"{denied} {rest}".rstrip()


def say_source(source: LogSource) -> str:
    """`programs being started on Windows`."""
    if said := words().sources.get(source):
        return said
    product = words().products.get(source.product or "", source.product)
    if said := words().categories.get(source.category or ""):
        log = f" ({source.service})" if source.service else ""
        return f"{said}{log} on {product}" if product else said + log
    log = " ".join(f"“{word}”" for word in (source.category, source.service) if word)
    return " of ".join(filter(None, (f"the log {log}" if log else "all logs", product)))


def say_field(field: str | None) -> str:
    """`the command line`; the field's own name where there is no plainer one."""
    if field is None:
        return ANY_FIELD
    return words().fields.get(field, f"“{field}”")
