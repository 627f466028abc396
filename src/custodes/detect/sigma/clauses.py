"""Which clause of the policy a rule serves: by its own tag, else by a map (`clauses.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from custodes.detect.sigma.rule import Correlation, Rule
from custodes.policy.catalogue import CLAUSE_IDS
from custodes.shipped import parse_yaml
from custodes.sources.tables import LogSource

OWN_TAG = "custodes."
"""Before a clause's id it makes the tag by which a rule names its clause: `custodes.security.logins`."""
ELSE_CLAUSE = "misuse.illegal"
_BETWEEN_WORDS = re.compile(r"\W+")
MAP = Path(__file__).with_name("clauses.yaml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the map: what a rule must have for its clause to be this one. Empty: whatever."""

    clause: str
    tags: frozenset[str] = frozenset()
    logsources: tuple[LogSource, ...] = ()
    words: tuple[str, ...] = ()
    """As `_spaced` gives them."""
    levels: frozenset[str] = frozenset()

    def fits(self, rule: Rule | Correlation, tags: frozenset[str], title: str) -> bool:
        """Whether the rule is of this kind; `tags` are its own, with the techniques above them."""
        return (
            (not self.tags or not self.tags.isdisjoint(tags))
            and (not self.logsources or (isinstance(rule, Rule) and _is_of(rule.logsource, self.logsources)))
            and (not self.words or any(word in title for word in self.words))
            and (not self.levels or rule.about.level in self.levels)
        )


def clause_of(rule: Rule | Correlation) -> str:
    """The id of the clause it serves; always one of the catalogue. Of a correlation, its own tags decide."""
    for tag in rule.about.tags:
        if tag.startswith(OWN_TAG) and (clause := tag[len(OWN_TAG) :]) in CLAUSE_IDS:
            return clause
    tags = frozenset(_with_techniques(rule.about.tags))
    title = _spaced(rule.about.title)
    return next((entry.clause for entry in clause_map() if entry.fits(rule, tags, title)), ELSE_CLAUSE)


@cache
def clause_map() -> tuple[Entry, ...]:
    """The map, in the order in which it is asked."""
    return tuple(map(_read_entry, parse_yaml(MAP.read_text(encoding="utf-8"))))


def _read_entry(data: dict[str, Any]) -> Entry:
    if data["clause"] not in CLAUSE_IDS:
        raise ValueError(f"{MAP.name}: {data['clause']} is no clause of the catalogue")
    return Entry(
        data["clause"],
        frozenset(data.get("tags", ())),
        tuple(LogSource(**words) for words in data.get("logsource", ())),
        tuple(map(_spaced, data.get("words", ()))),
        frozenset(data.get("levels", ())),
    )


def _spaced(text: str) -> str:
    """Its words in small letters, a space before and after each."""
    return f" {_BETWEEN_WORDS.sub(' ', text.casefold())} "


def _with_techniques(tags: Iterable[str]) -> Iterable[str]:
    for tag in tags:
        yield tag
        if tag.startswith("attack.t"):
            yield tag.rpartition(".")[0]  # of attack.t1003.001 the technique; of attack.t1003 nothing that is asked


def _is_of(source: LogSource, wanted: Iterable[LogSource]) -> bool:
    return any(all(word in (None, has) for word, has in zip(words, source, strict=True)) for words in wanted)
