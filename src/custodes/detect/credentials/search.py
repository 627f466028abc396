"""All that a text holds that should be kept confidential, as far as it was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from custodes.detect.credentials.examples import is_said_to_be_an_example
from custodes.detect.credentials.hints import Hints
from custodes.detect.credentials.kinds import KINDS, Kind
from custodes.detect.credentials.makeup import is_ruled_out
from custodes.detect.credentials.passwords import WORDS, Passwords, count_rules
from custodes.detect.effort import Effort

TEXT_LOOKED_AT = 1_000_000
"""Characters of a text that are looked at."""
MOST_HINTS = 50_000
"""Places of a text that are looked at; a text with more is a program or a list."""
RULE_UNITS, KIND_UNITS = 14, 12
"""What a look costs after a word, by each of its rules, and at the beginning of a key."""
MATCH_UNITS, FOUND_UNITS = 20, 120
"""What more it costs where something has the form of a key, and where a password is found."""
BYTES_A_UNIT = 2
"""Bytes around the beginning of a key that are looked through for one unit more."""
LONGEST_STRETCH_BYTES = 8_000


@dataclass(frozen=True, slots=True)
class Secret:
    """Something to be kept confidential, described without repeating it."""

    code: str
    text: str
    confidence: float


class Searched(NamedTuple):
    """What was found in a text, and how many of its characters nobody looked at."""

    secrets: list[Secret]
    unseen_characters: int


class _Task(NamedTuple):
    """A look to be taken: from a place on, for the word or the kind of that number, up to another place."""

    start: int
    number: int
    stop: int

    @property
    def is_for_key(self) -> bool:
        return self.number < len(KINDS)

    @property
    def units(self) -> int:
        if self.is_for_key:
            return KIND_UNITS + (self.stop - self.start) // BYTES_A_UNIT
        return RULE_UNITS * count_rules(WORDS[self.number - len(KINDS)])


def find_secrets(text: str, where: str) -> Iterator[Secret]:
    """What a text holds that should be kept confidential; `where` is how a reason calls the text."""
    return iter(search(text, where, Effort()).secrets)


def search(text: str, where: str, effort: Effort) -> Searched:
    """The same as far as the effort reaches."""
    data = text[:TEXT_LOOKED_AT].encode("utf-8", "replace")
    if not effort.begin(len(data)):
        return Searched([], len(text))
    hits = _load_hints().find(data, most=MOST_HINTS)
    until = hits[-1][1] if len(hits) == MOST_HINTS else len(data)
    passwords, keys, secrets = Passwords(data), dict[str, float](), list[Secret]()
    for task in sorted(_tasks(hits, len(data))):
        if not effort.spend(task.units):
            until = min(until, task.start)
            break
        if task.is_for_key:
            matches = _add_key(keys, KINDS[task.number], data[task.start : task.stop])
            effort.spend(matches * MATCH_UNITS)
        else:
            told = list(_tell_passwords(passwords, task, where))
            effort.spend(len(told) * FOUND_UNITS)
            secrets += told
    found = [Secret("credentials.key", f"In {where} stands {name}.", sure) for name, sure in keys.items() if sure]
    unseen = len(data[until:].decode("utf-8", "ignore")) + max(0, len(text) - TEXT_LOOKED_AT)
    return Searched([*found, *secrets], unseen)


def _tasks(hits: Iterable[tuple[int, int]], end: int) -> Iterator[_Task]:
    """The looks to be taken; those for keys of a kind that lie close together are one, so that none is taken twice."""
    stretches: dict[int, _Task] = {}
    for number, place in hits:
        if number >= len(KINDS):
            yield _Task(place, number, place)
            continue
        kind, last = KINDS[number], stretches.get(number)
        start, stop = max(0, place - kind.before_bytes), min(end, place + kind.after_bytes)
        if last and start <= last.stop and stop - last.start <= max(LONGEST_STRETCH_BYTES, stop - start):
            start = last.start
        elif last:
            yield last
        stretches[number] = _Task(start, number, stop)
    yield from stretches.values()


def _add_key(keys: dict[str, float], kind: Kind, around: bytes) -> int:
    """Notes how sure the surest key of that kind is; how many texts of its form there were."""
    matches = 0
    for match in kind.find(around):
        keys[kind.name] = max(_sure_of_key(kind, match), keys.get(kind.name, 0.0))
        matches += 1
    return matches


def _tell_passwords(passwords: Passwords, task: _Task, where: str) -> Iterator[Secret]:
    for found in passwords.find_at(WORDS[task.number - len(KINDS)], task.start):
        text = f"In {where} stands {found.what} of {found.length} characters."
        yield Secret("credentials.password", text, found.confidence)


@cache
def _load_hints() -> Hints:
    return Hints([*(kind.start.encode() for kind in KINDS), *WORDS])


_IN_ADDRESS = re.compile(r"[?&]\w{1,20}=$")
_KEY_IN_ADDRESS = 0.45
"""What a key counts for in the address of a page: programs put passing and public keys there."""
_MADE_UP = ("example", "xxxx", "your", "****", "changeme", "placeholder", "<", "${", "{{")
_AS_AN_EXAMPLE = 0.45


def _sure_of_key(kind: Kind, match: re.Match[str]) -> float:
    secret = match.groupdict().get("secret") or match[0]
    if is_ruled_out(secret) or any(word in secret.lower() for word in _MADE_UP):
        return 0.0
    sure = kind.sure(secret)
    if not kind.is_address and _IN_ADDRESS.search(match.string, max(0, match.start() - 22), match.start()):
        sure *= _KEY_IN_ADDRESS
    line = match.string[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
    return round(sure * (_AS_AN_EXAMPLE if is_said_to_be_an_example(line) else 1.0), 3)
