"""Names for people on output: a pseudonym, unless the one who asks may see people."""

from __future__ import annotations

import dataclasses
import re

from custodes.detect.finding import Evidence, Finding
from custodes.detect.staff import Staff

UNKNOWN = "unknown"
_PART = re.compile(r"[^/\\!]+")


class Naming:
    """Names each subject by order of first appearance, the same throughout one run and not across runs.

    Does not protect a person whose conduct alone tells who they are: few staff, one department.
    """

    def __init__(self, staff: Staff, *, shows_people: bool) -> None:
        self._staff = staff
        self._shows_people = shows_people
        self._pseudonyms: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def name(self, subject: str) -> str:
        """How a page names the subject: `Dana Whitfield (dwhitfield)`, `Person 3`, `Account 1`."""
        person = self._staff.find(subject)
        if self._shows_people:
            return f"{person.name} ({person.id})" if person else subject
        return self._pseudonym(subject)

    def show(self, finding: Finding) -> Finding:
        """The finding as a line of output gives it: the subject's id where people are shown, else the pseudonym."""
        if self._shows_people:
            return finding
        return dataclasses.replace(
            finding,
            subject=self._pseudonym(finding.subject),
            evidence=tuple(self._without_names(item) for item in finding.evidence),
        )

    def _pseudonym(self, subject: str) -> str:
        if subject == UNKNOWN:
            return subject
        person = self._staff.find(subject)
        key = person.id if person else subject
        if key not in self._pseudonyms:
            word = "Person" if person else "Account"
            self._counts[word] = self._counts.get(word, 0) + 1
            self._pseudonyms[key] = f"{word} {self._counts[word]}"
        return self._pseudonyms[key]

    def _without_names(self, item: Evidence) -> Evidence:
        """A mailbox is often named after its owner: such a part of a path becomes the pseudonym."""
        return dataclasses.replace(
            item, source=_PART.sub(self._part, item.source), locator=_PART.sub(self._part, item.locator)
        )

    def _part(self, match: re.Match[str]) -> str:
        part = match[0]
        ends = [len(part), *(dot.start() for dot in reversed(list(re.finditer(r"\.", part))))]
        owner = next((end for end in ends if self._staff.find(part[:end])), None)
        return part if owner is None else self._pseudonym(part[:owner]) + part[owner:]
