"""Passwords in prose: a word for password, then something that looks like one.

What follows the word is judged by its make-up alone. A word of a dictionary, a placeholder, the code of a meeting, an
address or a date is none; letters mixed with digits or signs are. Nothing is looked at but the stretch after such a
word, so that a text without one costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from custodes.detect.credentials.examples import is_said_to_be_an_example
from custodes.detect.credentials.forms import (
    OPENS,
    OTHER_LANGUAGES,
    after_a_name,
    in_a_form,
    opening_code,
    paired,
    said_before,
    said_elsewhere,
)
from custodes.detect.credentials.makeup import (
    entropy_bits,
    is_disorderly,
    is_ruled_out,
    strip_marks,
    sure_by_makeup,
)
from custodes.detect.credentials.stretch import Found, Password, Stretch

BEFORE_BYTES, AFTER_BYTES = 400, 240


class Passwords:
    """The passwords and keys found in a text (UTF-8), each told once."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._seen = set[int]()
        self._until = 0

    def find_at(self, word: bytes, place: int) -> Iterator[Password]:
        """Those that the word of `WORDS` at that place announces. Places are asked for in order."""
        if place < self._until:
            return  # the word stands in a password found already
        stretch = _stretch(self._data, place)
        for rule in _RULES[word]:
            for found in rule(stretch):
                at = place + len(stretch.after[: max(0, found.at)].encode("utf-8", "replace")) + min(0, found.at)
                if at not in self._seen:
                    self._seen.add(at)
                    self._until = max(self._until, at + len(found.value))
                    sure = round(found.sure * _trust(stretch, found), 3)
                    yield Password(found.what, len(found.value), sure)


def _stretch(data: bytes, place: int) -> Stretch:
    before = data[max(0, place - BEFORE_BYTES) : place].decode("utf-8", "replace")
    return Stretch(before, data[place : place + AFTER_BYTES].decode("utf-8", "replace"))


_WORD = r"(?:pass(?:word|wd|code|phrase|wort)s?|passe?(?=[ \t]*[:=])|pwd|pw|kennwort|contrase[nñ]a|clave|senha|mdp)\b"
_OF_WHAT = r"(?:\s+(?:for|to|of|on|für|de|del|do|da|para|pour|du)\s+[^\s:=]+(?:[ \t]+[^\s:=]+){0,5}?)?"
_BE = "is now|is still|is|was|will be|ist jetzt|ist|lautet|es|é|est|to|auf|a"
_SIGN = rf"(?P<sign>\s*(?:[:=]|->|=>|–|—)\s*|\s+(?:{_BE})\s*:?\s+)"
_VALUE = r"(?P<quote>[\"'“‘«`*]*)(?P<value>[^\s\"“”’«»`]{4,64})"
_SAID = re.compile(_WORD + _OF_WHAT + _SIGN + _VALUE, re.IGNORECASE)
_MEETING = re.compile(r"\b(?:zoom|meeting|webinar|webex|teams|conference|dial|join)\b", re.IGNORECASE)
_MEETING_CODE_LENGTH = 10


def _said(stretch: Stretch) -> Iterator[Found]:
    """“The password for the wifi is Winter2026!”: a sign between the word and the secret."""
    match = _SAID.match(stretch.after)
    if match is None or _continues(stretch):
        return
    is_quoted = bool(match["quote"])
    value = strip_marks(match["value"], is_quoted=is_quoted)
    has_sign = not match["sign"].strip(" \t\r\n:").isalpha() and not match["sign"].strip().startswith("is ")
    sure = sure_by_makeup(value, is_marked=has_sign or is_quoted)
    if len(value) <= _MEETING_CODE_LENGTH and _MEETING.search(stretch.before):
        sure = min(sure, 0.3)
    if sure:
        yield Found("a password", value, match.start("value"), sure)


