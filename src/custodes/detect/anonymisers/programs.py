"""Programs started that hide who one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from custodes.detect.anonymisers.seen import Sight, measure_sights
from custodes.detect.columns import read_words
from custodes.detect.context import Context
from custodes.detect.finding import Reason
from custodes.detect.measure import Measure, Measures
from custodes.detect.prose import join
from custodes.detect.sign_ins.reading import find_in_record

PROGRAMS = "anonymiser.programs"
"""Set of (stretch of the day, program) by person and day."""

_PROGRAMS: Mapping[str, tuple[str, float]] = {
    "Tor": (
        r"tor|tor-browser|torbrowser(?:-launcher)?|start-tor-browser|torsocks|torify|obfs4proxy|snowflake-client|onionshare(?:-gui|-cli)?",
        0.9,
    ),
    "I2P": (r"i2psvc|i2prouter|i2pd", 0.9),
    "Psiphon": (r"psiphon3?|psiphon-tunnel-core", 0.9),
    "Ultrasurf": (r"ultrasurf|u\d{4}", 0.85),
    "a chain of proxies": (r"proxychains4?|proxychains-ng", 0.8),
    "Shadowsocks": (r"shadowsocks|ss-local|sslocal|v2ray|xray", 0.85),
    "a private network for hire": (
        (
            r"nordvpn(?:d|-service)?|expressvpn(?:d)?|protonvpn(?:-cli|-app|\.client)?|mullvad(?:-daemon|-vpn)?|surfshark(?:\.service)?|"
            r"windscribe(?:-cli|service)?|tunnelbear(?:\.maintenance)?|hotspotshield|hsscp|cyberghost(?:\.service)?|ipvanish|purevpn|"
            r"vyprvpn(?:service)?|pia-(?:client|service|daemon)|privatevpn|urbanvpn|hola(?:_vpn)?|zenmate"
        ),
        0.85,
    ),
    "OpenVPN or WireGuard": (
        r"openvpn(?:-gui|serv2?)?|wireguard|wg-quick|wg",
        0.45,
    ),  # mostly the employer's own way in
}
_SURE = {name: sure for name, (_, sure) in _PROGRAMS.items()}
_NAMES = "|".join(f"(?P<p{number}>{names})" for number, (names, _) in enumerate(_PROGRAMS.values()))
_STARTED = re.compile(
    rf"\"(?:Image|NewProcessName|path|columns\.path|exe|process\.executable|name|columns\.name|comm)\"\s*:\s*\"(?:[^\"]*[\\/])?(?:{_NAMES})(?:\.exe)?\"".encode(),
    re.IGNORECASE,
)


def look_at_programs(batch: pa.RecordBatch, context: Context) -> Measures:
    """Programs of these names, started."""
    rows = np.flatnonzero(read_words(batch, "logsource.category").where_in(("process_creation",)))
    return measure_sights(batch, PROGRAMS, _sights(batch, rows.tolist()), context) if len(rows) else {}


def _sights(batch: pa.RecordBatch, rows: list[int]) -> Iterator[Sight]:
    labels = list(_PROGRAMS)
    for row in rows:
        if (found := find_in_record(batch, row, _STARTED)) and found.lastgroup:
            label = labels[int(found.lastgroup[1:])]
            yield Sight(row, (label,), label.lower())


def judge_programs(measure: Measure, day: str) -> Iterator[tuple[Reason, float]]:
    """The reason, and how sure it is."""
    labels = sorted({label for _, label in measure.value})
    text = f"On {day} a program was started that hides who one is: {join(labels)}."
    yield Reason("anonymiser.program", text), max(_SURE[label] for label in labels)
