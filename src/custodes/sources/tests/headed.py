"""Logs whose header names their fields, for tests: good ones, and good ones gone wrong."""

import io

from hypothesis import strategies as st

from custodes.sources.contract import Item
from custodes.sources.tests.weblines import mutated
from custodes.sources.web.directives import cut_headed

IIS = b"""#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2026-11-24 07:00:00
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
2026-11-24 07:42:38 10.1.0.2 GET /catalog/search q=frogs 443 - 203.0.113.7 Mozilla/5.0+(Windows+NT+10.0) https://www.fernwood.example/ 200 0 0 46
2026-11-24 07:42:39 10.1.0.2 GET /missing - 443 FERN\\dana 203.0.113.8 curl/8 - 404 0 2 3
"""
PROXY_SG = b"""#Software: SGOS 7.3
#Date: 2026-11-24 07:00:00
#Fields: date time time-taken c-ip cs-username sc-filter-result cs-categories cs(Referer) sc-status s-action cs-method rs(Content-Type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs(User-Agent) r-ip sc-bytes x-virus-id
2026-11-24 07:42:38 120 10.1.0.5 dana OBSERVED "News/Media;Sports" http://ref.example/ 200 TCP_NC_MISS GET text/html;charset=utf-8 https News.example 443 /today ?a=1 "Mozilla/5.0 (Windows NT 10.0)" 192.0.2.1 5120 -
2026-11-24 07:42:39 12 10.1.0.5 dana DENIED "Shopping" - 403 TCP_DENIED CONNECT - tcp shop.example 443 / - "say ""hi"" to me" - 0 -
2026-11-24 07:42:40 12 10.1.0.5 - OBSERVED none - 200 TCP_HIT GET - http a.example 8080 /b\\c - - - 7 "Bad, very"
"""
TMG = b"""#Software: Microsoft Forefront Threat Management Gateway
#Fields: c-ip\tcs-username\tc-agent\tdate\ttime\tr-host\tr-ip\ttime-taken\tsc-bytes\ts-operation\tcs-uri\tcs-mime-type\tsc-status\taction
10.1.0.5\tFERN\\dana\tMozilla/5.0 (Windows NT 10.0)\t2026-11-24\t07:42:38\tnews.example\t192.0.2.1\t120\t5120\tGET\thttp://news.example/today\ttext/html\t200\tAllowed
10.1.0.5\tanonymous\t-\t2026-11-24\t07:42:39\t-\t-\t1\t0\tCONNECT\tshop.example:443\t-\t12239\tDenied
"""
ZEEK_HTTP = b"""#separator \\x09
#set_separator\t,
#empty_field\t(empty)
#unset_field\t-
#path\thttp
#open\t2026-11-24-07-00-00
#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\ttrans_depth\tmethod\thost\turi\treferrer\tuser_agent\trequest_body_len\tresponse_body_len\tstatus_code\ttags\tusername\tresp_mime_types
#types\ttime\tstring\taddr\tport\taddr\tport\tcount\tstring\tstring\tstring\tstring\tstring\tcount\tcount\tcount\tset[enum]\tstring\tvector[string]
1795506158.123456\tC1\t10.1.0.5\t40000\t192.0.2.1\t80\t1\tGET\tNews.example\t/today?a=1\t-\tMozilla/5.0 (Windows)\t0\t5120\t200\t(empty)\tdana\ttext/html,text/plain
1795506159.000000\tC2\t10.1.0.6\t40001\t192.0.2.2\t8080\t1\tGET\t-\t/x\\x09y\\\\z\t-\t-\t0\t0\t-\tHTTP::A,HTTP::B\t-\t-
1795506160.5\tC3\t10.1.0.6\t40001\t192.0.2.2\t3128\t1\tCONNECT\tshop.example\tshop.example:443\t-\t-\t0\t0\t200\t(empty)\t-\t-
#close\t2026-11-24-08-00-00
"""
ZEEK_DNS = b"""#separator \\x09
#set_separator\t,
#empty_field\t(empty)
#unset_field\t-
#path\tdns
#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\tquery\tqtype_name\trcode_name\tAA\tZ\tanswers\tTTLs\trejected
#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tcount\tstring\tstring\tstring\tbool\tcount\tvector[string]\tvector[interval]\tbool
1795506158.1\tC1\t10.1.0.5\t40000\t192.0.2.53\t53\tudp\t7\tNews.Example\tA\tNOERROR\tF\t0\twww.news.example,192.0.2.1\t60.0,30.0\tF
1795506158.2\tC2\t10.1.0.5\t40000\t192.0.2.53\t53\tudp\t8\tx.example\tTXT\tNOERROR\tT\t1\tsay\\x2c this\t5.0\tF
1795506158.3\tC3\t10.1.0.5\t40000\t192.0.2.53\t53\tudp\t9\tgone.example\tA\tNXDOMAIN\tF\t0\t-\t-\tT
"""
ZEEK_CONN = b"""#separator \\x09
#path\tconn
#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\tlocal_orig
#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tbool
1795506158.1\tC1\t10.1.0.5\t40000\t192.0.2.1\t443\ttcp\tSF\tT
"""
W3C_LOGS, ZEEK_LOGS = (IIS, PROXY_SG, TMG), (ZEEK_HTTP, ZEEK_DNS, ZEEK_CONN)


def item_of(data: bytes) -> Item:
    return Item("log", None, io.BytesIO(data), data[:65536])


def read(source, data: bytes, **sizes):
    """The chunks, and what each gives; with `sizes` the chunks are cut as small as they say."""
    item = item_of(data)
    chunks = list(cut_headed(item, source.name, source.header_names, **sizes) if sizes else source.cut(item))
    return chunks, [source.parse(chunk) for chunk in chunks]


def outcome(parsed):
    """Every row, without its column order, and everything rejected, one by one."""
    rows = [row for each in parsed for batch in each.batches for row in batch.to_pylist()]
    rejected = [
        (place, item.reason) for each in parsed for item in each.rejected for place in range(item.first, item.last + 1)
    ]
    return rows, rejected


def logs_of(logs):
    """Lines of several logs, headers too, some gone wrong, in any order."""
    lines = [line for log in logs for line in log.splitlines()]
    headers = [line for line in lines if line.startswith(b"#")]
    whole = st.sampled_from(logs)
    some = st.lists(
        st.sampled_from(lines)
        | st.sampled_from(headers)
        | mutated(lines)
        | st.sampled_from([b"", b" "])
        | st.binary(max_size=20),
        max_size=12,
    )
    return st.builds(lambda log, extra, end: log + end.join(extra), whole, some, st.sampled_from([b"\n", b"\r\n"]))
