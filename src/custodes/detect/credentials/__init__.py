"""Passwords and keys in mail: what a policy asks to be kept confidential, found without being repeated.

A finding says what kind of secret was seen and how long it is, never the secret. What another wrote and the writer only
quotes is not the writer's (the body holds no quotes). It does not look into pictures, or into locked attachments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.credentials.hints import Hints
from custodes.detect.credentials.kinds import KINDS, Kind
from custodes.detect.credentials.makeup import is_ruled_out
from custodes.detect.credentials.passwords import WORDS, find_passwords
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.mail_text import is_inside, read_mail, subject_of
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.events import EMAIL_ACTIVITY

TEXT_LOOKED_AT = 1_000_000
"""Characters of a text that are looked at."""
MOST_HINTS = 5000
"""A text with more words of this kind is a program or a list, and has been looked at enough."""
FROM_OUTSIDE = 0.5
"""What a secret counts for that another sent us: it is theirs to keep, though it lies with us."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Something to be kept confidential, described without repeating it."""

    code: str
    text: str
    confidence: float


@detector(
    "credentials",
    clauses=("security.passwords",),
    reads=EMAIL_ACTIVITY,
    parameters=NoParameters,
    looks_at="Passwords and keys written in mail.",
)
def credentials(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message that carries a password or a key, in its words or in a text attached."""
    findings = []
    for row, (sender, subject, body, files) in enumerate(
        read_mail(batch, "email.from", "email.subject", "body", "files")
    ):
        secrets = list(_secrets_of_message(subject, body, files))
        if secrets:
            findings.append(_finding(batch, row, sender, secrets, context))
    return Detection(tuple(findings))


def _secrets_of_message(subject: str, body: str, files: list[dict[str, Any] | None]) -> Iterator[Secret]:
    yield from find_secrets(f"{subject}\n{body}" if subject else body, "the message")
    for file in files:
        if file and file["text"]:
            yield from find_secrets(file["text"], "an attachment")


def find_secrets(text: str, where: str) -> Iterator[Secret]:
    """What a text holds that should be kept confidential; `where` is how a reason calls the text."""
    text = text[:TEXT_LOOKED_AT]
    data = text.encode("utf-8", "replace")
    hits = _load_hints().find(data, most=MOST_HINTS)
    for number in sorted({number for number, _ in hits if number < len(KINDS)}):
        if sure := max(
            (_sure_of_key(KINDS[number], match) for match in KINDS[number].pattern.finditer(text)), default=0
        ):
            yield Secret("credentials.key", f"In {where} stands {KINDS[number].name}.", sure)
    words = ((WORDS[number - len(KINDS)], place) for number, place in hits if number >= len(KINDS))
    for found in find_passwords(data, words):
        yield Secret(
            "credentials.password", f"In {where} stands {found.what} of {found.length} characters.", found.confidence
        )


@cache
def _load_hints() -> Hints:
    return Hints([*(kind.start.encode() for kind in KINDS), *WORDS])


_IN_ADDRESS = re.compile(r"[?&]\w{1,20}=$")
_KEY_IN_ADDRESS = 0.45
"""What a key counts for in the address of a page: programs put passing and public keys there."""


def _sure_of_key(kind: Kind, match: re.Match[str]) -> float:
    secret = match.groupdict().get("secret") or match[0]
    if is_ruled_out(secret) or any(word in secret.lower() for word in ("example", "xxxx", "your", "****")):
        return 0.0
    is_in_address = _IN_ADDRESS.search(match.string, max(0, match.start() - 22), match.start())
    return round(kind.confidence * (_KEY_IN_ADDRESS if is_in_address else 1.0), 3)


def _finding(batch: pa.RecordBatch, row: int, sender: str, secrets: list[Secret], context: Context) -> Finding:
    secrets = sorted(secrets, key=lambda secret: -secret.confidence)
    is_ours = is_inside(sender, context) or not (context.domains or context.staff.people)
    reasons = dict.fromkeys(Reason(secret.code, secret.text) for secret in secrets)
    return Finding(
        clause=context.clause,
        detector="credentials",
        subject=subject_of(sender, context),
        at=batch.column("time")[row].as_py(),
        outcome=Outcome.YES,
        confidence=round(secrets[0].confidence * (1.0 if is_ours else FROM_OUTSIDE), 3),
        reasons=tuple(reasons),
        evidence=(cite(batch, row),),
    )
