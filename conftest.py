"""How Hypothesis runs here: the same examples every time, and no clock, for machines are shared."""

from hypothesis import settings

import custodes.detect  # noqa: F401 - whole and first: pytest imports package by package, and would register one twice

settings.register_profile("custodes", deadline=None, derandomize=True)
settings.load_profile("custodes")
