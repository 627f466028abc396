"""Words by which a writer says that what stands there is no secret."""

from __future__ import annotations

import re

SAID_TO_BE_AN_EXAMPLE = re.compile(
    r"(?<![\w.@-])(?:for example|e\.g\.|such as|for instance|something like|example|sample|dummy|fake|placeholder|"
    r"made.?up|fictional|template|not (?:a|the) real|z\. ?B\.|por ejemplo|par exemple|don'?t use|never use|"
    r"(?:weak|bad) passwords?)"
    r"(?!\w)",
    re.IGNORECASE,
)
