"""What a browser or a mail program says of the computer it runs on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LONGEST_AGENT = 512
"""Characters that are looked at."""


class Agent(NamedTuple):
    """The system and the program, each "" where it does not say; and whether it is one to carry along."""

    system: str
    program: str
    is_mobile: bool


_MOBILE = re.compile(
    r"iphone|ipad|ipod|\bios\b|android|mobile|windows phone|outlook-ios|okhttp|cfnetwork|apple-|touchdown",
    re.IGNORECASE,
)
_TABLET_IN_DISGUISE = re.compile(r"Macintosh.*Version/[\d.]+ Safari")
"""An iPad asks for the pages of a desk computer, and then calls itself one."""
_SYSTEMS = (
    ("windows", "Windows"),
    ("macos", "macOS"),
    ("macintosh", "macOS"),
    ("mac os", "macOS"),
    ("cros", "ChromeOS"),
    ("linux", "Linux"),
)
_PROGRAMS = (
    *(("edg", "Edge"), ("opr/", "Opera"), ("firefox", "Firefox"), ("thunderbird", "Thunderbird")),
    *(("outlook", "Outlook"), ("teams", "Teams"), ("chrome", "Chrome"), ("safari", "Safari"), ("python", "Python")),
    *(
        ("curl", "curl"),
        ("powershell", "PowerShell"),
        ("go-http", "Go"),
        ("java", "Java"),
        ("bav2ropc", "old mail program"),
    ),
)


@lru_cache(maxsize=16_384)
def read_agent(text: str, named: str = "") -> Agent:
    """What the text tells; nothing where there is none. `named` is the system that the log itself names, if it does."""
    text = text[:LONGEST_AGENT]
    lowered = f"{named} {text}".lower()
    is_in_disguise = not named and _TABLET_IN_DISGUISE.search(text) is not None
    is_mobile = is_in_disguise or _MOBILE.search(named or text) is not None
    system = "" if is_mobile else next((name for word, name in _SYSTEMS if word in lowered), "")
    return Agent(system, next((name for word, name in _PROGRAMS if word in lowered), ""), is_mobile)
