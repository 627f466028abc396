"""The frozen surroundings of a detector: everything it may know besides the batch.

A context is a value: it can be pickled to a worker and never changes there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from custodes.detect.lists import Lists
from custodes.detect.sigma.running import Rules
from custodes.detect.staff import Staff
from custodes.events.schema import LONGEST_HOST


@dataclass(frozen=True, slots=True)
class Context:
    """Staff, lists, permits, rules and parameters for one control of one clause."""

    clause: str = ""
    parameters: Any = None
    """The detector's own parameters record (see `registry.detector`)."""
    staff: Staff = field(default_factory=Staff)
    lists: Lists = field(default_factory=Lists)
    rules: Rules = field(default_factory=Rules)
    """The rules in Sigma's form, of all clauses."""
    domains: frozenset[str] = frozenset()
    """The employer's own domains, lower case; a subdomain of one is its own too."""
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def is_own(self, address_or_host: str) -> bool:
        """Whether a mail address or host name belongs to the employer."""
        host = address_or_host.rpartition("@")[2][-LONGEST_HOST:]
        while host:
            if host in self.domains:
                return True
            host = host.partition(".")[2]
        return False
