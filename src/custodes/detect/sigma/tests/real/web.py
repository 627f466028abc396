"""Requests, as each proxy, sensor and server writes them. The formats' descriptions stand in `sources/tables` and in
the tests of the sources."""

from typing import NamedTuple
from urllib.parse import urlsplit

import orjson

from custodes.detect.sigma.tests.real.case import AT, Case, cases, iso, json_lines, moments
from custodes.sources.tests.headed import PROXY_SG, ZEEK_HTTP

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/145.0"


class Asked(NamedTuple):
    url: str
    method: str = "GET"
    status: int = 200
    kind: str = "text/html"
    agent: str = BROWSER


def post(url: str) -> Asked:
    return Asked(url, "POST")


def tunnel(host: str) -> Asked:
    return Asked(host, "CONNECT", kind="-")


REQUESTS = {
    "web/archive-upload": (
        Asked("http://drop.example/in/staff-mail.pst", "PUT"),
        Asked("http://drop.example/in/guide.zip"),
    ),
    "web/crack-download": (
        Asked("http://files.example/dl/Office2026_KMSpico_v10.zip"),
        Asked("http://www.example.com/linux/ssh-keygen.html"),
    ),
    "web/disguised-program": (
        Asked("http://files.example/images/logo.png", kind="application/x-dosexec"),
        Asked("http://files.example/setup.exe", kind="application/x-dosexec"),
    ),
    "web/double-extension": (
        Asked("http://files.example/dl/Invoice_2026.pdf.exe"),
        Asked("http://files.example/tools/txt2pdf.exe"),
    ),
    "web/hidden-name-lookups": (
        Asked("http://resolver.example/dns-query?dns=AAAB"),
        Asked("http://www.cloudflare.com/learning/dns/what-is-dns/"),
    ),
    "web/mining-pool": (tunnel("xmr-us-east1.nanopool.org:14444"), tunnel("www.f2pool.com:443")),
    "web/mining-script": (
        Asked("http://cdn.example/lib/coinhive.min.js"),
        Asked("http://www.example.com/blog/what-is-coinhive.html"),
    ),
    "web/password-in-address": (
        Asked("http://printer.example/login?user=admin&password=Tuesday77"),
        Asked("http://www.example.com/account?password=forgot"),
    ),
    "web/password-in-the-clear": (post("http://forum.example/login.php"), post("http://forum.example/blogin/comments")),
    "web/program-from-bare-address": (
        Asked("http://203.0.113.77:8080/run.ps1"),
        Asked("http://192.168.10.4/drivers/printer.exe"),
    ),
    "web/program-from-chat-store": (
        Asked("http://cdn.discordapp.com/attachments/1/2/Setup.exe"),
        Asked("http://cdn.discordapp.com/attachments/1/2/cat.png"),
    ),
    "web/remote-control": (tunnel("relay-9b6827f2.net.anydesk.com:443"), tunnel("www.teamviewer.com:443")),
    "web/script-download": (
        Asked("http://files.example/scan_0412.lnk", kind="application/octet-stream"),
        Asked("http://files.example/scan_0412.lnk", status=404, kind="application/octet-stream"),
    ),
    "web/torrent-client": (
        Asked("http://tracker.example/x", agent="qBittorrent/5.0.2"),
        Asked("http://parts.example/x", agent="TransmissionGearCatalog/2.1"),
    ),
    "web/torrent-file": (
        Asked("http://films.example/dl/4711/new-film-2026.torrent"),
        Asked("http://releases.ubuntu.com/26.04/ubuntu-26.04-desktop-amd64.iso.torrent"),
    ),
    "web/torrent-tracker": (
        Asked("http://tracker.example:6969/announce?info_hash=%12%34&peer_id=-qB4650-abc&port=6881"),
        Asked("http://search.example/?q=what+is+info_hash"),
    ),
    "web/tunnel": (tunnel("pulling-red-lamp.trycloudflare.com:443"), tunnel("ngrok.com:443")),
    "web/upload-to-file-drop": (Asked("http://transfer.sh/members.csv", "PUT"), post("http://myprofile.io/save")),
    "web/upload-to-paste-site": (post("http://rentry.co/api/new"), post("http://pastebin.com/login")),
    "web/web-proxy-page": (
        Asked("http://homework-helper.example/browse.php?u=http%3A%2F%2Fwww.example.com%2F&b=4"),
        Asked("http://shop.example/browse.php?category=books"),
    ),
}


def squid(asked: Asked) -> bytes:
    what = f"{asked.method} {asked.url} dana HIER_DIRECT/192.0.2.1 {asked.kind}"
    return f"{AT.timestamp():.3f}    120 10.1.0.5 TCP_MISS/{asked.status:03} 5120 {what}\n".encode()


def combined(asked: Asked) -> bytes:
    request = f'"{asked.method} {asked.url} HTTP/1.1" {asked.status} 84 "-" "{asked.agent}"'
    return f"10.1.0.5 - dana [{AT:%d/%b/%Y:%H:%M:%S} +0000] {request}\n".encode()


