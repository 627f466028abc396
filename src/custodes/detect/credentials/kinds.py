"""Keys and tokens that are known by their form, each by its maker's documented prefix, length and check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from custodes.detect.credentials.checks import (
    Check,
    holds_bytes,
    is_bitlocker_key,
    is_mixed,
    is_private_key,
    is_signed_token,
    sums_up,
)

UNCHECKED = 0.3
"""What is left of a key whose check fails: an example, or mistyped, and so no key."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A form of secret."""

    name: str
    """With its article, as a reason says it."""
    start: str
    """What every one holds, in small letters or capitals: looked for first, for it costs next to nothing."""
    pattern: re.Pattern[str]
    confidence: float
    check: Check | None = None
    is_address: bool = False
    """Whether the whole is the address of a page, so that standing in one takes nothing from it."""
    before_bytes: int = 400
    after_bytes: int = 500
    """How far around the start the whole may reach."""

    def find(self, around: bytes) -> Iterator[re.Match[str]]:
        """Those in a stretch of a text (UTF-8) that reaches as far around a start, or several, as one may be long."""
        return self.pattern.finditer(around.decode("utf-8", "replace"))

    def sure(self, secret: str) -> float:
        """How sure it is that this is one."""
        return self.confidence if self.check is None or self.check(secret) else self.confidence * UNCHECKED


def _kind(name: str, start: str, rest: str, confidence: float = 0.95, check: Check | None = is_mixed) -> Kind:
    """One that begins with the start and ends with the word."""
    pattern = re.compile(rf"(?<![\w/+.-]){re.escape(start)}(?:{rest})(?![\w+])")
    return Kind(name, start, pattern, confidence, check)


def _loose(
    name: str,
    start: str,
    pattern: str,
    confidence: float = 0.9,
    check: Check | None = None,
    *,
    is_address: bool = False,
) -> Kind:
    """One that may begin anywhere, whose secret is the part of that name."""
    return Kind(name, start, re.compile(pattern, re.IGNORECASE), confidence, check, is_address)


def _long(name: str, start: str, pattern: str, check: Check | None = None) -> Kind:
    """One that goes over many lines."""
    return replace(_loose(name, start, pattern, 0.95, check), after_bytes=8500)


_KEY_BLOCK = (
    r"-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED|PGP) )?PRIVATE KEY(?: BLOCK)?-----"
    r"(?P<secret>\s[0-9A-Za-z+/=:,.() \t\r\n-]{40,8000})"
)
_AWS = "an access key of Amazon Web Services"
_SET_TO = r"(?:password|pwd)\s*=\s*(?P<secret>[^;\s\"'<>]{4,64})"
_WHERE = r"\b(?:server|data source|host(?:name)?|address|addr|initial catalog|database|provider|driver|dsn)\s*="
_CODES = r"(?:\s*(?:\d{1,2}[.)]\s*)?[0-9a-z]{4,6}[- ]?[0-9a-z]{4,6}[,;]?){4,12}"

