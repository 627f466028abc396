from custodes.detect.sigma.memory import Memory, Shapes


def memory(record, *asked):
    return Memory(frozenset(asked), Shapes({}).of(record))


def test_an_answer_is_kept_by_the_values_it_depends_on():
    record = {"Image": "a.exe", "User": "dana"}
    kept = memory(record, "image")
    kept.keep(kept.read(record), True)
    assert kept.answers.get(kept.read({"Image": "a.exe", "User": "carl"})) is True
    assert kept.answers.get(kept.read({"Image": "b.exe", "User": "dana"})) is None


def test_values_that_equal_each_other_but_differ_as_text_are_of_different_shapes():
    shapes = Shapes({})
    assert shapes.of({"a": 1}) is shapes.of({"a": 7})
    assert len({id(shapes.of({"a": value})) for value in (1, True, 1.0, "1", None)}) == 5


def test_what_cannot_be_told_apart_by_equality_is_not_remembered():
    for record in ({"a": -0.0}, {"a": ["x"]}):
        kept = memory(record, "a")
        kept.keep(kept.read(record), True)
        assert kept.answers == {}


def test_a_condition_on_a_field_that_is_missing_has_one_answer():
    kept = memory({"a": "x"}, "b")
    kept.keep(kept.read({"a": "x"}), False)
    assert kept.answers == {(): False}


def test_shapes_without_end_are_forgotten():
    shapes = Shapes({})
    for number in range(2_000):
        shapes.of({f"name {number}": 1})
    assert len(shapes._known) < 1_000
