"""The columns of an event, as Arrow schemas, one a kind of event.

Columns are named as in OCSF 1.5 (https://schema.ocsf.io) where it has the name; dots are part of the
name. What OCSF has no name for stands without a prefix of its own: `source`, `position`, `file`,
`raw_data` (which OCSF has) are in every schema.

    source      where the item was read, as the person named it (a file, or a folder)
    position    its number in the source, from 1: line of a log, message of a mailbox
    file        its path below the source, where each item is a file of its own; else null
    raw_data    its bytes as received, line end left off: the record

The other columns of `_PLACE` are in every schema too: what the event is to its own product, and to Sigma.
"""

from __future__ import annotations

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
WORDS = pa.dictionary(pa.int32(), pa.string())
"""Text that repeats: each distinct value is stored, and looked at, once a batch."""

_PLACE = [
    pa.field("time", TIME),
    pa.field("source", WORDS),
    pa.field("position", pa.int64()),
    pa.field("file", pa.string()),
    pa.field("raw_data", pa.large_binary()),
    pa.field("metadata.event_code", WORDS),  # how its product calls such events: 4624, ConsoleLogin
    pa.field("logsource.product", WORDS),  # Sigma's three words for where it comes from, which decide
    pa.field("logsource.category", WORDS),  # which rules it meets
    pa.field("logsource.service", WORDS),
    pa.field("src_endpoint.location.is_on_premises", pa.bool_()),  # on-site or off-site; null: could not tell
    pa.field("unmapped", pa.large_binary()),  # every field by its product's own name, a JSON object; null where
    # the record is one itself, or where the other columns say it all
]

_WHO = [
    pa.field("actor.user.name", WORDS),
    pa.field("src_endpoint.ip", WORDS),
    pa.field("dst_endpoint.hostname", WORDS),  # the host or service that was reached
    pa.field("device.hostname", WORDS),  # the computer it happened on
    pa.field("message", pa.large_string()),
]

SHOWN_NAME = "CN="
"""What stands in `actor.user.name` before the name that a directory shows, where the account is not told."""

LONGEST_HOST = 253
"""Characters of the longest host name that can exist (RFC 1035, 2.3.4); what is longer leads nowhere."""

ACTION_ALLOWED, ACTION_DENIED = 1, 2
"""Values of `action_id` (OCSF security control profile); 0 is unknown."""

HTTP_ACTIVITY = pa.schema(
    [
        *_PLACE,
        pa.field("actor.user.name", WORDS),
        pa.field("src_endpoint.ip", WORDS),
        pa.field("dst_endpoint.hostname", WORDS),  # who answered, name or address: Squid's peer, the virtual host
        pa.field("http_request.http_method", WORDS),
        pa.field("http_request.url.url_string", pa.large_string()),
        pa.field("http_request.url.hostname", WORDS),  # lower case, no port, no trailing dot
        pa.field("http_request.user_agent", WORDS),
        pa.field("http_request.referrer", pa.large_string()),
        pa.field("http_response.code", pa.int32()),
        pa.field("http_response.length", pa.int64()),  # bytes sent to the person
        pa.field("http_response.content_type", WORDS),  # lower case, without parameters
        pa.field("duration", pa.int64()),  # milliseconds
        pa.field("action_id", pa.int8()),
    ],
    metadata={"class_uid": "4002", "class_name": "HTTP Activity"},
)

URL = pa.struct([pa.field("url_string", pa.string()), pa.field("text", pa.string())])
"""A link of a message: where it leads, and the words a reader sees (null for a bare address)."""

FILE = pa.struct(
    [
        pa.field("name", pa.string()),
        pa.field("mime_type", pa.string()),
        pa.field("size", pa.int64()),  # bytes, decoded
        pa.field("text", pa.string()),  # what it says, where that was read; else null
        pa.field("is_encrypted", pa.bool_()),  # null where that could not be told
    ]
)

