"""The clause ids that a policy of this kind speaks of: the ones a control may be written for.

An employer's policy may hold clauses of its own beside them; no detector can serve those, so
detectors name only ids from here.
"""

from __future__ import annotations

CLAUSE_IDS: tuple[str, ...] = (
    "scope.document",
    "scope.all-staff",
    "scope.questions",
    "monitor.property",
    "monitor.review",
    "monitor.protected",
    "monitor.override",
    "monitor.disclosure",
    "use.purpose",
    "use.personal",
    "use.copyright",
    "use.language",
    "use.privacy",
    "use.volume",
    "use.other-policies",
    "misuse.illegal",
    "misuse.content",
    "misuse.profiles",
    "misuse.identity",
    "misuse.responsible",
    "misuse.report",
    "security.logins",
    "security.passwords",
    "security.suspicious-mail",
    "security.breaches",
    "security.downloads",
    "security.antivirus",
    "violations.access",
    "violations.corrective",
)
