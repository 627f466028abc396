"""What can go wrong in a run besides the input."""

from custodes.errors import UnfinishedError


class WorkerError(UnfinishedError):
    """A worker process ended before its work was done."""


class OutputError(UnfinishedError):
    """A result could not be written; nothing half-written was left."""
