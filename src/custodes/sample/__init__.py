"""A made-up public library: staff, mail, web logs, other systems, files, and the truth about what was planted in them.

Everything is decided by the seed, so the same plan gives the same bytes. Nothing here is a real person, and every
host that something is planted on ends in `.example`, but for services that rules know by their names.
"""

from custodes.sample.errors import SampleError
from custodes.sample.make import Made, make_sample
from custodes.sample.plan import Plan
from custodes.sample.score import Score, score

__all__ = ["Made", "Plan", "SampleError", "Score", "make_sample", "score"]
