"""Lines of a Squid native log as arrays, and the one way to write them.

`time.ms elapsed client code/status bytes method url user hierarchy/peer type`
(https://wiki.squid-cache.org/Features/LogFormat, format `squid`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Integers = npt.NDArray[np.int64]
NOT_PLANTED = -1


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines, each whole with its line end; parallel arrays."""

    at_ms: Integers
    """Epoch milliseconds, as in the text."""
    text: pa.Array
    plant: Integers
    """Which planted thing of the day the line belongs to, or `NOT_PLANTED`."""

    def __len__(self) -> int:
        return len(self.at_ms)

    def take(self, rows: Integers) -> Lines:
        """Those rows, in that order."""
        return Lines(self.at_ms[rows], self.text.take(pa.array(rows)), self.plant[rows])

    def in_order(self) -> Lines:
        """The same lines in order of time."""
        return self.take(np.argsort(self.at_ms, kind="stable"))

    def as_bytes(self) -> memoryview:
        """The text of all lines."""
        offsets = np.frombuffer(self.text.buffers()[1], dtype=np.int32)[self.text.offset :]
        return memoryview(self.text.buffers()[2])[offsets[0] : offsets[len(self)]] if len(self) else memoryview(b"")


def plain_lines(at_ms: list[int], text: list[str], plant: list[int] | None = None) -> Lines:
    """Lines written one by one; none of them planted unless `plant` says so."""
    marks = np.full(len(at_ms), NOT_PLANTED, dtype=np.int64) if plant is None else np.array(plant, dtype=np.int64)
    return Lines(np.array(at_ms, dtype=np.int64), pa.array(text, pa.string()), marks)


def join_lines(*parts: Lines) -> Lines:
    """All of them, one part after the other."""
    return Lines(
        np.concatenate([part.at_ms for part in parts]),
        pa.concat_arrays([part.text for part in parts]),
        np.concatenate([part.plant for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """What lines are made of; all of one length."""

    at_ms: Integers
    elapsed_ms: Integers
    clients: pa.Array
    results: pa.Array
    """`TCP_MISS/200`."""
    lengths: Integers
    requests: pa.Array
    users: pa.Array
    answers: pa.Array


def write_lines(columns: Columns) -> Lines:
    """The columns as lines, none of them planted."""
    seconds = pc.cast(pa.array(columns.at_ms // 1000), pa.string())
    thousandths = pc.utf8_lpad(pc.cast(pa.array(columns.at_ms % 1000), pa.string()), 3, "0")
    elapsed = pc.utf8_lpad(pc.cast(pa.array(columns.elapsed_ms), pa.string()), 6, " ")
    text = pc.binary_join_element_wise(
        pc.binary_join_element_wise(seconds, thousandths, "."),
        elapsed,
        columns.clients,
        columns.results,
        pc.cast(pa.array(columns.lengths), pa.string()),
        columns.requests,
        columns.users,
        pc.binary_join_element_wise(columns.answers, "", "\n"),
        " ",
    )
    return Lines(columns.at_ms, text, np.full(len(columns.at_ms), NOT_PLANTED, dtype=np.int64))
