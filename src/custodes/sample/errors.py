"""What can be wrong with an order for a sample."""

from custodes.errors import CustodesError


class SampleError(CustodesError):
    """The sample asked for cannot be made, or a truth file cannot be read."""
