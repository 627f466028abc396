"""What a rule looks for, in plain words for someone who does not know Sigma."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from custodes.detect.sigma.clauses import clause_of
from custodes.detect.sigma.phrases import RELATIONS, Phrase, phrase_of, say_field, say_number, say_source
from custodes.detect.sigma.rule import Alternative, And, Correlation, Node, Not, Or, Rule

_HEADS = {
    (And, False): "all of these hold:",
    (Or, False): "at least one of these holds:",
    (And, True): "not all of these hold at once:",
    (Or, True): "none of these holds:",
}
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_STEP = "  "
_SAYS_NOTHING = ("unknown", "unlikely", "none", "none known")
"""What authors write where they know of no false alarms."""
NO_LICENCE = "not named in its file; see where the rule came from"


def explain(rule: Rule | Correlation, titles: Mapping[str, str] | None = None) -> list[str]:
    """What it looks for, then what it says of itself: one sentence, or one point of a list, a line.

    `titles` are those of other rules by their ids, for a correlation to name what it counts.
    """
    looks = _explain_rule(rule) if isinstance(rule, Rule) else _explain_correlation(rule, titles or {})
    return [*looks, *_explain_about(rule)]


def _explain_rule(rule: Rule) -> Iterator[str]:
    yield f"It looks at: {say_source(rule.logsource)}."
    first, *points = _points(rule.condition, 1)
    yield f"It fires when {first}" + ("" if points else ".")
    yield from points
    if not rule.reports:
        yield "By itself it reports nothing: another rule counts it."


def _points(node: Node, depth: int, *, is_denied: bool = False) -> Iterator[str]:
    """The node as a line, or as a line and the lines of its points below it."""
    while isinstance(node, Not):
        node, is_denied = node.item, not is_denied
    if not isinstance(node, And | Or):
        phrase = phrase_of(node)
        yield phrase.say([phrase.value], link="or", is_denied=is_denied)
        return
    points = _grouped(node)
    if len(points) == 1 and isinstance(points[0], Group) and not (is_denied and isinstance(node, And)):
        yield points[0].say(is_denied=is_denied)
        return
    yield _HEADS[type(node), is_denied]
    for point in points:
        first, *below = [point.say()] if isinstance(point, Group) else _points(point, depth + 1)
        yield f"{_STEP * depth}– {first}"
        yield from below


class Group(NamedTuple):
    """Tests that differ in their value alone."""

    phrase: Phrase
    values: list[str]
    link: str

    def say(self, *, is_denied: bool = False) -> str:
        """As one sentence without its stop."""
        return self.phrase.say(self.values, link=self.link, is_denied=is_denied)


def _grouped(node: And | Or) -> list[Node | Group]:
    """Its points, in their order."""
    points: list[Node | Group] = []
    groups: dict[Phrase, Group] = {}
    for item in node.items:
        if isinstance(item, And | Or | Not):
            points.append(item)
            continue
        phrase = phrase_of(item)
        alike = phrase._replace(value="")
        if alike not in groups:
            groups[alike] = Group(phrase, [], "and" if isinstance(node, And) else "or")
            points.append(groups[alike])
        groups[alike].values.append(phrase.value)
    return points


def _explain_correlation(rule: Correlation, titles: Mapping[str, str]) -> Iterator[str]:
    yield "It counts what these rules find:"
    yield from (f"{_STEP}– {titles.get(id_, id_)}" for id_ in rule.rules)
    yield f"It fires when {_limit(rule, titles)} within {_stretch(rule.timespan_seconds)}{_groups(rule)}."
    if not rule.reports:
        yield "By itself it reports nothing: another rule counts it."


def _limit(rule: Correlation, titles: Mapping[str, str]) -> str:
    number = f"{RELATIONS[rule.relation]} {say_number(rule.number)}"
    value = " and ".join(map(say_field, rule.value_fields))
    if rule.alternatives:
        return ", or ".join(_alternative(rule, alternative, titles) for alternative in rule.alternatives)
    if rule.type == "event_count":
        return f"there are {number} of them"
    if rule.type == "value_count":
        return f"there are {number} different {'values' if len(rule.value_fields) == 1 else 'combinations'} of {value}"
    if rule.type in ("temporal", "temporal_ordered"):
        in_order = ", in this order," if rule.type == "temporal_ordered" else ""
        whole = rule.relation == "gte" and rule.number == len(rule.rules)
        return f"{'all' if whole else number} of them happen{in_order}"
    what = {
        "value_sum": "the sum",
        "value_avg": "the average",
        "value_median": "the median",
        "value_percentile": f"the {say_number(rule.percentile or 0)}th percentile",
    }
    return f"{what[rule.type]} of {value} is {number}"


def _alternative(rule: Correlation, alternative: Alternative, titles: Mapping[str, str]) -> str:
    must, must_not = ([f"“{titles.get(rule.rules[n], rule.rules[n])}”" for n in places] for places in alternative)
    happens = f"{' and '.join(must)} happen{'s' if len(must) == 1 else ''}" if must else "any of them happens"
    return f"{happens} without {' or '.join(must_not)}" if must_not else happens


def _stretch(seconds: int) -> str:
    unit, length = next((unit, length) for unit, length in _UNITS if seconds % length == 0)
    count = seconds // length
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def _groups(rule: Correlation) -> str:
    if not rule.group_by:
        return ""
    return f", counted apart for each value of {' and '.join(map(say_field, rule.group_by))}"


def _stopped(text: str) -> str:
    """With a stop at its end: many authors write none."""
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."


def _explain_about(rule: Rule | Correlation) -> Iterator[str]:
    about = rule.about
    if about.description:
        yield f"Its author says: {_stopped(about.description)}"
    if known := [text for text in about.falsepositives if text.strip(". ").lower() not in _SAYS_NOTHING]:
        yield "It may also fire without a breach:"
        yield from (f"{_STEP}– {text}" for text in known)
    yield f"It serves the clause {clause_of(rule)}."
    yield f"Level: {about.level}. Status: {about.status or 'not said'}."
    yield f"Written by {about.author or 'someone who is not named'}. Licence: {about.license or NO_LICENCE}."
