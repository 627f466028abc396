"""Columns of web events as numpy reads them: words that repeat as codes, the rest as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from custodes.events.schema import ACTION_DENIED

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

HOST = "http_request.url.hostname"
URL = "http_request.url.url_string"
METHOD = "http_request.http_method"
REFERRER = "http_request.referrer"
CODE = "http_response.code"
CONTENT_TYPE = "http_response.content_type"
LENGTH = "http_response.length"


@dataclass(frozen=True, slots=True)
class Words:
    """A column of text that repeats: a code each row, -1 where there is none, and the words they mean."""

    codes: Integers
    words: list[str]

    def where(self, flags: Iterable[bool]) -> Flags:
        """The rows whose word is flagged; `flags` goes with `words`. A row without a word is not."""
        by_code = np.fromiter((*flags, False), np.bool_, len(self.words) + 1)
        return np.asarray(by_code[self.codes], np.bool_)

    def where_in(self, wanted: Iterable[str]) -> Flags:
        """The rows whose word is one of these."""
        chosen = frozenset(wanted)
        return self.where(word in chosen for word in self.words)

    def take(self, rows: Integers) -> Words:
        """Those rows."""
        return Words(self.codes[rows], self.words)

    def read(self) -> Iterator[str]:
        """The word of each row; empty where there is none."""
        words = [*self.words, ""]
        return (words[code] for code in self.codes.tolist())

    def of(self, rows: Integers) -> Iterator[tuple[str, Integers]]:
        """Each word that occurs in the rows, with the rows it occurs in."""
        for (code,), members in group(self.codes[rows]):
            if code >= 0:
                yield self.words[code], rows[members]


def read_words(batch: pa.RecordBatch, column: str) -> Words:
    """A dictionary column of the batch as words."""
    array = batch.column(column)
    codes = array.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return Words(codes, [word or "" for word in array.dictionary.to_pylist()])


def read_numbers(batch: pa.RecordBatch, column: str, *, missing: int) -> Integers:
    """A column of whole numbers or moments (microseconds) with `missing` where it is null."""
    array = batch.column(column)
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.int64())
    return np.asarray(array.fill_null(missing).to_numpy(zero_copy_only=False), dtype=np.int64)


def went_through(batch: pa.RecordBatch) -> Flags:
    """The rows that the proxy let pass and the site did not refuse."""
    allowed: Flags = read_numbers(batch, "action_id", missing=0) != ACTION_DENIED
    allowed &= read_numbers(batch, CODE, missing=0) < 400
    return allowed


def read_texts(batch: pa.RecordBatch, column: str, rows: Integers) -> Iterator[str]:
    """The text of a column in those rows; empty where it is null."""
    return (text or "" for text in batch.column(column).take(pa.array(rows)).to_pylist())


def group(*columns: Integers) -> Iterator[tuple[tuple[int, ...], Integers]]:
    """Each distinct combination of values in ascending order, with the indices that have it, ascending."""
    order = np.lexsort(columns[::-1])
    if not len(order):
        return
    sorted_columns = [column[order] for column in columns]
    changes = np.logical_or.reduce([column[1:] != column[:-1] for column in sorted_columns])
    starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
    for start, members in zip(starts.tolist(), np.split(order, starts[1:]), strict=True):
        yield tuple(int(column[start]) for column in sorted_columns), members
