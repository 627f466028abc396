"""Linux writes one event in several audit records; where one names a place, the others tell of the same act.

Only records of one batch are known together. The records of an event are cut into one chunk, but a kind of event
(sign-ins) has batches of its own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Flags = npt.NDArray[np.bool_]

_EVENT = r"msg=(?P<event>audit\([0-9.]+:[0-9]+\))"
"""The time and number that all records of an event bear."""


def spread_in_events(batch: pa.RecordBatch, flags: Flags) -> Flags:
    """The flags, set too for the other records of the audit events that they are set for."""
    services = batch.column("logsource.service")
    if not flags.any() or "auditd" not in services.dictionary.to_pylist():
        return flags
    events = pc.struct_field(pc.extract_regex(batch.column("raw_data"), _EVENT), "event")
    touched = events.filter(pa.array(flags)).drop_null()
    others = pc.is_in(events, touched).to_numpy(zero_copy_only=False)
    spread: Flags = flags | others.astype(bool)
    return spread
