"""The words of a message as the weighing knows them: what is written, and where it stands.

A word of the subject is known a second time as such (`subject:urgent`), and so is one of the name (`name:support`). Two
words that follow one another are known together. Figures are no words, so that no date, amount or number ever counts;
addresses of pages and people are none either. What stands in brackets before a subject and what follows a signature's
line are left out: lists put their own name there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from custodes.detect.suspicious_mail.folding import fold
from custodes.detect.suspicious_mail.message import TEXT_LOOKED_AT, Message

BODY_LOOKED_AT = 4000
"""Characters of a body whose words count: a lure says what it wants early."""
SUBJECT_LOOKED_AT = 300
NAME_LOOKED_AT = 100
_SIGNS_LOOKED_AT = 1000

_WORD = re.compile(r"[a-z][a-z']{1,19}|[$%!?]")
_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Kana, Chinese characters, Hangul: written without spaces, so that each two signs are taken for a word."""
_TAG = re.compile(r"\s*(?:(?:re|fwd?|aw|wg|tr|rv):\s*)*\[[^\]]{1,40}\]", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w.-]+", re.IGNORECASE)
"""Where a link leads is looked at elsewhere, and an address is nobody's word."""
_SIGNATURE = re.compile(r"\n-- ?\n")
_RULE = re.compile(r"\n[_=-]{20,}\n")
_LONGEST_FOOTER = 600
"""What stands below a ruled line is a list's footer if it is short; newsletters rule off their items."""


def list_words(message: Message) -> set[str]:
    """Every word of the message, each once."""
    subject = read_words(_TAG.sub(" ", message.subject[:SUBJECT_LOOKED_AT]))
    name = read_words(message.name[:NAME_LOOKED_AT])
    body = read_words(_without_signature(message.body[:TEXT_LOOKED_AT])[:BODY_LOOKED_AT])
    found = {*subject, *body}
    found.update(map(" ".join, pairwise(subject)))
    found.update(map(" ".join, pairwise(body)))
    found.update(f"subject:{word}" for word in subject)
    found.update(f"name:{word}" for word in name)
    return found


def read_words(text: str) -> list[str]:
    """The words of a text in order: small letters, no accents, no figures."""
    plain = _ADDRESS.sub(" ", fold(text).decode("ascii")).lower()
    words = _WORD.findall(plain)
    if not text.isascii():
        words += _signs(text[:_SIGNS_LOOKED_AT])
    return words


def _signs(text: str) -> Iterator[str]:
    for run in _WITHOUT_SPACES.findall(text):
        yield from map("".join, pairwise(run))


def _without_signature(body: str) -> str:
    end = len(body)
    found = _SIGNATURE.search(body) or _RULE.search(body, max(0, end - _LONGEST_FOOTER))
    return body[: found.start()] if found and body[: found.start()].strip() else body