KINDS: tuple[Kind, ...] = (
    _kind(_AWS, "AKIA", "[A-Z2-7]{16}"),
    _kind(f"{_AWS}, for a time", "ASIA", "[A-Z2-7]{16}", 0.9),
    *(
        _kind("a token of GitHub", start, "[0-9A-Za-z]{36}", 0.97, sums_up)
        for start in ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")
    ),
    _kind("a token of GitHub", "github_pat_", "[0-9A-Za-z]{22}_[0-9A-Za-z]{59}"),
    _kind("a token of npm", "npm_", "[0-9A-Za-z]{36}", 0.97, sums_up),
    _kind("a token of GitLab", "glpat-", r"[0-9A-Za-z_-]{20,}(?:\.[0-9a-z.]{2,})?"),
    _kind("a token of Slack", "xox", "[abeoprs]-(?:[0-9]+-){1,3}[0-9A-Za-z-]{16,}"),
    _kind("a token of Slack", "xapp-", "[0-9]-[0-9A-Z]+-[0-9]+-[0-9a-f]{40,}"),
    _loose(
        "a Slack address that anyone may post to",
        "hooks.slack.com/services/",
        r"hooks\.slack\.com/services/T\w{6,}/B\w{6,}/(?P<secret>\w{20,})",
        is_address=True,
    ),
    _loose(
        "a Teams address that anyone may post to",
        "webhook.office.com/webhookb2/",
        r"webhook\.office\.com/webhookb2/[0-9a-f@-]{60,}/incomingwebhook/(?P<secret>[0-9a-f]{32})",
        is_address=True,
    ),
    _loose(
        "a Discord address that anyone may post to",
        "/api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/\d{16,}/(?P<secret>[\w-]{60,})",
        is_address=True,
    ),
    _kind("an API key of Google", "AIza", "[0-9A-Za-z_-]{35}", 0.9),
    _kind("a client secret of Google", "GOCSPX-", "[0-9A-Za-z_-]{28}"),
    _kind("a token of Google", "ya29.", "[0-9A-Za-z_-]{40,}", 0.85),
    _kind("a live key of Stripe", "sk_live_", "[0-9A-Za-z]{20,}"),
    _kind("a live key of Stripe", "rk_live_", "[0-9A-Za-z]{20,}"),
    _kind("a key of SendGrid", "SG.", r"[0-9A-Za-z_-]{20,24}\.[0-9A-Za-z_-]{40,46}"),
    _kind("a key of Mailgun", "key-", "[0-9a-f]{32}", 0.8),
    _loose("a key of Mailchimp", "-us", r"(?<![\w-])(?P<secret>[0-9a-f]{32}-us\d{1,2})(?!\w)", 0.85, is_mixed),
    _kind("a key of Anthropic", "sk-ant-", r"[0-9A-Za-z_-]{60,}"),
    _kind("a key of OpenAI", "sk-", "(?:proj-|svcacct-)?[0-9A-Za-z_-]{32,}", 0.85),
    _kind("a token of Hugging Face", "hf_", "[A-Za-z]{34}", 0.85, None),
    _kind("a token of DigitalOcean", "dop_v1_", "[0-9a-f]{64}"),
    _kind("a token of Databricks", "dapi", "[0-9a-f]{32}", 0.85),
    _kind("a token of PyPI", "pypi-AgEIcHlwaS5vcmc", "[0-9A-Za-z_-]{50,}"),
    _kind("a token of Docker", "dckr_pat_", "[0-9A-Za-z_-]{27,}"),
    _kind("a key of RubyGems", "rubygems_", "[0-9a-f]{48}"),
    _kind("a token of Atlassian", "ATATT3", "[0-9A-Za-z_=-]{150,}"),
    _kind("a token of Vault", "hvs.", "[0-9A-Za-z_-]{24,}", 0.9),
    _kind("a token of Grafana", "glsa_", "[0-9A-Za-z]{32}_[0-9a-f]{8}"),
    _kind("a token of Notion", "ntn_", "[0-9A-Za-z]{40,}", 0.9),
    _kind("a key of Postman", "PMAK-", "[0-9a-f]{24}-[0-9a-f]{34}"),
    *(_kind("a token of Shopify", start, "[0-9a-f]{32}") for start in ("shpat_", "shpca_", "shppa_", "shpss_")),
    _kind("an age key", "AGE-SECRET-KEY-1", "[02-9AC-HJ-NP-Z]{58}"),
    _loose(
        "a token of a Telegram robot", ":AA", r"(?<!\w)(?P<secret>\d{8,10}:AA[0-9A-Za-z_-]{33})(?![\w-])", 0.9, is_mixed
    ),
    _loose(
        "a client secret of Azure",
        "Q~",
        r"(?<![\w~.-])(?P<secret>[\w~.-]{3}[78]Q~[\w~.-]{31,34})(?![\w~-])",
        0.95,
        is_mixed,
    ),
    _loose(
        "a storage key of Azure", "AccountKey=", r"AccountKey=(?P<secret>[0-9A-Za-z+/]{86}==)", 0.97, holds_bytes(64)
    ),
    _loose(
        "a key of Azure", "SharedAccessKey=", r"SharedAccessKey=(?P<secret>[0-9A-Za-z+/]{43}=)", 0.95, holds_bytes(32)
    ),
    _loose(
        "an address of Azure that opens what it names",
        "&sig=",
        r"[?&]sv=20\d\d-\d\d-\d\d[^\s\"<>]{0,300}&sig=(?P<secret>[0-9A-Za-z%+/]{40,70})",
        0.8,
        is_address=True,
    ),
    _long("a private key", "PRIVATE KEY", _KEY_BLOCK, is_private_key),
    _long(
        "a private key",
        "PuTTY-User-Key-File-",
        r"PuTTY-User-Key-File-\d:(?:(?!PuTTY-User-Key)[\s\S]){0,4000}?Private-Lines: \d+\s+(?P<secret>\S{40})",
    ),
    _kind(
        "a signed token (JWT)",
        "eyJ",
        r"[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{10,}",
        0.8,
        is_signed_token,
    ),
    _loose(
        "an address with a password in it",
        "://",
        r"://[^\s/:@<>\"']{1,64}:(?P<secret>[^\s/@<>\"':]{4,64})@[\w.-]+",
        0.85,
        is_address=True,
    ),
    _loose(
        "a sign-in header", "Authorization: Basic ", r"Authorization: Basic (?P<secret>[0-9A-Za-z+/]{12,}={0,2})", 0.85
    ),
    _loose("a connection string with a password", "password", rf"{_WHERE}[^\n]{{0,200}}?;\s*{_SET_TO}", 0.85),
    _loose("a connection string with a password", "pwd", rf"{_WHERE}[^\n]{{0,200}}?;\s*{_SET_TO}", 0.85),
    _loose(
        "a stored sign-in (netrc)", "machine ", r"\bmachine\s+\S+\s+login\s+\S+\s+password\s+(?P<secret>\S{4,64})", 0.9
    ),
    _loose("a command with a password", "sshpass", r"\bsshpass\s+-p\s*['\"]?(?P<secret>[^\s'\"$]{4,64})", 0.85),
    _loose(
        "a command with a password",
        "curl",
        r"\bcurl\b[^\n]{0,120}?\s(?:-u|--user)\s+['\"]?[\w.@-]+:(?P<secret>[^\s'\"$]{4,64})",
        0.8,
    ),
    _loose(
        "a seed of second factors",
        "otpauth://",
        r"otpauth://[^\s\"<>]{0,200}?[?&]secret=(?P<secret>[A-Z2-7]{16,})",
        0.95,
        is_address=True,
    ),
    _loose(
        "a list of recovery codes",
        "recovery codes",
        rf"\brecovery codes\b[^\n]{{0,80}}\n(?P<secret>{_CODES})",
        0.8,
        is_mixed,
    ),
    _loose(
        "a list of recovery codes",
        "backup codes",
        rf"\bbackup codes\b[^\n]{{0,80}}\n(?P<secret>{_CODES})",
        0.8,
        is_mixed,
    ),
    _loose(
        "a recovery key of BitLocker",
        "recovery key",
        r"recovery key[^\n]{0,80}\s{1,4}(?P<secret>(?:\d{6}-){7}\d{6})",
        0.97,
        is_bitlocker_key,
    ),
    _loose(
        "the password of a wireless network",
        "WIFI:",
        r"\bWIFI:(?:[TSH]:[^;\n]{0,64};){1,3}P:(?P<secret>[^;\n]{8,63});",
        0.9,
    ),
    *(
        _loose(
            "a stored password (hash)",
            start,
            rf"(?<![\w$]){re.escape(start)}\d\d\$(?P<secret>[./0-9A-Za-z]{{53}})(?!\w)",
            0.6,
            is_mixed,
        )
        for start in ("$2a$", "$2b$", "$2y$")
    ),
    _loose(
        "a stored password (hash)",
        "$6$",
        r"(?<![\w$])\$6\$(?P<secret>[./0-9A-Za-z]{8,16}\$[./0-9A-Za-z]{86})(?!\w)",
        0.7,
        is_mixed,
    ),
)
