import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.policy.model import Control, Policy
from custodes.sources.contract import Chunk
from custodes.sources.firewall import Firewall
from custodes.sources.registry import SOURCES

PLACES = {"hosts": ["shop.example"], "networks": ["10.30.0.0/24"]}
CONTROL = Control("monitor.protected", "intake", "protected-places", PLACES)
FIREWALL = Firewall.of(Policy("Policy", (), (CONTROL,), folder=Path()))
quickly = settings(max_examples=150, deadline=None, derandomize=True)


def kept_of(record: str, reader: str = "jsonl") -> int:
    (batch,) = SOURCES[reader].parse(Chunk("x.log", reader, record.encode())).batches
    passed = FIREWALL.apply(batch)
    assert passed.batch.num_rows + passed.dropped_protected == 1
    return passed.batch.num_rows


@pytest.mark.parametrize(
    "members",
    [
        '"url": "http://shop.example/", "url": "http://news.example/"',
        '"url": "http://news.example/", "url": "http://shop.example/", "url": "http://news.example/"',
        r'"url": "http:\/\/sho\u0070.example/", "url": "http://news.example/"',
        r'"\u0075rl": "http://shop.example/", "url": "http://news.example/"',
        r'"\u0075r\u006c" : "http://%73hop.example/", "url": "http://news.example/"',
        '"url": "shop.example:443", "url": "http://news.example/"',
        '"url": "http://news.example/", "uri": "http://shop.example/"',
        '"url": ["http://news.example/", "http://shop.example/"]',
        '"url": [ ["http://shop.example/"] , "http://news.example/"], "url": "http://news.example/"',
        '"url": {"full": "http://shop.example/"}, "url": {"full": "http://news.example/"}',
        '"url.full": "http://shop.example/", "url": {"full": "http://news.example/"}',
        '"host": "www.shop.example", "host": "news.example", "url": "/"',
        '"referrer": "http://shop.example/", "referrer": "-", "url": "http://news.example/"',
        '"client_ip": "10.30.0.7", "client_ip": "10.1.0.1", "url": "http://news.example/"',
        r'"client_ip": "\u00310.30.0.7", "client_ip": "10.1.0.1", "url": "http://news.example/"',
        '"client_ip": ["10.1.0.1", "10.30.0.7"], "url": "http://news.example/"',
        '"url": "http://10.7680.7/", "url": "http://169738247/", "url": "http://news.example/"',
    ],
)
def test_a_request_touches_every_place_that_its_record_tells_of(members):
    assert kept_of(f'{{"ts": 1795507200, {members}}}') == 0


@pytest.mark.parametrize(
    "members",
    [
        '"url": "http://news.example/?u=http://shop.example/", "url": "http://news.example/"',
        '"url": "http://news.example/", "uri": "/shop.example/"',
        '"url": "http://notshop.example/", "url": "http://news.example/"',
        '"url": "http://news.example/", "note": "shop.example", "note": "x"',
        '"user_agent": "10.30.0.7", "user_agent": "x", "url": "http://news.example/"',
    ],
)
def test_a_request_that_only_mentions_a_place_is_kept(members):
    assert kept_of(f'{{"ts": 1795507200, {members}}}') == 1


def test_a_record_too_deep_to_be_taken_apart_is_searched_as_a_text():
    deep = '{"x":' * 990 + "1" + "}" * 990
    record = '{"ts": 1795507200, "url": "http://%s/", "url": "http://news.example/", "n": ' + deep + "}"
    assert kept_of(record % "shop.example") == 0
    assert kept_of(record % "mall.example") == 1


@quickly
@given(st.lists(st.sampled_from(["news.example", "shop.example", "a.example"]), min_size=1, max_size=5), st.data())
def test_whichever_of_several_hosts_is_the_place(hosts, data):
    names = data.draw(st.lists(st.sampled_from(["url", "uri", "url.full"]), min_size=len(hosts), max_size=len(hosts)))
    members = ", ".join(
        f"{json.dumps(name)}: {json.dumps(f'http://{host}/')}" for name, host in zip(names, hosts, strict=True)
    )
    assert kept_of(f'{{"ts": 1795507200, {members}}}') == ("shop.example" not in hosts)


@pytest.mark.parametrize(
    ("attributes", "kept"),
    [
        ("url=http://shop.example/\turl=http://news.example/", 0),
        ("url=http://news.example/\turl=http://shop.example/\turl=http://news.example/", 0),
        ("url=http://news.example/\thost=www.shop.example\thost=news.example", 0),
        ("url=http://news.example/?url=http://shop.example/\tdevTime=1\tdevTime=2", 1),
    ],
)
def test_of_a_leef_line_no_value_of_a_key_given_twice_goes_unseen(attributes, kept):
    line = f"LEEF:1.0|Acme|Gate|1|7|src=10.1.0.5\tdevTime=Nov 24 2026 07:42:38\t{attributes}"
    assert kept_of(line, "cef") == kept


@pytest.mark.parametrize(
    ("extension", "kept"),
    [
        ("request=http://shop.example/ request=http://news.example/", 0),
        (r"request=http://%73hop.example/?a\=1 msg=x request=http://news.example/", 0),
        ("request=http://news.example/ dhost=www.shop.example dhost=news.example", 0),
        ("src=10.30.0.7 request=http://news.example/ src=10.1.0.5", 0),
        ("request=http://news.example/?request\\=http://shop.example/ msg=request msg=x", 1),
        ("request=http://news.example/ msg=shop.example msg=x", 1),
    ],
)
def test_of_a_cef_line_no_value_of_a_key_given_twice_goes_unseen(extension, kept):
    assert kept_of(f"<13>CEF:0|Acme|Gate|1|7|Allowed|3|{extension} rt=1795506158000", "cef") == kept
