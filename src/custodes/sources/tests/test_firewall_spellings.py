"""One protected place, in every spelling that a log or a browser knows."""

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.policy.model import Control, Policy
from custodes.sources.contract import Chunk
from custodes.sources.firewall import Firewall
from custodes.sources.firewall.spellings import UNUSUAL, read_spelling
from custodes.sources.registry import SOURCES

PLACES = {
    "hosts": ["report.fernwood.example", "MELDUNG.Bücher.example", "203.0.113.9"],
    "networks": ["198.51.100.0/24", "203.0.112.0/25", "2001:db8:30::/48"],
    "addresses": ["hotline@fernwood.example"],
}
FIREWALL = Firewall.of(Policy("Ours", (), (Control("monitor.protected", "intake", "protected-places", PLACES),)))
SPELLINGS = [
    "report.fernwood.example",
    "REPORT.Fernwood.EXAMPLE.",
    "form.report.fernwood.example",
    "report%2Efernwood.example",
    "%72eport.fernwood.example",
    "report。fernwood．example",
    "ｒｅｐｏｒｔ.fernwood.example",
    "re\u00adport.fern\u200bwood.example",
    "xn--report-.fernwood.example",
    "meldung.bücher.example",
    "meldung.BÜCHER.example",
    "meldung.bu\u0308cher.example",
    "meldung.xn--bcher-kva.example",
    "MELDUNG.XN--BCHER-KVA.example",
    "meldung.b%C3%BCcher.example",
    "203.0.113.9",
    "3405803785",
    "0xcb007109",
    "203.0.28937",
    "0313.0.0161.011",
    "198.51.100.7",
    "198.51.25607",
    "0xC6.51.100.7",
    "203.0.112.127",
    "[2001:db8:30::1]",
    "[::ffff:198.51.100.7]",
    "１９８.51.100.7",
]
OTHERS = [
    "notreport.fernwood.example",
    "report.fernwood.example.org",
    "fernwood.example",
    "198.51.101.7",
    "203.0.112.128",
    "198.51.100.7.example",
    "198.51.100.700",
    "xn--bcher-kva.example",
    "09",
    "1.2.3.4.5",
    "[2001:db8:31::1]",
]


def dropped(name: str, line: str) -> int:
    """How many of the events of a line touch a protected place; one line must give one event."""
    (batch,) = SOURCES[name].parse(Chunk("a.log", name, line.encode())).batches
    passed = FIREWALL.apply(batch)
    assert passed.dropped_protected + passed.batch.num_rows == 1
    return passed.dropped_protected


def squid(url: str, method: str = "GET", client: str = "10.1.0.1", way: str = "HIER_NONE/-") -> str:
    return f"1763970000.054 41 {client} TCP_MISS/200 9 {method} {url} ana {way} text/css"


def combined(request: str, head: str = "10.1.0.1 - -", referrer: str = "-") -> str:
    return f'{head} [24/Nov/2026:07:42:38 +0000] "{request}" 200 84 "{referrer}" "Mozilla"'


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_protected_host_is_known_in_every_spelling_and_place(host):
    assert dropped("squid", squid(f"http://{host}/form"))
    assert dropped("squid", squid(f"{host}:443", "CONNECT"))
    assert dropped("squid", squid("http://a.example/", way=f"HIER_DIRECT/{host}"))
    assert dropped("combined", combined("GET / HTTP/1.1", referrer=f"https://user@{host}:8443/x"))
    assert dropped("combined", combined("GET /form HTTP/1.1", head=f"{host}:443 10.1.0.1 - -"))


@pytest.mark.parametrize("host", OTHERS)
def test_another_host_is_not_taken_for_it(host):
    assert not dropped("squid", squid(f"http://{host}/form", way=f"HIER_DIRECT/{host}"))


@pytest.mark.parametrize(
    "line",
    [
        squid(r"http:\\report.fernwood.example\form"),
        squid("http:report.fernwood.example/form"),
        squid("http:///report.fernwood.example/form"),
        squid("//report.fernwood.example/form"),
        squid("report.fernwood.example/form"),
        squid("report.fernwood.example:8080/form"),
        squid("cache_object://report.fernwood.example/info"),
        squid("report.fernwood.example:443", "connect"),
        squid("report.fernwood.example:443", "NONE"),
        squid("http://a.example/", client="198.51.100.7:51234"),
        squid("http://a.example/", client="[2001:db8:30::7]:51234"),
    ],
)
def test_a_request_to_it_is_known_however_a_proxy_writes_it(line):
    assert dropped("squid", line)


