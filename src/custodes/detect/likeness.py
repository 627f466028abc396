"""Whether two files are the same or nearly so: by their bytes, as pictures, and by their words.

SHA-256     the same file (FIPS 180-4)
TLSH        nearly the same bytes: a document saved again (https://tlsh.org; Oliver, Cheng, Chen 2013)
PDQ         the same picture, resized, recompressed or a little retouched; and, by the eight hashes of its dihedral
            forms, turned by quarters or mirrored
            (https://github.com/facebook/ThreatExchange/tree/main/pdq)
shingles    the same words in the same order, five at a time, of which every eighth is kept (FracMinHash)
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pdqhash
import tlsh
from PIL import Image

PDQ_BITS = 256
PDQ_NEAR = 31
"""Bits that may differ; what PDQ's authors advise. Unrelated pictures differ in 128, give or take 10."""
PDQ_QUALITY = 50
"""Of 100; below it a picture is too plain for its hash to say anything (the same source)."""
TLSH_NEAR = 30
"""Its authors' tables: at 30 about one unrelated pair in 5,000 passes, and most of the near copies."""
SHINGLE_WORDS = 5
KEPT_OF = 8
LEAST_SHINGLES = 12
"""Kept ones that two texts must share: some hundred words in a row."""
SHARED_TEXT = 0.5

MOST_PIXELS = 25_000_000
LOOKED_AT_POINTS = (512, 512)
LEAST_BYTES = 50
"""A smaller file is like many others by chance, an empty one like all that are empty."""
LARGEST_BYTES = 50_000_000
LONGEST_TEXT = 5_000_000

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a file is like. Empty where it cannot be said: TLSH of little or uniform data, PDQ of what is no picture."""

    sha256: str
    tlsh: str = ""
    pdq: str = ""
    """64 hexadecimal digits."""
    shingles: frozenset[int] = field(default_factory=frozenset)
    is_told: bool = True
    """Whether the file is large enough to be one of its own."""
    pdq_forms: tuple[str, ...] = ()
    """Those of the picture turned by quarters and mirrored, where that was asked for; itself the first."""


@dataclass(frozen=True, slots=True)
class Alike:
    """In what two files are alike, and how sure that is."""

    how: str
    """`same`, `bytes`, `picture`, `turned` or `text`."""
    confidence: float


def liken(content: bytes, *, is_image: bool, text: str | None = None) -> Likeness:
    """What a file is like; `text` is what it says, where that was read."""
    forms = read_picture(content) if is_image else ()
    return Likeness(
        hashlib.sha256(content).hexdigest(),
        _tlsh(content),
        forms[0] if forms else "",
        frozenset(_shingles(text)) if text else frozenset(),
        is_told=len(content) >= LEAST_BYTES,
        pdq_forms=forms,
    )


def compare(one: Likeness, other: Likeness) -> Alike | None:
    """In what the other is like the one, by the surest way; None where it is not."""
    if one.sha256 == other.sha256 and one.is_told:
        return Alike("same", 0.99)
    if near := nearest_form(one.pdq, other.pdq_forms or (other.pdq,)):
        return Alike("turned", 0.85) if near.is_turned else Alike("picture", 0.9)
    if share_of_text(one, other) >= SHARED_TEXT:
        return Alike("text", 0.85)
    is_told_otherwise = (one.pdq and other.pdq) or (one.shingles and other.shingles)
    if not is_told_otherwise and one.tlsh and other.tlsh and tlsh.diff(one.tlsh, other.tlsh) <= TLSH_NEAR:
        return Alike("bytes", 0.8)
    return None


class Near(NamedTuple):
    """How near a picture comes to a known one."""

    bits: int
    """In which they differ, of 256."""
    is_turned: bool
    """Whether it comes so near only turned or mirrored."""


def nearest_form(known: str, forms: Sequence[str]) -> Near | None:
    """How near the picture comes to a known one, in its nearest form; None where no form is near enough.

    As it is counts before any other: only if that is too far away are the turned and the mirrored ones asked.
    """
    if not known or not forms or not forms[0]:
        return None
    for part, is_turned in ((forms[:1], False), (forms[1:], True)):
        bits = min((count_differing_bits(known, form) for form in part), default=PDQ_BITS)
        if bits <= PDQ_NEAR:
            return Near(bits, is_turned)
    return None


def count_differing_bits(one: str, other: str) -> int:
    """Of two PDQ hashes, of 256."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def share_of_text(one: Likeness, other: Likeness) -> float:
    """The share of the shorter text that stands in the longer; 0 where too little is shared to say."""
    shared = len(one.shingles & other.shingles)
    return shared / min(len(one.shingles), len(other.shingles)) if shared >= LEAST_SHINGLES else 0.0


def read_picture(content: bytes) -> tuple[str, ...]:
    """The PDQ hashes of a picture as it is, and then turned by quarters and mirrored.

    Empty where it cannot be read, is too large, or too plain to be told apart. Raises nothing, whatever it is given.
    """
    if len(content) > LARGEST_BYTES:
        return ()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as picture:
            warnings.simplefilter("ignore")  # of odd metadata; pixels are counted below
            if picture.width * picture.height > MOST_PIXELS:
                return ()
            picture.thumbnail(LOOKED_AT_POINTS)  # of JPEG a smaller form is decoded at once
            pixels = np.asarray(picture.convert("RGB"))
    except Exception:  # noqa: BLE001 - what a damaged picture makes decoders raise cannot be listed
        return ()
    forms, quality = pdqhash.compute_dihedral(pixels)
    return tuple(np.packbits(bits).tobytes().hex() for bits in forms) if quality >= PDQ_QUALITY else ()


def _tlsh(content: bytes) -> str:
    if len(content) > LARGEST_BYTES:
        return ""
    digest = tlsh.hash(content)
    return "" if digest == "TNULL" else digest


def _shingles(text: str) -> Iterator[int]:
    words = _WORD.findall(text[:LONGEST_TEXT].lower())
    for begin in range(len(words) - SHINGLE_WORDS + 1):
        some = " ".join(words[begin : begin + SHINGLE_WORDS])
        number = int.from_bytes(hashlib.blake2b(some.encode("utf-8", "replace"), digest_size=6).digest())
        if number % KEPT_OF == 0:
            yield number
