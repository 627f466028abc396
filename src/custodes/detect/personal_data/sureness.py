"""How sure what a message carries makes a breach of others' privacy."""

from __future__ import annotations

from custodes.detect.personal_data.carried import Carried, Sort
from custodes.detect.personal_data.hit import Kind

WEIGHTS = {
    Kind.SOCIAL_SECURITY: 0.95,
    Kind.CARD: 0.9,
    Kind.LICENSE: 0.85,
    Kind.PASSPORT: 0.85,
    Kind.ACCOUNT: 0.75,
    Kind.RECORD: 0.75,
    Kind.TAXPAYER: 0.6,
    Kind.BIRTH_DATE: 0.65,
    Kind.MEDICAL: 0.8,
    Kind.IBAN: 0.6,
    Kind.ROUTING: 0.55,
}
"""What one of a kind counts for, if it surely is one. Account numbers are companies' as often as people's."""
_SEVERAL, _MORE = 3, 0.4
_CLEAR = 0.6
"""Several of what is hardly known for such make nothing surer."""
_OWN = 0.45
_LISTED, _LISTED_SENSITIVE, _LISTED_LONG = 0.45, 0.85, 0.6
LONG_LIST = 40
_SUREST = 0.97


def how_sure(carried: Carried, *, has_list: bool) -> float:
    """From 0 to 1: the surest kind, a little more for each further one; less if all is the sender's own."""
    doubt = 1.0
    parts = sorted((_sure_of(kind, sort) for kind, sort in carried.sorts.items()), reverse=True)
    for place, part in enumerate(parts):
        doubt *= 1 - (part if place == 0 else part / 2)
    if parts and all(sort.is_own and len(sort.values) < _SEVERAL for sort in carried.sorts.values()):
        return round((1 - doubt) * _OWN, 3)
    if has_list:
        doubt = min(doubt, 1 - _sure_of_list(carried))
    return min(_SUREST, 1 - doubt)


def _sure_of(kind: Kind, sort: Sort) -> float:
    sure = WEIGHTS[kind] * sort.score
    is_more = len(sort.values) >= _SEVERAL and sort.score >= _CLEAR
    return sure + (1 - sure) * _MORE if is_more else sure


def _sure_of_list(carried: Carried) -> float:
    if carried.people.is_sensitive:
        return _LISTED_SENSITIVE
    return _LISTED_LONG if carried.people.rows >= LONG_LIST else _LISTED