@pytest.mark.parametrize(
    "line",
    [
        combined("GET / HTTP/1.1", referrer="report.fernwood.example/form"),
        combined("GET / HTTP/1.1", referrer="//report.fernwood.example"),
        combined("GET //report.fernwood.example/ HTTP/1.1"),
        combined("GET /form HTTP/1.1", head="REPORT.Fernwood.example.:443 10.1.0.1 - -"),
        combined("GET /form HTTP/1.1", head=" report.fernwood.example:443  10.1.0.1 - -"),
        combined("GET /form HTTP/1.1", head="report.fernwood.example 10.1.0.1 - J Roe"),
        combined("GET http://a.example/ HTTP/1.1", head="report.fernwood.example:80 10.1.0.1 - -"),
        combined("GET //x HTTP/1.1", head="report.fernwood.example:80 10.1.0.1 - -"),
    ],
)
def test_a_request_to_it_is_known_however_a_server_writes_it(line):
    assert dropped("combined", line)


@pytest.mark.parametrize("head", ["10.1.0.1 - J Roe", "10.1.0.1:5123 - J Roe", "::1 - J Roe"])
def test_a_user_with_a_space_makes_no_virtual_host_of_the_client(head):
    (batch,) = (
        SOURCES["combined"].parse(Chunk("a.log", "combined", combined("GET / HTTP/1.1", head=head).encode())).batches
    )
    assert batch.column("src_endpoint.ip").to_pylist() == [head.split()[0]]
    assert batch.column("actor.user.name").to_pylist() == ["J Roe"]


@pytest.mark.parametrize(
    ("line", "hit"),
    [
        ('{"ts": 1763970000, "url": "http://report%2Efernwood.example/"}', 1),
        ('{"ts": 1763970000, "url": "/form", "host": "Report.Fernwood.example."}', 1),
        ('{"ts": 1763970000, "url": "http://a.example/", "host": "report.fernwood.example"}', 1),
        ('{"ts": 1763970000, "url": "report.fernwood.example:443", "method": "connect"}', 1),
        ('{"host": "report.fernwood.example", "msg": "opened"}', 1),
        ('{"url.domain": "3405803785", "msg": "opened"}', 1),
        ('{"msg": "GET http://report.fernwood.example/form"}', 1),
        ('{"msg": "to hotline@fernwood.example"}', 1),
        ('{"dest": "meldung.xn--bcher-kva.example", "msg": "opened"}', 1),
        ('{"msg": "MELDUNG.BÜCHER.example was asked for"}', 1),
        ('{"msg": "notreport.fernwood.example and report.fernwood.example.org"}', 0),
        ('{"msg": "opened", "host": "a.example"}', 0),
    ],
)
def test_a_json_line_is_dropped_for_a_host_with_a_url_or_without(line, hit):
    assert dropped("jsonl", line) == hit


hosts = st.lists(
    st.sampled_from(
        [
            "report",
            "fernwood",
            "example",
            ".",
            ".",
            "198",
            "51",
            "100",
            "7",
            "0x",
            "0",
            ":",
            "%2E",
            "xn--",
            "ü",
            "A",
            "-",
        ]
    )
).map("".join)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(hosts | st.sampled_from(SPELLINGS) | st.text(max_size=8))
def test_what_is_looked_for_in_many_hosts_at_once_misses_none(host):
    hinted = pc.match_substring_regex(pa.array([host]), FIREWALL.protected.hints())[0].as_py()
    spelled = read_spelling(host)
    assert hinted or not FIREWALL.protected.has(spelled)
    assert re.search(UNUSUAL, host) or spelled.name == host


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=20) | hosts)
def test_a_spelling_is_read_once_and_for_all(host):
    once = read_spelling(host)
    assert read_spelling(once.name).address == once.address or once.address is None


def test_a_host_of_a_million_letters_takes_no_time():
    for host in ("xn--" + "a" * 1_000_000, "a." * 500_000, "0" * 1_000_000, "%41" * 400_000):
        assert not FIREWALL.protected.has(read_spelling(host))
