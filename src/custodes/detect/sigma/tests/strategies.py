"""Random rules and events that are made for each other: much fires, and as much misses by a letter.

A rule is drawn as YAML gives it and read by pySigma; what its tests look for is then collected from pySigma's tree,
and the values of events are drawn from that: filled in, cut, put in another case, put among other text.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from hypothesis import strategies as st
from sigma.conditions import ConditionItem
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule
from sigma.types import (
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExpansion,
    SigmaRegularExpression,
    SigmaString,
)

from custodes.events.fields import flatten
from custodes.sources.tables import LogSource

FIELDS = ("Image", "CommandLine", "Source Name", "actor.id", "tags", "Level", "EventID")
SPELT = {
    "Image": ("Image", "image", "IMAGE", "Image "),
    "Source Name": ("Source Name", "SourceName", "sourcename", "Source Name"),
    "actor.id": ("actor.id", "Actor.Id"),
    "EventID": ("EventID", "EventID", "eventid", "Event ID"),
}
"""How rules and events may spell a field, which is one and the same."""

WORDS = (
    *(
        "cmd",
        "CMD",
        ".exe",
        "net",
        "user",
        "a",
        "A",
        "k",
        "s",
        "i",
        "kit",
        "RISK",
        "ΑΣ",
        "1",
        "10",
        "4624",
        "true",
        "null",
        "0x1",
    ),
    *("\\", "\\\\", "\\*", "\\?", "\\\\*", "/", "\\/", "-", " -enc ", "\u2013", "\u2015", "%", "%a%", "|", ":", "."),
    *('"', "'", '\\"', "{", "}", ",", "\n", "\r\n", "\t", "\x00", "\x7f", "\u2028", "\ufeff", " "),
    *("é", "É", "e\u0301", "ß", "SS", "σ", "ς", "Σ", "\u0130", "ı", "\u212a", "ſ", "ﬁ", "😀", "Ǆ", "ǆ", "中"),
)
PLAIN = tuple(word for word in WORDS if word.isascii() and not set(word) & set("*?\\%"))
FILLERS = ("", "", "x", "xy", "\n", "é", "\\", *WORDS[:16])

REGEXES: Mapping[str, tuple[str, ...]] = {
    "^cmd\\.exe$": ("cmd.exe", "CMD.EXE", "cmd.exe\n", "xcmd.exe", "x\ncmd.exe\nx"),
    "net (user|group)s?\\b": ("net user", "net groups ", "NET USER", "net userx", "net usersé"),
    "[0-9]{2,4}[a-f]+": ("12ab", "1a", "4624F", "\u0661\u0662a"),
    "\\\\Users\\\\[^\\\\]+\\\\": ("C:\\Users\\ann\\x", "c:\\users\\ann\\", "\\Users\\\\"),
    "k.s": ("k\ns", "kxs", "KxS", "\u212axs", "kx\u017f", "k😀s"),
    "(?i)k\\ws": ("KaS", "kés", "\u212aas", "k1s"),
    "é+\\s\\d": ("éé 1", "É 1", "é\u00a01"),
    "a|b$": ("a", "xb", "b\n"),
    "(^| )/[a-z]{1,3} ": ("/c x", "x /enc ", "x/c "),
    "(a*)*b": ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ab"),
    "": ("", "x"),
}
NETWORKS: Mapping[str, tuple[str, ...]] = {
    "10.0.0.0/8": ("10.1.2.3", "11.0.0.1", "::ffff:10.0.0.1", "10.1", "010.0.0.1", " 10.1.2.3"),
    "192.168.1.64/26": ("192.168.1.64", "192.168.1.128"),
    "fe80::/10": ("fe80::1", "FE80::1", "fe80::1%eth0", "fec0::1"),
    "::1/128": ("::1", "0:0:0:0:0:0:0:1", "127.0.0.1"),
    "0.0.0.0/0": ("1.2.3.4", "::", "::ffff:1.2.3.4"),
}
TIMES = ("2026-11-24T23:59:59Z", "2026-11-24 23:59:59.5", "2024-02-29T00:30:00+02:00", "2027-01-01", "1700000000", 0)
NUMBERS = (0, 1, -1, 7, 10, 4624, 1.5, 1e3, 0.1, 12345678901234567890, 1e300, True)
NUMERALS = ("7", "10", "-1", "1.5", "1e3", "0x7", "1_0", "", " 7", "nan", "inf", "007", "\u0667", "+7", ".5", "5.")

texts = st.lists(st.sampled_from(WORDS), max_size=4).map("".join)
plain_texts = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3).map("".join)
patterns = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from("**?")), max_size=5).map("".join)
scalars = st.one_of(texts, st.sampled_from(NUMBERS), st.sampled_from(NUMERALS), st.booleans(), st.none())
small_numbers = st.sampled_from((0, 1, -1, 7, 10, 4624, 1.5, 1000))


def some(values: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    """One value, or a list of some."""
    return st.one_of(values, st.lists(values, min_size=1, max_size=most))


ENCODED = ("base64|contains", "base64offset|contains", "wide|base64offset|contains", "utf16|base64", "wide", "utf16be")
DASHED = ("windash", "windash|contains", "windash|contains|all", "windash|startswith")

TESTS: Mapping[str, st.SearchStrategy] = {
    **dict.fromkeys(("", "", "contains", "startswith", "endswith", "cased", "contains|cased", "neq"), some(patterns)),
    **dict.fromkeys(("contains|all", "all", "endswith|cased|all", "contains|neq"), st.lists(patterns, min_size=2, max_size=3)),
    **dict.fromkeys(ENCODED, some(plain_texts, 2)),
    **dict.fromkeys(DASHED, st.lists(st.sampled_from((" -a", "/c", "x -y /z", "--a", "-é")), min_size=2, max_size=2)),
    **dict.fromkeys(("re", "re|i", "re|m", "re|i|s", "re|contains", "re|all"), some(st.sampled_from(list(REGEXES)), 2)),
    **dict.fromkeys(("fieldref", "fieldref|contains", "fieldref|startswith", "fieldref|endswith", "fieldref|neq"), st.sampled_from(FIELDS)),
    **dict.fromkeys(("lt", "lte", "gt", "gte"), small_numbers),
    **dict.fromkeys(("minute", "hour", "day", "week", "month", "year"), st.sampled_from((0, 1, 22, 23, 24, 30, 48, 53, 59, 2024, 2026))),
    "cidr": some(st.sampled_from(list(NETWORKS)), 2),
    "exists": st.booleans(),
}  # fmt: skip
VALUES = some(st.one_of(patterns, st.none(), st.booleans(), small_numbers, st.just("")))
"""What a field without modifiers is held against."""


@st.composite
def items(draw) -> tuple[str, Any]:
    """A field with its modifiers, and what it is held against."""
    field = draw(st.sampled_from(FIELDS))
    name = draw(st.sampled_from(SPELT.get(field, (field,))))
    modifiers = draw(st.sampled_from(list(TESTS)))
    value = draw(TESTS[modifiers] if modifiers else VALUES)
    return f"{name}|{modifiers}" if modifiers else name, value


maps = st.lists(items(), min_size=1, max_size=3).map(dict)
keywords = st.one_of(
    st.lists(st.one_of(patterns, small_numbers), min_size=1, max_size=3),
    st.fixed_dictionaries({"|all": st.lists(patterns, min_size=2, max_size=2)}),
    st.fixed_dictionaries({"|re": st.sampled_from(list(REGEXES))}),
    st.fixed_dictionaries({"|base64offset": plain_texts}),
)
detections = st.one_of(maps, maps, st.lists(maps, min_size=1, max_size=3), keywords)

NAMES = ("selection", "selection_2", "filter", "_hidden")
SELECTORS = ("1 of them", "all of them", "1 of sel*", "all of selection*", "any of *")
conditions = st.recursive(
    st.sampled_from((*NAMES[:3], *NAMES, *SELECTORS)),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, st.sampled_from(("and", "or", "and not")), inner).map(
            lambda three: "({} {} {})".format(*three)
        ),
    ),
    max_leaves=4,
)
products = st.sampled_from((None, "windows", "linux"))
categories = st.sampled_from((None, "a_category", "another"))


@st.composite
def rules(draw, number: int = 0) -> SigmaRule:
    """A rule as pySigma reads it."""
    logsource = {
        "product": draw(products),
        "category": draw(categories),
        "service": draw(st.sampled_from((None, None, "one"))),
    }
    if draw(st.integers(0, 3)):  # most ask one thing, so that nothing else hides how it is answered
        condition, found = draw(st.sampled_from(("selection", "not selection"))), {"selection": dict([draw(items())])}
    else:
        condition = draw(some(conditions, 2))
        found = {name: draw(detections) for name in NAMES if "of" in str(condition) or name in str(condition)}
    document = {
        "title": f"Rule {number}",
        "id": f"00000000-0000-4000-8000-{number:012}",
        "logsource": {key: word for key, word in logsource.items() if word} or {"product": "windows"},
        "detection": found | {"condition": condition},
    }
    try:
        return SigmaRule.from_dict(document)
    except SigmaError as error:
        raise AssertionError(f"pySigma refuses {document}: {error}") from error


def values_of(rule: SigmaRule) -> list[tuple[str | None, Any]]:
    """Each field and value that the rule's tests ask for, expansions opened."""
    found: list[tuple[str | None, Any]] = []

    def walk(node: Any, field: str | None) -> None:
        if isinstance(node, ConditionItem):
            for item in node.args:
                walk(item, None)
        elif isinstance(node, SigmaExpansion):
            for value in node.values:
                walk(value, field)
        elif hasattr(node, "value"):
            walk(node.value, getattr(node, "field", None))
        else:
            found.append((field, node))

    for condition in rule.detection.parsed_condition:
        walk(condition.parsed, None)
    return found


