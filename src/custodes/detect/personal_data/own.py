"""The sender's own: a signature, data said to be one's own, and one's private mailbox. None of it is another's data."""

from __future__ import annotations

import re
from collections.abc import Iterable

from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.mail_text import domain_of

_DASHES = re.compile(r"^-- ?$|^_{8,}$", re.MULTILINE)
_CLOSING = re.compile(
    r"^(?:(?:best|kind|warm|many|with)\b.{0,20}"
    r"|(?:thanks|thank you|regards|sincerely|cheers|yours|gracias|saludos).{0,20})$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE_LINES = 14
_MINE = re.compile(r"\b(?:my|mi|our own)\b[^.!?\n]{0,40}$|\bI (?:am|was|have|live)\b[^.!?\n]{0,40}$", re.IGNORECASE)
_BEFORE_CHARACTERS = 60
_SHORTEST_NAME = 3


def signature_start(body: str, name: str) -> int:
    """Where the signature of a message begins; its length where it has none.

    A signature follows two dashes, a closing phrase, or a line that is the sender's name, among the last lines.
    """
    lines = body.rstrip().splitlines(keepends=True)
    tail = sum(map(len, lines[:-_SIGNATURE_LINES])) if len(lines) > _SIGNATURE_LINES else 0
    found = [match.start() for pattern in (_DASHES, _CLOSING) for match in pattern.finditer(body, tail)]
    words = [re.escape(word) for word in name.split()]
    if words:
        signed = re.compile(rf"^[ \t*-]*{words[0]}(?:[ \t].{{0,40}})?$", re.MULTILINE | re.IGNORECASE)
        found += [match.start() for match in signed.finditer(body, tail)]
    return min(found, default=len(body))


def is_said_to_be_own(text: str, start: int) -> bool:
    """Whether the writer speaks of something of his or her own shortly before a place."""
    return _MINE.search(text[max(0, start - _BEFORE_CHARACTERS) : start]) is not None


def own_mailboxes(name: str, sender: str, outside: Iterable[str]) -> frozenset[str]:
    """Those recipients that look like the sender's own private mailbox: anybody's host, and the sender's name."""
    words = [word.lower() for word in re.findall(r"\w+", name) if len(word) >= _SHORTEST_NAME]
    account = sender.partition("@")[0]
    return frozenset(
        address for address in outside if is_free_mail(domain_of(address)) and _is_named(address, words, account)
    )


def _is_named(address: str, words: list[str], account: str) -> bool:
    local = address.partition("@")[0]
    if len(account) > _SHORTEST_NAME and account == local:
        return True
    has_last = bool(words) and words[-1] in local
    return has_last and (words[0] in local or local.startswith(words[0][0]))
