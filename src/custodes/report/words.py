"""Numbers, dates, degrees and reason codes in the words of a library."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

DEGREES: tuple[tuple[float, str], ...] = (
    (0.95, "almost certain"),
    (0.8, "very likely"),
    (0.6, "likely"),
    (0.4, "possible"),
    (0.0, "faint"),
)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 finding`, `1,204 findings`, `no findings`."""
    if number == 0:
        return f"no {many or one + 's'}"
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def day(on: date) -> str:
    """`Friday 27 November 2026`."""
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def short_day(on: date) -> str:
    """`27 November 2026`."""
    return f"{on.day} {on:%B} {on.year}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`Friday 27 November 2026, 09:12`, on the clocks of that zone."""
    local = at.astimezone(zone)
    return f"{day(local)}, {local:%H:%M}"


def degree(confidence: float) -> str:
    """How sure, in a word or two."""
    return next(words for least, words in DEGREES if confidence >= least)


def label(code: str) -> str:
    """What a reason is about, for a narrow column: `sender.unknown` is about the `Sender`."""
    topic = code.partition(".")[0]
    return LABELS.get(topic) or topic.replace("-", " ").replace("_", " ").capitalize()


LABELS: dict[str, str] = {
    "account": "Accounts",
    "anonymiser": "Hidden identity",
    "attack": "Attacks on a group",
    "credentials": "Passwords",
    "device": "Devices",
    "fair": "In its favour",
    "harassing": "Unkind language",
    "identity": "Whose name it is",
    "image": "Pictures",
    "outbound": "Outgoing mail",
    "outside-account": "Other mailboxes",
    "patron": "Patrons",
    "permits": "Permits",
    "personal": "Personal time",
    "privacy": "Personal data",
    "profane": "Coarse language",
    "request": "What it asks for",
    "sexual": "Sexual language",
    "shared": "Shared sign-in",
    "sign-in": "How it signed in",
    "stores": "Personal accounts",
    "threatening": "Threats",
    "unread": "Not read",
    "verdict": "In short",
    "volume": "How much was sent",
    "web": "Web visits",
    "works": "Registered works",
    "writing": "How it is written",
}
