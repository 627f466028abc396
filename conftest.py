"""How Hypothesis runs here: the same examples every time, and no clock, for machines are shared."""

from hypothesis import settings

settings.register_profile("custodes", deadline=None, derandomize=True)
settings.load_profile("custodes")
