"""From Sigma files to rules, by pySigma (https://github.com/SigmaHQ/pySigma): no parser of our own.

Importing this module imports pySigma, which takes a while; with rules kept ready nobody needs it (see `cache`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.filters import EmptySigmaGlobalFilter, SigmaFilter
from sigma.rule import SigmaRule, SigmaRuleBase, SigmaYAMLLoader
from sigma.rule.detection import EmptySigmaDetections
from sigma.rule.logsource import EmptyLogSource, SigmaLogSource

from custodes.detect.sigma.about import read_about
from custodes.detect.sigma.counting import read_correlation, read_reference
from custodes.detect.sigma.errors import CannotRunError
from custodes.detect.sigma.files import RuleFile, rule_files
from custodes.detect.sigma.link import Filter, Part, link, unusable_of
from custodes.detect.sigma.nodes import read_condition
from custodes.detect.sigma.placeholders import Placeholders
from custodes.detect.sigma.regexes import POLICY
from custodes.detect.sigma.rule import About, Rule, RuleSet, Unusable
from custodes.sources.tables import LogSource

_LONGEST_REASON = 300
_ADDRESS = re.compile(r"<sigma\.types\.Sigma(?P<type>\w+) object at 0x[0-9a-f]+>")
"""How pySigma names a value that it does not write out, such as null: otherwise each time."""


def read_rules(paths: Iterable[Path], placeholders: Placeholders | None = None) -> RuleSet:
    """The rules of files and of folders with all below them. What stands in a file never raises: see `unusable`."""
    return link(part for file in rule_files(paths) for part in read_file(file, placeholders or {}))


def read_file(file: RuleFile, placeholders: Placeholders) -> tuple[Part, ...]:
    """The rules of one file, not yet linked with those of others; at least one part."""
    if file.problem:
        return (_unread(file, file.problem),)
    try:
        documents = [item for item in yaml.load_all(file.content, SigmaYAMLLoader) if item is not None]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return (_unread(file, f"It is not valid YAML: see line {line}."),)
    except Exception as error:  # noqa: BLE001 - what a broken file makes the reader raise cannot be listed
        return (_unread(file, f"It is not valid YAML ({type(error).__name__})."),)
    read = [_part(item, file, number, placeholders) for number, item in enumerate(_parse(documents))]
    return tuple(read) or (_unread(file, "It holds no rule."),)


def _unread(file: RuleFile, reason: str) -> Unusable:
    return Unusable(file.name, file.name.rpartition("/")[2], reason)


Parsed = SigmaRuleBase | tuple[str, Exception]
"""A rule as pySigma gives it, or the title of one that it cannot read, and why."""


def _parse(documents: Sequence[Any]) -> Iterator[Parsed]:
    """Each document apart, so that a broken one takes no other with it, unless they build on each other."""
    build_on_each_other = any(isinstance(item, dict) and "action" in item for item in documents)
    for group in [documents] if build_on_each_other else [[item] for item in documents]:
        try:
            read = SigmaCollection.from_dicts(
                list(group), collect_errors=True, collect_filters=True, resolve_references=False, policy=POLICY
            )
        except Exception as error:  # noqa: BLE001 - on documents of another make pySigma raises whatever it runs into
            yield _title(group[0]), error
            continue
        rules = [*read.rules, *read.filters]
        yield from rules
        theirs = {id(error) for rule in rules for error in rule.errors}
        yield from ((_title(group[0]), error) for error in read.errors if id(error) not in theirs)


def _title(document: Any) -> str:
    title = document.get("title") if isinstance(document, dict) else None
    return title if isinstance(title, str) else ""


def _part(parsed: Parsed, file: RuleFile, number: int, placeholders: Placeholders) -> Part:
    if isinstance(parsed, tuple):
        title, error = parsed
        return Unusable(file.name, title or file.name.rpartition("/")[2], _reason(error))
    place = str(number).encode() if number else b""
    about = read_about(parsed, file=file.name, without_id=hashlib.sha256(file.content + place).hexdigest()[:32])
    try:
        return _read(parsed, about, placeholders)
    except Exception as error:  # noqa: BLE001 - conditions are parsed only here: the same as in `_parse`
        return unusable_of(about, _reason(error))


def _read(parsed: SigmaRuleBase, about: About, placeholders: Placeholders) -> Part:
    if isinstance(parsed, SigmaCorrelationRule):
        return read_correlation(parsed, about)
    if isinstance(parsed, SigmaFilter):
        return _read_filter(parsed, about, placeholders)
    assert isinstance(parsed, SigmaRule)
    return _read_rule(parsed, about, placeholders)


def _read_rule(rule: SigmaRule, about: About, placeholders: Placeholders) -> Rule:
    if isinstance(rule.logsource, EmptyLogSource) or isinstance(rule.detection, EmptySigmaDetections):
        raise rule.errors[-1]
    conditions = [condition.parsed for condition in rule.detection.parsed_condition]
    return Rule(about, _log_source(rule.logsource), read_condition(conditions, placeholders))


def _read_filter(rule: SigmaFilter, about: About, placeholders: Placeholders) -> Filter:
    if isinstance(rule.logsource, EmptyLogSource) or isinstance(rule.filter, EmptySigmaGlobalFilter):
        raise rule.errors[-1]
    named = rule.filter.rules
    rules = None if isinstance(named, str) else tuple(read_reference(item.reference) for item in named)
    conditions = [condition.parsed for condition in rule.filter.parsed_condition]
    return Filter(about, _log_source(rule.logsource), rules, read_condition(conditions, placeholders))


def _log_source(source: SigmaLogSource) -> LogSource:
    words = [word.casefold() if word else None for word in (source.product, source.category, source.service)]
    if not any(words):
        raise CannotRunError("It does not say which logs it is for.")
    return LogSource(*words)


def _reason(error: Exception) -> str:
    if isinstance(error, CannotRunError):
        return str(error)
    if isinstance(error, SigmaError):
        said = _ADDRESS.sub(lambda found: found["type"].lower(), " ".join(str(error).split()))
        return f"It is not valid Sigma: {said.rstrip('.')}."[:_LONGEST_REASON]
    return f"It is not valid Sigma ({type(error).__name__})."
