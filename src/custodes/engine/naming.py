"""Names for people on output: a pseudonym, unless the one who asks may see people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from custodes.detect.finding import Evidence, Finding, Reason
from custodes.detect.staff import Staff
from custodes.engine.names_in_text import NamesInText
from custodes.engine.results import Account
from custodes.sources.contract import Rejected

UNKNOWN = "unknown"


class Naming:
    """Names each subject by order of first appearance, the same throughout one run and not across runs.

    Does not protect a person whose conduct alone tells who they are: few staff, one department.
    """

    def __init__(self, staff: Staff, *, shows_people: bool) -> None:
        self._staff = staff
        self._shows_people = shows_people
        self._names_in_text = NamesInText(staff, self._pseudonym)
        self._pseudonyms: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._sources: dict[str, str] = {}

    def name(self, subject: str) -> str:
        """How a page names the subject: `Dana Whitfield (dwhitfield)`, `Person 3`, `Account 1`."""
        person = self._staff.find(subject)
        if self._shows_people:
            return f"{person.name} ({person.id})" if person else subject
        return self._pseudonym(subject)

    def show(self, finding: Finding) -> Finding:
        """The finding as a line of output gives it: the subject's id where people are shown, else the pseudonym.

        With a pseudonym no name of a member of staff stands in a reason or in the path of the evidence either.
        """
        if self._shows_people:
            return finding
        within = self._names_in_text
        return finding.worded(
            self._pseudonym(finding.subject),
            tuple(Reason(code, within.replace(text)) for code, text in finding.reasons),
            tuple(
                Evidence(self._source(source), within.replace_in_path(locator), sha256)
                for source, locator, sha256 in finding.evidence
            ),
        )

    def show_rejected(self, item: Rejected) -> Rejected:
        """The rejected item as it may be shown."""
        if self._shows_people:
            return item
        file = None if item.file is None else self._names_in_text.replace_in_path(item.file)
        return dataclasses.replace(item, source=self._source(item.source), file=file)

    def show_accounts(self, accounts: Iterable[Account]) -> tuple[Account, ...]:
        """The accounts as they may be shown: a mailbox is often named after its owner."""
        return tuple(
            dataclasses.replace(
                account,
                source=account.source if self._shows_people else self._source(account.source),
                rejections=tuple(self.show_rejected(item) for item in account.rejections),
            )
            for account in accounts
        )

    def _source(self, source: str) -> str:
        """Sources that would be named alike are numbered, so that each keeps an account of its own."""
        if source not in self._sources:
            shown, taken = self._names_in_text.replace_in_path(source), set(self._sources.values())
            if shown in taken:
                shown = next(
                    name for number in range(2, len(taken) + 3) if (name := f"{shown} ({number})") not in taken
                )
            self._sources[source] = shown
        return self._sources[source]

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
