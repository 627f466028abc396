"""Events: Arrow record batches with a documented schema. See `custodes.events.schema`."""

from custodes.events.batches import is_kind, kind_of, locate, locate_each, make_batch
from custodes.events.schema import (
    AUTHENTICATION,
    BASE_EVENT,
    COMMUNICATION,
    DNS_ACTIVITY,
    EMAIL_ACTIVITY,
    HTTP_ACTIVITY,
    KINDS,
)

__all__ = [
    "AUTHENTICATION",
    "BASE_EVENT",
    "COMMUNICATION",
    "DNS_ACTIVITY",
    "EMAIL_ACTIVITY",
    "HTTP_ACTIVITY",
    "KINDS",
    "is_kind",
    "kind_of",
    "locate",
    "locate_each",
    "make_batch",
]
