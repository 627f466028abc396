"""Lines of web logs for tests: good ones, and good ones gone wrong."""

from hypothesis import strategies as st

from custodes.sources.contract import Chunk

SQUID_LINES = (
    b"1763970000.054   4146 10.1.0.141 TCP_MISS/200 96594 GET http://www.a.example/x?y=1 ana HIER_DIRECT/10.0.0.1 text/css",
    b"1763970001.154     46 10.1.0.142 TCP_TUNNEL/200 9 CONNECT www.b.example:443 - HIER_DIRECT/10.0.0.1 -",
    b"1763970002.000 123456 ::1 TCP_DENIED/403 0 GET https://[2001:db8::1]:8/ f%5Ceve HIER_NONE/- Text/HTML;charset=utf-8",
    b"1763970003.999      0 10.1.0.1 NONE_NONE/000 0 NONE error:invalid-request - HIER_NONE/- -",
    b"1763970004.100      1 10.1.0.1 TCP_HIT/200 1 GET http://c.example/a b - HIER_NONE/- text/html",
    b"1763970005.100      1 10.1.0.1 TCP_HIT/200 1 GET http://c.example/ - HIER_NONE/- text/html [Host: c] [Age: 1]",
    "1763970006.100      1 10.1.0.1 TCP_HIT/200 1 GET http://ü.example/é - HIER_NONE/- text/html".encode(),
)
COMBINED_LINES = (
    b'10.1.0.1 - ana [24/Nov/2026:07:42:38 +0000] "GET http://a.example/x HTTP/1.1" 200 84 "http://b.example/" "Mozilla (X)"',
    b'10.1.0.1 - - [24/Nov/2026:07:42:38 -0600] "GET /x HTTP/1.1" 304 -',
    b'::1 - J Roe [29/Feb/2028:23:59:59 +0530] "CONNECT b.example:443 HTTP/1.1" 200 0 "-" "-" TCP_DENIED:HIER_NONE',
    rb'10.1.0.1 - a\\b [24/Nov/2026:07:42:38 +0000] "GET /\"x\" HTTP/1.1" 200 84 "-" "say \"hi\" \xc3\xa9"',
    b'c.example:80 10.1.0.1 - - [24/Nov/2026:07:42:38 +0000] "POST /form HTTP/1.1" 200 84 "-" "Mozilla"',
    b'10.1.0.1 - - [24/Nov/2026:07:42:38 +0000] "-" 408 0 "-" "-"',
    b'10.1.0.1 - - [24/Nov/2026:07:42:38 +0000] "GET /a b HTTP/1.1" 200 84 "-" "Mozilla" "10.9.9.9"',
    b'10.1.0.1 - - [24/Nov/2026:07:42:38 +0000] "GET /a HTTP/1.1" 200 84 TCP_MISS:HIER_DIRECT',
)
ODD = st.sampled_from(list(b' "\\[]/:.-\t\r\0\xff\xc3\xa9@?#%09aZ')) | st.integers(0, 255)


@st.composite
def mutated(draw, lines):
    """One of the lines, a few bytes of it replaced, left out or put in."""
    line = bytearray(draw(st.sampled_from(lines)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(line)))
        size = draw(st.sampled_from([0, 1, 1, 12]))
        line[place : place + size] = bytes(draw(st.lists(ODD, max_size=2)))
    return bytes(line)


def logs(lines):
    """Several lines with their ends; blank and random ones among them, the last perhaps without an end."""
    some = st.lists(mutated(lines) | st.sampled_from([b"", b"  ", *lines]) | st.binary(max_size=30), max_size=8)
    ends = st.sampled_from([b"\n", b"\r\n"])
    return st.builds(lambda lines, end, last: end.join(lines) + (end if last else b""), some, ends, st.booleans())


def chunk_of(data: bytes, reader: str, first: int = 1) -> Chunk:
    return Chunk("access.log", reader, data, first)


def rows_of(parsed):
    return [row for batch in parsed.batches for row in batch.to_pylist()]
