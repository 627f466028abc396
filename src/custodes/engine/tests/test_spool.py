from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.measure import Key, Kind, Measure, merge_into
from custodes.engine.spool import VALUES_A_PIECE, MeasureStore, Spool

keys = st.builds(Key, st.sampled_from(["visits", "minutes"]), st.sampled_from("abc"), st.sampled_from("xy"))
parts = st.lists(
    st.dictionaries(keys, st.integers(1, 9).map(lambda n: Measure(Kind.COUNT, n)), max_size=4), max_size=12
)


def test_a_spool_gives_back_what_it_was_given_as_often_as_asked():
    spool = Spool()
    spool.extend(["one", "two"])
    assert list(spool) == ["one", "two"]
    spool.extend(["three"])
    assert list(spool) == list(spool) == ["one", "two", "three"]
    assert len(spool) == 3


def test_a_spool_of_several_pieces_is_read_in_order_while_it_grows():
    spool = Spool()
    for begin in range(0, 10 * VALUES_A_PIECE, VALUES_A_PIECE // 2 + 1):
        spool.extend(range(begin, begin + VALUES_A_PIECE // 2 + 1))
        assert list(spool) == list(range(len(spool)))


@given(parts, st.integers(0, 5))
def test_spilling_to_disk_changes_nothing(parts, in_memory):
    store, whole = MeasureStore(in_memory=in_memory), {}
    for part in parts:
        store.add(0, part)
        merge_into(whole, part)
    assert [(key, measure) for (_, key), measure in store.merged()] == sorted(whole.items())


def test_measures_of_two_controls_stay_apart():
    store, key = MeasureStore(), Key("visits", "p1", "2026-11-24")
    store.add(0, {key: Measure(Kind.COUNT, 1)})
    store.add(1, {key: Measure(Kind.COUNT, 2)})
    assert [(index, measure.value) for (index, _), measure in store.merged()] == [(0, 1), (1, 2)]
