"""What stays the same in a mailing that goes out in many messages, each with its own greeting."""

from __future__ import annotations

import hashlib
import re

TEXT_LOOKED_AT = 20_000
"""Characters of a body that are looked at."""
SHORTEST_WORDS = 8
"""A paragraph of fewer words says too little to know a mailing by."""

_PARAGRAPH = re.compile(r"\n\s*\n|\r\n\s*\r\n")
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_REPLY = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|sv|tr|rv)\s*(?:\[\d+\])?:)+", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"confidential|intended recipient|disclaimer|unsubscribe|received this (?:e-?mail|message) in error"
)
_LETTERS = re.compile(r"[^\W\d_]+")


def fingerprint(subject: str, body: str) -> int:
    """A number of 64 bits that messages of one mailing share: of the longest paragraph, else of the subject.

    Greetings, names and numbers may differ, and so may the subject; signatures and disclaimers are left out, for
    they are the same in everything a person sends.
    """
    text = _SIGNATURE.split(body[:TEXT_LOOKED_AT], maxsplit=1)[0].lower()
    paragraphs = (
        _LETTERS.findall(paragraph) for paragraph in _PARAGRAPH.split(text) if not _BOILERPLATE.search(paragraph)
    )
    longest = max(paragraphs, key=lambda words: (len(words), words), default=[])
    words = longest if len(longest) >= SHORTEST_WORDS else _LETTERS.findall(_REPLY.sub("", subject.lower()))
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest())