@st.composite
def answers(draw, wanted: Any) -> Any:
    """A value that is as a test wants it, or nearly."""
    if isinstance(wanted, SigmaString):
        filled = "".join(part if isinstance(part, str) else draw(st.sampled_from(FILLERS)) for part in wanted.s)
        return draw(bent(filled))
    if isinstance(wanted, SigmaRegularExpression):
        return draw(bent(draw(st.sampled_from(REGEXES.get(wanted.regexp.to_plain_regex(), ("cmd.exe", "a"))))))
    if isinstance(wanted, SigmaCIDRExpression):
        return draw(st.sampled_from(NETWORKS[wanted.cidr]))
    if isinstance(wanted, SigmaCompareExpression):
        return draw(st.sampled_from((wanted.number.number, wanted.number.number + 1, str(wanted.number), *NUMERALS)))
    return draw(st.one_of(st.sampled_from(TIMES), scalars, st.just(getattr(wanted, "number", None))))


LOOK_ALIKES = str.maketrans("ksiKIσςΣ", "\u212aſ\u0130\u212a\u0130ςΣς")


def bent(text: str) -> st.SearchStrategy:
    """The text as it is, or changed a little."""
    return st.sampled_from(
        (
            text,
            text,
            text,
            text.swapcase(),
            text.upper(),
            text.lower(),
            text.translate(LOOK_ALIKES),
            text[1:],
            text[:-1],
            f"x{text}",
            f"{text}\n",
            f"x {text} y",
            text * 2,
        )
    )


