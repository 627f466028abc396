"""What the readers of documents raise."""

from __future__ import annotations


class UnreadError(Exception):
    """It holds nothing of a kind that is read."""
