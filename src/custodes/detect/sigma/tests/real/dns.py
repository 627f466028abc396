"""Names looked up, as Zeek's sensor writes them: https://docs.zeek.org/en/master/logs/dns.html."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from custodes.detect.sigma.tests.real.case import AT, Case, cases, json_lines, moments
from custodes.sources.tests.headed import ZEEK_DNS


class Lookup(NamedTuple):
    name: str
    kind: str = "A"
    at: datetime = AT


def many(name: str) -> list[Lookup]:
    """Fifty texts asked for, ten seconds apart; `%n` in the name is the number of each."""
    return [Lookup(name.replace("%n", str(number)), "TXT", at) for number, at in enumerate(moments(50, 10))]


LOOKUPS = {
    "dns/remote-control": ([Lookup("master14.teamviewer.com")], [Lookup("www.teamviewer.com")]),
    "dns/tor-name": (
        [Lookup("duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion")],
        [Lookup("onion.fernwood.example")],
    ),
    "dns/torrent-tracker": ([Lookup("tracker.opentrackr.org")], [Lookup("www.bittorrent.org")]),
    "dns/tunnel": (
        many("abcdefghijklmnopqrstuvwxyz0123456789abcdefghij%n.t.example"),
        many("abcdefghijklmnopqrstuvwxyz0123456789abcdefghij.t.example"),
    ),
}


def zeek(lookups: Sequence[Lookup]) -> bytes:
    header = b"".join(ZEEK_DNS.splitlines(keepends=True)[:7])
    return header + b"".join(
        f"{at.timestamp():.6f}\tC1\t10.1.0.5\t40000\t10.1.0.53\t53\tudp\t7\t{name}\t{kind}\tNOERROR\tF\t0\t-\t-\tF\n".encode()
        for name, kind, at in lookups
    )


def zeek_json(lookups: Sequence[Lookup]) -> bytes:
    return json_lines(
        *(
            {
                "ts": at.timestamp(),
                "uid": "C1",
                "id.orig_h": "10.1.0.5",
                "id.orig_p": 40000,
                "id.resp_h": "10.1.0.53",
                "id.resp_p": 53,
                "proto": "udp",
                "trans_id": 7,
                "query": name,
                "qtype_name": kind,
                "rcode_name": "NOERROR",
                "AA": False,
                "rejected": False,
            }
            for name, kind, at in lookups
        )
    )


CASES: list[Case] = [*cases("zeek", zeek, LOOKUPS), *cases("zeek-json", zeek_json, LOOKUPS)]
