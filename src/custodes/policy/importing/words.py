"""Words as the matcher compares them: lower case, one spelling, by their stem."""

from __future__ import annotations

import re
from functools import lru_cache

# Spellings that differ from house to house, made one; tried in order on lower-case text.
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"[’‘`´]", "'"),
        (r"\b(?:the|as) follow(?:ing|s)\b", ""),
        (r"\b(?:can't|cannot)\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"n't\b", " not"),
        (r"'s\b|s'(?=\s)", "s"),
        (r"\be[- ]?mail", "email"),
        (r"\b(?:instant|text) messag\w*", "text message"),
        (r"\bvoice[- ]mail", "voicemail"),
        (r"\banti[- ]?virus", "antivirus"),
        (r"\b(?:log|sign)(?:s|ged|ging|ed|ing)?[- ](?:in|on|into|onto)\b(?! (?:request|sheet))", "login"),
        (r"\b(?:log|sign)(?:s|ged|ging|ed|ing)?[- ](?:off|out)\b", "log off"),
        (r"\b(?:logon|signon|sign-on)s?\b", "login"),
        (r"\buser[- ]?names?\b", "username"),
        (r"\buser[- ]ids?\b", "username"),
        (r"\bpass[- ](?=word|phrase|code)", "pass"),
        (r"\bweb[- ]?(?:site|page)s?\b", "website"),
        (r"\bon[- ]line\b", "online"),
        (r"\bco[- ]?work", "cowork"),
        (r"\bnon[- ]?(work|business|library)", r"non \1"),
        (r"\bhelp[- ]desk\b", "helpdesk"),
        (r"\bf\.o\.i\.a\.", "foia"),
        (r"\bp2p\b", "peer to peer"),
        (r"authoris", "authoriz"),
        (r"\bwork[- ]stations?\b", "workstation"),
        (r"\bsoft[- ]ware\b", "software"),
        (r"\bpirac(?:y|ies)\b", "piracy"),
    )
)
DEPARTMENT = "itdept"
"""The IT department, told from the pronoun by its capitals."""

_DEPARTMENT = re.compile(
    r"\bI\.?T\.?(?= |$|[^\w\s])"
    r"|(?i:\binformation (?:technology|systems|services) "
    r"(?=department|staff|team|office|desk|manager|coordinator|librarian|division))"
)
_DROPPED = frozenset(("a", "an", "the", "their", "your", "our", "its", "his", "her", "my", "such", "very"))
_WORD = re.compile(r"[a-z0-9]+")


def words_of(text: str) -> list[str]:
    """The words of `text` in one spelling, articles and possessives left out, not yet stemmed."""
    text = _DEPARTMENT.sub(DEPARTMENT, text).lower()
    for pattern, plain in _SPELLINGS:
        text = pattern.sub(plain, text)
    return [word for word in _WORD.findall(text) if word not in _DROPPED]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light stem: plurals, -ing, -ed and -ly go; enough to make the forms of one word equal."""
    if len(word) <= 3 or _WHOLE.fullmatch(word):
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3:
            return _rounded(word[: len(word) - len(ending)] + instead)
    return _rounded(word)


_WHOLE = re.compile(
    r"this|news|access|process|business|always|unless|address|witness|harass|pass|during|(?:no|any|some|every)?thing"
    r"|morning|evening|need|speed|embed|breed|bring|string|being"
)
_IRREGULAR = {
    "used": "use",
    "using": "use",
    "policies": "policies",
    "sent": "send",
    "kept": "keep",
    "written": "write",
    "wrote": "write",
}
_ENDINGS = (("sses", "ss"), ("ies", "y"), ("ied", "y"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ss", "ss"),
            ("us", "us"), ("s", ""), ("ing", ""), ("ed", ""), ("ly", ""))  # fmt: skip


def _rounded(word: str) -> str:
    """Ends in one shape: no final e, no doubled letter, so that share, shared and sharing agree."""
    if word.endswith(("ing", "ed")) and len(word) > 5:
        word = word[:-3] if word.endswith("ing") else word[:-2]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
