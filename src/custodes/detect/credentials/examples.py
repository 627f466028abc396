"""Words by which a writer says that what stands there is no secret."""

from __future__ import annotations

import re

_SAID = re.compile(
    r"(?<![\w.@-])(?:for example|e\.g\.|such as|for instance|something like|example|sample|dummy|fake|placeholder|"
    r"made.?up|fictional|template|not (?:a|the) real|z\. ?b\.|por ejemplo|par exemple|don'?t use|never use|"
    r"(?:weak|bad) passwords?)"
    r"(?!\w)"
)
_PARTS = (
    *("example", "e.g.", "such as", "instance", "something", "sample", "dummy", "fake", "placeholder", "made"),
    *("fictional", "template", "real", "z.", "ejemplo", "exemple", " use", "weak", "bad p"),
)
"""One of these is in whatever is found: looking for them first takes next to no time."""


def is_said_to_be_an_example(text: str) -> bool:
    """Whether a text says of what stands in it or beside it that it is made up."""
    text = text.lower()
    return any(part in text for part in _PARTS) and _SAID.search(text) is not None
