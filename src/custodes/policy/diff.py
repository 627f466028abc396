"""What became of each clause between two versions of a policy.

A clause is known by its id. Its wording may change, and its place; a new heading over the same clauses
moves none of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from custodes.policy.model import Clause, Policy
from custodes.policy.words import Span, diff_words

ChangeKind = Literal["added", "removed", "reworded", "moved", "unchanged"]


@dataclass(frozen=True, slots=True)
class Change:
    """One clause: before (None where it was added), after (None where removed), and its word diff."""

    id: str
    kind: ChangeKind
    has_moved: bool
    """Also where the kind is `reworded`: a clause may change in both."""
    old: Clause | None
    new: Clause | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A heading that got another wording over the same clauses."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Diff:
    """Every clause of either version, once: in the new version's order, a removed one where it stood."""

    old: Policy
    new: Policy
    changes: tuple[Change, ...]
    renamed: tuple[Renamed, ...]

    def list_changes(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The clauses to which that happened."""
        return tuple(change for change in self.changes if change.kind == kind)

    @property
    def has_changes(self) -> bool:
        """Whether any clause or heading differs."""
        return bool(self.renamed) or any(change.kind != "unchanged" for change in self.changes)


def diff_policies(old: Policy, new: Policy) -> Diff:
    """Clause by clause: added, removed, reworded, moved or unchanged.

    Moved are those in another section, and the fewest in each section that explain its new order.
    """
    renamed = tuple(_renamed(old, new))
    moved = _moved(old, new, {pair.old: pair.new for pair in renamed})
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    changes = tuple(_change(id_, before.get(id_), after.get(id_), id_ in moved) for id_ in _reading_order(old, new))
    return Diff(old, new, changes, renamed)


def _change(clause_id: str, old: Clause | None, new: Clause | None, has_moved: bool) -> Change:
    spans = diff_words(old.text if old else "", new.text if new else "")
    if old is None or new is None:
        return Change(clause_id, "removed" if new is None else "added", False, old, new, spans)
    is_same = " ".join(old.text.split()) == " ".join(new.text.split())
    kind: ChangeKind = "reworded" if not is_same else "moved" if has_moved else "unchanged"
    return Change(clause_id, kind, has_moved, old, new, spans)


def _reading_order(old: Policy, new: Policy) -> Iterator[str]:
    """The new version's ids; each removed one behind the clause it followed in the old."""
    remaining = {clause.id for clause in new.clauses}
    followers: dict[str, list[str]] = {"": []}
    last = ""
    for clause in old.clauses:
        if clause.id in remaining:
            last = clause.id
        else:
            followers.setdefault(last, []).append(clause.id)
    yield from followers[""]
    for clause in new.clauses:
        yield clause.id
        yield from followers.get(clause.id, ())


def _renamed(old: Policy, new: Policy) -> Iterator[Renamed]:
    """Headings that went, each with the new heading that most of its clauses now stand under."""
    titles_before = {section.title for section in old.sections}
    titles_after = {section.title for section in new.sections}
    now_under = {clause.id: clause.section for clause in new.clauses}
    taken: set[str] = set()
    for title in dict.fromkeys(section.title for section in old.sections):
        if title in titles_after:
            continue
        homes = Counter(now_under[c.id] for c in old.clauses if c.section == title and c.id in now_under)
        home, count = homes.most_common(1)[0] if homes else ("", 0)
        if home not in titles_before | taken and count * 2 > homes.total():
            taken.add(home)
            yield Renamed(title, home)


def _moved(old: Policy, new: Policy, renamed: dict[str, str]) -> set[str]:
    section_before = {clause.id: renamed.get(clause.section, clause.section) for clause in old.clauses}
    place_before = {clause.id: place for place, clause in enumerate(old.clauses)}
    common = [clause for clause in new.clauses if clause.id in place_before]
    moved = {clause.id for clause in common if clause.section != section_before[clause.id]}
    for title in {clause.section for clause in common}:
        stayed = [clause.id for clause in common if clause.section == title and clause.id not in moved]
        in_order = _longest_rising([place_before[clause_id] for clause_id in stayed])
        moved |= {clause_id for clause_id in stayed if place_before[clause_id] not in in_order}
    return moved


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The members of one longest rising subsequence (patience sorting); `places` are distinct."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for place in places:
        pile = bisect_left(tops, place)
        below[place] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [place]
    chain: set[int] = set()
    place_or_none = tops[-1] if tops else None
    while place_or_none is not None:
        chain.add(place_or_none)
        place_or_none = below[place_or_none]
    return chain
