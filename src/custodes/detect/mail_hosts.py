"""Hosts that tell something about a sender or a link: `data/mail/hosts.yaml`."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from custodes.events.schema import LONGEST_HOST
from custodes.shipped import read_yaml


@cache
def load_hosts(kind: str) -> frozenset[str]:
    """The hosts of that kind: `free_mail`, `shorteners`, `anyone_publishes`, `mailing_services`."""
    return frozenset(read_yaml("custodes.detect", "data/mail/hosts.yaml")[kind])


def is_below(host: str, domains: Collection[str]) -> bool:
    """Whether the host is one of the domains or stands below one."""
    host = host[-LONGEST_HOST:]
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have a mail address there."""
    return is_below(domain, load_hosts("free_mail"))
