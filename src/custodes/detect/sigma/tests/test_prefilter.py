import json

import hypothesis.strategies as st
import orjson
import pyarrow as pa
import pytest
from hypothesis import given

from custodes.detect.sigma.literals import FAR, Literal, Trigger
from custodes.detect.sigma.memory import bits
from custodes.detect.sigma.prefilter import JsonPrefilter, PlainPrefilter


def trigger(*literals):
    return Trigger(0.1, tuple(one if isinstance(one, Literal) else Literal(one) for one in literals))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (rb'{"Image":"C:\\Windows\\CMD.exe"}', [0]),
        (rb'{"Image":"C:\\Windows\\cmd.exe /c"}', []),
        (rb'{"Image":"C:\u005cWindows\u005ccmd.exe"}', [0]),
        (rb'{"url":"http:\/\/a.example\/kittens"}', [1]),
        (b'{"url":"http://a.example/kittens"}', [1]),
        (rb'{"said":"\"quoted\""}', [2]),
        (rb'{"a":"\u006bittens/","b":"/kittens"}', [1]),
        (rb"{}", []),
    ],
)
def test_a_literal_is_found_however_json_writes_it(record, expected):
    wanted = [trigger(Literal(r"\cmd.exe", ends=True)), trigger("/kittens"), trigger('"quoted"')]
    assert list(bits(JsonPrefilter(wanted).candidates(record))) == expected


def test_a_condition_without_a_trigger_is_always_a_candidate():
    search = JsonPrefilter([trigger("kittens"), None, trigger("puppies")])
    assert search.candidates(b'{"a":"nothing"}') == 0b010
    assert search.candidates(b'{"a":"puppies"}') == 0b110
    assert JsonPrefilter([None]).candidates(b"{}") == 0b1
    assert JsonPrefilter([]).candidates(b"{}") == 0


@pytest.mark.parametrize(
    ("text", "is_met"), [("ƒar", True), ("Microsoft® Wörd", False), ("\\u0430", False), ("а", True), ("🦆", True)]
)
def test_a_character_from_far_away_is_a_literal_of_its_own(text, is_met):
    search = JsonPrefilter([trigger(FAR)])
    assert search.candidates(orjson.dumps({"a": text})) == is_met
    assert search.candidates(json.dumps({"a": text}).encode()) == is_met
    assert bool(PlainPrefilter([trigger(FAR)]).candidates(pa.array([text.encode()], pa.large_binary()))) == is_met


@given(
    st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=4),
    st.dictionaries(st.text(max_size=3), st.text(max_size=12), max_size=4),
    st.booleans(),
)
def test_a_value_that_holds_a_literal_is_always_found(texts, record, escapes):
    lowered = [text.lower() for text in texts if text.isascii()]
    data = json.dumps(record).encode() if escapes else orjson.dumps(record)
    found = JsonPrefilter([trigger(text) for text in lowered]).candidates(data)
    for number, text in enumerate(lowered):
        if any(text in value.lower() for value in record.values() if value.isascii()):
            assert found >> number & 1


def test_many_texts_are_looked_through_at_once():
    texts = pa.array([b"one kitten", b"", b"KITTENS and puppies", b"pup", b"pies"], pa.large_binary())
    search = PlainPrefilter([trigger("kitten"), None, trigger("puppies")])
    spans_two = {4: 0b110}  # "pup" and "pies": a candidate too many does no harm
    assert search.candidates(texts) == {0: 0b011, 2: 0b111} | spans_two
    assert search.candidates(texts.slice(2, 2)) == {0: 0b111}
    assert search.candidates(texts.slice(4)) == {}
    assert search.always == 0b010
