"""What can be wrong with a stream. These never leave the package: they become rejected items."""

from custodes.errors import CustodesError


class StreamError(CustodesError):
    """A stream cannot be read further; the message says why, and is the reason of what is rejected."""


class StreamEndsEarlyError(StreamError):
    """A packed stream breaks off or is damaged; what came before it was read."""


class StreamTooLargeError(StreamError):
    """A packed stream unpacks to more than its limit allows (a zip bomb)."""


class StreamLockedError(StreamError):
    """A packed member is encrypted."""


class StreamUnknownError(StreamError):
    """A packed member uses a packing that is not known here."""
