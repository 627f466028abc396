"""The same map for an engine that speaks Arrow batches, such as Spark's `mapInArrow`.

    frame.mapInArrow(map_in_arrow(plan), PARTIAL_DDL)      # on the cluster
    merge_partials(partials, plan)                         # where the result comes together

The contract is an iterator of record batches in, an iterator of record batches out; no cluster
engine is imported here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa

from custodes.detect.finding import Finding
from custodes.engine.bind import Plan
from custodes.engine.examine import Part, examine
from custodes.engine.run import judge
from custodes.engine.spool import MeasureStore

PARTIAL = pa.schema(
    [
        pa.field("kept", pa.int64()),  # events looked at
        pa.field("part", pa.binary()),  # the pickled `Part`, opaque to the cluster
    ]
)
PARTIAL_DDL = "kept bigint, part binary"
"""`PARTIAL` as Spark writes a schema."""


def map_in_arrow(plan: Plan) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function to hand to the cluster: each event batch becomes one row of `PARTIAL`."""

    def map_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            part = examine(batch, plan)
            yield pa.RecordBatch.from_pydict({"kept": [part.kept], "part": [pickle.dumps(part)]}, schema=PARTIAL)

    return map_batches


def merge_partials(partials: Iterable[pa.RecordBatch], plan: Plan) -> list[Finding]:
    """The findings of all partials, those of limits last; what `run` gives before confidence is asked for.

    Unpickles: only for batches that this site's own cluster made.
    """
    store = MeasureStore()
    findings: list[Finding] = []
    for partial in partials:
        for blob in partial.column("part").to_pylist():
            part: Part = pickle.loads(blob)  # noqa: S301 - made by map_in_arrow on the site's own cluster
            findings += [finding for _, finding in part.findings]
            for index, measures in part.measures.items():
                store.add(index, measures)
    return [*findings, *(finding for _, finding in judge(store, plan))]
