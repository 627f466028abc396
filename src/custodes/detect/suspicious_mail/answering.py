"""Where a message wants its answer: lures lead away from the mail system, to a free mailbox or the telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from custodes.detect.finding import Reason
from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.suspicious_mail.folding import fold
from custodes.detect.suspicious_mail.message import Message

_LOOKED_AT = 6000
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{2,64}@((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})", re.IGNORECASE)
_CALL = re.compile(
    rb"\b(?:call (?:us|now|me|our|the|this|toll|immediately|at|on|\+?\(?\d)|(?:please|kindly|to) call|toll.?free"
    rb"|help ?line|hot ?line|help ?desk|support (?:number|team|desk|line)|contact (?:us )?(?:at|on|number)"
    rb"|give us a call|dial)\b"
    rb"[^\n]{0,60}?\(?\+?\d[\d() .-]{7,16}\d",
    re.IGNORECASE,
)


def signs(message: Message) -> Iterator[Reason]:
    """Another way to answer than by answering. On lists people name each other's addresses: there it says nothing."""
    if not message.list_id and (domain := _free_address(message)):
        yield Reason(
            "request.write-elsewhere",
            f"It names a free mail address to write to, at {domain}, that is not the sender's.",
        )
    if _CALL.search(fold(message.body[:_LOOKED_AT])):
        yield Reason("request.call", "It asks to call a telephone number.")


def _free_address(message: Message) -> str:
    """The domain of the first free mail address in the text that is nobody's who writes or is written to; or ""."""
    if "@" not in message.body[:_LOOKED_AT]:
        return ""
    known = {address.lower() for address in (message.sender, *message.recipients)}
    for found in _ADDRESS.finditer(message.body[:_LOOKED_AT]):
        domain = found[1].lower()
        if is_free_mail(domain) and found[0].lower() not in known:
            return domain
    return ""
