"""Personal details that no check digit proves: known by the words and the order they stand in."""

from __future__ import annotations

import re

_PATRONS = re.compile(
    r"\b(?:patrons?|card ?holders?|borrowers?|library members?|library cards?|barcodes?)\b", re.IGNORECASE
)
_PERSONAL = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b"
    r"|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
    r"|\b\d{1,5} [A-Z]\w+ (?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|court|ct)\b",
    re.IGNORECASE,
)
_FIELDS = re.compile(r"[,;\t|]")
_FEWEST_FIELDS, FEWEST_LISTED = 3, 5


def count_listed_people(text: str) -> int:
    """How many rows of a table of patrons a text holds, each with a mail address, a phone, a birth date or a street.

    0 unless the text speaks of patrons and there are at least five.
    """
    if not any(mark in text for mark in ",;\t|") or not _PATRONS.search(text):
        return 0
    rows = sum(
        1
        for line in text.splitlines()
        if len(line) < 500 and len(_FIELDS.findall(line)) >= _FEWEST_FIELDS - 1 and _PERSONAL.search(line)
    )
    return rows if rows >= FEWEST_LISTED else 0


_YOURS = re.compile(
    r"\byour (?:\w+ )?(?:card|account|hold|holds|renewal|library card|loan|loans|items?|request|fines?|barcode)\b"
    r"|\byou (?:have|borrowed|reserved|checked)\b|\b(?:su|tu) (?:tarjeta|carné|cuenta)\b",
    re.IGNORECASE,
)


_ANOTHERS = re.compile(
    r"\b(?:(?i:her|his|their) card|(?i:card of|tarjeta de|karte von|carte de) (?:Mr|Ms|Mrs|[A-Z])"
    r"|(?:[A-Z][\w'-]{1,20} [A-Z][\w'-]{1,20}|[Ss]he|[Hh]e)(?: \(?card [^()\n]{0,24}\)?,?)? "
    r"(?:has|had|was in|owes|took|borrowed|checked|came|reads|got)\b)"
)


def speaks_of_another(text: str) -> bool:
    """Whether a message speaks of the holder of a card as of a third person."""
    return _ANOTHERS.search(text) is not None


def addresses_the_patron(text: str) -> bool:
    """Whether a message speaks to someone of the person's own card, loans or account."""
    return _YOURS.search(text) is not None
