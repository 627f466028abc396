"""Other forms in which a password is told: the word behind it, a form filled in, other languages, codes of doors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from custodes.detect.credentials.makeup import is_disorderly, is_ruled_out, strip_marks, sure_by_makeup
from custodes.detect.credentials.stretch import Found, Stretch

_PAIR = re.compile(
    r"(?:log ?in|sign ?in|log ?on|credentials)\b[^\n]{0,60}?\s[\w.@-]{3,40}\s*/\s*(?P<value>\S{6,40})", re.IGNORECASE
)


def paired(stretch: Stretch) -> Iterator[Found]:
    """“log in with frontdesk / Winter2026!”, “sign in as ana with Winter2026!”."""
    match = _PAIR.match(stretch.after)
    if match and is_disorderly(value := strip_marks(match["value"])):
        yield Found("a password", value, match.start("value"), 0.65)


_BEFORE = re.compile(
    r"(?P<quote>[\"“‘'«`]?)(?P<value>[^\s\"“”‘’«»`]{6,40})[\"”’'»`]?,?\s+"
    r"(?:(?:is|was|ist|es|est)\s+(?:now\s+)?|as\s+|for\s+)"
    r"(?:(?:the|your|my|our|its|das|la|le)\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_LOOKED_BACK, _WORDS_BACK = 120, 5
_LINKS = frozenset(("is", "was", "ist", "es", "est", "as", "for"))
"""One of these stands among the last words; where none does, nothing need be searched for."""


def said_before(stretch: Stretch) -> Iterator[Found]:
    """“Winter2026! is the password for the till”, “use Winter2026! as your new password”."""
    words = stretch.before[-_LOOKED_BACK:].lower().split()
    if not _LINKS.intersection(words[-_WORDS_BACK:]):
        return
    match = _BEFORE.search(stretch.before[-_LOOKED_BACK:])
    if match is None:
        return
    value = strip_marks(match["value"])
    if is_disorderly(value):
        start = match.start("value") - len(stretch.before[-_LOOKED_BACK:])
        yield Found("a password", value, start, 0.65 if match["quote"] else 0.6)


_FORM = re.compile(
    r"(?:^|\n)[ \t|>*]*(?:user ?(?:name|id)?|login|e-?mail|account|benutzer\w*|usuario|utilisateur)"
    r"[ \t]*[:|]?[ \t]*\r?\n?"
    r"[ \t|]*\S{2,64}[ \t|]*\r?\n[ \t|>*]*(?:new |temporary |initial )?$",
    re.IGNORECASE,
)
_BEFORE_A_LABEL = frozenset(("", "new", "temporary", "initial"))
_FILLED_IN = re.compile(r"\w+[ \t]*[:|]?[ \t]*\r?\n[ \t|]*(?P<value>\S{4,64})[ \t|]*(?:\r?\n|$)")


def in_a_form(stretch: Stretch) -> Iterator[Found]:
    """A user's name under its label, and beneath it a password under its own."""
    if stretch.before.rpartition("\n")[2].strip(" \t|>*").lower() not in _BEFORE_A_LABEL:
        return
    match = _FILLED_IN.match(stretch.after)
    if match is None or _FORM.search(stretch.before[-200:]) is None:
        return
    value = strip_marks(match["value"])
    if sure := sure_by_makeup(value, is_marked=True):
        yield Found("a password", value, match.start("value"), min(sure, 0.75))


_NAMED = re.compile(
    r"\b(?:log(?:ged)? ?in|sign ?in|user(?:name)?|account|login|customer|client|member)\b[^\n.!?]{2,60}?"
    r"(?:[,;/]\s*(?:and |with )?|\s(?:with|and)\s+)(?:the )?$",
    re.IGNORECASE,
)
_GOES_ON, _JOINT = re.compile(r"(?:[,;/]\s*(?:and |with )?|\s(?:with|and)\s+)(?:the )?$", re.IGNORECASE), 14
_BARE = re.compile(r"\w+\s+[\"'“]?(?P<value>[^\s\"”]{6,40})", re.IGNORECASE)


def after_a_name(stretch: Stretch) -> Iterator[Found]:
    """“log in as tkaya, password panda-river-39”: no sign between, but whose it is stands before."""
    match = _BARE.match(stretch.after)
    if match is None or not _GOES_ON.search(stretch.before[-_JOINT:]) or not _NAMED.search(stretch.before[-90:]):
        return
    value = strip_marks(match["value"])
    if any(map(str.isdigit, value)) and any(map(str.isalpha, value)) and not is_ruled_out(value):
        yield Found("a password", value, match.start("value"), 0.65)


OTHER_LANGUAGES = tuple(
    spelled.encode()
    for word in (
        *("mot de passe", "wachtwoord", "hasło", "haslo", "şifre", "sifre", "parola", "palavra-passe", "lösenord"),
        *(
            "adgangskode",
            "salasana",
            "heslo",
            "jelszó",
            "пароль",
            "密码",
            "密碼",
            "パスワード",
            "비밀번호",
            "contrasenya",
        ),
    )
    for spelled in dict.fromkeys((word, word.capitalize(), word.upper()) if not word.isascii() else (word,))
)
"""What a password is called: in small letters, and in capitals where these are not ASCII."""
_ELSEWHERE = re.compile(
    r"[^\n:=：]{1,44}?(?P<sign>\s*[:=：]\s*|\s+(?:est|is|to|jest|è|e|é|är|er|je|on|es)\s*:?\s+|は\s*)"
    r"(?P<quote>[\"'“‘«„「`]?)(?P<value>[!-~]{4,64})",
    re.IGNORECASE,
)


def said_elsewhere(stretch: Stretch) -> Iterator[Found]:
    """“Il tuo wachtwoord is Winter2026!”: the same in languages whose word alone is known."""
    match = _ELSEWHERE.match(stretch.after)
    if match is None:
        return
    value = strip_marks(match["value"], is_quoted=bool(match["quote"]))
    if sure := sure_by_makeup(value, is_marked=not match["sign"].strip().isalpha()):
        yield Found("a password", value, match.start("value"), min(sure, 0.8))


OPENS = tuple(
    f"{thing} {code}".encode()
    for thing in ("alarm", "door", "gate", "safe", "vault", "lockbox", "key box", "voicemail", "entry", "keypad")
    for code in ("code", "pin", "combination", "combo")
)
_OPENING = re.compile(
    r"[a-z]+(?: [a-z]+)? (?:code|pin|combination|combo)(?:\s+(?:for|to|of|at)\s+[^\n:=.]{1,40}?)?"
    r"(?:\s*[:=]\s*|\s+(?:is|was)(?: now)?:?\s+)"
    r"(?P<value>[*#]?\d[\d -]{2,10}\d[*#]?)(?![\d:/]|[.,]\d)",
    re.IGNORECASE,
)
_NO_OPENER = re.compile(r"\b(?:zip|area|course|promo|discount|error|dress|qr|bar)\s*$", re.IGNORECASE)


def opening_code(stretch: Stretch) -> Iterator[Found]:
    """“The alarm code is 4821#”: what opens a house or a mailbox."""
    match = _OPENING.match(stretch.after)
    if match and not _NO_OPENER.search(stretch.before[-12:]) and not is_ruled_out(f"x{match['value']}"):
        yield Found("a code that opens a door or a mailbox,", match["value"], match.start("value"), 0.65)
