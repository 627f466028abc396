"""From the parts of many files to one set of rules: references found, filters laid on, doubles told.

A file is read without knowing the others, so that what was read of it can be kept by its content. All that
depends on other files happens here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from custodes.detect.sigma.errors import CannotRunError
from custodes.detect.sigma.rule import About, And, Correlation, Node, Rule, RuleSet, Unusable
from custodes.sources.tables import LogSource


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that the rules it names, or all rules of its log source, must fulfil as well."""

    about: About
    logsource: LogSource
    rules: tuple[str, ...] | None
    """Ids or names; None for every rule of the log source."""
    condition: Node

    def fits(self, rule: Rule) -> bool:
        """Whether it is laid on the rule (as pySigma's `SigmaFilter` decides)."""
        if any(wanted not in (None, has) for wanted, has in zip(self.logsource, rule.logsource, strict=True)):
            return False
        return self.rules is None or any(word and word in self.rules for word in (rule.about.id, rule.about.name))


@dataclass(frozen=True, slots=True)
class Draft:
    """A correlation whose references are ids or names as written."""

    correlation: Correlation
    rules_report: bool
    """Whether events of the rules it counts are findings too (Sigma: `generate`)."""

    @property
    def about(self) -> About:
        """What it says of itself."""
        return self.correlation.about


Part = Rule | Draft | Filter | Unusable
"""What one document of a rule file is."""


def link(parts: Iterable[Part]) -> RuleSet:
    """The rules of all files, in their order, as they run together."""
    known = list(_without_doubles(parts))
    filters = [part for part in known if isinstance(part, Filter)]
    settled = _settle([part for part in known if isinstance(part, Draft)], known)
    silent = _silent((part for part in known if isinstance(part, Draft)), settled)
    rules: list[Rule] = []
    correlations: list[Correlation] = []
    unusable: list[Unusable] = []
    for part in known:
        match settled[part.about.id] if isinstance(part, Draft) else part:
            case Rule() as rule:
                rules.append(_filtered(rule, filters, reports=rule.about.id not in silent))
            case Correlation() as correlation:
                correlations.append(replace(correlation, reports=correlation.about.id not in silent))
            case Unusable() as told:
                unusable.append(told)
            case Filter() as laid if not any(laid.fits(rule) for rule in known if isinstance(rule, Rule)):
                unusable.append(unusable_of(laid.about, "It filters no rule that is here."))
    return RuleSet(tuple(rules), tuple(correlations), tuple(unusable))


def unusable_of(about: About, reason: str) -> Unusable:
    """The rule as one that cannot run."""
    return Unusable(about.file, about.title, reason, about.id)


def _without_doubles(parts: Iterable[Part]) -> Iterator[Part]:
    first: dict[str, str] = {}
    for part in parts:
        if isinstance(part, Unusable):
            yield part
        elif part.about.id in first:
            yield unusable_of(part.about, f"Its id is that of a rule in {first[part.about.id]}, which counts.")
        else:
            first[part.about.id] = part.about.file
            yield part


def _filtered(rule: Rule, filters: Sequence[Filter], *, reports: bool) -> Rule:
    conditions = [laid.condition for laid in filters if laid.fits(rule)]
    if not conditions and reports == rule.reports:
        return rule
    condition = And((rule.condition, *conditions)) if conditions else rule.condition
    return replace(rule, condition=condition, reports=reports)


def _silent(drafts: Iterable[Draft], settled: Mapping[str, Correlation | Unusable]) -> frozenset[str]:
    """Ids of what is only counted: by a correlation that runs and does not ask for its rules' own findings."""
    return frozenset(
        rule
        for draft in drafts
        if not draft.rules_report and isinstance(correlation := settled[draft.about.id], Correlation)
        for rule in correlation.rules
    )


def _settle(drafts: Sequence[Draft], known: Sequence[Part]) -> dict[str, Correlation | Unusable]:
    """By id each correlation with the ids of what it counts, or why it cannot run."""
    find = _finder(known)
    settled: dict[str, Correlation | Unusable] = {}
    for draft in drafts:
        try:
            settled[draft.about.id] = _resolved(draft.correlation, find)
        except CannotRunError as error:
            settled[draft.about.id] = unusable_of(draft.about, str(error))
    runnable = {part.about.id for part in known if isinstance(part, Rule)}
    waiting = [item for item in settled.values() if isinstance(item, Correlation)]
    while ready := [item for item in waiting if runnable.issuperset(item.rules)]:
        runnable.update(item.about.id for item in ready)
        waiting = [item for item in waiting if item.about.id not in runnable]
    for item in waiting:
        settled[item.about.id] = unusable_of(item.about, "It counts a correlation that cannot run, or itself.")
    return settled


def _resolved(correlation: Correlation, find: Callable[[str], str]) -> Correlation:
    aliases = [(name, tuple((find(rule), field) for rule, field in of)) for name, of in correlation.aliases]
    return replace(correlation, rules=tuple(map(find, correlation.rules)), aliases=tuple(aliases))


def _finder(known: Sequence[Part]) -> Callable[[str], str]:
    """From an id or a name as written to the rule's id. What it gives raises `CannotRunError`."""
    ids: dict[str, list[str]] = defaultdict(list)
    for part in known:
        if isinstance(part, Rule | Draft):
            for word in {part.about.id, part.about.name} - {""}:
                ids[word].append(part.about.id)
    broken = {part.id for part in known if isinstance(part, Unusable)}

    def find(word: str) -> str:
        if len(found := ids.get(word, [])) == 1:
            return found[0]
        if found:
            raise CannotRunError(f"It counts the rule {word}, but {len(found)} rules are called so.")
        fate = "cannot run" if word in broken else "is not among these rules"
        raise CannotRunError(f"It counts the rule {word}, which {fate}.")

    return find
