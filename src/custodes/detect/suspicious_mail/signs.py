"""Every sign of a message: what speaks against it, and what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from custodes.detect.finding import Reason
from custodes.detect.suspicious_mail import answering, attachments, links, names, page, sender, writing
from custodes.detect.suspicious_mail.folding import fold
from custodes.detect.suspicious_mail.message import Message
from custodes.detect.suspicious_mail.phrases import load_phrases
from custodes.detect.suspicious_mail.site import Site

_SPEECH = re.compile(r"(?<![\w=])(?:\"[^\"\n]{20,300}\"|“[^”\n]{20,300}”|„[^“”\n]{20,300}[“”]|«[^»\n]{20,300}»)")
"""What someone tells of what another said, as in talk about lures: those are not the writer's words."""


def without_speech(message: Message) -> Message:
    """The message without what it quotes in a sentence."""
    if not _SPEECH.search(message.text):
        return message
    return replace(message, text=_SPEECH.sub(" ", message.text), body=_SPEECH.sub(" ", message.body))


def list_signs(message: Message, site: Site) -> list[Reason]:
    """Every sign against the message, the policy's four in their order, then links, page and attachments."""
    signs = [
        *sender.signs(message, site),
        *writing.signs(message),
        *load_phrases().find(fold(message.text)),
        *answering.signs(message),
        *links.signs(message, site),
        *page.signs(message.page, message.body),
        *attachments.signs(message),
    ]
    codes = {sign.code for sign in signs}
    if "sender.claims-brand" not in codes and any(code.startswith("request.") for code in codes):
        signs += names.speaks_for_brand(message, site)
    return signs


_CONFIRMED = re.compile(r"\bdmarc\s*=\s*pass\b|\bdkim\s*=\s*pass\b", re.IGNORECASE)


def list_fair_signs(message: Message, site: Site, against: Collection[Reason]) -> Iterator[Reason]:
    """What speaks for the message, given what speaks against it. None of it is proof."""
    if site.is_inside(message.sender):
        yield Reason("fair.own-sender", "The sender is one of us.")
    elif site.knows(message.sender):
        yield Reason("fair.known-sender", "The sender is known to the library.")
    if links.lead_home(message, site):
        yield Reason("fair.links-home", "Every link leads to the sender's own domain.")
        if any(sign.code == "request.login" for sign in against):
            yield Reason("fair.asks-at-home", "What it asks for is to be done at the sender's own domain.")
    if message.answers:
        yield Reason("fair.answers", "It answers an earlier message.")
    if _CONFIRMED.search(message.authentication):
        yield Reason("fair.authenticated", "The receiving mail server confirmed the sender's domain.")
        if names.is_brands_own(message.domain) and not any(sign.code == "request.call" for sign in against):
            yield Reason("fair.true-brand", f"The sender's domain, {message.domain}, is that of a known company.")
    yield from names.fair_signs(message)
