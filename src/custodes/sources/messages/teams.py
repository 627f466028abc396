"""Messages of Microsoft Teams as Microsoft Graph gives them: its export APIs, its lists, one object a line.

https://learn.microsoft.com/graph/api/resources/chatmessage
https://learn.microsoft.com/microsoftteams/export-teams-content
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from custodes.events.schema import CHAT, SHOWN_NAME
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.mail.html import Link, read_html
from custodes.sources.messages.communication import Communication, parse_items, text_or_none, time_or_none
from custodes.sources.messages.objects import dig, objects_in, read_object
from custodes.sources.records.cutting import cut_records
from custodes.sources.records.times import Unreadable

_NAMES = (b'"messageType"', b'"createdDateTime"', b'"body"')
_PLACES = (b'"chatId"', b'"channelIdentity"')
_PICTURE = re.compile(r"<(?:emoji|img)\b(?=[^<>]*+>)[^<>]*?\salt=\"([^\"<>]{1,200})\"[^<>]*>", re.IGNORECASE)
"""An emoji is an element, or an image, with the sign as what to show instead. Its end is looked for first, and once."""
_SENDERS = ("user", "application", "device")
_ACCOUNT = ("userPrincipalName", "email", "mail", "displayName", "id")
_OF_THE_DIRECTORY = ("aadUser", "onPremiseAadUser")
"""What Graph calls the accounts of Microsoft Entra; all others may show any name."""
_DETAIL = re.compile(r"#?microsoft\.graph\.(\w+?)(?:EventMessageDetail)?")
_IS_FILE = "reference"


class Teams:
    """Chat and channel messages of Teams."""

    name = "teams"

    def recognises(self, head: bytes) -> bool:
        """Whether it is JSON with the names of Graph's chat messages."""
        begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        return begin in (b"{", b"[") and all(name in head for name in _NAMES) and any(name in head for name in _PLACES)

    def cut(self, item: Item) -> Iterator[Chunk]:
        """The messages of a file, in a list or one after the other."""
        return cut_records(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """One event for each message, those about members and calls, and deleted ones, too."""
        return parse_items(chunk, _read)


def _read(record: bytes, _: str) -> Communication:
    whole = read_object(record)
    if "body" not in whole and "messageType" not in whole:
        raise Unreadable("It is no message of Teams.")
    words, links = _words(dig(whole, "body"))
    attached = objects_in(whole.get("attachments"))
    sender = _sender(whole)
    return Communication(
        CHAT,
        time=time_or_none(whole.get("createdDateTime")),
        user=_directory_name(whole, sender) or sender,
        sender=sender,
        channel=text_or_none(dig(whole, "channelIdentity").get("channelId")) or text_or_none(whole.get("chatId")),
        message="\n".join(filter(None, (text_or_none(whole.get("subject")), words))) or None,
        links=links + [link for one in attached if (link := _link(one)) is not None],
        files=[_file(one) for one in attached if one.get("contentType") == _IS_FILE],
        event_code=_event_code(whole),
        product="teams",
    )


def _words(body: Mapping[str, Any]) -> tuple[str, list[Link]]:
    """What the sender wrote; a message quoted in an answer is its own sender's, and is left out."""
    content = text_or_none(body.get("content"))
    if content is None:
        return "", []
    if str(body.get("contentType")).lower() != "html":
        return content, []
    page = read_html(_PICTURE.sub(r"\1", content))
    return page.text, page.links


def _sender(whole: Mapping[str, Any]) -> str | None:
    """The account's address where the export gives it, else the name shown, else the id."""
    for kind in _SENDERS:
        sender = dig(whole, "from", kind)
        for name in _ACCOUNT:
            if account := text_or_none(sender.get(name)):
                return account
    return None


def _directory_name(whole: Mapping[str, Any], sender: str | None) -> str | None:
    """The name shown, marked as such, where the export gives no more of an account of the directory."""
    user = dig(whole, "from", "user")
    is_shown = sender is not None and sender == text_or_none(user.get("displayName"))
    if not is_shown or user.get("userIdentityType") not in _OF_THE_DIRECTORY:
        return None
    return SHOWN_NAME + " ".join(str(sender).split())


def _link(attached: Mapping[str, Any]) -> Link | None:
    address = text_or_none(attached.get("contentUrl"))
    return (address, text_or_none(attached.get("name"))) if address else None


def _file(attached: Mapping[str, Any]) -> dict[str, Any]:
    name = text_or_none(attached.get("name"))
    return {"name": name, "mime_type": None, "size": None, "text": None, "is_encrypted": None}


def _event_code(whole: Mapping[str, Any]) -> str | None:
    """`message`, or what happened: `membersAdded`, `callEnded`."""
    detail = _DETAIL.fullmatch(str(dig(whole, "eventDetail").get("@odata.type")))
    return detail[1] if detail else text_or_none(whole.get("messageType"))


TEAMS = Teams()
