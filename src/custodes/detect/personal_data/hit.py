"""What a recogniser says: what kind of personal data stands where, and what speaks for it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of personal data that are known."""

    SOCIAL_SECURITY = "social-security"
    CARD = "payment-card"
    IBAN = "iban"
    ROUTING = "routing-number"
    ACCOUNT = "bank-account"
    LICENSE = "drivers-license"
    PASSPORT = "passport"
    TAXPAYER = "taxpayer-id"
    RECORD = "record-number"
    """Of a patient or an insured person."""
    LIBRARY_CARD = "library-card"
    PHONE = "phone"
    EMAIL = "email"
    IP = "ip-address"
    URL = "url"
    ADDRESS = "postal-address"
    BIRTH_DATE = "birth-date"
    MEDICAL = "medical"


class Hit(NamedTuple):
    """Something in a text that is personal data, described without it."""

    kind: Kind
    start: int
    """Where it stands, in characters, half-open."""
    end: int
    score: float
    """How sure it is that it is what `kind` says, from 0 to 1."""
    signals: tuple[str, ...]
    """What speaks for it, in words: a check digit, the words beside it."""
