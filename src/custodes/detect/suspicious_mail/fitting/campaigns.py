"""Which messages belong together: sent by one hand, or made from one text.

What is learned of one must not be tried on another of the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from custodes.detect.mail_hosts import is_free_mail
from custodes.detect.suspicious_mail.domains import registrable
from custodes.detect.suspicious_mail.message import Message

_SHORTEST_SUBJECT = 6
_SHORTEST_BODY = 60
_NOT_TELLING = re.compile(r"[\W\d_]+")
_ANSWER = re.compile(r"^(?:re|fwd?|aw|wg)+")


class Campaigns:
    """Puts messages together as they come.

    Two are of one campaign where they share a subject, a sender's domain that is not anybody's, or the beginning or
    end of the text, figures and marks aside; and where a third shares one with each.
    """

    def __init__(self) -> None:
        self._above: list[int] = []
        self._first: dict[tuple[str, str], int] = {}

    def add(self, message: Message) -> None:
        """One message more."""
        number = len(self._above)
        self._above.append(number)
        for trait in _traits(message):
            other = self._topmost(self._first.setdefault(trait, number))
            self._above[self._topmost(number)] = other

    def list_numbers(self) -> list[int]:
        """The number of its campaign, for each message in the order added."""
        return [self._topmost(number) for number in range(len(self._above))]

    def _topmost(self, number: int) -> int:
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number


def list_campaigns(messages: Iterable[Message]) -> list[int]:
    """For each message the number of its campaign."""
    campaigns = Campaigns()
    for message in messages:
        campaigns.add(message)
    return campaigns.list_numbers()


def _traits(message: Message) -> Iterator[tuple[str, str]]:
    subject = _ANSWER.sub("", _NOT_TELLING.sub("", message.subject.lower()))
    if len(subject) >= _SHORTEST_SUBJECT:
        yield "subject", subject
    if message.domain and not is_free_mail(message.domain):
        yield "domain", registrable(message.domain)
    body = _NOT_TELLING.sub("", message.body.lower())
    if len(body) >= _SHORTEST_BODY:
        yield "begin", body[:_SHORTEST_BODY]
        yield "end", body[-_SHORTEST_BODY:]


def sender_of(message: Message) -> str:
    """Who is behind the message, as far as its address tells: a domain, or an address at one that is anybody's."""
    return message.sender if is_free_mail(message.domain) or not message.domain else registrable(message.domain)
