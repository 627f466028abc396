"""The second sign, beside the misspellings of phrases.yaml: writing that no office would send."""

from __future__ import annotations

import re
from collections.abc import Iterator

from custodes.detect.finding import Reason
from custodes.detect.suspicious_mail.folding import list_tricks
from custodes.detect.suspicious_mail.message import Message, looks_like_answer

_SAYS = {
    "writing.mixed-alphabets": "Words mix Latin letters with letters of another alphabet that look the same.",
    "writing.hidden-characters": "Words are broken up by characters that cannot be seen.",
    "writing.dressed-letters": "Words are written in symbols that only look like letters.",
}

_POINTS = re.compile(r"[!?]{2,}|!\s*!|\?\s*!")
_LAST_WORD = re.compile(r"[A-Za-z0-9]{8,}(?=[)\]]?\s*$)")
_MINGLED = re.compile(r"(?=[A-Za-z]*[0-9])(?=[A-Z0-9]*[a-z])(?=[a-z0-9]*[A-Z])")
_ORNAMENT = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\u25a0-\u25ff\u2190-\u21ff\u203c\u2049\u20e3]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ENOUGH_WORDS = 4
_WALLET = re.compile(
    r"(?<![\w/=?&.:-])(?:bc1[a-z0-9]{25,60}|(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d)[13][a-km-zA-HJ-NP-Z1-9]{25,34}"
    r"|0x[0-9a-fA-F]{40})\b"
)


def signs(message: Message) -> Iterator[Reason]:
    """What about the writing itself is odd. Wording is looked at elsewhere."""
    if not (message.name.isascii() and message.text.isascii()):
        for code in list_tricks(f"{message.name}\n{message.text}"):
            yield Reason(code, _SAYS[code])
    heading = f"{message.name} {message.subject}"
    if _POINTS.search(message.subject):
        yield Reason("writing.punctuation", "The subject doubles its exclamation or question marks.")
    if not message.answers and looks_like_answer(message.subject):
        yield Reason("writing.false-answer", "The subject looks like an answer, but the message answers none.")
    if _WALLET.search(message.text):
        yield Reason("request.wallet", "It names a wallet to pay into.")
    if _shouts(message.subject):
        yield Reason("writing.capitals", "The subject is written in capitals.")
    if not heading.isascii() and _ORNAMENT.search(heading):
        yield Reason("writing.ornaments", "The subject or the sender's name is decorated with symbols.")
    if (last := _LAST_WORD.search(message.subject[-40:])) and _MINGLED.match(last[0]):
        yield Reason("writing.random-tail", "The subject ends in random characters.")


def _shouts(subject: str) -> bool:
    words = _WORD.findall(subject)
    return len(words) >= _ENOUGH_WORDS and sum(map(str.isupper, words)) >= 0.8 * len(words)
