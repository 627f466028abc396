"""What the part of an address behind its host tells."""

from __future__ import annotations

import re
from functools import lru_cache

PATH_LOOKED_AT = 600

_TRAITS = (
    ("link.port", re.compile(r":(?!(?:80|443|8080|8443)\b)\d{2,5}(?:[/?#]|$)")),
    (
        "link.broken-into",
        re.compile(r"/(?:wp-(?:content|includes|admin)|\.well-known)/[^?#]*(?:\.php|\.html?|/)(?:[?#]|$)"),
    ),
    ("link.carries-address", re.compile(r"[/?#&=:](?:[\w.+-]|%2e|%2b){2,40}(?:@|%40)[\w-]+\.", re.IGNORECASE)),
    ("link.random-path", re.compile(r"/(?=[a-z]*[A-Z])(?=[A-Za-z]*\d)[A-Za-z0-9_-]{32,}|[?=&#][A-Za-z0-9+/_=-]{80,}")),
    (
        "link.login-path",
        re.compile(
            r"[/._-](?:log-?in|sign-?in|verify|verif\w*|secure|account|auth|webmail|owa|update|confirm)\b",
            re.IGNORECASE,
        ),
    ),
)


@lru_cache(maxsize=32768)
def traits_of(rest: str) -> tuple[str, ...]:
    """The codes of what is odd about it; `rest` begins behind the host, with the port if there is one."""
    if len(rest) < 3:
        return ()
    rest = rest[:PATH_LOOKED_AT]
    return tuple(code for code, pattern in _TRAITS if pattern.search(rest))
