"""Detectors. Importing this package registers every one of them; see `registry.DETECTORS`."""

from custodes.detect import (
    anonymisers,
    credentials,
    downloads,
    identity,
    language,
    outbound_volume,
    patron_data,
    personal_data,
    personal_stores,
    personal_time,
    shared_works,
    sign_ins,
    suspicious_mail,
    web_categories,
)
from custodes.detect.sigma import detector as rules

__all__ = [
    "anonymisers",
    "credentials",
    "downloads",
    "identity",
    "language",
    "outbound_volume",
    "patron_data",
    "personal_data",
    "personal_stores",
    "personal_time",
    "rules",
    "shared_works",
    "sign_ins",
    "suspicious_mail",
    "web_categories",
]
