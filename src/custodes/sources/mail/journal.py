"""Exchange journal reports: a message that carries another, and lists who really got it.

The first text lists a field a line: `Sender`, `On-Behalf-Of`, `Subject`, `Message-Id`, and for each recipient `To`,
`Cc`, `Bcc`, or `Recipient` where Exchange could not tell which; behind a comma `Expanded` names the list, `Forwarded`
the person, that it was sent to at first. The message stands beside it as message/rfc822, unaltered.
https://learn.microsoft.com/exchange/security-and-compliance/journaling/journaling, section "Journal reports"
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from custodes.sources.mail.letter import Letter

_HEADER_LIMIT_BYTES = 64 << 10
_BEFORE = b"\xef\xbb\xbf\r\n"
_HINT = b"ournal"
_MARK = re.compile(
    rb"^(?:x-ms-(?:exchange-organization-)?journal-report[ \t]*:|content-identifi?er[ \t]*:[ \t]*exjournalreport)",
    re.IGNORECASE | re.MULTILINE,
)
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_FIELD = re.compile(r"\s*(Sender|On-Behalf-Of|Subject|Message-Id|To|Cc|Bcc|Recipient)[ \t]*:[ \t]*(.*)", re.IGNORECASE)
_WORD = re.compile(r"[^\s<>,;:\"]+")


@dataclass(slots=True)
class Envelope:
    """What a report says of the message. Addresses are lower case."""

    sender: str | None = None
    subject: str = ""
    message_id: str | None = None
    recipients: list[tuple[str, list[str]]] = field(default_factory=list)
    """The kind (`to`, `cc`, `bcc`, `recipient`), and the recipient with what was expanded or forwarded to it."""
    rest: str = ""
    """What else the text says. Anyone can mark a message as a report: so nothing of it is passed over."""


def is_journal_report(data: bytes) -> bool:
    """Whether the message's header marks it as a report."""
    if data.find(_HINT, 0, _HEADER_LIMIT_BYTES) < 0:
        return False
    begin = data.lstrip(_BEFORE)
    mark = _MARK.search(begin, 0, _HEADER_LIMIT_BYTES)
    return mark is not None and _EMPTY_LINE.search(begin, 0, mark.start()) is None


def read_envelope(report: Letter) -> Envelope:
    """What the report's text lists; where it lists nothing, all of the text is `rest`."""
    envelope, rest = Envelope(), list[str]()
    for line in "\n".join(report.texts).splitlines():
        listed = _FIELD.match(line)
        if listed is None:
            rest.append(line)
        else:
            _take(envelope, listed[1].lower(), listed[2].strip())
    envelope.rest = "\n".join(rest).strip()
    return envelope


def _take(envelope: Envelope, name: str, value: str) -> None:
    if name == "subject":
        envelope.subject = envelope.subject or value
    elif name == "message-id":
        envelope.message_id = envelope.message_id or value
    elif addresses := [word for word in _WORD.findall(value.lower()) if "@" in word[1:-1]]:
        if name in ("sender", "on-behalf-of"):
            envelope.sender = envelope.sender or addresses[0]
        else:
            envelope.recipients.append((name, addresses))


def complete(letter: Letter, envelope: Envelope) -> None:
    """Adds to a message what the envelope knows better, its recipients, and what the message itself leaves out."""
    _add_recipients(letter, envelope)
    letter.subject = letter.subject or envelope.subject
    if envelope.sender is not None:
        letter.from_ = letter.from_ or ("", envelope.sender)
    known = {"return-path": envelope.sender, "message-id": envelope.message_id}
    letter.headers = {name: [value] for name, value in known.items() if value} | dict(letter.headers)


def _add_recipients(letter: Letter, envelope: Envelope) -> None:
    """One whose kind Exchange could not tell is what the list it was on is in the header; else it was sent blind."""
    told = {address: places for places in (letter.bcc, letter.cc, letter.to) for address in places}
    kinds = {"to": letter.to, "cc": letter.cc, "bcc": letter.bcc}
    for kind, addresses in envelope.recipients:
        place = (
            kinds[kind] if kind in kinds else next((told[known] for known in addresses if known in told), letter.bcc)
        )
        for address in addresses:
            if address not in told:
                told[address] = place
                place.append(address)
