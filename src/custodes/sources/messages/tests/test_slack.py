"""Exports as https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports describes them, and
https://docs.slack.dev/reference/events/message each kind of message.
"""

import zipfile
from functools import partial

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events.schema import CHAT
from custodes.sources.messages.markup import read_markup
from custodes.sources.messages.slack import SLACK
from custodes.sources.messages.tests.items import mutate, read
from custodes.sources.records.cutting import cut_records
from custodes.sources.records.shapes import find_product
from custodes.sources.registry import recognise
from custodes.sources.walk import open_items

SAID = {
    "client_msg_id": "e1",
    "type": "message",
    "text": "Hi <@U02|bo> &amp; <@U03>, see <https://a.example/x?a=1&amp;b=2|the list> or <http://b.example>",
    "user": "U01",
    "ts": "1795506158.000200",
    "thread_ts": "1795506100.000100",
    "user_profile": {"name": "ann", "real_name": "Ann Roe", "display_name": "Ann"},
    "files": [{"id": "F1", "name": "list.csv", "mimetype": "text/csv", "size": 5, "preview": "a,b"}],
}
JOINED = {
    "type": "message",
    "subtype": "channel_join",
    "ts": "1795506159.000000",
    "user": "U04",
    "text": "<@U04> has joined",
}
DELETED = {
    "type": "message",
    "subtype": "message_deleted",
    "ts": "1795506160.000000",
    "previous_message": {"type": "message", "user": "U05", "text": "delete me", "ts": "1795506150.000000"},
}
BOT = {
    "type": "message",
    "subtype": "bot_message",
    "ts": "1795506161.000000",
    "text": "",
    "bot_id": "B01",
    "username": "Builder",
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Build *failed*"}}],
    "attachments": [{"title": "Log", "text": "see <http://c.example|here>"}],
}
DAY = orjson.dumps([SAID, JOINED, DELETED, BOT], option=orjson.OPT_INDENT_2)


def row_of(message):
    (row,), rejected = read(SLACK, orjson.dumps([message]))
    assert rejected == []
    return row


def test_a_days_messages_are_recognised_before_any_json():
    assert recognise(DAY) is SLACK
    for data in (b'[{"type": "message"}]', b'{"type":"message","ts":"1795506158.000200"}', b"[]", b""):
        assert not SLACK.recognises(data)


def test_a_message_tells_who_wrote_what_and_when():
    row = row_of(SAID)
    assert row["communication.kind"] == CHAT
    assert (row["actor.user.name"], row["communication.from"]) == ("ann", "ann")
    assert row["message"] == "Hi @bo & @U03, see the list or http://b.example"
    assert row["urls"] == [
        {"url_string": "https://a.example/x?a=1&b=2", "text": "the list"},
        {"url_string": "http://b.example", "text": None},
    ]
    assert row["time"].isoformat() == "2026-11-24T07:42:38.000200+00:00"
    assert row["files"] == [
        {"name": "list.csv", "mime_type": "text/csv", "size": 5, "text": "a,b", "is_encrypted": None}
    ]
    assert (row["logsource.product"], row["logsource.category"]) == ("slack", "chat")
    assert row["metadata.event_code"] == "message"
    assert (row["unmapped"], row["raw_data"]) == (None, orjson.dumps(SAID))


def test_a_deleted_message_is_read_as_far_as_the_export_holds_it():
    row = row_of(DELETED)
    assert (row["message"], row["actor.user.name"]) == ("delete me", "U05")
    assert row["metadata.event_code"] == "message_deleted"
    assert row_of(SAID | {"text": "", "files": [], "subtype": "tombstone"})["message"] is None


def test_a_programs_message_is_that_of_its_blocks_and_attachments():
    row = row_of(BOT)
    assert row["message"] == "Build *failed*\nLog\nsee here"
    assert row["actor.user.name"] == "Builder"
    assert [url["url_string"] for url in row["urls"]] == ["http://c.example"]


def test_the_channel_is_the_folder_of_the_day():
    rows, _ = read(SLACK, DAY, name="export.zip!general/2026-11-24.json")
    assert {row["communication.channel"] for row in rows} == {"general"}
    assert row_of(SAID)["communication.channel"] is None


def test_a_packed_export_is_walked_file_by_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("mpdm-ann--bo-1/2026-11-24.json", DAY)
    (item,) = open_items([tmp_path / "export.zip"])
    (chunk,) = SLACK.cut(item)
    channels = SLACK.parse(chunk).batches[0].column("communication.channel").to_pylist()
    assert channels == ["mpdm-ann--bo-1"] * 4


@pytest.mark.parametrize(
    ("text", "words"),
    {
        "<!here> <!channel|@channel> <!subteam^S1|@desk> <!subteam^S2> <!date^1^{date}|Monday>": "@here @channel @desk @S2 @Monday",
        "<#C1|general> <#C2>": "#general #C2",
        "<mailto:a@b.example|a@b.example> 1 &lt; 2 &gt; 0 &amp;amp;": "a@b.example 1 < 2 > 0 &amp;",
        "<> < a <b": " < a <b",
    }.items(),
)
def test_markup_is_shown_as_a_reader_sees_it(text, words):
    assert read_markup(text)[0] == words


def test_a_label_that_lies_about_its_link_is_kept_beside_it():
    assert read_markup("<http://evil.example|http://bank.example>")[1] == [
        ("http://evil.example", "http://bank.example")
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b'{"type":"message"}', "It is no message of Slack's."),
        (b"[1]", "JSON, but not an object"),
        (b'{"ts": nothing}', "not JSON, or nested too deeply"),
    ],
)
def test_what_is_no_message_is_rejected_and_its_neighbours_are_kept(record, reason):
    rows, (rejected,) = read(SLACK, b"[" + orjson.dumps(JOINED) + b"," + record + b"," + orjson.dumps(SAID) + b"]")
    assert [row["position"] for row in rows] == [1, 3]
    assert (rejected.first, rejected.reason) == (2, reason)


def test_half_a_character_is_shown_as_a_sign_of_replacement():
    data = orjson.dumps([SAID | {"text": "X"}]).replace(b'"X"', rb'"a\ud83d \ud83d\ude00 \\ud83d"')
    assert read(SLACK, data)[0][0]["message"] == "a\ufffd 😀 \\ud83d"


def test_the_lists_beside_the_messages_are_of_slack_too():
    user = {"id": "U1", "team_id": "T1", "name": "ann", "profile.real_name": "A", "profile.display_name": "A"}
    channel = {"id": "C1", "creator": "U1", "members": ["U1"], "topic.value": "", "purpose.value": ""}
    pair = {"id": "D1", "created": 1795506158, "members": ["U1", "U2"]}
    for record in (user, channel, pair):
        table = find_product(tuple(record))
        assert table is not None
        assert table.name == "slack"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SAID, *DELETED, *BOT, "url"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(st.dictionaries(st.sampled_from([*SAID, *DELETED, *BOT, "message", "channel"]), VALUES, max_size=8))
def test_values_of_any_kind_never_raise(record):
    read(SLACK, orjson.dumps([record]))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, len(DAY)), st.binary(max_size=6)), max_size=5), st.integers(1, 500))
def test_a_mutated_export_never_raises_and_blocks_do_not_change_the_events(changes, block):
    data = mutate(DAY, changes)
    assert read(SLACK, data, cut=partial(cut_records, reader="slack", chunk_bytes=block)) == read(SLACK, data)