PARSER_FAST, PARSER_STANDARD, PARSER_RAW = "fast", "standard", "raw"
"""Values of `parser`: the stage of the cascade that read the message (docs/sources.md)."""

EMAIL_ACTIVITY = pa.schema(
    [
        *_PLACE,
        pa.field("email.message_uid", pa.string()),  # the Message-ID, angle brackets left off
        pa.field("email.from", pa.string()),  # addresses are lower case, without names
        pa.field("email.from_name", pa.string()),  # the name shown beside it
        pa.field("email.reply_to", pa.string()),
        pa.field("email.return_path", pa.string()),
        pa.field("email.to", pa.list_(pa.string())),
        pa.field("email.cc", pa.list_(pa.string())),
        pa.field("email.bcc", pa.list_(pa.string())),
        pa.field("email.subject", pa.string()),
        pa.field("email.size", pa.int64()),  # bytes of the whole message
        pa.field("email.list_id", pa.string()),
        pa.field("email_auth.results", pa.string()),  # the Authentication-Results as received
        pa.field("body", pa.large_string()),  # what a reader sees: plain text, or the HTML's words
        pa.field("body.quoted", pa.large_string()),  # what of it another wrote: quoted and forwarded lines
        pa.field("urls", pa.list_(URL)),
        pa.field("files", pa.list_(FILE)),
        pa.field("parser", WORDS),
    ],
    metadata={"class_uid": "4009", "class_name": "Email Activity"},
)

BASE_EVENT = pa.schema([*_PLACE, *_WHO], metadata={"class_uid": "0", "class_name": "Base Event"})

STATUS_SUCCESS, STATUS_FAILURE = 1, 2
"""Values of `status_id`; 0 is unknown."""

AUTHENTICATION = pa.schema(
    [
        *_PLACE,
        *_WHO,
        pa.field("status_id", pa.int8()),
        pa.field("auth_protocol", WORDS),
        pa.field("is_mfa", pa.bool_()),
        pa.field("device.uid", WORDS),
        pa.field("device.is_managed", pa.bool_()),
        pa.field("http_request.user_agent", WORDS),
        pa.field("src_endpoint.location.country", WORDS),  # ISO 3166, two letters
    ],
    metadata={"class_uid": "3002", "class_name": "Authentication"},
)

DNS_ACTIVITY = pa.schema(
    [
        *_PLACE,
        *_WHO,
        pa.field("query.hostname", WORDS),  # lower case, without the closing dot
        pa.field("query.type", WORDS),  # A, AAAA, TXT …
        pa.field("rcode", WORDS),  # NOERROR, NXDOMAIN …
        pa.field("answers", pa.list_(pa.string())),
    ],
    metadata={"class_uid": "4003", "class_name": "DNS Activity"},
)

TEXT_MESSAGE, VOICEMAIL, CALL, CHAT = "text message", "voicemail", "call", "chat"
"""Values of `communication.kind`."""

COMMUNICATION = pa.schema(
    [
        *_PLACE,
        *_WHO,
        pa.field("communication.kind", WORDS),
        pa.field("communication.from", pa.string()),  # number, address or account, as its product names it
        pa.field("communication.to", pa.list_(pa.string())),
        pa.field("communication.channel", WORDS),  # the channel, team or mailbox it was in
        pa.field("duration", pa.int64()),  # milliseconds
        pa.field("urls", pa.list_(URL)),
        pa.field("files", pa.list_(FILE)),
    ],
    metadata={"class_uid": "99904001", "class_name": "Communication"},
)
"""Texts, voicemail and chat, which OCSF has no class for; 999 is its extension for what is one's own."""

KINDS = {
    schema.metadata[b"class_name"].decode(): schema
    for schema in (HTTP_ACTIVITY, EMAIL_ACTIVITY, BASE_EVENT, AUTHENTICATION, DNS_ACTIVITY, COMMUNICATION)
}
"""Every kind of event by its class's name."""
