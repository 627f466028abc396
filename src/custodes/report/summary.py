"""The run in numbers as one JSON document: the account of every source, and counts by clause.

The rejections may be many, so they are written as they come; only those that arrive out of the
order of their sources wait in memory.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import IO, Any

import orjson

from custodes import __version__
from custodes.engine.results import Account, ClauseResult, Results
from custodes.report.shown import encodable
from custodes.sources.contract import Rejected


def write(results: Results, rejections: Iterable[Rejected], file: IO[bytes]) -> None:
    """Write the summary to `file`, UTF-8, each rejection under its source.

    Raises ValueError where the rejections and the accounts tell different numbers: then something
    was lost, and that is never passed over.
    """
    file.writelines(pieces(results, rejections))


def pieces(results: Results, rejections: Iterable[Rejected]) -> Iterator[bytes]:
    """The document in order, a piece at a time; together they are JSON and a newline."""
    yield _opened(_head(results)) + b',"sources":['
    queue = _Queue(rejections)
    for number, account in enumerate(results.accounts):
        yield (b",\n" if number else b"\n") + _opened(_account(account)) + b',"rejections":['
        for place, rejected in enumerate(queue.take(account)):
            yield (b"," if place else b"") + orjson.dumps(_rejected(rejected))
        yield b"]}"
    queue.close()
    yield b"\n]," + orjson.dumps(_tail(results))[1:] + b"\n"


def _opened(values: dict[str, Any]) -> bytes:
    return orjson.dumps(values)[:-1]


def _head(results: Results) -> dict[str, Any]:
    policy = results.policy
    return {"custodes": __version__, "policy": {"title": encodable(policy.title), "approved_on": policy.approved_on}}


def _account(account: Account) -> dict[str, Any]:
    return {
        "source": encodable(account.source),
        "reader": account.reader,
        "in": account.taken,
        "spread": account.spread,
        "out": account.out,
        "rejected": account.rejected,
        "kept": account.kept,
        "dropped_protected": account.dropped_protected,
        "dropped_patron": account.dropped_patron,
        "dropped_excluded": account.dropped_excluded,
        "outside_period": account.outside_period,
        "masked": account.masked,
        "on_site": account.on_site,
        "off_site": account.off_site,
    }


def _rejected(rejected: Rejected) -> dict[str, Any]:
    return {
        "locator": encodable(rejected.locator),
        "first": rejected.first,
        "last": rejected.last,
        "items": rejected.items,
        "reason": encodable(rejected.reason),
    }


def _tail(results: Results) -> dict[str, Any]:
    return {
        "findings": {encodable(name): _counts(result) for name, result in results.clauses.items()},
        "rules": {
            "ran": results.rules,
            "could_not_run": [
                {"file": encodable(rule.file), "title": encodable(rule.title), "reason": encodable(rule.reason)}
                for rule in results.unusable_rules
            ],
        },
        "seconds": round(results.seconds, 3),
        "events": results.events,
        "events_per_second": round(results.events / results.seconds) if results.seconds > 0 else 0,
    }


def _counts(result: ClauseResult) -> dict[str, int]:
    return {
        "yes": result.yes,
        "could_not_tell": result.could_not_tell,
        "unsure": result.unsure,
        "subjects": result.subjects,
        "people": result.people,
    }


class _Queue:
    """Rejections handed out by source, read no further than the account at hand asks for."""

    def __init__(self, rejections: Iterable[Rejected]) -> None:
        self.coming = iter(rejections)
        self.waiting: defaultdict[str, deque[Rejected]] = defaultdict(deque)

    def take(self, account: Account) -> Iterator[Rejected]:
        """As many of the source's rejected items as the account counts."""
        left = account.rejected
        while left > 0:
            rejected = self._next(account.source)
            left -= rejected.items
            yield rejected
        if left < 0:
            raise ValueError(f"{account.source}: more items are listed as rejected than its account counts")

    def _next(self, source: str) -> Rejected:
        if self.waiting[source]:
            return self.waiting[source].popleft()
        for rejected in self.coming:
            if rejected.source == source:
                return rejected
            self.waiting[rejected.source].append(rejected)
        raise ValueError(f"{source}: its account counts more rejected items than are listed")

    def close(self) -> None:
        """Raise where a rejection is left that no account counts."""
        left = next((items[0] for items in self.waiting.values() if items), None) or next(self.coming, None)
        if left is not None:
            raise ValueError(f"{left.source}: an item is listed as rejected that no account counts")
