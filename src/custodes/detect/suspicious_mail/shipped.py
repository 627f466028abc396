"""The shipped tables: what each sign is thought to count, and the names that lures borrow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from custodes.detect.mail_hosts import is_below
from custodes.detect.suspicious_mail.domains import label, registrable
from custodes.shipped import read_yaml


@dataclass(frozen=True, slots=True)
class Belief:
    """What is thought of a sign before any mail was looked at, as `beliefs.yaml` says."""

    weight: float
    """In logits: 0.7 doubles the odds that the message is unwanted, 2.3 makes them ten times as high."""
    deceives: bool = False


@dataclass(frozen=True, slots=True)
class Brand:
    """A name that lures borrow."""

    name: str
    domains: tuple[str, ...]
    loose: bool = False
    """The name is an ordinary word too."""

    def owns(self, host: str) -> bool:
        """Whether the host speaks for the brand."""
        if is_below(host, self.domains):
            return True
        registered = registrable(host)
        ending = registered.rpartition(".")[2]
        return label(registered) == squeeze(self.name) and (len(ending) == 2 or ending in ("com", "net", "org"))


_NOT_IN_HOST = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """A name as it would stand in a host name: small letters and figures only."""
    return _NOT_IN_HOST.sub("", text.lower())


@cache
def load_beliefs() -> Mapping[str, Belief]:
    """Every sign by its code."""
    return {code: Belief(**entry) for code, entry in _read("beliefs").items()}


@cache
def load_deceiving() -> frozenset[str]:
    """The codes of the signs of what is made to mislead."""
    return frozenset(code for code, belief in load_beliefs().items() if belief.deceives)


@cache
def load_brands() -> Mapping[str, Brand]:
    """Brands by the small letters of their name, words parted by single spaces."""
    brands = (
        Brand(name, tuple(entry["domains"]), entry.get("loose", False)) for name, entry in _read("brands").items()
    )
    return {" ".join(brand.name.lower().split()): brand for brand in brands}


@cache
def load_brand_keys() -> Mapping[str, Brand]:
    """Brands by their name as it would stand in a host name, those left out that are ordinary words too."""
    return {squeeze(brand.name): brand for brand in load_brands().values() if not brand.loose}


def _read(name: str) -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_yaml("custodes.detect", f"data/mail/{name}.yaml")
    return read
