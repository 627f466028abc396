"""The mail that suspicious-mail is fitted and measured on, read from a folder of corpora.

Hostile: nothing in it is ever followed.

    ham-spamassassin*  spam-spamassassin*  ham-enron-berkeley*  ham-lists-2019-2026*  phish-phishing_pot*
    templates-king-phisher*

Each is a folder of messages or a packed tar of them.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from custodes.detect.context import Context
from custodes.detect.suspicious_mail.fitting.campaigns import sender_of
from custodes.detect.suspicious_mail.fitting.examples import Example, read_examples
from custodes.detect.suspicious_mail.message import Message

HAM, SPAM, ENRON, LISTS, PHISH = (
    "ham-spamassassin",
    "spam-spamassassin",
    "ham-enron-berkeley",
    "ham-lists-2019-2026",
    "phish-phishing_pot",
)
FITTED = (HAM, SPAM, ENRON)
"""Sources whose licence lets shipped weights be fitted on them; the others only measure."""
TEMPLATES = "templates-king-phisher"
_FITTED_OF_256 = 171
_ONE_HOUSE = "enron.com"


class Mail(NamedTuple):
    """A message of a corpus."""

    name: str
    raw: bytes
    message: Message
    example: Example

    @property
    def group(self) -> str:
        """Who sent it; within a single company, which person."""
        sender = sender_of(self.message)
        return self.message.sender if sender == _ONE_HOUSE else sender

    @property
    def is_fitted(self) -> bool:
        """Whether it belongs to the two thirds that weights are fitted on: all mail of one sender, or none."""
        return hashlib.sha256(self.group.encode("utf-8", "replace")).digest()[0] < _FITTED_OF_256

    @property
    def is_newsletter(self) -> bool:
        """Whether it is one of SpamAssassin's "hard ham": numbered up to 250, borne by no list or thread."""
        number = re.match(r"\d+", self.name)
        if number is None or int(number[0]) > _LAST_HARD:
            return False
        return not _BORNE.search(self.raw, 0, _HEADER_BYTES) and not self.message.sender.startswith("rssfeeds@")


_LAST_HARD = 250
_HEADER_BYTES = 4000
_BORNE = re.compile(
    rb"\n(?:list-id|list-post|in-reply-to|references|x-mailing-list|x-beenthere|mailing-list):", re.IGNORECASE
)


def read_mail(data: Path, source: str, context: Context | None = None) -> list[Mail]:
    """All messages of a source, in order of name; none where the folder does not hold it."""
    files = sorted(_files(data, source))
    read = read_examples((raw for _, raw in files), context or Context())
    return [Mail(name, raw, message, example) for (name, raw), (message, example) in zip(files, read, strict=True)]


def read_templates(data: Path) -> list[str]:
    """The pages of the king-phisher templates."""
    return [raw.decode("utf-8", "replace") for name, raw in sorted(_files(data, TEMPLATES)) if name.endswith(".html")]


def _files(data: Path, source: str) -> Iterator[tuple[str, bytes]]:
    places = sorted(path for folder in (data, data / "mail") for path in folder.glob(f"{source}*"))
    folders = [path for path in places if path.is_dir()]
    if folders:
        yield from ((path.name, path.read_bytes()) for path in folders[0].rglob("*") if path.is_file())
        return
    for packed in (path for path in places if ".tar" in path.name):
        with tarfile.open(packed) as archive:
            for member in archive:
                if member.isfile() and (file := archive.extractfile(member)):
                    yield member.name.removeprefix("./"), file.read()
