"""What may be wrong with a rule.

    CannotRunError   this one rule asks for what cannot be done; it is listed, the others run

It never leaves `custodes.detect.sigma`: there it becomes an `Unusable`.
"""


class CannotRunError(Exception):
    """A rule asks for what cannot be done; the message says what, in plain words."""