def proxy_sg(asked: Asked) -> bytes:
    """W3C extended as Blue Coat writes it: the URL in parts."""
    parts = urlsplit(asked.url if "//" in asked.url else f"tcp://{asked.url}")
    query = f"?{parts.query}" if parts.query else "-"
    where = f"{parts.scheme} {parts.hostname} {parts.port or 80} {parts.path or '/'} {query}"
    what = f"- {asked.status} TCP_NC_MISS {asked.method} {asked.kind} {where}"
    line = f'{AT:%Y-%m-%d %H:%M:%S} 120 10.1.0.5 dana OBSERVED "none" {what} "{asked.agent}" 192.0.2.1 5120 -\n'
    return b"".join(PROXY_SG.splitlines(keepends=True)[:3]) + line.encode()


def zeek(asked: Asked) -> bytes:
    host, target = _host_and_target(asked)
    what = (asked.method, host, target, "-", asked.agent, "0", "5120", str(asked.status), "(empty)", "-", asked.kind)
    line = "\t".join((f"{AT.timestamp():.6f}", "C1", "10.1.0.5", "40000", "192.0.2.1", "80", "1", *what))
    return b"".join(ZEEK_HTTP.splitlines(keepends=True)[:8]) + line.encode() + b"\n"


def zeek_json(asked: Asked) -> bytes:
    host, target = _host_and_target(asked)
    return json_lines(
        {
            "ts": AT.timestamp(),
            "uid": "C1",
            "id.orig_h": "10.1.0.5",
            "id.orig_p": 40000,
            "id.resp_h": "192.0.2.1",
            "id.resp_p": 80,
            "trans_depth": 1,
            "method": asked.method,
            "host": host,
            "uri": target,
            "version": "1.1",
            "user_agent": asked.agent,
            "request_body_len": 0,
            "response_body_len": 5120,
            "status_code": asked.status,
            "tags": [],
            "resp_mime_types": [asked.kind],
        }
    )


def _host_and_target(asked: Asked) -> tuple[str, str]:
    if "//" not in asked.url:
        return asked.url, asked.url
    parts = urlsplit(asked.url)
    return parts.netloc, parts._replace(scheme="", netloc="").geturl()


def cef(asked: Asked) -> bytes:
    keys = f"act=Allowed src=10.1.0.5 suser=dana requestMethod={asked.method} outcome={asked.status}"
    url = asked.url.replace("=", "\\=")
    return (
        f"<134>Nov 24 15:00:00 gate CEF:0|Zscaler|NSSWeblog|5.0|Allowed|Allowed|3|{keys} request={url} "
        f"requestClientApplication={asked.agent} rt={AT.timestamp() * 1000:.0f}\n"
    ).encode()


def leef(asked: Asked) -> bytes:
    keys = (
        "devTime=2026-11-24 15:00:00+0000",
        "devTimeFormat=yyyy-MM-dd HH:mm:ssZ",
        f"url={asked.url}",
        "usrName=dana",
    )
    more = (f"method={asked.method}", "src=10.1.0.5", f"userAgent={asked.agent}", f"status={asked.status}")
    return ("LEEF:1.0|Forcepoint|Security|8.5|permitted|" + "\t".join((*keys, *more)) + "\n").encode()


def named_plainly(asked: Asked) -> bytes:
    """A JSON line with the names of OCSF."""
    return json_lines(
        {
            "time": iso(AT),
            "user": "dana",
            "client_ip": "10.1.0.5",
            "url": asked.url,
            "method": asked.method,
            "status": asked.status,
            "content_type": asked.kind,
            "user_agent": asked.agent,
        }
    )


BY_AGENT, BY_KIND = "web/torrent-client", "web/disguised-program"

SIGN_IN = "web/sign-in-page-tried"
IIS = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status\n"


def apache(method: str) -> bytes:
    """A web server's own log: thirty requests for its sign-in page."""
    lines = (
        f'203.0.113.7 - - [{at:%d/%b/%Y:%H:%M:%S} +0000] "{method} /wp-login.php HTTP/1.1" 200 84 "-" "curl/8"\n'
        for at in moments(30, 5)
    )
    return "".join(lines).encode()


def iis(method: str) -> bytes:
    lines = (
        f"{at:%Y-%m-%d %H:%M:%S} 10.1.0.2 {method} /wp-login.php - 443 - 203.0.113.7 curl/8 200\n"
        for at in moments(30, 5)
    )
    return (IIS + "".join(lines)).encode()


def nginx_json(method: str) -> bytes:
    """NGINX's log in JSON, as many guides set it up."""
    return b"\n".join(
        orjson.dumps(
            {
                "time_iso8601": at.isoformat(),
                "remote_addr": "203.0.113.7",
                "request_method": method,
                "request_uri": "/wp-login.php",
                "status": "200",
                "http_user_agent": "curl/8",
            }
        )
        for at in moments(30, 5)
    )


CASES: list[Case] = [
    *cases("squid", squid, REQUESTS, without=[BY_AGENT]),
    *cases("combined", combined, REQUESTS, without=[BY_KIND]),
    *cases("proxy-sg", proxy_sg, REQUESTS),
    *cases("zeek", zeek, REQUESTS),
    *cases("zeek-json", zeek_json, REQUESTS),
    *cases("cef", cef, REQUESTS, without=[BY_KIND]),
    *cases("leef", leef, REQUESTS, without=[BY_KIND]),
    *cases("json", named_plainly, REQUESTS),
    *(Case(SIGN_IN, write.__name__, write("POST"), write("GET")) for write in (apache, iis, nginx_json)),
]
