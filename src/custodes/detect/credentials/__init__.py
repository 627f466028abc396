"""Passwords and keys in mail, chat and texts: what a policy asks to be kept confidential, found without being repeated.

A finding says what kind of secret was seen and how long it is, never the secret. What another wrote and the writer only
quotes is not the writer's (the body holds no quotes). It does not look into pictures, or into locked attachments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.credentials.examples import SAID_TO_BE_AN_EXAMPLE
from custodes.detect.credentials.hints import Hints
from custodes.detect.credentials.kinds import KINDS, Kind
from custodes.detect.credentials.listed import count_listed
from custodes.detect.credentials.makeup import is_ruled_out
from custodes.detect.credentials.passwords import WORDS, find_passwords
from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.mail_text import is_inside, read_mail, subject_of
from custodes.detect.prose import count
from custodes.detect.registry import Detection, NoParameters, detector
from custodes.events import EMAIL_ACTIVITY, is_kind
from custodes.events.schema import CHAT, COMMUNICATION

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


class Author(NamedTuple):
    """Whom a message concerns, and what a secret in it counts for."""

    subject: str
    weight: float


@detector(
    "credentials",
    clauses=("security.passwords",),
    reads=(EMAIL_ACTIVITY, COMMUNICATION),
    parameters=NoParameters,
    looks_at="Passwords and keys written in mail and messages.",
)
def credentials(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message that carries a password or a key, in its words or in a text attached."""
    look = _look_at_mail if is_kind(batch, EMAIL_ACTIVITY) else _look_at_messages
    return Detection(tuple(look(batch, context)))


def _look_at_mail(batch: pa.RecordBatch, context: Context) -> Iterator[Finding]:
    for row, (sender, subject, body, files) in enumerate(
        read_mail(batch, "email.from", "email.subject", "body", "files")
    ):
        secrets = list(_secrets_of_message(subject, body, files))
        if secrets or _is_locked(subject, body, files):
            is_ours = is_inside(sender, context) or not (context.domains or context.staff.people)
            who = Author(subject_of(sender, context), 1.0 if is_ours else FROM_OUTSIDE)
            yield _finding(batch, row, who, secrets, context) if secrets else _untold(batch, row, who, context)


def _look_at_messages(batch: pa.RecordBatch, context: Context) -> Iterator[Finding]:
    columns = read_mail(batch, "actor.user.name", "communication.from", "communication.kind", "message", "files")
    for row, (user, sender, kind, text, files) in enumerate(columns):
        if secrets := list(_secrets_of_message("", text or "", files)):
            account = user or sender or ""
            is_ours = kind == CHAT or context.staff.find(account) is not None or is_inside(account, context)
            who = Author(subject_of(account, context), 1.0 if is_ours else FROM_OUTSIDE)
            yield _finding(batch, row, who, secrets, context)


_SPEAKS_OF_SECRETS = re.compile(
    r"\b(?:passwords?|logins?|credentials|passw[oö]rter|contraseñas|api keys?)\b", re.IGNORECASE
)


def _is_locked(subject: str, body: str, files: list[dict[str, Any] | None]) -> bool:
    """Whether a file is locked whose name or letter says that it holds passwords."""
    locked = [file for file in files if file and file["is_encrypted"]]
    return (
        bool(locked)
        and any(_SPEAKS_OF_SECRETS.search((file["name"] or "").replace("_", " ")) for file in locked)
        and bool(subject or body)
    )


def _secrets_of_message(subject: str, body: str, files: list[dict[str, Any] | None]) -> Iterator[Secret]:
    yield from find_secrets(f"{subject}\n{body}" if subject else body, "the message")
    for file in files:
        if file and file["text"]:
            yield from find_secrets(file["text"], "an attachment")
            if listed := count_listed(file["text"]):
                text = f"In an attachment stands a table with {count(listed, 'password')}."
                yield Secret("credentials.list", text, 0.85)


def find_secrets(text: str, where: str) -> Iterator[Secret]:
    """What a text holds that should be kept confidential; `where` is how a reason calls the text."""
    text = text[:TEXT_LOOKED_AT]
    data = text.encode("utf-8", "replace")
    hits = _load_hints().find(data, most=MOST_HINTS)
    keys: dict[str, float] = {}
    for number, place in hits:
        if number < len(KINDS):
            kind = KINDS[number]
            sure = max((_sure_of_key(kind, match) for match in kind.find(data, place)), default=0.0)
            keys[kind.name] = max(sure, keys.get(kind.name, 0.0))
    for name, sure in keys.items():
        if sure:
            yield Secret("credentials.key", f"In {where} stands {name}.", sure)
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
    return round(sure * (_AS_AN_EXAMPLE if SAID_TO_BE_AN_EXAMPLE.search(line) else 1.0), 3)


def _finding(batch: pa.RecordBatch, row: int, who: Author, secrets: list[Secret], context: Context) -> Finding:
    secrets = sorted(secrets, key=lambda secret: -secret.confidence)
    reasons = dict.fromkeys(Reason(secret.code, secret.text) for secret in secrets)
    return Finding(
        clause=context.clause,
        detector="credentials",
        subject=who.subject,
        at=batch.column("time")[row].as_py(),
        outcome=Outcome.YES,
        confidence=round(secrets[0].confidence * who.weight, 3),
        reasons=tuple(reasons),
        evidence=(cite(batch, row),),
    )


def _untold(batch: pa.RecordBatch, row: int, who: Author, context: Context) -> Finding:
    text = "A locked attachment is named as if it held passwords; whether it does could not be told."
    return Finding(
        clause=context.clause,
        detector="credentials",
        subject=who.subject,
        at=batch.column("time")[row].as_py(),
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=(Reason("credentials.locked", text),),
        evidence=(cite(batch, row),),
    )
