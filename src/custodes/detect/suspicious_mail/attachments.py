"""Attachments that are a way in: pages that ask for a password, programs, and what is locked against looking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from custodes.detect.finding import Reason
from custodes.detect.suspicious_mail.message import Message

_PAGES = ("htm", "html", "shtml", "xhtml", "mht", "mhtml", "svg")
# fmt: off
_PROGRAMS = frozenset((
    "exe", "scr", "com", "pif", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "lnk", "msi",
    "jar", "ps1", "iso", "img", "vhd", "vhdx", "cab", "ace", "dll", "cpl", "reg", "chm", "url", "one", "xll",
    "xlam", "mobileconfig", "apk",
))
# fmt: on
"""Files that run something when opened, and disk images that hide one."""
_MACROS = frozenset(("docm", "xlsm", "pptm", "dotm", "xltm", "potm", "ppsm", "xlsb"))
"""Documents that carry a program of their own."""
_ARCHIVES = ("zip", "rar", "7z", "gz", "tar", "arj", "z")
_DISGUISE = re.compile(r"\.(?:pdf|docx?|xlsx?|jpe?g|png|txt|rtf|csv)[\s_.]*\.(\w{1,12})$", re.IGNORECASE)
_PASSWORD = re.compile(
    r"\b(?:password|passcode|pass ?word|pin|code|passwort|kennwort|senha|contrasena|mot de passe)\b", re.IGNORECASE
)

_FEW_WORDS = 12


def signs(message: Message) -> Iterator[Reason]:
    """What is risky about the attachments: each kind of sign once."""
    seen = set()
    for file in message.files:
        for reason in _of_file((file or {}).get("name") or "", bool((file or {}).get("is_encrypted")), message):
            if reason.code not in seen:
                seen.add(reason.code)
                yield reason
    if message.files and len(message.body.split(maxsplit=_FEW_WORDS)) < _FEW_WORDS:
        yield Reason("attachment.alone", "The message says little more than that something is attached.")


def _of_file(name: str, is_encrypted: bool, message: Message) -> Iterator[Reason]:
    ending = name.rpartition(".")[2].lower().strip()
    if (double := _DISGUISE.search(name)) and double[1].lower() in _PROGRAMS.union(_PAGES, _MACROS):
        yield Reason("attachment.disguised", f"An attachment passes for a document but is a .{double[1].lower()} file.")
    elif ending in _PROGRAMS:
        yield Reason("attachment.program", f"An attachment is a program or can start one (.{ending}).")
    elif ending in _MACROS:
        yield Reason("attachment.macro", f"An attached document carries a program (.{ending}).")
    elif ending in _PAGES:
        yield Reason("attachment.page", f"An attachment is a web page (.{ending}), as lures use to ask for a password.")
    if is_encrypted and (ending in _ARCHIVES or ending == "pdf") and _PASSWORD.search(message.body[:20000]):
        yield Reason("attachment.locked", "An attachment is locked and the message gives the password beside it.")
