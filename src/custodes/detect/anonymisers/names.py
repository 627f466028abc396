"""Names looked up that belong to services which hide who one is. Looking up is not yet using: it counts for less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from custodes.detect.anonymisers.seen import Sight, measure_sights
from custodes.detect.anonymisers.web import CATEGORY
from custodes.detect.columns import read_words
from custodes.detect.context import Context
from custodes.detect.finding import Reason
from custodes.detect.measure import Measure, Measures
from custodes.detect.prose import count, join

LOOKUPS = "anonymiser.lookups"
"""Set of (stretch of the day, name) by person and day."""

_ONION = ".onion"
_SURE_ONION, _SURE_ONCE, _SURE_OFTEN = 0.75, 0.45, 0.65
_OFTEN = 3
"""A page may look up a name that nobody asked for; three times in a day somebody did."""


def look_at_names(batch: pa.RecordBatch, context: Context) -> Measures:
    """Look-ups of listed names, but for those that were refused."""
    names = read_words(batch, "query.hostname")
    found = context.lists.match_all(names.words)
    listed = [
        word.endswith(_ONION) or (any(match.category == CATEGORY for match in matches) and not context.is_own(word))
        for word, matches in zip(names.words, found, strict=True)
    ]
    if not any(listed):
        return {}
    rows = np.flatnonzero(names.where(listed) & ~_are_refused(batch))
    texts = names.take(rows).read()
    sights = (Sight(row, (name,), name) for row, name in zip(rows.tolist(), texts, strict=True))
    return measure_sights(batch, LOOKUPS, sights, context)


def _are_refused(batch: pa.RecordBatch) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """A filter answered in the name's stead. Names in .onion have no answer at all, so there that says nothing."""
    refused = read_words(batch, "rcode").where_in(("REFUSED", "NXDOMAIN", "SERVFAIL"))
    names = read_words(batch, "query.hostname")
    return np.asarray(refused & ~names.where(word.endswith(_ONION) for word in names.words), np.bool_)


def judge_lookups(measure: Measure, day: str) -> Iterator[tuple[Reason, float]]:
    """The reason, and how sure it is."""
    names = Counter(name for _, name in measure.value)
    onion = any(name.endswith(_ONION) for name in names)
    sure = _SURE_ONION if onion else _SURE_OFTEN if names.total() >= _OFTEN else _SURE_ONCE
    shown = join(sorted({"names in .onion" if name.endswith(_ONION) else name for name in names}))
    text = f"{count(names.total(), 'look-up')} on {day} of names of services that hide who one is: {shown}."
    yield Reason("anonymiser.lookup", text), sure
