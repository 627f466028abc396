"""Names of files: which hold nothing to read, and how a name is shown."""

from __future__ import annotations

import re

COMPANIONS = (
    r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini",  # the file managers of macOS and Windows
    r"dovecot.*|maildirsize|maildirfolder|subscriptions|courierimap.*|\.mbox",  # mail servers, beside a Maildir
    r".*\.msf|msgFilterRules\.dat|filterlog\.html",  # Thunderbird, beside its mailboxes
    r"\.gitignore|\.gitkeep|\.keep|\.nojekyll",  # placeholders in folders kept under version control
)
"""Names of files that exports carry along and that hold no mail and no log."""

_COMPANION = re.compile("|".join(COMPANIONS))
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def is_companion(name: str) -> bool:
    """Whether a file of that name is passed over without a word."""
    return _COMPANION.fullmatch(name) is not None


def printable(name: str) -> str:
    """The name with what no screen and no Arrow text can hold replaced: broken bytes, controls, turned direction."""
    return _UNSHOWABLE.sub("\ufffd", name)
