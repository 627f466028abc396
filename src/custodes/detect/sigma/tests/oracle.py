"""What must fire, told the slowest and plainest way: each rule asked of each event, from pySigma's own objects.

It shares nothing with what it checks: no tree of ours, no prefilter, no compiled pattern. Meaning is taken from the
Sigma specification (rules 2.1, appendix "modifiers") and from what `rule.py` says of how a test reads an event.
"""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from math import isfinite

from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT, ConditionOR
from sigma.policy import default_policy
from sigma.rule import SigmaRule
from sigma.types import (
    CompareOperators,
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaFieldReference,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
    SigmaTimestampPart,
    SpecialChars,
)

from custodes.sources.records.times import Unreadable, read_time
from custodes.sources.tables import LogSource

MANY, ONE = SpecialChars.WILDCARD_MULTI, SpecialChars.WILDCARD_SINGLE


def hits(rules: Iterable[SigmaRule], events: Sequence[tuple[LogSource, Mapping]]) -> set[tuple[int, str]]:
    """The number of the event and the id of the rule, of all that fire. Records are flat."""
    return {
        (number, str(rule.id))
        for rule in rules
        for number, (logsource, record) in enumerate(events)
        if meets(rule, logsource) and fires(rule, record)
    }


def meets(rule: SigmaRule, logsource: LogSource) -> bool:
    """Whether each word that the rule says of its log source is that of the event's."""
    asked = (rule.logsource.product, rule.logsource.category, rule.logsource.service)
    return all(word is None or word == own for word, own in zip(asked, logsource, strict=True))


def fires(rule: SigmaRule, record: Mapping, spellings: Mapping = {}) -> bool:
    """Whether one of the rule's conditions holds for the record."""
    return any(holds(condition.parsed, record, spellings) for condition in rule.detection.parsed_condition)


def holds(node, record, spellings) -> bool:
    if isinstance(node, ConditionAND):
        return all(holds(item, record, spellings) for item in node.args)
    if isinstance(node, ConditionOR):
        return any(holds(item, record, spellings) for item in node.args)
    if isinstance(node, ConditionNOT):
        return not holds(node.args[0], record, spellings)
    if isinstance(node, ConditionFieldEqualsValueExpression):
        return asks(node.field, node.value, record, spellings)
    return any(keyword(value, node.value) for listed in record.values() for value in as_list(listed))


def look_up(field, record, spellings) -> list | None:
    """The values of the field; None where there is no such field."""
    wanted = [field, *spellings.get(normal(field), ())]
    if field in record:
        return as_list(record[field])
    for name in wanted:
        for own, value in record.items():
            if normal(own) == normal(name):
                return as_list(value)
    return None


def normal(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter != " ")


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


def has_below(field, record, spellings) -> bool:
    """Whether the field is an object: one of whose own fields there is."""
    starts = [normal(name) + "." for name in (field, *spellings.get(normal(field), ()))]
    return any(normal(own).startswith(start) for own in record for start in starts)


def asks(field, wanted, record, spellings) -> bool:
    values = look_up(field, record, spellings)
    if isinstance(wanted, SigmaExpansion):
        return any(asks(field, each, record, spellings) for each in wanted.values)
    if isinstance(wanted, SigmaExists):
        return (values is not None or has_below(field, record, spellings)) == wanted.exists
    if isinstance(wanted, SigmaNull):
        return values is None or None in values
    given = [value for value in values or () if value is not None]
    if isinstance(wanted, SigmaFieldReference):
        others = [value for value in look_up(wanted.field, record, spellings) or () if value is not None]
        return any(refers(text(value), text(other), wanted) for value in given for other in others)
    return any(is_so(value, wanted) for value in given)


