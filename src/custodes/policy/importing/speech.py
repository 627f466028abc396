"""Tells a sentence from the name of something, by the words that only sentences have."""

from __future__ import annotations

import re

_SPEAKS = re.compile(
    r"(?i)\b(?:shall|must|may|will|should|can|cannot|is|are|was|were|has|have|do|does|did|don't|not|includes?|including"
    r"|applies|apply|reserves?|prohibits?|means|agrees?|use the|please|never|always|following|below|who|that|i|we|he"
    r"|she)\b"
)


def says_something(text: str) -> bool:
    """Whether a short text holds a verb of command or another word that no heading has."""
    return _SPEAKS.search(text) is not None
