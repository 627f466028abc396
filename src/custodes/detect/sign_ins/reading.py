"""Sign-ins that succeeded, as records that the questions about them share."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from custodes.detect.columns import read_numbers, read_words
from custodes.detect.context import Context
from custodes.detect.finding import cite
from custodes.detect.local_time import EPOCH, LATEST_US, local_times
from custodes.detect.measure import Seen
from custodes.detect.sign_ins.accounts import is_machine, subject_of_account
from custodes.detect.sign_ins.agents import Agent, read_agent
from custodes.events.schema import STATUS_SUCCESS

_WORD_COLUMNS = (
    "actor.user.name",
    "src_endpoint.ip",
    "auth_protocol",
    "device.uid",
    "device.hostname",
    "http_request.user_agent",
    "src_endpoint.location.country",
    "metadata.event_code",
    "logsource.product",
    "logsource.service",
)
_FLAG_COLUMNS = ("device.is_managed", "src_endpoint.location.is_on_premises")

_ON_A_SERVER = frozenset(("linux", "cisco", "aws"))
"""Products whose `device.hostname` is the machine that was signed in to, not the one a person sat at."""
_AT_THE_COMPUTER, _FROM_AFAR = frozenset(("2", "7", "11")), "10"
"""Windows' kinds of logon: at the keyboard, unlocked, with kept credentials; by remote desktop."""
_LOGON_TYPE = re.compile(rb"LogonType\"?\s*[:=>]\s*\"?(?:0x)?(\d+)|\"LogonType\">(\d+)<")
_NAMES_SYSTEMS = frozenset(("azure",))
_SYSTEM = re.compile(rb"operating ?system\"\s*:\s*\"([^\"]{1,40})", re.IGNORECASE)
_NO_ID = frozenset(("", "-", "unknown", "none", "null", "00000000-0000-0000-0000-000000000000"))


class SignIn(NamedTuple):
    """One sign-in that succeeded. Texts are "" and flags None where the log does not tell."""

    row: int
    at_us: int
    day: int
    """The local day since 1970."""
    second: int
    """Seconds since that day began."""
    subject: str
    name: str
    """The account as written."""
    address: str
    protocol: str
    device_id: str
    computer: str
    """The name of the computer the person sat at."""
    agent: Agent
    country: str
    code: str
    product: str
    service: str
    is_managed: bool | None
    is_on_site: bool | None
    is_present: bool
    """Whether someone signed in there and then: no service, no network drive, no remote desktop."""

    @property
    def on(self) -> date:
        """The local day."""
        return (EPOCH + timedelta(days=self.day)).date()


def read_sign_ins(batch: pa.RecordBatch, context: Context) -> Iterator[SignIn]:
    """The sign-ins of the batch that succeeded, of accounts that a person may have, at a time that can be read."""
    at_us = read_numbers(batch, "time", missing=-1)
    names = read_words(batch, "actor.user.name")
    kept = (read_numbers(batch, "status_id", missing=0) == STATUS_SUCCESS) & (at_us >= 0) & (at_us < LATEST_US)
    kept &= names.where(bool(word) and not is_machine(word) for word in names.words)
    rows = np.flatnonzero(kept)
    if not len(rows):
        return
    days, seconds = local_times(at_us[rows], context.timezone)
    words = [read_words(batch, column).take(rows).read() for column in _WORD_COLUMNS]
    flags = [batch.column(column).take(pa.array(rows)).to_pylist() for column in _FLAG_COLUMNS]
    subjects = {
        name: subject_of_account(name, context) for name in set(read_words(batch, _WORD_COLUMNS[0]).words) if name
    }
    numbers = (array.tolist() for array in (rows, at_us[rows], days, seconds))
    for numbers_of_row, texts, (is_managed, is_on_site) in zip(
        zip(*numbers, strict=True), zip(*words, strict=True), zip(*flags, strict=True), strict=True
    ):
        name, address, protocol, device_id, host, agent, country, code, product, service = texts
        kind = _logon_type(batch, numbers_of_row[0]) if product == "windows" else ""
        yield SignIn(
            row=numbers_of_row[0],
            at_us=numbers_of_row[1],
            day=numbers_of_row[2],
            second=numbers_of_row[3],
            subject=subjects[name],
            name=name,
            address=address,
            protocol=protocol,
            device_id="" if device_id.lower() in _NO_ID else device_id.lower(),
            computer=_computer(host, product, kind),
            agent=read_agent(agent, _system(batch, numbers_of_row[0]) if product in _NAMES_SYSTEMS else ""),
            country=country.upper() if len(country) == 2 else "",
            code=code,
            product=product,
            service=service,
            is_managed=is_managed,
            is_on_site=is_on_site,
            is_present=product != "windows" or kind in _AT_THE_COMPUTER,
        )


def _computer(host: str, product: str, kind: str) -> str:
    is_there = kind in _AT_THE_COMPUTER if product == "windows" else product not in _ON_A_SERVER
    return host.lower().partition(".")[0] if is_there and host.lower() not in _NO_ID else ""


def find_in_record(batch: pa.RecordBatch, row: int, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
    """Where the pattern is in an event's own fields, or in its record where it has none apart."""
    for column in ("unmapped", "raw_data"):
        value = batch.column(column)[row].as_buffer()
        if value is not None and (found := pattern.search(value)):
            return found
    return None


def _system(batch: pa.RecordBatch, row: int) -> str:
    """The system of the device as the directory knows it."""
    found = find_in_record(batch, row, _SYSTEM)
    return found[1].decode("utf-8", "replace") if found else ""


def _logon_type(batch: pa.RecordBatch, row: int) -> str:
    found = find_in_record(batch, row, _LOGON_TYPE)
    return (found[1] or found[2]).decode() if found else ""


def see(batch: pa.RecordBatch, sign_in: SignIn) -> Seen:
    """The sign-in as what a measure rests on."""
    return Seen(EPOCH + timedelta(microseconds=sign_in.at_us), cite(batch, sign_in.row))


@lru_cache(maxsize=65_536)
def network_of(address: str) -> str:
    """The neighbourhood of an address: one household, one hotspot, one office. "" where it is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def is_public(address: str) -> bool:
    """Whether the address is one of the open internet."""
    return _is_public(address)


@lru_cache(maxsize=65_536)
def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False