def is_so(value, wanted) -> bool:
    """Whether one value, which is not null, is as the rule wants it."""
    if isinstance(wanted, SigmaCasedString):
        return matches(text(value), wanted.s)
    if isinstance(wanted, SigmaString):
        return matches(small(text(value)), [part if part in (MANY, ONE) else small(part) for part in wanted.s])
    if isinstance(wanted, SigmaTimestampPart):
        return part_of_time(value, wanted.timestamp_part.name) == wanted.number
    if isinstance(wanted, SigmaNumber | SigmaBool):
        return small(text(value)) == small(str(wanted))
    if isinstance(wanted, SigmaRegularExpression):
        return found(wanted, text(value))
    if isinstance(wanted, SigmaCIDRExpression):
        return lies_in(text(value), wanted.network)
    if isinstance(wanted, SigmaCompareExpression):
        return compares(number(value), wanted.op, wanted.number.number)
    raise TypeError(f"the oracle does not know {type(wanted).__name__}")


def keyword(value, wanted) -> bool:
    """Whether one value of any field holds the keyword."""
    if isinstance(wanted, SigmaExpansion):
        return any(keyword(value, each) for each in wanted.values)
    if value is None:
        return False
    if isinstance(wanted, SigmaString):
        around = type(wanted)()
        around.s = [MANY, *wanted.s, MANY]
        return is_so(value, around)
    if isinstance(wanted, SigmaNumber | SigmaBool):
        return small(str(wanted)) in small(text(value))
    return is_so(value, wanted)


def text(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def small(value: str) -> str:
    """Each letter by its small form, where that is one letter; none but A to Z becomes one of a to z."""
    return "".join(
        "σ" if letter in "Σς" else letter if letter in "\u0130\u212a" else letter.lower() for letter in value
    )


def matches(value: str, parts: Sequence) -> bool:
    """Every place at which the pattern so far may end is kept; the last part must end at the value's end."""
    ends = {0}
    for part in parts:
        if part is MANY:
            ends = set(range(min(ends), len(value) + 1)) if ends else ends
        elif part is ONE:
            ends = {end + 1 for end in ends if end < len(value)}
        else:
            ends = {end + len(part) for end in ends if value.startswith(part, end)}
    return len(value) in ends


def found(wanted: SigmaRegularExpression, value: str) -> bool:
    """By pySigma's own engine; where case is not minded, Kelvin's sign and the long s are no k and no s."""
    flags, written = 0, expression(wanted)
    for flag in wanted.flags:
        flags |= wanted.sigma_to_python_flags[flag]
    if any(flag.name == "IGNORECASE" for flag in wanted.flags) or "(?i" in written:
        value = value.replace("\u212a", "\ufffd").replace("\u017f", "\ufffd")
    compiled = default_policy.regex_engine.compile(written, flags)
    return compiled.search(value) is not None


def expression(wanted: SigmaRegularExpression) -> str:
    """As it is written; a number is left a number by pySigma."""
    return wanted.regexp.to_plain_regex() if isinstance(wanted.regexp, SigmaString) else str(wanted.regexp).lower()


def lies_in(value: str, network) -> bool:
    try:
        address = ip_address(value)
    except ValueError:
        return False
    return address in network or (getattr(address, "ipv4_mapped", None) or address) in network


def number(value) -> float | None:
    """A number of JSON, or one written in decimal."""
    if isinstance(value, bool) or (isinstance(value, str) and set(value) - set("0123456789+-.eE")):
        return None
    try:
        read = float(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return read if isinstance(value, str) or isfinite(read) else None


def compares(own: float | None, relation: CompareOperators, wanted: float) -> bool:
    if own is None:
        return False
    return {
        CompareOperators.LT: own < wanted,
        CompareOperators.LTE: own <= wanted,
        CompareOperators.GT: own > wanted,
        CompareOperators.GTE: own >= wanted,
        CompareOperators.NEQ: own != wanted,
    }[relation]


def refers(value: str, other: str, wanted: SigmaFieldReference) -> bool:
    value, other = small(value), small(other)
    if wanted.starts_with and wanted.ends_with:
        return other in value
    if wanted.starts_with:
        return value.startswith(other)
    return value.endswith(other) if wanted.ends_with else value == other


def part_of_time(value, part: str) -> int | None:
    try:
        time = read_time(value)
    except Unreadable:
        return None
    return time.isocalendar()[1] if part == "WEEK" else getattr(time, part.lower())