@st.composite
def records(draw, wanted: list[tuple[str | None, Any]]) -> dict[str, Any]:
    """An event's fields, nested as JSON has them, made for tests such as these."""
    record: dict[str, Any] = {}
    asked = draw(st.lists(st.sampled_from(wanted), max_size=4)) if wanted else []
    for field, value in asked:
        name = field or draw(st.sampled_from(FIELDS))
        answer = draw(answers(value))
        record[draw(st.sampled_from(SPELT.get(name, (name,))))] = draw(
            st.sampled_from((answer, answer, answer, [answer], ["x", answer, None]))
        )
    for field in draw(st.lists(st.sampled_from(FIELDS), max_size=2, unique=True)):
        record.setdefault(field, draw(st.one_of(scalars, st.lists(scalars, max_size=3))))
    if "actor.id" in record and draw(st.booleans()):  # one field, however nested
        record["actor"] = {"id": record.pop("actor.id")}
    return record


def write_as_is(record: Mapping[str, Any]) -> bytes:
    """The shortest JSON, non-ASCII letters as they are."""
    return orjson.dumps(record, default=str)


def write_in_ascii(record: Mapping[str, Any]) -> bytes:
    r"""JSON with spaces, and \u for each letter beyond ASCII."""
    return json.dumps(record).encode()


def write_oddly(record: Mapping[str, Any]) -> bytes:
    r"""JSON as few write it: `\/` for a slash, capitals in \u, exponents, a letter of ASCII as \u."""
    text = json.dumps(record, separators=(" ,", " : ")).replace("/", "\\/").replace("1000.0", "1E3")
    return re.sub(r"\\u00e|cm", lambda found: {"cm": "\\u0063m"}.get(found[0], "\\u00E"), text).encode()


class Case(NamedTuple):
    """Rules, and events as lines of JSON with their log sources."""

    rules: list[SigmaRule]
    events: list[tuple[LogSource, bytes]]

    @property
    def flat(self) -> list[tuple[LogSource, dict[str, Any]]]:
        """The events' fields."""
        return [(logsource, flatten(orjson.loads(line))) for logsource, line in self.events]


@st.composite
def cases(draw, most_rules: int = 3, most_events: int = 4) -> Case:
    """Some rules, and events made for them."""
    drawn = [draw(rules(number)) for number in range(draw(st.integers(1, most_rules)))]
    wanted = [asked for rule in drawn for asked in values_of(rule)]
    events = []
    for _ in range(draw(st.integers(1, most_events))):
        rule = draw(st.sampled_from(drawn))
        near = LogSource(rule.logsource.product, rule.logsource.category, rule.logsource.service)
        far = LogSource(draw(products), draw(categories), "one")
        write = draw(st.sampled_from((write_as_is, write_as_is, write_in_ascii, write_oddly)))
        events.append((draw(st.sampled_from((near, near, near, far))), write(draw(records(wanted)))))
    return Case(drawn, events)
