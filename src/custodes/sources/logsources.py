"""Which of Sigma's log sources the events of a batch are of."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from custodes.sources.tables import LogSource

_COLUMNS = [f"logsource.{word}" for word in LogSource._fields]


def list_log_sources(batch: pa.RecordBatch) -> frozenset[LogSource]:
    """Every log source that one of the events is of."""
    columns = [batch.column(name) for name in _COLUMNS]
    packed = np.zeros(batch.num_rows, np.int64)
    for column in columns:
        packed = packed * (len(column.dictionary) + 1) + column.indices.fill_null(len(column.dictionary)).to_numpy()
    _, rows = np.unique(packed, return_index=True)
    return frozenset(LogSource(*(column[int(row)].as_py() for column in columns)) for row in rows)
