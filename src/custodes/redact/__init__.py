"""Masking what people must not see: put here what replaces parts of a text before it is shown."""

from custodes.redact.patron import PatronMask

__all__ = ["PatronMask"]
