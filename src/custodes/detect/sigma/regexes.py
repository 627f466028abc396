r"""Regular expressions of rules, which are written for PCRE, in the syntax that Python and RE2 share.

RE2 runs them, and Python's parser tells which texts they need. Python spells some things otherwise (`(?<name>…)`,
`[[:alpha:]]`, `\z`, `\Q…\E`) or takes them only at the very beginning (`(?i)`); RE2 lacks others (`\h`, `\R`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, cast

from sigma.policy import SigmaPolicy
from sigma.policy.regex_engine import RegexEngine, RegexPattern

_SELECTOR = re.compile(r"(?:[\w-]|\.\*)*")
_LEADING = re.compile(r"\(\?([ims]+)\)")
_TOKENS = re.compile(
    r"""\\Q(?P<quoted>.*?)(?:\\E|$)
      | \\x\{(?P<code>[0-9A-Fa-f]{1,6})\}
      | (?P<escape>\\.)
      | \[:(?P<posix>\^?[a-z]+):\]
      | \(\?(?P<flags>[imsx]*-?[imsx]+)\)
      | \(\?<(?P<name>[A-Za-z_]\w*)>
      | (?P<plain>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {r"\z": r"\Z", r"\h": r"[ \t]", r"\e": r"\x1b", r"\R": r"(?:\r\n|[\n\v\f\r])"}
_ESCAPES_IN_CLASS = {r"\h": r" \t", r"\e": r"\x1b"}
_POSIX = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "blank": r" \t",
    "punct": re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "xdigit": "0-9A-Fa-f",
    "word": r"\w",
    "cntrl": r"\x00-\x1f\x7f",
    "print": r"\x20-\x7e",
    "graph": r"\x21-\x7e",
    "^space": r"\S",
    "^word": r"\W",
    "^digit": r"\D",
}


class Expression(NamedTuple):
    """An expression in the shared syntax, and those of its flags `i`, `m`, `s` that hold throughout."""

    pattern: str
    flags: str


@lru_cache(1024)
def read_expression(pattern: str) -> Expression:
    """The expression in the shared syntax; what has no place there, such as looking ahead, is left as it is."""
    flags = ""
    while leading := _LEADING.match(pattern):
        flags, pattern = flags + leading[1], pattern[leading.end() :]
    return Expression(_Rewriting().rewrite(pattern), "".join(sorted(set(flags))))


class _Trusting(RegexEngine):
    """Lets pySigma take every expression: `nodes` checks each by what runs it, once it is rewritten.

    What pySigma itself runs are the patterns of `1 of selection*`, and those are letters and `.*`.
    """

    def compile(self, pattern: str, flags: int = 0) -> RegexPattern:
        plain = pattern if _SELECTOR.fullmatch(pattern) else ""
        return cast(RegexPattern, re.compile(plain, flags))

    @property
    def error(self) -> type[Exception]:
        return re.error


POLICY = SigmaPolicy(regex_engine=_Trusting())
"""How pySigma is to treat expressions."""


class _Rewriting:
    """One walk through an expression: whether it is inside a class, and the flags set in each open group."""

    def __init__(self) -> None:
        self._in_class = False
        self._class_began = 0
        self._scopes: list[list[str]] = [[]]

    def rewrite(self, pattern: str) -> str:
        return "".join(map(self._token, _TOKENS.finditer(pattern))) + ")" * len(self._scopes[0])

    def _token(self, token: re.Match[str]) -> str:
        match token.lastgroup:
            case "quoted":
                return re.escape(token["quoted"])
            case "code":
                return re.escape(chr(min(int(token["code"], 16), 0x10FFFF)))
            case "escape":
                return (_ESCAPES_IN_CLASS if self._in_class else _ESCAPES).get(token[0], token[0])
        return self._within_class(token) if self._in_class else self._outside(token)

    def _outside(self, token: re.Match[str]) -> str:
        if token.lastgroup == "flags":
            scope = f"(?{token['flags']}:"
            self._scopes[-1].append(scope)
            return scope
        if token.lastgroup == "name":
            self._scopes.append([])
            return f"(?P<{token['name']}>"
        return self._plain(token[0], token.start())

    def _plain(self, text: str, position: int) -> str:
        if text == "[":
            self._in_class, self._class_began = True, position
        elif text[0] == "(":
            self._scopes.append([])
        elif text == ")" and len(self._scopes) > 1:
            return ")" * len(self._scopes.pop()) + text
        elif text == "|":  # a flag set within a group holds for its other branches too
            open_scopes = self._scopes[-1]
            return ")" * len(open_scopes) + text + "".join(open_scopes)
        return text

    def _within_class(self, token: re.Match[str]) -> str:
        text = token[0]
        if token.lastgroup == "posix":
            return _POSIX.get(token["posix"], text)
        if token.lastgroup != "plain":
            return "".join("\\" + letter if letter in "[&|~" else letter for letter in text)
        is_first = token.string[self._class_began : token.start()] in ("[", "[^")
        if text == "]" and not is_first:
            self._in_class = False
        return "\\" + text if text in "[&|~" else text  # kept from Python's set operations of a later day
