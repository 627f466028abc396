"""The engine: map the detectors over batches, merge what they measured, judge the limits.

bind      policy, staff and lists  ->  Plan (frozen, picklable)
examine   one batch + Plan         ->  Part (pure)
run       paths + Plan             ->  Findings on disk, Results in memory
arrow     the same map for an engine that speaks Arrow batches (a cluster)
"""

from custodes.engine.bind import Bound, Period, Plan, bind
from custodes.engine.examine import Part, examine, examine_chunk
from custodes.engine.run import Run, run

__all__ = ["Bound", "Part", "Period", "Plan", "Run", "bind", "examine", "examine_chunk", "run"]
