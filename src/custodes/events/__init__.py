"""Events: Arrow record batches with a documented schema. See `custodes.events.schema`."""

from custodes.events.batches import is_kind, locate, make_batch
from custodes.events.schema import BASE_EVENT, EMAIL_ACTIVITY, HTTP_ACTIVITY

__all__ = ["BASE_EVENT", "EMAIL_ACTIVITY", "HTTP_ACTIVITY", "is_kind", "locate", "make_batch"]
