from itertools import count

import pytest

from custodes.detect.sigma.memory import Shapes, bits
from custodes.detect.sigma.prepared import Prepared
from custodes.detect.sigma.rule import And, Exists, Not, Null, Or, Text

CMD, DANA = Text("image", (0, "cmd.exe")), Text("User", ("dana",))


class Asked:
    """Conditions, and how often each question of theirs was asked of an event."""

    def __init__(self, *conditions):
        self.prepared = [Prepared(condition) for condition in conditions]
        self.shapes = Shapes({})
        self.times = count()
        for one in self.prepared:
            for question in one.questions:
                question.__dict__["holds"] = self.counted(question.holds)

    def counted(self, holds):
        def test(fields):
            next(self.times)
            return holds(fields)

        return test

    def hold(self, record):
        shape, chosen = self.shapes.of(record), (1 << len(self.prepared)) - 1
        shape.learn(chosen, lambda number: self.prepared[number].questions)
        return list(bits(shape.left(chosen, record)))

    @property
    def asked(self):
        return next(self.times)


def test_a_number_is_the_places_of_its_bits():
    assert list(bits(0)) == []
    assert list(bits(1 | 1 << 5 | 1 << 1000)) == [0, 5, 1000]


def test_an_answer_is_kept_by_the_values_that_decide_it():
    conditions = Asked(And((CMD, DANA)), CMD)
    assert conditions.hold({"Image": r"c:\cmd.exe", "User": "dana"}) == [0, 1]
    assert conditions.asked == 3
    assert conditions.hold({"Image": r"c:\cmd.exe", "User": "carl"}) == [1]
    assert conditions.asked == 5  # the number before, which was read, and one question more


def test_an_answer_serves_records_of_other_shapes():
    conditions = Asked(CMD)
    conditions.hold({"Image": "cmd.exe"})
    assert conditions.hold({"More": 1, "IMAGE": "cmd.exe"}) == [0]
    assert conditions.asked == 1


@pytest.mark.parametrize("values", [(1, True, 1.0, "1"), (0.0, -0.0), (["1"], "1"), (None, "")])
def test_values_that_equal_each_other_but_differ_as_text_are_told_apart(values):
    for value in values:
        conditions = Asked(*[Text("a", (str(each).lower() if each is not None else "",)) for each in values])
        fresh = [
            Asked(Text("a", (str(each).lower() if each is not None else "",))).hold({"a": value}) for each in values
        ]
        for other in values:
            conditions.hold({"a": other})
        assert conditions.hold({"a": value}) == [place for place, holds in enumerate(fresh) if holds]


def test_a_missing_field_is_told_from_one_that_is_an_object():
    conditions = Asked(Exists("set", True), Null("set"))
    assert conditions.hold({"a": "x"}) == [1]
    assert conditions.hold({"a": "x", "set.name": "y"}) == [0, 1]
    assert conditions.hold({"a": "x", "set": "y"}) == [0]


def test_questions_are_the_parts_that_must_all_hold_by_what_decides_them():
    filters = Not(Or((Text("User", ("a",)), And((CMD, DANA)))))
    questions = Prepared(And((CMD, DANA, And((filters, Not(Not(CMD))))))).questions
    assert [question.asked for question in questions] == [{"image"}, {"User"}, {"image", "User"}]


def test_what_varies_without_end_is_forgotten():
    conditions = Asked(CMD)
    for number in range(9_000):
        assert conditions.hold({"Image": f"{number} cmd.exe"}) == [0]
    (answers,) = conditions.shapes._known.values()
    assert answers.varies
    assert len(answers._known) <= 1


def test_what_comes_again_is_kept_however_much_else_comes():
    conditions = Asked(CMD)
    for number in range(9_000):
        for _ in range(3):
            assert conditions.hold({"Image": f"{number}.exe"}) == []
    (answers,) = conditions.shapes._known.values()
    assert not answers.varies
    assert conditions.asked == 9_000


def test_shapes_without_end_are_forgotten():
    conditions = Asked(CMD)
    for number in range(2_000):
        conditions.hold({f"name {number}": 1, "Image": "cmd.exe"})
    assert len(conditions.shapes._shapes) < 1_000
