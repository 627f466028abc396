"""Reading whole files for tests: what came of every record, however the file was cut."""

import io

from hypothesis import strategies as st

from custodes.sources.contract import Item


def item_of(data, head_bytes=65536):
    return Item("export", None, io.BytesIO(data), data[:head_bytes])


def read_file(source, data, cut=None, **sizes):
    """Each event's position, kind, and values that are given; each rejected item's position and reason, in order."""
    events, rejected = [], []
    chunks = list(cut(item_of(data), source.name, **sizes) if cut else source.cut(item_of(data)))
    for chunk in chunks:
        parsed = source.parse(chunk)
        assert parsed.taken == chunk.count_items()
        for batch in parsed.batches:
            kind = batch.schema.metadata[b"class_name"].decode()
            rows = batch.to_pylist()
            events += [
                (row["position"], kind, {name: value for name, value in row.items() if value is not None})
                for row in rows
            ]
        rejected += [(place, item.reason) for item in parsed.rejected for place in range(item.first, item.last + 1)]
    events.sort(key=lambda event: event[0])
    places = sorted([*(place for place, *_ in events), *(place for place, _ in rejected)])
    assert places == list(range(1, len(places) + 1))
    return events, sorted(rejected)


@st.composite
def mutated(draw, texts, odd):
    """One of the texts, a few bytes of it replaced, left out or put in."""
    text = bytearray(draw(st.sampled_from(texts)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        size = draw(st.sampled_from([0, 1, 1, 9]))
        text[place : place + size] = bytes(draw(st.lists(st.sampled_from(list(odd)) | st.integers(0, 255), max_size=2)))
    return bytes(text)
