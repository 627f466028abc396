"""What can go wrong in a run besides the input."""

from custodes.errors import CustodesError


class WorkerError(CustodesError):
    """A worker process ended before its work was done."""


class OutputError(CustodesError):
    """A result could not be written; nothing half-written was left."""
