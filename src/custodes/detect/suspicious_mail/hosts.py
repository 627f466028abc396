"""What the letters of a host name tell, found once for each host: mail and links name the same few over and over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from custodes.detect.mail_hosts import is_below, is_free_mail, load_hosts
from custodes.detect.suspicious_mail.domains import Lookalikes, is_ip_address, is_outside_number, label, registrable
from custodes.detect.suspicious_mail.shipped import Brand, load_brand_keys, load_brands


@dataclass(frozen=True, slots=True)
class Host:
    """A host, as a library with certain domains of its own sees it."""

    name: str
    registered: str
    """The part that someone registered."""
    label: str
    """The name that someone chose: the first label of that."""
    is_ours: bool = False
    is_number: bool = False
    is_outside_number: bool = False
    is_inside: bool = False
    """A bare name without a domain, which leads only within somebody's own network."""
    holds_us: bool = False
    """It begins with a domain of ours but belongs to another."""
    imitates_us: bool = False
    imitated: Brand | None = None
    """The brand whose domain it is made to look like."""
    held: Brand | None = None
    """The brand whose name stands in it without being the owner's."""
    is_free_mail: bool = False
    is_shortener: bool = False
    is_anyones: bool = False
    """Anybody can put up a page there."""
    is_mailing_service: bool = False
    is_punycode: bool = False


@lru_cache(maxsize=65536)
def look_up(name: str, own: frozenset[str]) -> Host:
    """What is to be known of a host (lower case, without port), for a library whose own domains are `own`."""
    registered = registrable(name)
    if "." not in name or is_ip_address(name) or is_below(name, own):
        return Host(
            name,
            registered,
            label(name),
            is_ours=is_below(name, own),
            is_number=is_ip_address(name),
            is_outside_number=is_outside_number(name),
            is_inside=bool(name) and "." not in name and not is_ip_address(name),
        )
    return Host(
        name,
        registered,
        label(name),
        holds_us=any(f".{domain}." in f".{name}" for domain in own),
        imitates_us=_lookalikes_of(own).find(name) is not None,
        imitated=_imitated(name),
        held=_held(name),
        is_free_mail=is_free_mail(name),
        is_shortener=is_below(name, load_hosts("shorteners")),
        is_anyones=is_below(name, load_hosts("anyone_publishes")),
        is_mailing_service=is_below(name, load_hosts("mailing_services")),
        is_punycode="xn--" in name,
    )


def has_odd_ending(name: str) -> bool:
    """Whether the name ends as names do that cost next to nothing and are thrown away."""
    return name.rpartition(".")[2] in load_hosts("odd_endings")


_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_MINGLED = re.compile(r"(?:[a-z]+[0-9]+){3}|[a-z]{2}[0-9]{5}|[0-9]{3}[a-z]+[0-9]{2}")


@lru_cache(maxsize=65536)
def is_random_label(name: str) -> bool:
    """Whether a name that someone chose reads like no word at all."""
    return len(name) >= 7 and (_CONSONANTS.search(name) or _MINGLED.search(name)) is not None


@lru_cache(maxsize=8)
def _lookalikes_of(domains: frozenset[str]) -> Lookalikes:
    return Lookalikes(domains)


@cache
def _brands_by_domain() -> Mapping[str, Brand]:
    firm = (brand for brand in load_brands().values() if not brand.loose)
    return {brand.domains[0]: brand for brand in reversed([*firm])}  # the first that has the domain gives its name


@cache
def _brand_lookalikes() -> Lookalikes:
    return Lookalikes(_brands_by_domain())


def _imitated(name: str) -> Brand | None:
    genuine = _brand_lookalikes().find(name)
    brand = _brands_by_domain()[genuine] if genuine else None
    return None if brand is None or brand.owns(name) or is_free_mail(name) else brand


def _held(name: str) -> Brand | None:
    keys = load_brand_keys()
    named = (keys[part] for part in name.replace("-", ".").split(".")[:-1] if part in keys)
    return next((brand for brand in named if not brand.owns(name)), None)
