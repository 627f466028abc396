"""Messages as https://learn.microsoft.com/graph/api/resources/chatmessage describes them, in the forms that
https://learn.microsoft.com/microsoftteams/export-teams-content gives.
"""

from functools import partial

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events.schema import CHAT
from custodes.sources.messages.teams import TEAMS
from custodes.sources.messages.tests.items import mutate, read
from custodes.sources.records.cutting import cut_records
from custodes.sources.registry import recognise

SAID = {
    "id": "1795506158000",
    "replyToId": None,
    "messageType": "message",
    "createdDateTime": "2026-11-24T07:42:38.12Z",
    "deletedDateTime": None,
    "subject": "Keys",
    "chatId": None,
    "channelIdentity": {"teamId": "t1", "channelId": "19:c1@thread.tacv2"},
    "from": {
        "application": None,
        "device": None,
        "user": {"id": "u1", "displayName": "Ann Roe", "userIdentityType": "aadUser"},
    },
    "body": {
        "contentType": "html",
        "content": '<div><blockquote itemtype="http://schema.skype.com/Reply">older</blockquote>Hi <at id="0">Bo</at> '
        '<emoji id="smile" alt="😀" title="Smile"></emoji> see <a href="http://a.example/x">the list</a></div>',
    },
    "attachments": [
        {"id": "1", "contentType": "reference", "contentUrl": "https://files.example/list.docx", "name": "list.docx"},
        {"id": "2", "contentType": "messageReference", "content": "{}"},
    ],
    "mentions": [{"id": 0, "mentionText": "Bo"}],
}
SYSTEM = {
    "id": "2",
    "messageType": "systemEventMessage",
    "createdDateTime": "2026-11-24T07:43:00Z",
    "chatId": "19:chat@thread.v2",
    "from": None,
    "body": {"contentType": "html", "content": "<systemEventMessage/>"},
    "eventDetail": {"@odata.type": "#microsoft.graph.membersAddedEventMessageDetail"},
}
DELETED = SYSTEM | {
    "messageType": "message",
    "deletedDateTime": "2026-11-24T08:00:00Z",
    "body": {"contentType": "html", "content": ""},
    "eventDetail": None,
    "from": {"user": {"userPrincipalName": "dana@fernwood.example", "displayName": "Dana"}},
}
MESSAGES = [SAID, SYSTEM, DELETED]
GRAPH = orjson.dumps({"@odata.context": "https://graph.microsoft.com/…", "@odata.count": 3, "value": MESSAGES})
FORMS = {
    "envelope": GRAPH,
    "indented": orjson.dumps({"value": MESSAGES}, option=orjson.OPT_INDENT_2),
    "list": orjson.dumps(MESSAGES),
    "lines": b"\n".join(map(orjson.dumps, MESSAGES)),
}


def row_of(message):
    (row,), rejected = read(TEAMS, orjson.dumps([message]))
    assert rejected == []
    return row


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same_messages(data):
    assert recognise(data) is TEAMS
    rows, rejected = read(TEAMS, data)
    assert rejected == []
    assert [row["metadata.event_code"] for row in rows] == ["message", "membersAdded", "message"]
    assert [row["position"] for row in rows] == [1, 2, 3]


@pytest.mark.parametrize("data", [b'{"messageType": 1}', b"[]", b"", b'messageType createdDateTime "body" "chatId"'])
def test_what_is_not_of_teams_is_left_to_others(data):
    assert not TEAMS.recognises(data)


def test_a_message_tells_who_wrote_what_and_when():
    row = row_of(SAID)
    assert row["communication.kind"] == CHAT
    assert (row["actor.user.name"], row["communication.from"]) == ("CN=Ann Roe", "Ann Roe")
    assert row["message"] == "Keys\nHi Bo 😀 see the list"
    assert row["urls"] == [
        {"url_string": "http://a.example/x", "text": "the list"},
        {"url_string": "https://files.example/list.docx", "text": "list.docx"},
    ]
    assert [file["name"] for file in row["files"]] == ["list.docx"]
    assert row["communication.channel"] == "19:c1@thread.tacv2"
    assert row["time"].isoformat() == "2026-11-24T07:42:38.120000+00:00"
    assert (row["logsource.product"], row["logsource.category"]) == ("teams", "chat")
    assert (row["unmapped"], row["raw_data"]) == (None, orjson.dumps(SAID))


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ({"displayName": "Ann  Roe", "userIdentityType": "aadUser"}, "CN=Ann Roe"),
        ({"displayName": "Ann Roe", "userIdentityType": "anonymousGuest"}, "Ann Roe"),
        ({"displayName": "Ann Roe", "userIdentityType": "federatedUser"}, "Ann Roe"),
        ({"displayName": "Ann Roe"}, "Ann Roe"),
        ({"displayName": "Ann Roe", "email": "ann@x.example", "userIdentityType": "aadUser"}, "ann@x.example"),
        ({"id": "u1", "userIdentityType": "aadUser"}, "u1"),
        ({"displayName": None, "userIdentityType": "aadUser"}, None),
    ],
)
def test_a_name_shown_is_marked_where_the_directory_vouches_for_it(user, expected):
    assert row_of(SAID | {"from": {"user": user}})["actor.user.name"] == expected


def test_a_plain_text_is_taken_as_it_is():
    message = SAID | {"subject": None, "body": {"contentType": "text", "content": "1 < 2 & www.a.example"}}
    row = row_of(message | {"attachments": []})
    assert row["message"] == "1 < 2 & www.a.example"
    assert [url["url_string"] for url in row["urls"]] == ["http://www.a.example"]


def test_a_deleted_message_is_an_event_of_its_sender():
    row = row_of(DELETED)
    assert (row["message"], row["actor.user.name"]) == (None, "dana@fernwood.example")
    assert row["communication.channel"] == "19:chat@thread.v2"


@pytest.mark.parametrize(
    ("record", "reason"),
    [(b'{"id":"1"}', "It is no message of Teams."), (b'{"body": nothing}', "not JSON, or nested too deeply")],
)
def test_what_is_no_message_is_rejected_and_its_neighbours_are_kept(record, reason):
    rows, (rejected,) = read(TEAMS, b"[" + orjson.dumps(SAID) + b"," + record + b"," + orjson.dumps(SYSTEM) + b"]")
    assert [row["position"] for row in rows] == [1, 3]
    assert (rejected.first, rejected.reason) == (2, reason)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SAID, "user", "content", "name"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(st.dictionaries(st.sampled_from([*SAID, "eventDetail"]), VALUES, max_size=8))
def test_values_of_any_kind_never_raise(record):
    read(TEAMS, orjson.dumps([record]))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(
    st.sampled_from(sorted(FORMS)),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=6)), max_size=5),
    st.integers(1, 500),
)
def test_a_mutated_export_never_raises_and_blocks_do_not_change_the_events(form, changes, block):
    data = mutate(FORMS[form], changes)
    assert read(TEAMS, data, cut=partial(cut_records, reader="teams", chunk_bytes=block)) == read(TEAMS, data)