_NEAR = re.compile(_WORD + r"(?P<between>.{0,80})", re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(r"[^\s\"'“”‘’(`*]\S*")


def _near(stretch: Stretch) -> Iterator[Found]:
    """A disorderly word a little after: “the new password, Owl#4471x, works”."""
    match = _NEAR.match(stretch.after)
    if match is None or _continues(stretch):
        return
    for token in _TOKEN.finditer(match["between"]):
        value = strip_marks(token[0])
        if is_disorderly(value):
            yield Found("a password", value, match.start("between") + token.start(), 0.55)


_KEY_NAMES = (
    r"api[ _-]?(?:key|token|secret)|access[ _-]?(?:key|token)|secret[ _-]?(?:access[ _-]?)?key|client[ _-]?secret"
    r"|auth[ _-]?token|bearer[ _-]?token"
)
_KEY = re.compile(
    rf"(?:{_KEY_NAMES})(?:[\"']?\s*[:=]\s*|\s+is:?\s+)[\"'“`]?(?P<value>[0-9A-Za-z+/_-]{{20,128}})(?![\w.])",
    re.IGNORECASE,
)
_KEY_BITS = 3.3
"""A name of twenty letters has less entropy a character, twenty random digits of base 16 about as much."""


def _key(stretch: Stretch) -> Iterator[Found]:
    """A word for a key, then letters and digits too disorderly for a name."""
    match = _KEY.match(stretch.after)
    if match is None or is_ruled_out(match["value"]) or stretch.before.endswith(("?", "&")):
        return  # in the address of a page stand keys that everybody may see
    if any(map(str.isdigit, match["value"])) and entropy_bits(match["value"]) >= _KEY_BITS:
        yield Found("a key", match["value"], match.start("value"), 0.75)


_CONTINUES = re.compile(r"[\w?&/$.-]$")


def _continues(stretch: Stretch) -> bool:
    """Whether the word is the end of another, of a path, or of an address: `1Password`, `/etc/passwd`, `?pwd=`."""
    return bool(_CONTINUES.search(stretch.before[-1:])) and not stretch.before.lower().endswith(
        (" /", "user/", "login/")
    )


_CODE = re.compile(
    r"^\s*[+@]|^\s*-\s*\w+[ =(]|[;{}\\]|\w\(|\$[\w(]|%[sd]|::|==|(?:^|\s)--\w|#(?:define|include)|\bdef |\breturn\b"
    r"|</?\w+[ >]"
)
_EXAMPLES = 0.45


def _trust(stretch: Stretch, found: Found) -> float:
    """1, or less where the line reads as a program's or a manual's: there the word is an example."""
    before = stretch.before.rpartition("\n")[2]
    if found.at < 0:
        line, rest = before[: found.at], before[found.at + len(found.value) :] + stretch.after.partition("\n")[0]
    else:
        line = before + stretch.after[: found.at]
        rest = stretch.after[found.at + len(found.value) :].partition("\n")[0]
    if _CODE.search(f"{line} {rest}") or "[sudo" in line:
        return _EXAMPLES
    return _EXAMPLES if is_said_to_be_an_example(f"{line[-120:]} {rest[:80]}") else 1.0


_Rule = Callable[[Stretch], Iterator[Found]]
_PASSWORD: tuple[_Rule, ...] = (_said, _near, said_before, in_a_form, after_a_name)
_RULES: dict[bytes, tuple[_Rule, ...]] = {
    **dict.fromkeys(
        (b"pass", b"pwd", b"pw ", b"pw:", b"pw=", b"kennwort", b"contrase", b"clave", b"senha", b"mdp"), _PASSWORD
    ),
    **dict.fromkeys((b"log in", b"login", b"log on", b"logon", b"sign in", b"credentials"), (paired,)),
    **dict.fromkeys(OTHER_LANGUAGES, (said_elsewhere,)),
    **dict.fromkeys(OPENS, (opening_code,)),
    **dict.fromkeys(
        (
            b"api key",
            b"api_key",
            b"apikey",
            b"api-key",
            b"api token",
            b"api secret",
            b"access key",
            b"access_key",
            b"accesskey",
            b"access token",
            b"access_token",
            b"secret key",
            b"secret_key",
            b"secret access key",
            b"client secret",
            b"client_secret",
            b"auth token",
            b"auth_token",
            b"bearer token",
        ),
        (_key,),
    ),
}


def count_rules(word: bytes) -> int:
    """How many rules are tried after a word."""
    return len(_RULES[word])


WORDS = tuple(_RULES)
"""In small letters, the words after which a secret may stand."""
