"""What can be wrong with a stream. These never leave the package: they become rejected items."""

from custodes.errors import CustodesError


class StreamEndsEarlyError(CustodesError):
    """A packed stream breaks off or is damaged; what came before it was read."""


class StreamTooLargeError(CustodesError):
    """A packed stream unpacks to more than its limit allows (a zip bomb)."""
