"""Keys and tokens that are known by their form alone, each by its maker's documented prefix and length."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A form of secret."""

    name: str
    """With its article, as a reason says it."""
    start: str
    """What every one begins with: looked for first, for it costs next to nothing."""
    pattern: re.Pattern[str]
    confidence: float


def _kind(name: str, start: str, rest: str, confidence: float) -> Kind:
    return Kind(name, start, re.compile(rf"(?<![\w/+.-]){re.escape(start)}(?:{rest})(?![\w+])"), confidence)


def _loose(name: str, start: str, rest: str, confidence: float) -> Kind:
    """One that may begin anywhere, and whose secret is a part of it."""
    return Kind(name, start, re.compile(re.escape(start) + rest), confidence)


_KEY_BLOCK = r"PRIVATE KEY(?: BLOCK)?-----\s+[0-9A-Za-z+/=:,\s-]{40,}"
_AWS = "an access key of Amazon Web Services"

KINDS = (
    _kind(_AWS, "AKIA", "[0-9A-Z]{16}", 0.95),
    _kind(f"{_AWS}, for a time", "ASIA", "[0-9A-Z]{16}", 0.9),
    _kind("a token of GitHub", "ghp_", "[0-9A-Za-z]{36}", 0.95),
    _kind("a token of GitHub", "gho_", "[0-9A-Za-z]{36}", 0.95),
    _kind("a token of GitHub", "ghs_", "[0-9A-Za-z]{36}", 0.95),
    _kind("a token of GitHub", "github_pat_", "[0-9A-Za-z_]{60,}", 0.95),
    _kind("a token of GitLab", "glpat-", "[0-9A-Za-z_-]{20,}", 0.95),
    _kind("a token of Slack", "xox", "[abeoprs]-[0-9A-Za-z-]{20,}", 0.95),
    _loose(
        "a Slack address that anyone may post to",
        "hooks.slack.com/services/",
        r"T\w{6,}/B\w{6,}/(?P<secret>\w{20,})",
        0.9,
    ),
    _kind("an API key of Google", "AIza", "[0-9A-Za-z_-]{35}", 0.9),
    _kind("a client secret of Google", "GOCSPX-", "[0-9A-Za-z_-]{28}", 0.95),
    _kind("a live key of Stripe", "sk_live_", "[0-9A-Za-z]{20,}", 0.95),
    _kind("a live key of Stripe", "rk_live_", "[0-9A-Za-z]{20,}", 0.95),
    _kind("a key of SendGrid", "SG.", r"[0-9A-Za-z_-]{20,24}\.[0-9A-Za-z_-]{40,46}", 0.95),
    _kind("a key of OpenAI", "sk-", "(?:proj-)?[0-9A-Za-z_-]{32,}", 0.85),
    _kind("a token of npm", "npm_", "[0-9A-Za-z]{36}", 0.95),
    _loose("a storage key of Azure", "AccountKey=", "(?P<secret>[0-9A-Za-z+/]{80,}={0,2})", 0.95),
    _loose("a private key", "-----BEGIN ", r"(?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED|PGP) )?" + _KEY_BLOCK, 0.95),
    _kind("a signed token (JWT)", "eyJ", r"[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}", 0.8),
    _loose(
        "an address with a password in it", "://", r"[^\s/:@<>\"']{1,64}:(?P<secret>[^\s/@<>\"':]{4,64})@[\w.-]+", 0.85
    ),
    _loose("a sign-in header", "Authorization: Basic ", "(?P<secret>[0-9A-Za-z+/]{12,}={0,2})", 0.85),
)
